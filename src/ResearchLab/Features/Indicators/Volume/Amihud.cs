using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Price impact of trading.</summary>
public static class Amihud
{
    /// <summary>Mean over the window of |1-session log return| / (close · volume) × 10⁹: return a billion of currency traded.</summary>
    /// <remarks>Amihud (2002), "Illiquidity and Stock Returns", J. Financial Markets 5(1); a session without volume is missing.</remarks>
    /// <param name="logReturns">1-session log returns.</param>
    /// <param name="close">Closes.</param>
    /// <param name="volume">Shares traded.</param>
    /// <param name="window">Sessions, at least 1.</param>
    /// <param name="destination">Receives one value a session; NaN before <paramref name="window"/> returns exist.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public static void Compute(
        ReadOnlySpan<double> logReturns, ReadOnlySpan<double> close, ReadOnlySpan<double> volume, int window, Span<double> destination)
    {
        int rows = close.Length;
        Rolling.Require(window, 1, rows, destination.Length);
        Rolling.RequireSameLength(rows, logReturns.Length, nameof(logReturns));
        Rolling.RequireSameLength(rows, volume.Length, nameof(volume));
        using var impact = new Scratch(rows);
        for (int i = 0; i < rows; i++)
            impact.Span[i] = Ratio.Of(1e9 * Math.Abs(logReturns[i]), close[i] * volume[i]);
        Rolling.Mean(impact.Span, window, destination);
    }
}
