namespace ResearchLab.Features;

/// <summary>Williams %R (Williams, 1973).</summary>
public static class WilliamsR
{
    /// <summary>100 · (close − highest high) / (highest high − lowest low), in −100 … 0 (TA-Lib WILLR).</summary>
    /// <remarks>NaN where the whole window has one price (TA-Lib: 0).</remarks>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="close">Closes.</param>
    /// <param name="window">Sessions in the range, at least 1; usually 14.</param>
    /// <param name="destination">Receives one value a session; NaN for the first <paramref name="window"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public static void Compute(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, int window, Span<double> destination)
    {
        Stochastic.FastK(high, low, close, window, destination);
        for (int i = 0; i < close.Length; i++)
            destination[i] -= 100;
    }
}
