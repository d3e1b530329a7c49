using System.Numerics.Tensors;
using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Aroon (Chande, 1995).</summary>
public static class Aroon
{
    /// <summary>
    /// Aroon up − Aroon down, in −100 … 100 (TA-Lib AROONOSC): how much more recent the highest high of the last
    /// <paramref name="window"/> + 1 sessions is than the lowest low; the latest of equal extremes counts.
    /// </summary>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="window">Sessions back, at least 1.</param>
    /// <param name="destination">Receives one value a session; NaN for the first <paramref name="window"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public static void Oscillator(ReadOnlySpan<double> high, ReadOnlySpan<double> low, int window, Span<double> destination)
    {
        Rolling.Require(window, 1, high.Length, destination.Length);
        Rolling.RequireSameLength(high.Length, low.Length, nameof(low));
        using var sinceHigh = new Scratch(high.Length);
        Rolling.RowsSinceMax(high, window + 1, sinceHigh.Span);
        Rolling.RowsSinceMin(low, window + 1, destination);
        for (int i = 0; i < high.Length; i++)
            destination[i] = 100 * (destination[i] - sinceHigh.Span[i]) / window;
    }

    /// <summary>Aroon up and down, 100 · (window − sessions since the highest high or lowest low) / window, and up − down.</summary>
    /// <remarks>
    /// Of equal extremes the earliest counts, as in the golden values this is tested with; <see cref="Oscillator"/>, the feature, takes the
    /// latest as TA-Lib does.
    /// </remarks>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="window">Sessions back, at least 1; usually 25.</param>
    /// <param name="up">Receives 0 … 100; NaN for the first <paramref name="window"/> sessions.</param>
    /// <param name="down">Receives 0 … 100; NaN likewise.</param>
    /// <param name="oscillator">Receives −100 … 100; NaN likewise.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    /// <exception cref="ArgumentException">The columns differ in length or a destination is too short.</exception>
    public static void Compute(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, int window, Span<double> up, Span<double> down, Span<double> oscillator)
    {
        int rows = high.Length;
        Rolling.Require(window, 1, rows, Math.Min(up.Length, Math.Min(down.Length, oscillator.Length)));
        ColumnChecks.Inputs(rows, low.Length);
        for (int i = 0; i < rows; i++)
        {
            up[i] = down[i] = double.NaN;
            if (i >= window)
            {
                ReadOnlySpan<double> highs = high.Slice(i - window, window + 1), lows = low.Slice(i - window, window + 1);
                double missing = 0 * (TensorPrimitives.Max(highs) + TensorPrimitives.Min(lows));
                up[i] = (100.0 * TensorPrimitives.IndexOfMax(highs) / window) + missing;
                down[i] = (100.0 * TensorPrimitives.IndexOfMin(lows) / window) + missing;
            }

            oscillator[i] = up[i] - down[i];
        }
    }
}
