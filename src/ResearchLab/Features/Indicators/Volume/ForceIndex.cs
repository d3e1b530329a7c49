using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Force index (Elder, 1993).</summary>
public static class ForceIndex
{
    /// <summary>EMA of (close − previous close) · volume, seeded with a mean.</summary>
    /// <param name="close">Closes.</param>
    /// <param name="volume">Shares traded.</param>
    /// <param name="window">Window of the EMA, at least 1; usually 2 or 13.</param>
    /// <param name="destination">Receives price · shares; NaN for the first <paramref name="window"/> sessions.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public static void Compute(ReadOnlySpan<double> close, ReadOnlySpan<double> volume, int window, Span<double> destination)
    {
        Rolling.Require(window, 1, close.Length, destination.Length);
        ColumnChecks.Inputs(close.Length, volume.Length);
        double previous = double.NaN;
        for (int i = 0; i < close.Length; i++)
        {
            destination[i] = (close[i] - previous) * volume[i];
            previous = close[i];
        }

        Ema.Compute(destination[..close.Length], window, destination);
    }
}
