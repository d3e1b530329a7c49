using System.Numerics.Tensors;

namespace ResearchLab.Features;

/// <summary>Price momentum oscillator (Swenlin, DecisionPoint).</summary>
public static class Pmo
{
    /// <summary>
    /// The 1-session percent change smoothed by 2/<paramref name="slow"/>, times 10, smoothed by 2/<paramref name="fast"/>, and an EMA as signal.
    /// </summary>
    /// <remarks>The first two factors are 2/n, not the 2/(n + 1) of an EMA. Each smoothing is seeded with the mean of its first n values.</remarks>
    /// <param name="values">Closes.</param>
    /// <param name="slow">Window of the first smoothing, at least 2; usually 35.</param>
    /// <param name="fast">Window of the second smoothing, at least 2; usually 20.</param>
    /// <param name="signal">Window of the signal EMA, at least 1; usually 10.</param>
    /// <param name="pmo">Receives one value a session; NaN for the first slow + fast − 1.</param>
    /// <param name="signalLine">Receives the signal; NaN for the first slow + fast + signal − 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">A window is too small.</exception>
    /// <exception cref="ArgumentException">A destination is too short.</exception>
    public static void Compute(ReadOnlySpan<double> values, int slow, int fast, int signal, Span<double> pmo, Span<double> signalLine)
    {
        int rows = values.Length;
        ArgumentOutOfRangeException.ThrowIfLessThan(slow, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(fast, 2);
        ColumnChecks.Outputs(rows, pmo.Length, signalLine.Length);
        Roc.Compute(values, 1, signalLine, pmo);
        Span<double> smoothed = pmo[..rows];
        Ema.Smooth(smoothed, slow, 2.0 / slow, smoothed);
        TensorPrimitives.Multiply(smoothed, 10, smoothed);
        Ema.Smooth(smoothed, fast, 2.0 / fast, smoothed);
        Ema.Compute(smoothed, signal, signalLine);
    }
}
