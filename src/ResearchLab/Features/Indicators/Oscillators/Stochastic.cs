using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Stochastic oscillator (Lane).</summary>
public static class Stochastic
{
    /// <summary>Fast %K: 100 · (close − lowest low) / (highest high − lowest low) (TA-Lib STOCHF); %D is its 3-session SMA.</summary>
    /// <remarks>NaN where the whole window has one price (TA-Lib: 0).</remarks>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="close">Closes.</param>
    /// <param name="window">Sessions in the range, at least 1.</param>
    /// <param name="destination">Receives 0 … 100; NaN for the first <paramref name="window"/> − 1 sessions.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public static void FastK(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, int window, Span<double> destination)
    {
        Rolling.Require(window, 1, close.Length, destination.Length);
        Rolling.RequireSameLength(close.Length, high.Length, nameof(high));
        Rolling.RequireSameLength(close.Length, low.Length, nameof(low));
        using var highest = new Scratch(close.Length);
        Rolling.Max(high, window, highest.Span);
        Rolling.Min(low, window, destination);
        for (int i = 0; i < close.Length; i++)
            destination[i] = 100 * Ratio.Of(close[i] - destination[i], highest.Span[i] - destination[i]);
    }

    /// <summary>
    /// The same of one column against its own range; with RSI as the column this is the stochastic RSI (Chande and Kroll, 1994; TA-Lib STOCHRSI fast %K).
    /// </summary>
    /// <param name="values">Column such as RSI.</param>
    /// <param name="window">Sessions in the range, at least 1.</param>
    /// <param name="destination">Receives 0 … 100; NaN for the first <paramref name="window"/> − 1 values.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public static void FastK(ReadOnlySpan<double> values, int window, Span<double> destination) =>
        FastK(values, values, values, window, destination);

    /// <summary>Slow stochastic: %K smoothed by a mean, %D its mean, %J = 3·%K − 2·%D (TA-Lib STOCH).</summary>
    /// <remarks>NaN where the whole window has one price (TA-Lib: 0).</remarks>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="close">Closes.</param>
    /// <param name="window">Sessions in the range, at least 1; usually 14.</param>
    /// <param name="signal">Sessions of %D's mean, at least 1; usually 3.</param>
    /// <param name="smooth">Sessions of %K's mean, at least 1; usually 3, and 1 is the fast stochastic.</param>
    /// <param name="k">Receives 0 … 100; NaN for the first window + smooth − 2 sessions.</param>
    /// <param name="d">Receives 0 … 100; NaN for the first window + smooth + signal − 3.</param>
    /// <param name="j">Receives %J; NaN likewise.</param>
    /// <exception cref="ArgumentOutOfRangeException">A window is below 1.</exception>
    /// <exception cref="ArgumentException">The columns differ in length or a destination is too short.</exception>
    public static void Compute(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, int window, int signal, int smooth,
        Span<double> k, Span<double> d, Span<double> j)
    {
        int rows = close.Length;
        ColumnChecks.Outputs(rows, k.Length, d.Length, j.Length);
        FastK(high, low, close, window, j);
        Rolling.Mean(j[..rows], smooth, k);
        Rolling.Mean(k[..rows], signal, d);
        for (int i = 0; i < rows; i++)
            j[i] = (3 * k[i]) - (2 * d[i]);
    }
}
