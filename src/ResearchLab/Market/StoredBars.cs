using ResearchLab.Columns;
using ResearchLab.Lake;

namespace ResearchLab.Market;

/// <summary>The daily closes a lake has of the symbols that are being added to, read once a symbol.</summary>
internal sealed class StoredBars(LakeView view)
{
    /// <summary>How far the median ratio of new to stored closes may lie from 1: vendors round, and correct single bars.</summary>
    public const double BasisTolerance = 1e-3;

    private const double FewTolerance = 0.01;

    private const int JumpLookBackDays = 30, MinShared = 5;

    private readonly Dictionary<string, Stored> _symbols = new(StringComparer.Ordinal);

    /// <summary>The last close of a symbol in the month (or so many days) before a session; NaN when there is none.</summary>
    public double LastClose(string symbol, DateOnly session, int days = JumpLookBackDays)
    {
        Stored stored = Of(symbol);
        int at = Array.BinarySearch(stored.Sessions, session);
        int before = (at < 0 ? ~at : at) - 1;
        return before >= 0 && session.DayNumber - stored.Sessions[before].DayNumber <= days ? stored.Closes[before] : double.NaN;
    }

    /// <summary>The first close of a symbol in the month after a session; NaN when there is none.</summary>
    public double NextClose(string symbol, DateOnly session)
    {
        Stored stored = Of(symbol);
        int at = Array.BinarySearch(stored.Sessions, session.AddDays(1));
        int after = at < 0 ? ~at : at;
        return after < stored.Sessions.Length && stored.Sessions[after].DayNumber - session.DayNumber <= JumpLookBackDays ? stored.Closes[after] : double.NaN;
    }

    /// <summary>
    /// Marks the good rows of every symbol whose prices cannot be mixed with the stored ones: they are adjusted in another way, or their closes on
    /// the sessions both have differ by one factor, as after a split. Rows that replace every stored session of the symbol may.
    /// </summary>
    /// <returns>One line a symbol that was refused.</returns>
    public IReadOnlyList<string> MarkOtherBasis(QualityGates.BarColumns bars, string adjustment, QualityReason[] reasons)
    {
        List<string> remarks = [];
        foreach (IGrouping<string, int> rows in Enumerable.Range(0, reasons.Length).Where(row => reasons[row] == QualityReason.None)
            .GroupBy(row => bars.Symbol[row], StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            Stored stored = Of(rows.Key);
            if (stored.Sessions.Length == 0)
                continue;
            double[] ratios = [.. rows.Select(row => Array.BinarySearch(stored.Sessions, bars.Session[row]) is >= 0 and var at ? bars.Close[row] / stored.Closes[at] : double.NaN)
                .Where(double.IsFinite).Order()];
            if (ratios.Length == stored.Sessions.Length)
                continue;
            // A few corrected bars differ, but not all by one large factor.
            bool oneFactor = ratios.Length > 0 && ratios[^1] / ratios[0] < 1 + FewTolerance && Math.Abs(Math.Log(ratios[0])) > SplitSteps.Smallest;
            double ratio = ratios.Length < MinShared && !oneFactor ? 1 : ratios[ratios.Length / 2];
            string? why = stored.Adjustment != adjustment ? $"they are adjusted for '{adjustment}', those stored for '{stored.Adjustment}'"
                : Math.Abs(ratio - 1) > BasisTolerance ? $"they are {ratio:0.####} times those stored on {ratios.Length} {(ratios.Length == 1 ? "session" : "sessions")} that both have"
                : null;
            if (why is null)
                continue;
            foreach (int row in rows)
                reasons[row] = QualityReason.OtherBasis;
            remarks.Add(
                $"{rows.Key}: its prices stand on another basis: {why}. Give rows for all of {stored.Sessions[0]:yyyy-MM-dd}..{stored.Sessions[^1]:yyyy-MM-dd} to replace them, say with --adjusted how prices are adjusted, or name another symbol.");
        }

        return remarks;
    }

    private Stored Of(string symbol)
    {
        if (_symbols.TryGetValue(symbol, out Stored? stored))
            return stored;
        Frame rows = view.Read(Datasets.Bars, ["session", "close", "adjustment"], LakeFilter.Equal("symbol", symbol), LakeFilter.Equal("interval", LakeMarket.Daily));
        return _symbols[symbol] = new Stored(
            rows.ToArray<DateOnly>("session"), rows.ToArray<double>("close"), rows.Rows == 0 ? "" : rows.Get<string>("adjustment")[^1]);
    }

    private sealed record Stored(DateOnly[] Sessions, double[] Closes, string Adjustment);
}
