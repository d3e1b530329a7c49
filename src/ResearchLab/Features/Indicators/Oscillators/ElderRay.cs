namespace ResearchLab.Features;

/// <summary>Elder-ray (Elder, 1989).</summary>
public static class ElderRay
{
    /// <summary>Bull power = high − EMA of the close, bear power = low − EMA of the close.</summary>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="close">Closes.</param>
    /// <param name="window">Window of the EMA, at least 1; usually 13.</param>
    /// <param name="ema">Receives price units; NaN for the first <paramref name="window"/> − 1 sessions.</param>
    /// <param name="bull">Receives price units; NaN likewise.</param>
    /// <param name="bear">Receives price units; NaN likewise.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    /// <exception cref="ArgumentException">The columns differ in length or a destination is too short.</exception>
    public static void Compute(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, int window, Span<double> ema, Span<double> bull, Span<double> bear)
    {
        ColumnChecks.Inputs(close.Length, high.Length, low.Length);
        ColumnChecks.Outputs(close.Length, ema.Length, bull.Length, bear.Length);
        Ema.Compute(close, window, ema);
        for (int i = 0; i < close.Length; i++)
        {
            bull[i] = high[i] - ema[i];
            bear[i] = low[i] - ema[i];
        }
    }
}
