using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Stochastic RSI (Chande and Kroll, 1994).</summary>
public static class StochRsi
{
    /// <summary>Stochastic of the <see cref="Rsi"/> over its own range, smoothed by a mean, and a mean of that as signal, in 0 … 100.</summary>
    /// <remarks>NaN where RSI did not move (TA-Lib: 0).</remarks>
    /// <param name="values">Closes.</param>
    /// <param name="rsi">Window of the RSI, at least 1; usually 14.</param>
    /// <param name="window">Sessions in the range, at least 1; usually 14.</param>
    /// <param name="signal">Sessions of the signal mean, at least 1; usually 3.</param>
    /// <param name="smooth">Sessions of the first mean, at least 1; usually 1, no smoothing.</param>
    /// <param name="destination">Receives one value a session; NaN for the first rsi + window + smooth − 2.</param>
    /// <param name="signalLine">Receives the signal; NaN for the first rsi + window + smooth + signal − 3.</param>
    /// <exception cref="ArgumentOutOfRangeException">A window is below 1.</exception>
    /// <exception cref="ArgumentException">A destination is too short.</exception>
    public static void Compute(
        ReadOnlySpan<double> values, int rsi, int window, int signal, int smooth, Span<double> destination, Span<double> signalLine)
    {
        int rows = values.Length;
        ColumnChecks.Outputs(rows, destination.Length, signalLine.Length);
        using var strength = new Scratch(rows);
        Rsi.Compute(values, rsi, strength.Span);
        Stochastic.FastK(strength.Span, window, signalLine);
        Rolling.Mean(signalLine[..rows], smooth, destination);
        Rolling.Mean(destination[..rows], signal, signalLine);
    }
}
