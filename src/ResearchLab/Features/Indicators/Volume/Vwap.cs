using System.Numerics.Tensors;
using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Volume-weighted average price over a sliding window.</summary>
public static class Vwap
{
    /// <summary>Σ typical price · volume / Σ volume over the window; NaN where nothing traded.</summary>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="close">Closes.</param>
    /// <param name="volume">Shares traded.</param>
    /// <param name="window">Sessions, at least 1.</param>
    /// <param name="destination">Receives price units; NaN for the first <paramref name="window"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public static void Compute(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, ReadOnlySpan<double> volume,
        int window, Span<double> destination)
    {
        int rows = close.Length;
        Rolling.Require(window, 1, rows, destination.Length);
        Rolling.RequireSameLength(rows, volume.Length, nameof(volume));
        using var traded = new Scratch(rows);
        using var total = new Scratch(rows);
        TypicalPrice.Compute(high, low, close, traded.Span);
        TensorPrimitives.Multiply(traded.Span, volume, traded.Span);
        Rolling.Sum(traded.Span, window, destination);
        Rolling.Sum(volume, window, total.Span);
        Ratio.Of(destination[..rows], total.Span, destination);
    }

    /// <summary>Σ typical price · volume / Σ volume from the first row on: hand it the rows since the anchor, such as one session's.</summary>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="close">Closes.</param>
    /// <param name="volume">Shares traded.</param>
    /// <param name="destination">Receives price units; NaN at a missing row, which is left out of the sums, and while nothing traded.</param>
    /// <exception cref="ArgumentException">The columns differ in length or the destination is too short.</exception>
    public static void Anchored(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, ReadOnlySpan<double> volume, Span<double> destination)
    {
        int rows = close.Length;
        ColumnChecks.Inputs(rows, high.Length, low.Length, volume.Length);
        ColumnChecks.Outputs(rows, destination.Length);
        var average = default(VwapStream);
        for (int i = 0; i < rows; i++)
            destination[i] = average.Update(high[i], low[i], close[i], volume[i]);
    }
}
