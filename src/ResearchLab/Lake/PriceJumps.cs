namespace ResearchLab.Lake;

/// <summary>
/// Jumps of the close. A print that the next bar takes back is the bad row, whether it went up or down; one that stays is a new level, of which the
/// first bar is marked. A split explains a step of about its ratio only.
/// </summary>
internal static class PriceJumps
{
    // A print five times too high or low is an error for as many bars as it lasts; a smaller one only where the next bar takes it back.
    private const double GrossRatio = 5, NearlyFlat = 1.3, ShapeTolerance = 0.04;
    private const int LongestError = 20;
    private static readonly double[] s_ratios = [2, 3, 4, 5, 6, 7, 8, 10, 15, 20, 25, 30, 40, 50];

    /// <summary>Marks the rows of one symbol.</summary>
    /// <param name="bars">All rows.</param>
    /// <param name="rows">Those of the symbol, ascending by session.</param>
    /// <param name="reasons">One a row of <paramref name="bars"/>.</param>
    /// <param name="maxJump">Largest move, as a fraction.</param>
    /// <param name="previousClose">Last close before a session; NaN when there is none.</param>
    /// <param name="splitRatio">Ratio of the split into a session; NaN when there is none.</param>
    public static void Mark(
        QualityGates.BarColumns bars, ReadOnlySpan<int> rows, Span<QualityReason> reasons, double maxJump,
        Func<string, DateOnly, double>? previousClose, Func<string, DateOnly, double>? splitRatio)
    {
        int first = rows[0];
        double reference = previousClose?.Invoke(bars.Symbol[first], bars.Session[first]) ?? double.NaN;
        bool unfounded = double.IsNaN(reference) && rows.Length > 2 && IsGross(bars.Close[first], bars.Close[rows[1]])
            && !IsSplitShaped(bars.Close[first], bars.Close[rows[1]]) && !IsFar(bars.Close[rows[1]], bars.Close[rows[2]], maxJump)
            && !Explains(bars, rows[1], bars.Close[first], splitRatio);
        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows[i];
            if (reasons[row] != QualityReason.None)
                continue;
            double close = bars.Close[row];
            if (i == 0 && unfounded && double.IsFinite(maxJump))
            {
                reasons[row] = QualityReason.Jump;
                continue;
            }

            bool flat = !(close > reference * NearlyFlat || close * NearlyFlat < reference);
            if (flat || double.IsPositiveInfinity(maxJump) || Explains(bars, row, reference, splitRatio))
            {
                reference = close;
                continue;
            }

            int wrong = Wrong(bars, rows[i..], reference, maxJump);
            if (wrong == 0 && !QualityGates.IsJump(reference, close, maxJump))
            {
                reference = close;
                continue;
            }

            for (int at = i; at < i + Math.Max(1, wrong); at++)
                reasons[rows[at]] = reasons[rows[at]] == QualityReason.None ? QualityReason.Jump : reasons[rows[at]];
            reference = wrong > 0 ? reference : close;
        }
    }

    /// <summary>Whether a close goes away from the one before it and the next one comes back.</summary>
    public static bool IsTakenBack(double before, double close, double after, double maxJump) =>
        IsFar(before, close, maxJump) && IsFar(close, after, maxJump) && !IsFar(before, after, maxJump);

    /// <summary>Whether a step is about that of a usual split, or of a reverse one.</summary>
    public static bool IsSplitShaped(double before, double after)
    {
        double step = after < before ? before / after : after / before;
        if (!(step > 1.9))
            return false;
        foreach (double ratio in s_ratios)
        {
            if (Math.Abs(Math.Log(step / ratio)) < ShapeTolerance)
                return true;
        }

        return false;
    }

    /// <summary>How many rows are errors that a later one takes back; 0 when none does.</summary>
    public static int Wrong(QualityGates.BarColumns bars, ReadOnlySpan<int> rows, double reference, double maxJump)
    {
        double close = bars.Close[rows[0]];
        if (rows.Length > 1 && IsTakenBack(reference, close, bars.Close[rows[1]], maxJump))
            return 1;
        if (!IsGross(reference, close))
            return 0;
        for (int at = 1; at < Math.Min(rows.Length, LongestError); at++)
        {
            double next = bars.Close[rows[at]];
            if (!IsFar(reference, next, maxJump))
                return at;
            if (IsFar(close, next, maxJump))
                return 0;
        }

        return 0;
    }

    private static bool Explains(QualityGates.BarColumns bars, int row, double reference, Func<string, DateOnly, double>? splitRatio)
    {
        double ratio = splitRatio?.Invoke(bars.Symbol[row], bars.Session[row]) ?? double.NaN;
        return ratio > 0 && !IsFar(reference, bars.Close[row] * ratio, QualityGates.DefaultMaxJump);
    }

    private static bool IsFar(double from, double to, double limit) => to > from * (1 + limit) || to * (1 + limit) < from;

    private static bool IsGross(double from, double to) => to > from * GrossRatio || to * GrossRatio < from;
}
