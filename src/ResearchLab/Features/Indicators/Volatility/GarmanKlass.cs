using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Volatility from open, high, low and close of the session.</summary>
public static class GarmanKlass
{
    /// <summary>√(252 · mean of ½ ln(high/low)² − (2 ln 2 − 1) ln(close/open)²): a fraction a √year; blind to overnight gaps.</summary>
    /// <remarks>
    /// Garman and Klass (1980), "On the Estimation of Security Price Volatilities from Historical Data", J. Business 53(1), in the
    /// form commonly used, without the cross terms. NaN where bad bars (close outside the range) make the mean negative.
    /// </remarks>
    /// <param name="open">Opens.</param>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="close">Closes.</param>
    /// <param name="window">Sessions, at least 1.</param>
    /// <param name="destination">Receives one value a session; NaN for the first <paramref name="window"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public static void Compute(
        ReadOnlySpan<double> open, ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close,
        int window, Span<double> destination)
    {
        int rows = close.Length;
        Rolling.Require(window, 1, rows, destination.Length);
        Rolling.RequireSameLength(rows, open.Length, nameof(open));
        Rolling.RequireSameLength(rows, high.Length, nameof(high));
        Rolling.RequireSameLength(rows, low.Length, nameof(low));
        using var variance = new Scratch(rows);
        using var body = new Scratch(rows);
        Ratio.Log(high, low, variance.Span);
        Ratio.Log(close, open, body.Span);
        double bodyWeight = (2 * double.Log(2)) - 1;
        for (int i = 0; i < rows; i++)
            variance.Span[i] = (0.5 * variance.Span[i] * variance.Span[i]) - (bodyWeight * body.Span[i] * body.Span[i]);
        Rolling.Mean(variance.Span, window, destination);
        Annual.VolatilityOfVariance(destination[..rows]);
    }
}
