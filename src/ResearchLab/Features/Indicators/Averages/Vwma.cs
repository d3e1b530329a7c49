using System.Numerics.Tensors;
using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Volume-weighted moving average.</summary>
public static class Vwma
{
    /// <summary>Σ close·volume / Σ volume over the window; NaN where nothing traded. <see cref="Vwap"/> is the same of the typical price.</summary>
    /// <param name="close">Closes.</param>
    /// <param name="volume">Shares traded.</param>
    /// <param name="window">Sessions, at least 1.</param>
    /// <param name="destination">Receives price units; NaN for the first <paramref name="window"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public static void Compute(ReadOnlySpan<double> close, ReadOnlySpan<double> volume, int window, Span<double> destination)
    {
        int rows = close.Length;
        Rolling.Require(window, 1, rows, destination.Length);
        Rolling.RequireSameLength(rows, volume.Length, nameof(volume));
        using var traded = new Scratch(rows);
        using var total = new Scratch(rows);
        TensorPrimitives.Multiply(close, volume, traded.Span);
        Rolling.Sum(traded.Span, window, destination);
        Rolling.Sum(volume, window, total.Span);
        Ratio.Of(destination[..rows], total.Span, destination);
    }
}
