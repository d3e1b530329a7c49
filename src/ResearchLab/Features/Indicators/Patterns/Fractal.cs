namespace ResearchLab.Features;

/// <summary>Fractals (Williams, 1995) and the chaos bands made of them.</summary>
public static class Fractal
{
    /// <summary>
    /// A high above the <paramref name="span"/> highs on both sides (bear) and a low below the lows (bull), reported at the session that
    /// completes it, <paramref name="span"/> sessions after the extreme.
    /// </summary>
    /// <remarks>Charts draw it at the extreme itself, where it was not yet known.</remarks>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="span">Sessions on either side, at least 1; usually 2.</param>
    /// <param name="bear">Receives the high of a fractal, else NaN.</param>
    /// <param name="bull">Receives the low of a fractal, else NaN.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="span"/> is below 1.</exception>
    /// <exception cref="ArgumentException">The columns differ in length or a destination is too short.</exception>
    public static void Compute(ReadOnlySpan<double> high, ReadOnlySpan<double> low, int span, Span<double> bear, Span<double> bull)
    {
        int rows = high.Length;
        ArgumentOutOfRangeException.ThrowIfLessThan(span, 1);
        ColumnChecks.Inputs(rows, low.Length);
        ColumnChecks.Outputs(rows, bear.Length, bull.Length);
        for (int i = 0; i < rows; i++)
        {
            int center = i - span;
            bool isHigh = center >= span, isLow = isHigh;
            for (int k = 1; k <= span && (isHigh || isLow); k++)
            {
                isHigh &= high[center] > high[center - k] && high[center] > high[center + k];
                isLow &= low[center] < low[center - k] && low[center] < low[center + k];
            }

            bear[i] = isHigh ? high[center] : double.NaN;
            bull[i] = isLow ? low[center] : double.NaN;
        }
    }

    /// <summary>Fractal chaos bands: the latest bear fractal above and the latest bull fractal below.</summary>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="span">Sessions on either side, at least 1; usually 2.</param>
    /// <param name="upper">Receives price units; NaN before the first fractal.</param>
    /// <param name="lower">Receives price units; NaN before the first fractal.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="span"/> is below 1.</exception>
    /// <exception cref="ArgumentException">The columns differ in length or a destination is too short.</exception>
    public static void Bands(ReadOnlySpan<double> high, ReadOnlySpan<double> low, int span, Span<double> upper, Span<double> lower)
    {
        Compute(high, low, span, upper, lower);
        for (int i = 1; i < high.Length; i++)
        {
            upper[i] = double.IsNaN(upper[i]) ? upper[i - 1] : upper[i];
            lower[i] = double.IsNaN(lower[i]) ? lower[i - 1] : lower[i];
        }
    }
}
