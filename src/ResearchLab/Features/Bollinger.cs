using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Bollinger bands (Bollinger, 2001): mean ± a multiple of the population standard deviation, as TA-Lib BBANDS.</summary>
public static class Bollinger
{
    /// <summary>(upper − lower) / middle, a fraction.</summary>
    /// <param name="close">Closes.</param>
    /// <param name="window">Sessions, at least 2.</param>
    /// <param name="deviations">Standard deviations from the middle to a band, usually 2.</param>
    /// <param name="destination">Receives one value a session; NaN for the first <paramref name="window"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 2.</exception>
    public static void Width(ReadOnlySpan<double> close, int window, double deviations, Span<double> destination)
    {
        Rolling.Require(window, 2, close.Length, destination.Length);
        using var middle = new Scratch(close.Length);
        Rolling.Mean(close, window, middle.Span);
        Rolling.StandardDeviation(close, window, sample: false, destination);
        for (int i = 0; i < close.Length; i++)
            destination[i] = Ratio.Of(2 * deviations * destination[i], middle.Span[i]);
    }

    /// <summary>%B, (close − lower) / (upper − lower): 0 at the lower band, 1 at the upper; NaN where the price did not move.</summary>
    /// <inheritdoc cref="Width"/>
    public static void PercentB(ReadOnlySpan<double> close, int window, double deviations, Span<double> destination)
    {
        Rolling.Require(window, 2, close.Length, destination.Length);
        using var middle = new Scratch(close.Length);
        Rolling.Mean(close, window, middle.Span);
        Rolling.StandardDeviation(close, window, sample: false, destination);
        for (int i = 0; i < close.Length; i++)
            destination[i] = 0.5 + Ratio.Of(close[i] - middle.Span[i], 2 * deviations * destination[i]);
    }
}
