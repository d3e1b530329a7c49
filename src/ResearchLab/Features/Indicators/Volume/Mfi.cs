using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Money flow index (Quong and Soudack, 1989).</summary>
public static class Mfi
{
    /// <summary>A change of the typical price below this share of it is rounding of the division by 3.</summary>
    private const double RoundingShare = 1e-14;

    /// <summary>100 · money flow of sessions whose typical price rose / that of sessions where it rose or fell (TA-Lib MFI).</summary>
    /// <remarks>NaN without any flow in the window (TA-Lib: 0 when the flow is below 1, which depends on the unit of volume).</remarks>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="close">Closes.</param>
    /// <param name="volume">Shares traded.</param>
    /// <param name="window">Price changes counted, at least 1.</param>
    /// <param name="destination">Receives 0 … 100; NaN for the first <paramref name="window"/> sessions.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public static void Compute(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, ReadOnlySpan<double> volume,
        int window, Span<double> destination)
    {
        int rows = close.Length;
        Rolling.Require(window, 1, rows, destination.Length);
        Rolling.RequireSameLength(rows, volume.Length, nameof(volume));
        using var typical = new Scratch(rows);
        using var rising = new Scratch(rows);
        using var falling = new Scratch(rows);
        using var risingSum = new Scratch(rows);
        TypicalPrice.Compute(high, low, close, typical.Span);
        for (int i = 0; i < rows; i++)
        {
            double change = i == 0 ? double.NaN : typical.Span[i] - typical.Span[i - 1], flow = typical.Span[i] * volume[i];
            bool missing = double.IsNaN(change) || double.IsNaN(flow);
            double rounding = RoundingShare * typical.Span[i];
            rising.Span[i] = missing ? double.NaN : change > rounding ? flow : 0;
            falling.Span[i] = missing ? double.NaN : change < -rounding ? flow : 0;
        }

        Rolling.Sum(rising.Span, window, risingSum.Span);
        Rolling.Sum(falling.Span, window, destination);
        for (int i = 0; i < rows; i++)
            destination[i] = 100 * Ratio.Of(risingSum.Span[i], risingSum.Span[i] + destination[i]);
    }
}
