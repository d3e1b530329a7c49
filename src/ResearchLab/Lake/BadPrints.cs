namespace ResearchLab.Lake;

/// <summary>
/// Bars that wrong prints made: a high or low far from open and close, an open that goes along with it, or a whole bar away from both of its neighbours.
/// </summary>
internal static class BadPrints
{
    // An extreme beyond three times open and close; a bar a fifth away from neighbours that lie within a twentieth of each other.
    private const double ExtremeRatio = 3, IslandGap = 1.2, Together = 1.05;

    // A price away from the closes on both sides of it, by far more than the closes move from bar to bar and bars are wide, where no more is traded.
    private const double ManyMoves = 12, ManyRanges = 4, BusyVolume = 3, GrossRatio = 8;
    private const int VolumeWindow = 20, RangeWindow = 10, FewestMoves = 5;

    /// <summary>How many times a price lies beyond the closes on both sides of it, at the least, to be a wrong print.</summary>
    public const double FarPrice = 1.4;

    /// <summary>Marks the rows of one symbol.</summary>
    /// <param name="bars">All rows.</param>
    /// <param name="rows">Those of the symbol, ascending by session.</param>
    /// <param name="reasons">One a row of <paramref name="bars"/>.</param>
    public static void Mark(QualityGates.BarColumns bars, ReadOnlySpan<int> rows, Span<QualityReason> reasons)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows[i];
            if (reasons[row] != QualityReason.None)
                continue;
            if (IsExtreme(bars.Open[row], bars.High[row], bars.Low[row], bars.Close[row]))
                reasons[row] = QualityReason.Implausible;
            else if (i > 0 && i + 1 < rows.Length && IsIsland(bars, rows[i - 1], row, rows[i + 1]))
                reasons[row] = QualityReason.Jump;
            else if (rows.Length > FewestMoves && Farthest(bars, row, bars.Close[rows[i > 0 ? i - 1 : 1]],
                i > 0 && i + 1 < rows.Length ? bars.Close[rows[i + 1]] : double.NaN) is > FarPrice and var far
                && Math.Log(far) > Limit(bars.High, bars.Low, bars.Close, rows, i) && (far > GrossRatio || !IsBusy(bars, rows, i)))
                reasons[row] = QualityReason.Implausible;
        }
    }

    /// <summary>How many times open or high lies above, or open or low below, both the close of a bar and the one before it.</summary>
    public static double Farthest(double before, double open, double high, double low, double close) =>
        Math.Max(Math.Max(open, high) / Math.Max(before, close), Math.Min(before, close) / Math.Min(open, low));

    /// <summary>
    /// From how far on, as a logarithm, a price is a wrong print: far beyond the moves from one close to the next and the range of the bars around it, so
    /// that the wide ones of a crash are not.
    /// </summary>
    /// <param name="high">Highest price of each row.</param>
    /// <param name="low">Lowest price of each row.</param>
    /// <param name="close">Close of each row.</param>
    /// <param name="rows">Rows of one symbol in order.</param>
    /// <param name="at">Place of the bar among them.</param>
    public static double Limit(double[] high, double[] low, double[] close, ReadOnlySpan<int> rows, int at)
    {
        List<double> moves = [], ranges = [];
        for (int i = Math.Max(1, at - RangeWindow); i < Math.Min(rows.Length, at + RangeWindow); i++)
        {
            if (i == at)
                continue;
            ranges.Add(Math.Log(high[rows[i]] / low[rows[i]]));
            moves.Add(Math.Abs(Math.Log(close[rows[i]] / close[rows[i - 1]])));
        }

        if (moves.Count < FewestMoves)
            return double.PositiveInfinity;
        moves.Sort();
        ranges.Sort();
        return Math.Max(Math.Log(FarPrice), Math.Max(ManyMoves * moves[moves.Count / 2], ManyRanges * ranges[ranges.Count / 2]));
    }

    /// <summary>How many times open, high or low lies beyond both closes, or the close beyond its neighbours and its open.</summary>
    private static double Farthest(QualityGates.BarColumns bars, int row, double before, double after)
    {
        (double open, double high, double low, double close) = (bars.Open[row], bars.High[row], bars.Low[row], bars.Close[row]);
        double far = Farthest(before, open, high, low, close);
        // NaN where there is no bar after it: its close is confirmed by nothing.
        double around = Math.Max(Math.Max(before, after), open), below = Math.Min(Math.Min(before, after), open);
        return double.IsNaN(after) ? far : Math.Max(far, Math.Max(close / around, below / close));
    }

    /// <summary>Whether far more was traded than on the days before; false where it is not known.</summary>
    private static bool IsBusy(QualityGates.BarColumns bars, ReadOnlySpan<int> rows, int i)
    {
        List<double> before = [];
        foreach (int row in rows[Math.Max(0, i - VolumeWindow)..i])
        {
            if (bars.Volume[row] > 0)
                before.Add(bars.Volume[row]);
        }

        before.Sort();
        return before.Count >= FewestMoves && bars.Volume[rows[i]] > BusyVolume * before[before.Count / 2];
    }

    /// <summary>Whether a high or low lies beyond three times open and close.</summary>
    public static bool IsExtreme(double open, double high, double low, double close) =>
        high > ExtremeRatio * Math.Max(open, close) || low * ExtremeRatio < Math.Min(open, close);

    private static bool IsIsland(QualityGates.BarColumns bars, int before, int row, int after)
    {
        double apart = bars.Close[after] / bars.Close[before];
        if (apart > Together || apart < 1 / Together)
            return false;
        return bars.Low[row] > IslandGap * Math.Max(bars.High[before], bars.High[after])
            || bars.High[row] * IslandGap < Math.Min(bars.Low[before], bars.Low[after]);
    }
}
