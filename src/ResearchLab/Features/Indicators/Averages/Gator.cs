using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Gator oscillator (Williams, 1995): how far the lines of the <see cref="Alligator"/> are apart.</summary>
public static class Gator
{
    /// <summary>upper = |jaw − teeth|, lower = −|teeth − lips|; expanding is 1 where a bar is longer than the one before, else 0.</summary>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="upper">Receives price units, ≥ 0; NaN for the first 20 sessions.</param>
    /// <param name="lower">Receives price units, ≤ 0; NaN for the first 12.</param>
    /// <param name="upperExpanding">Receives 0 or 1; NaN for the first 21.</param>
    /// <param name="lowerExpanding">Receives 0 or 1; NaN for the first 13.</param>
    /// <exception cref="ArgumentException">The columns differ in length or a destination is too short.</exception>
    public static void Compute(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, Span<double> upper, Span<double> lower, Span<double> upperExpanding, Span<double> lowerExpanding)
    {
        int rows = high.Length;
        ColumnChecks.Outputs(rows, upper.Length, lower.Length, upperExpanding.Length, lowerExpanding.Length);
        using var lips = new Scratch(rows);
        Alligator.Compute(high, low, upper, lower, lips.Span);
        double previousUpper = double.NaN, previousLower = double.NaN;
        for (int i = 0; i < rows; i++)
        {
            double teeth = lower[i];
            upper[i] = Math.Abs(upper[i] - teeth);
            lower[i] = -Math.Abs(teeth - lips.Span[i]);
            upperExpanding[i] = double.IsNaN(upper[i] - previousUpper) ? double.NaN : upper[i] > previousUpper ? 1 : 0;
            lowerExpanding[i] = double.IsNaN(lower[i] - previousLower) ? double.NaN : lower[i] < previousLower ? 1 : 0;
            (previousUpper, previousLower) = (upper[i], lower[i]);
        }
    }
}
