using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Chaikin money flow.</summary>
public static class Cmf
{
    /// <summary>
    /// Σ multiplier · volume / Σ volume over the window, in −1 … 1; multiplier = ((close − low) − (high − close)) / (high − low),
    /// 0 in a session with one price (as TA-Lib's AD line).
    /// </summary>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="close">Closes.</param>
    /// <param name="volume">Shares traded.</param>
    /// <param name="window">Sessions, at least 1.</param>
    /// <param name="destination">Receives one value a session; NaN for the first <paramref name="window"/> − 1 and where nothing traded.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public static void Compute(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, ReadOnlySpan<double> volume,
        int window, Span<double> destination)
    {
        int rows = close.Length;
        Rolling.Require(window, 1, rows, destination.Length);
        Rolling.RequireSameLength(rows, high.Length, nameof(high));
        Rolling.RequireSameLength(rows, low.Length, nameof(low));
        Rolling.RequireSameLength(rows, volume.Length, nameof(volume));
        using var flow = new Scratch(rows);
        using var total = new Scratch(rows);
        Adl.Flow(high, low, close, volume, total.Span, flow.Span);
        Rolling.Sum(flow.Span, window, destination);
        Rolling.Sum(volume, window, total.Span);
        Ratio.Of(destination[..rows], total.Span, destination);
    }
}
