using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Continuously compounded return.</summary>
public static class LogReturn
{
    /// <summary>ln(price / price <paramref name="sessions"/> earlier); NaN where either price is missing or not positive.</summary>
    /// <param name="prices">Prices.</param>
    /// <param name="sessions">Sessions back, at least 1.</param>
    /// <param name="destination">Receives one value a session; NaN for the first <paramref name="sessions"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="sessions"/> is below 1.</exception>
    public static void Compute(ReadOnlySpan<double> prices, int sessions, Span<double> destination) =>
        Between(prices, prices, sessions, destination);

    /// <summary>ln(price / base price <paramref name="sessions"/> earlier), such as open over the previous close.</summary>
    /// <param name="prices">Later prices.</param>
    /// <param name="basePrices">Earlier prices, as many.</param>
    /// <param name="sessions">Sessions back, at least 1.</param>
    /// <param name="destination">Receives one value a session; NaN for the first <paramref name="sessions"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="sessions"/> is below 1.</exception>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public static void Between(ReadOnlySpan<double> prices, ReadOnlySpan<double> basePrices, int sessions, Span<double> destination)
    {
        Rolling.Require(sessions, 1, prices.Length, destination.Length);
        Rolling.RequireSameLength(prices.Length, basePrices.Length, nameof(basePrices));
        int first = Math.Min(sessions, prices.Length);
        destination[..first].Fill(double.NaN);
        Ratio.Log(prices[first..], basePrices[..^first], destination[first..]);
    }
}
