namespace ResearchLab.Lake;

/// <summary>Bars that one wrong print made: a high or low far from open and close, or a whole bar away from both of its neighbours.</summary>
internal static class BadPrints
{
    // An extreme beyond three times open and close; a bar a fifth away from neighbours that lie within a twentieth of each other.
    private const double ExtremeRatio = 3, IslandGap = 1.2, Together = 1.05;

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
        }
    }

    /// <summary>Whether a high or low lies beyond three times open and close.</summary>
    public static bool IsExtreme(double open, double high, double low, double close) =>
        high > ExtremeRatio * Math.Max(open, close) || low * ExtremeRatio < Math.Min(open, close);

    private static bool IsIsland(QualityGates.BarColumns bars, int before, int row, int after)
    {
        double apart = bars.Close[after] / bars.Close[before];
        if (apart > Together || apart < 1 / Together)
            return false;
        return bars.Low[row] > IslandGap * Math.Max(bars.High[before], bars.High[after]) || bars.High[row] * IslandGap < Math.Min(bars.Low[before], bars.Low[after]);
    }
}
