using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Floor traders' pivot points.</summary>
public static class PivotPoints
{
    /// <summary>Pivot (high + low + close) / 3 of a stretch of sessions and its three supports and resistances, in price units.</summary>
    /// <param name="PivotPoint">The pivot.</param>
    /// <param name="S1">2·pivot − high.</param>
    /// <param name="S2">pivot − (high − low).</param>
    /// <param name="S3">low − 2·(high − pivot).</param>
    /// <param name="R1">2·pivot − low.</param>
    /// <param name="R2">pivot + (high − low).</param>
    /// <param name="R3">high + 2·(pivot − low).</param>
    public readonly record struct Levels(double PivotPoint, double S1, double S2, double S3, double R1, double R2, double R3)
    {
        /// <summary>The levels of a stretch with this highest high, lowest low and last close.</summary>
        public static Levels Of(double high, double low, double close)
        {
            double pivot = (high + low + close) / 3;
            return new Levels(
                pivot, (2 * pivot) - high, pivot - (high - low), low - (2 * (high - pivot)),
                (2 * pivot) - low, pivot + (high - low), high + (2 * (pivot - low)));
        }
    }

    /// <summary>The levels of the previous calendar month, or week, at every session of this one.</summary>
    /// <param name="sessions">Dates, ascending.</param>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="close">Closes.</param>
    /// <param name="weekly">True for calendar weeks from Monday, false for months.</param>
    /// <param name="destination">Receives one set a session; all NaN in the first month. A month without any complete session has none.</param>
    /// <exception cref="ArgumentException">The columns differ in length or the destination is too short.</exception>
    public static void Compute(
        ReadOnlySpan<DateOnly> sessions, ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, bool weekly, Span<Levels> destination)
    {
        int rows = sessions.Length, period = int.MinValue;
        ColumnChecks.Inputs(rows, high.Length, low.Length, close.Length);
        ColumnChecks.Outputs(rows, destination.Length);
        Levels levels = Levels.Of(double.NaN, double.NaN, double.NaN);
        double highest = double.NaN, lowest = double.NaN, last = double.NaN;
        for (int i = 0; i < rows; i++)
        {
            int current = weekly ? sessions[i].DayNumber / 7 : (sessions[i].Year * 12) + sessions[i].Month;
            if (current != period)
            {
                levels = Levels.Of(highest, lowest, last);
                highest = lowest = last = double.NaN;
                period = current;
            }

            destination[i] = levels;
            if (double.IsNaN(high[i] + low[i] + close[i]))
                continue;
            highest = double.IsNaN(highest) ? high[i] : Math.Max(highest, high[i]);
            lowest = double.IsNaN(lowest) ? low[i] : Math.Min(lowest, low[i]);
            last = close[i];
        }
    }

    /// <summary>The levels of the <paramref name="window"/> sessions that end <paramref name="offset"/> + 1 sessions ago.</summary>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="close">Closes.</param>
    /// <param name="window">Sessions, at least 1; usually 20.</param>
    /// <param name="offset">Sessions skipped before this one, at least 0.</param>
    /// <param name="destination">Receives one set a session; all NaN for the first window + offset.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1 or <paramref name="offset"/> negative.</exception>
    /// <exception cref="ArgumentException">The columns differ in length or the destination is too short.</exception>
    public static void Roll(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, int window, int offset, Span<Levels> destination)
    {
        int rows = close.Length;
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ColumnChecks.Inputs(rows, high.Length, low.Length);
        ColumnChecks.Outputs(rows, destination.Length);
        using var highest = new Scratch(rows);
        using var lowest = new Scratch(rows);
        Rolling.Max(high, window, highest.Span);
        Rolling.Min(low, window, lowest.Span);
        for (int i = 0; i < rows; i++)
        {
            int end = i - offset - 1;
            destination[i] = end < 0 ? Levels.Of(double.NaN, double.NaN, double.NaN) : Levels.Of(highest.Span[end], lowest.Span[end], close[end]);
        }
    }
}
