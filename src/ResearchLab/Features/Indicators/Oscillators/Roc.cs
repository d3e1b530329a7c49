using System.Numerics.Tensors;
using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Momentum and rate of change.</summary>
public static class Roc
{
    /// <summary>value − value <paramref name="window"/> sessions earlier (TA-Lib MOM), and 100 times that over the earlier value (TA-Lib ROC).</summary>
    /// <param name="values">Prices or any column.</param>
    /// <param name="window">Sessions back, at least 1.</param>
    /// <param name="momentum">Receives units of the values; NaN for the first <paramref name="window"/>.</param>
    /// <param name="roc">Receives percent; NaN likewise and where the earlier value is 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    /// <exception cref="ArgumentException">A destination is too short.</exception>
    public static void Compute(ReadOnlySpan<double> values, int window, Span<double> momentum, Span<double> roc)
    {
        int rows = values.Length;
        Rolling.Require(window, 1, rows, Math.Min(momentum.Length, roc.Length));
        for (int i = 0; i < rows; i++)
        {
            double earlier = i < window ? double.NaN : values[i - window];
            momentum[i] = values[i] - earlier;
            roc[i] = Ratio.Of(100 * momentum[i], earlier);
        }
    }

    /// <summary>Rate of change with its EMA and bands at ± its root mean square.</summary>
    /// <param name="values">Closes.</param>
    /// <param name="window">Sessions back, at least 1; usually 20.</param>
    /// <param name="emaWindow">Window of the EMA, at least 1; usually 5.</param>
    /// <param name="bandWindow">Sessions of the root mean square, at least 1; usually 5.</param>
    /// <param name="roc">Receives percent; NaN for the first <paramref name="window"/>.</param>
    /// <param name="ema">Receives percent; NaN for the first window + emaWindow − 1.</param>
    /// <param name="upper">Receives percent; NaN for the first window + bandWindow − 1.</param>
    /// <param name="lower">Receives −<paramref name="upper"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A window is below 1.</exception>
    /// <exception cref="ArgumentException">A destination is too short.</exception>
    public static void WithBands(
        ReadOnlySpan<double> values, int window, int emaWindow, int bandWindow, Span<double> roc, Span<double> ema, Span<double> upper, Span<double> lower)
    {
        int rows = values.Length;
        ColumnChecks.Outputs(rows, roc.Length, ema.Length, upper.Length, lower.Length);
        Compute(values, window, upper, roc);
        Ema.Compute(roc[..rows], emaWindow, ema);
        using var squares = new Scratch(rows);
        TensorPrimitives.Multiply(roc[..rows], roc[..rows], squares.Span);
        Rolling.Mean(squares.Span, bandWindow, upper);
        for (int i = 0; i < rows; i++)
        {
            upper[i] = Math.Sqrt(Math.Max(upper[i], 0));
            lower[i] = -upper[i];
        }
    }
}
