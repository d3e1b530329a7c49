using ResearchLab.Columns;
using ResearchLab.Lake;

namespace ResearchLab.Market;

/// <summary>The daily closes a lake has of the symbols that are being added to, read once a symbol.</summary>
internal sealed class StoredBars(LakeView view)
{
    /// <summary>How far the median ratio of new to stored closes may lie from 1: vendors round, and correct single bars.</summary>
    public const double BasisTolerance = 1e-3;

    private const double FewTolerance = 0.01;

    // What is late by a session has its closes almost all from the session before; what is in another money has one ratio to the last digits.
    private const double ShiftedShare = 0.9, FewSame = 0.5, OneRatio = 0.002, Rounding = 1e-9;

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

    /// <summary>Sessions and volumes of a symbol, ascending.</summary>
    public (DateOnly[] Sessions, double[] Volumes) Volumes(string symbol) => Of(symbol) is var stored ? (stored.Sessions, stored.Volumes) : default;

    /// <summary>Refuses rows that would replace all stored ones by the same prices a session apart, or times one ratio that no split explains.</summary>
    /// <param name="file">Name of the file, for messages.</param>
    /// <param name="bars">The rows.</param>
    /// <param name="adjustment">How they are adjusted.</param>
    /// <param name="reasons">One a row; those with a reason play no part.</param>
    /// <returns>One line a symbol that was refused beside others.</returns>
    /// <exception cref="CsvIngestException">They are, and the file holds no other symbol.</exception>
    public IReadOnlyList<string> RequireNoCopy(string file, QualityGates.BarColumns bars, string adjustment, QualityReason[] reasons)
    {
        var refusal = new SymbolRefusal(bars.Symbol, reasons);
        foreach (int[] rows in RowsOfSymbols.InOrder(bars.Symbol, bars.Session, row => reasons[row] == QualityReason.None))
        {
            string symbol = bars.Symbol[rows[0]];
            Stored stored = Of(symbol);
            if (stored.Sessions.Length < MinShared)
                continue;
            int late = 0, early = 0, same = 0;
            List<double> ratios = [];
            foreach (int row in rows)
            {
                int at = Array.BinarySearch(stored.Sessions, bars.Session[row]), next = at < 0 ? ~at : at;
                double close = bars.Close[row];
                late += next > 0 && IsSame(close, stored.Closes[next - 1]) ? 1 : 0;
                early += (at < 0 ? next : at + 1) is var after && after < stored.Closes.Length && IsSame(close, stored.Closes[after]) ? 1 : 0;
                if (at < 0)
                    continue;
                same += IsSame(close, stored.Closes[at]) ? 1 : 0;
                ratios.Add(close / stored.Closes[at]);
            }

            if (ratios.Count < MinShared || same >= FewSame * ratios.Count)
                continue;
            if (Math.Max(late, early) is var shifted && shifted >= ShiftedShare * ratios.Count)
            {
                refusal.Refuse(rows, Invariant($"{file}: {shifted} closes of {symbol} are those that the lake has for the session ")
                    + Invariant($"{(late >= early ? "before" : "after")}: its dates are a session {(late >= early ? "late" : "early")}, ")
                    + "or those stored are. Correct the dates, or say --jumps keep to replace what is stored.");
                continue;
            }

            ratios.Sort();
            double ratio = ratios[ratios.Count / 2];
            bool all = ratios.Count == stored.Sessions.Length && adjustment == stored.Adjustment;
            // A split after the stored bars moves all that are adjusted for it, and so does a dividend those adjusted for dividends.
            if (all && ratios[^1] / ratios[0] < 1 + OneRatio && Math.Abs(ratio - 1) > FewTolerance && adjustment != "all"
                && !(adjustment == "splits" && SplitSteps.Nearest(ratio) is not null))
                refusal.Refuse(rows, Invariant($"{file}: all {ratios.Count} closes of {symbol} in the lake would be replaced by {ratio:0.####} times them, ")
                    + "as of prices in another money. Name another symbol with --symbol, say --adjusted all if they are adjusted for dividends, "
                    + "or --jumps keep to replace what is stored.");
        }

        return refusal.Remarks;

        static bool IsSame(double one, double other) => Math.Abs(one - other) <= Rounding * other;
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
            double[] ratios = [.. rows.Select(row =>
                Array.BinarySearch(stored.Sessions, bars.Session[row]) is >= 0 and var at ? bars.Close[row] / stored.Closes[at] : double.NaN)
                .Where(double.IsFinite).Order()];
            if (ratios.Length == stored.Sessions.Length)
                continue;
            // A few corrected bars differ, but not all by one large factor.
            bool oneFactor = ratios.Length > 0 && ratios[^1] / ratios[0] < 1 + FewTolerance && Math.Abs(Math.Log(ratios[0])) > SplitSteps.Smallest;
            double ratio = ratios.Length < MinShared && !oneFactor ? 1 : ratios[ratios.Length / 2];
            string? why = stored.Adjustment != adjustment ? $"they are adjusted for '{adjustment}', those stored for '{stored.Adjustment}'"
                : Math.Abs(ratio - 1) > BasisTolerance
                    ? Invariant($"they are {ratio:0.####} times those stored on {ratios.Length} {(ratios.Length == 1 ? "session" : "sessions")} that both have")
                : null;
            if (why is null)
                continue;
            foreach (int row in rows)
                reasons[row] = QualityReason.OtherBasis;
            remarks.Add(
                Invariant($"{rows.Key}: its prices stand on another basis: {why}. ")
                    + Invariant($"Give rows for all of {stored.Sessions[0]:yyyy-MM-dd}..{stored.Sessions[^1]:yyyy-MM-dd} to replace them, ")
                    + "say with --adjusted how prices are adjusted, or name another symbol.");
        }

        return remarks;
    }

    private Stored Of(string symbol)
    {
        if (_symbols.TryGetValue(symbol, out Stored? stored))
            return stored;
        Frame rows = view.Read(Datasets.Bars, ["session", "close", "volume", "adjustment"], LakeFilter.Equal("symbol", symbol),
            LakeFilter.Equal("interval", LakeMarket.Daily));
        return _symbols[symbol] = new Stored(
            rows.ToArray<DateOnly>("session"), rows.ToArray<double>("close"), rows.ToArray<double>("volume"),
            rows.Rows == 0 ? "" : rows.Get<string>("adjustment")[^1]);
    }

    private sealed record Stored(DateOnly[] Sessions, double[] Closes, double[] Volumes, string Adjustment);
}
