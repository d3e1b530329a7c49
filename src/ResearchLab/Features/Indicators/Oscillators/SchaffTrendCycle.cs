using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Schaff trend cycle (Schaff, 1999).</summary>
public static class SchaffTrendCycle
{
    /// <summary>Stochastic of the MACD line over the cycle, smoothed by a mean of 3, in 0 … 100.</summary>
    /// <remarks>Schaff's charts take the stochastic twice with factor 0.5; this is the single form. NaN where the MACD did not move.</remarks>
    /// <param name="values">Closes.</param>
    /// <param name="cycle">Sessions in the range, at least 1; usually 10.</param>
    /// <param name="fast">Window of the fast EMA, at least 1; usually 23.</param>
    /// <param name="slow">Window of the slow EMA, above <paramref name="fast"/>; usually 50.</param>
    /// <param name="destination">Receives one value a session; NaN for the first slow + cycle.</param>
    /// <exception cref="ArgumentOutOfRangeException">A window is below 1 or <paramref name="slow"/> is not above <paramref name="fast"/>.</exception>
    public static void Compute(ReadOnlySpan<double> values, int cycle, int fast, int slow, Span<double> destination)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(slow, fast);
        Rolling.Require(cycle, 1, values.Length, destination.Length);
        using var line = new Scratch(values.Length);
        using var raw = new Scratch(values.Length);
        Macd.Line(values, fast, slow, line.Span);
        Stochastic.FastK(line.Span, cycle, raw.Span);
        Rolling.Mean(raw.Span, 3, destination);
    }
}
