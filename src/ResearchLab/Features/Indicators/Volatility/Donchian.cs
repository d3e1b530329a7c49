using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Donchian channel (Donchian, 1960).</summary>
public static class Donchian
{
    /// <summary>Highest high and lowest low of the <paramref name="window"/> sessions before this one, their middle, and (upper − lower) / middle.</summary>
    /// <remarks>Many charts include the session itself; then it can never break out.</remarks>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="window">Earlier sessions, at least 1; usually 20.</param>
    /// <param name="upper">Receives price units; NaN for the first <paramref name="window"/> sessions.</param>
    /// <param name="center">Receives price units; NaN likewise.</param>
    /// <param name="lower">Receives price units; NaN likewise.</param>
    /// <param name="width">Receives a fraction; NaN likewise.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    /// <exception cref="ArgumentException">The columns differ in length or a destination is too short.</exception>
    public static void Compute(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, int window, Span<double> upper, Span<double> center, Span<double> lower, Span<double> width)
    {
        int rows = high.Length;
        ColumnChecks.Inputs(rows, low.Length);
        ColumnChecks.Outputs(rows, upper.Length, center.Length, lower.Length, width.Length);
        Rolling.Max(high, window, upper);
        Rolling.Min(low, window, lower);
        Medians.Delay(upper[..rows], 1);
        Medians.Delay(lower[..rows], 1);
        for (int i = 0; i < rows; i++)
        {
            center[i] = (upper[i] + lower[i]) / 2;
            width[i] = Ratio.Of(upper[i] - lower[i], center[i]);
        }
    }
}
