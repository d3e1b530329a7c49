using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Kaufman's efficiency ratio (Kaufman, 1995, "Smarter Trading").</summary>
public static class EfficiencyRatio
{
    /// <summary>|net change over the window| / sum of the absolute 1-session changes, in [0, 1]; NaN where nothing moved.</summary>
    /// <param name="close">Closes.</param>
    /// <param name="window">Changes, at least 1.</param>
    /// <param name="destination">Receives one value a session; NaN for the first <paramref name="window"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public static void Compute(ReadOnlySpan<double> close, int window, Span<double> destination)
    {
        Rolling.Require(window, 1, close.Length, destination.Length);
        using var path = new Scratch(close.Length);
        double previous = double.NaN;
        for (int i = 0; i < close.Length; i++)
        {
            path.Span[i] = Math.Abs(close[i] - previous);
            previous = close[i];
        }

        Rolling.Sum(path.Span, window, destination);
        for (int i = Math.Min(window, close.Length); i < close.Length; i++)
            destination[i] = Math.Min(1, Ratio.Of(Math.Abs(close[i] - close[i - window]), destination[i]));
    }
}
