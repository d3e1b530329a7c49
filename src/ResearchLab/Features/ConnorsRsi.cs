using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>ConnorsRSI (Connors and Alvarez, 2012, "An Introduction to ConnorsRSI").</summary>
public static class ConnorsRsi
{
    /// <summary>Returns closer than this, as a fraction, count as equal in the percent rank.</summary>
    private const double ReturnTolerance = 1e-12;

    /// <summary>
    /// Mean of the RSI of the close, the RSI of the streak, and the percent rank of the 1-session return: 100 · share of
    /// the <paramref name="rankWindow"/> earlier returns below it.
    /// </summary>
    /// <remarks>Both RSI are Wilder's (see <see cref="Rsi"/>).</remarks>
    /// <param name="close">Closes.</param>
    /// <param name="rsiWindow">Window of the price RSI, usually 3.</param>
    /// <param name="streakWindow">Window of the streak RSI, usually 2.</param>
    /// <param name="rankWindow">Earlier returns ranked against, usually 100.</param>
    /// <param name="destination">Receives 0 … 100; NaN for the first <paramref name="rankWindow"/> + 1 sessions.</param>
    /// <exception cref="ArgumentOutOfRangeException">A window is below 1.</exception>
    public static void Compute(ReadOnlySpan<double> close, int rsiWindow, int streakWindow, int rankWindow, Span<double> destination)
    {
        int rows = close.Length;
        Rolling.Require(rankWindow, 1, rows, destination.Length);
        using var returns = new Scratch(rows);
        using var part = new Scratch(rows);
        double previous = double.NaN;
        for (int i = 0; i < rows; i++)
        {
            returns.Span[i] = Ratio.Of(close[i], previous) - 1;
            previous = close[i];
        }

        Rolling.ShareBelow(returns.Span, rankWindow, ReturnTolerance, destination);
        Rsi.Compute(close, rsiWindow, part.Span);
        for (int i = 0; i < rows; i++)
            destination[i] = (100 * destination[i]) + part.Span[i];
        Streak.Compute(close, part.Span);
        Rsi.Compute(part.Span, streakWindow, part.Span);
        for (int i = 0; i < rows; i++)
            destination[i] = (destination[i] + part.Span[i]) / 3;
    }
}
