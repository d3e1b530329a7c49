using System.Globalization;
using ResearchLab.Lake;

namespace ResearchLab.Market;

/// <summary>
/// One snapshot of each session of a file that has several, such as quotes within the session and after its close: a chain is of one instant. The
/// latest is kept and named; the rows of the others are left out.
/// </summary>
/// <remarks>
/// Snapshots are told apart by their column; the latest by its time of day or name is kept. Without one they are by the price of the underlying, where
/// a contract is quoted more than once; the snapshot with most quotes is then kept, of equal ones the last in the file. More than a handful of
/// times or prices a session are those of single quotes and divide nothing.
/// </remarks>
internal static class CsvIngestSnapshots
{
    private const int MostSnapshots = 8;

    // Names without a time of day, as minutes.
    private static readonly (string Part, int Minutes)[] s_names =
        [("after", 1_440), ("post", 1_440), ("eod", 1_440), ("close", 1_440), ("end", 1_440), ("intra", 720), ("mid", 720), ("open", 1), ("pre", 0)];

    /// <summary>Marks the rows of other snapshots; returns a remark for each underlying.</summary>
    /// <param name="quotes">All rows.</param>
    /// <param name="snapshots">Snapshot of each row; null when the file has no such column.</param>
    /// <param name="roots">Option root of each row; null when the file has no such column.</param>
    /// <param name="reasons">One a row.</param>
    public static IReadOnlyList<string> Choose(
        QualityGates.QuoteColumns quotes, IReadOnlyList<string>? snapshots, IReadOnlyList<string>? roots, Span<QualityReason> reasons)
    {
        var days = new Dictionary<(string Underlying, DateOnly Session), List<int>>();
        for (int i = 0; i < reasons.Length; i++)
        {
            if (reasons[i] != QualityReason.None)
                continue;
            if (!days.TryGetValue((quotes.Underlying[i], quotes.Session[i]), out List<int>? rows))
                days[(quotes.Underlying[i], quotes.Session[i])] = rows = [];
            rows.Add(i);
        }

        var chosen = new SortedDictionary<string, List<(DateOnly Session, string Kept, string Left)>>(StringComparer.Ordinal);
        foreach (((string underlying, DateOnly session), List<int> rows) in days.OrderBy(day => day.Key.Session))
        {
            IGrouping<string, int>[] groups = snapshots is null
                ? ByPrice(quotes, roots, rows)
                : [.. rows.GroupBy(row => snapshots[row].Trim(), StringComparer.Ordinal)];
            if (groups.Length is < 2 or > MostSnapshots)
                continue;
            IGrouping<string, int> kept = snapshots is null
                ? groups.OrderBy(group => group.Count()).ThenBy(group => group.Max()).Last()
                : groups.OrderBy(group => Minutes(group.Key)).ThenBy(group => group.Key, StringComparer.Ordinal).Last();
            foreach (int row in groups.Where(group => group != kept).SelectMany(group => group))
                reasons[row] = QualityReason.OtherSnapshot;
            if (!chosen.TryGetValue(underlying, out List<(DateOnly, string, string)>? found))
                chosen[underlying] = found = [];
            found.Add((session, kept.Key, string.Join(", ", groups.Where(group => group != kept).Select(group => $"'{group.Key}'"))));
        }

        return [.. chosen.Select(of =>
        {
            (DateOnly session, string kept, string left) = of.Value[0];
            string more = of.Value.Count == 1 ? "" : Invariant($", and likewise on {of.Value.Count - 1} more {(of.Value.Count == 2 ? "session" : "sessions")}");
            return Invariant($"{of.Key} {session:yyyy-MM-dd} has more than one snapshot: kept '{kept}', left out {left}{more}. To choose another, ")
                + "ingest a file of that one alone.";
        })];
    }

    private static IGrouping<string, int>[] ByPrice(QualityGates.QuoteColumns quotes, IReadOnlyList<string>? roots, List<int> rows)
    {
        IGrouping<string, int>[] groups = [.. rows.GroupBy(row => $"underlying at {quotes.Spot[row].ToString("0.####", CultureInfo.InvariantCulture)}",
            StringComparer.Ordinal)];
        if (groups.Length < 2)
            return [];
        int contracts = rows.Select(row => (quotes.Expiry[row], quotes.Strike[row], quotes.Right[row], roots?[row])).Distinct().Count();
        return contracts < rows.Count ? groups : [];
    }

    // How late a snapshot is, from a time such as 15:45, 1545 or 154500, or from its name.
    private static int Minutes(string name)
    {
        string digits = string.Concat(name.Where(char.IsAsciiDigit));
        if (digits.Length is 3 or 4 or 6 && int.Parse(digits.Length == 3 ? digits : digits[..4], CultureInfo.InvariantCulture) is var time && time / 100 < 24
            && time % 100 < 60)
            return (time / 100 * 60) + (time % 100);
        foreach ((string part, int minutes) in s_names)
        {
            if (name.Contains(part, StringComparison.OrdinalIgnoreCase))
                return minutes;
        }

        return -1;
    }
}
