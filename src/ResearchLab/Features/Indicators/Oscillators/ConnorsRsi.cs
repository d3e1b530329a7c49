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
    public static void Compute(ReadOnlySpan<double> close, int rsiWindow, int streakWindow, int rankWindow, Span<double> destination) =>
        ComputeFrom(0, close, rsiWindow, streakWindow, rankWindow, destination);

    /// <summary>The same, to the bit, from row <paramref name="from"/> on only; NaN before. The rank, most of the work, remembers nothing.</summary>
    internal static void ComputeFrom(int from, ReadOnlySpan<double> close, int rsiWindow, int streakWindow, int rankWindow, Span<double> destination)
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

        int first = Math.Max(0, from - rankWindow);
        destination[..first].Fill(double.NaN);
        Rolling.ShareBelow(returns.Span[first..], rankWindow, ReturnTolerance, destination[first..]);
        Rsi.Compute(close, rsiWindow, part.Span);
        for (int i = 0; i < rows; i++)
            destination[i] = (100 * destination[i]) + part.Span[i];
        Streak.Compute(close, part.Span);
        Rsi.Compute(part.Span, streakWindow, part.Span);
        for (int i = 0; i < rows; i++)
            destination[i] = (destination[i] + part.Span[i]) / 3;
    }

    /// <summary>The oscillator and its parts.</summary>
    /// <remarks>
    /// Here the streak is 0 at the first session rather than missing, so that its RSI starts a session earlier; at the first value of the
    /// oscillator that has died out. After a missing value everything starts afresh.
    /// </remarks>
    /// <param name="close">Closes.</param>
    /// <param name="rsiWindow">Window of the price RSI, usually 3.</param>
    /// <param name="streakWindow">Window of the streak RSI, usually 2.</param>
    /// <param name="rankWindow">Earlier returns ranked against, usually 100.</param>
    /// <param name="streak">Receives signed counts, see <see cref="Streak"/>.</param>
    /// <param name="rsi">Receives 0 … 100; NaN for the first <paramref name="rsiWindow"/> sessions.</param>
    /// <param name="rsiStreak">Receives 0 … 100; NaN for the first <paramref name="streakWindow"/> sessions.</param>
    /// <param name="percentRank">Receives 0 … 100; NaN for the first <paramref name="rankWindow"/> + 1 sessions.</param>
    /// <param name="destination">Receives the mean of the three; NaN where one is.</param>
    /// <exception cref="ArgumentOutOfRangeException">A window is below 1.</exception>
    /// <exception cref="ArgumentException">A destination is too short.</exception>
    public static void Compute(
        ReadOnlySpan<double> close, int rsiWindow, int streakWindow, int rankWindow,
        Span<double> streak, Span<double> rsi, Span<double> rsiStreak, Span<double> percentRank, Span<double> destination)
    {
        int rows = close.Length;
        ColumnChecks.Outputs(rows, streak.Length, rsi.Length, rsiStreak.Length, percentRank.Length, destination.Length);
        Streak.Compute(close, streak);
        for (int i = 0; i < rows; i++)
        {
            streak[i] = double.IsNaN(streak[i]) && !double.IsNaN(close[i]) ? 0 : streak[i];
            destination[i] = i == 0 ? double.NaN : Ratio.Of(close[i], close[i - 1]) - 1;
        }

        Rolling.ShareBelow(destination[..rows], rankWindow, ReturnTolerance, percentRank);
        Rsi.Compute(close, rsiWindow, rsi);
        Rsi.Compute(streak[..rows], streakWindow, rsiStreak);
        for (int i = 0; i < rows; i++)
        {
            percentRank[i] *= 100;
            destination[i] = (rsi[i] + rsiStreak[i] + percentRank[i]) / 3;
        }
    }
}
