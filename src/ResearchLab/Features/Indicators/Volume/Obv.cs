using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>On-balance volume (Granville, 1963).</summary>
public static class Obv
{
    /// <summary>
    /// Running sum of volume, added when the close rose and subtracted when it fell, from 0 at the first session and afresh
    /// after a missing value, since only its changes carry meaning.
    /// </summary>
    /// <remarks>TA-Lib OBV starts at the first session's own volume: a constant more throughout.</remarks>
    /// <param name="close">Closes.</param>
    /// <param name="volume">Shares traded.</param>
    /// <param name="destination">Receives shares; NaN where an input is missing.</param>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public static void Compute(ReadOnlySpan<double> close, ReadOnlySpan<double> volume, Span<double> destination)
    {
        SignedVolume(close, volume, destination);
        double total = 0;
        for (int i = 0; i < close.Length; i++)
        {
            bool missing = double.IsNaN(close[i]) || double.IsNaN(volume[i]);
            total = double.IsNaN(destination[i]) ? 0 : total + destination[i];
            destination[i] = missing ? double.NaN : total;
        }
    }

    /// <summary>Least-squares slope of OBV over the window, in shares a session; it needs no OBV level and so no history before the window.</summary>
    /// <param name="close">Closes.</param>
    /// <param name="volume">Shares traded.</param>
    /// <param name="window">OBV values fitted, at least 2.</param>
    /// <param name="destination">Receives one value a session; NaN for the first <paramref name="window"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 2.</exception>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public static void Slope(ReadOnlySpan<double> close, ReadOnlySpan<double> volume, int window, Span<double> destination)
    {
        Rolling.Require(window, 2, close.Length, destination.Length);
        using var changes = new Scratch(close.Length);
        using var weights = new Scratch(window);
        SignedVolume(close, volume, changes.Span);

        // Each change lifts all later values of the window, so its weight is the sum of their slope weights.
        Rolling.SlopeWeights(weights.Span);
        for (int k = window - 2; k > 0; k--)
            weights.Span[k] += weights.Span[k + 1];
        Rolling.WeightedSum(changes.Span, weights.Span[1..], destination);
        destination[..Math.Min(window - 1, close.Length)].Fill(double.NaN);
    }

    private static void SignedVolume(ReadOnlySpan<double> close, ReadOnlySpan<double> volume, Span<double> destination)
    {
        Rolling.Require(1, 1, close.Length, destination.Length);
        Rolling.RequireSameLength(close.Length, volume.Length, nameof(volume));
        double previous = double.NaN;
        for (int i = 0; i < close.Length; i++)
        {
            double change = close[i] - previous;
            previous = close[i];
            destination[i] = double.IsNaN(change) ? double.NaN : change > 0 ? volume[i] : change < 0 ? -volume[i] : volume[i] * 0;
        }
    }
}
