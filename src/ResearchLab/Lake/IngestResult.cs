using ResearchLab.Columns;

namespace ResearchLab.Lake;

/// <summary>What an ingest did with every row it read.</summary>
public sealed record IngestResult
{
    /// <summary>Where the rows come from.</summary>
    public required string Source { get; init; }

    /// <summary>Dataset they went to.</summary>
    public required string Dataset { get; init; }

    /// <summary>Rows read: of a file with several series, one for each value that is present.</summary>
    public required int Read { get; init; }

    /// <summary>Rows the lake did not have, had already, and had with other values.</summary>
    public required AppendResult Rows { get; init; }

    /// <summary>Rows put into quarantine, by reason.</summary>
    public required IReadOnlyDictionary<QualityReason, int> Quarantined { get; init; }

    /// <summary>Rows kept with a mark (zero_bid) or left out because others stand for them (other_root, other_snapshot), by reason.</summary>
    public required IReadOnlyDictionary<QualityReason, int> Noted { get; init; }

    /// <summary>Symbols or names of series, ascending.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>First date of the good rows; null when there is none.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last date of the good rows; null when there is none.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Which column of the file became which column of the lake, such as <c>close=px_last</c>.</summary>
    public IReadOnlyList<string> Mapping { get; init; } = [];

    /// <summary>What the file was taken for; null where rows did not come from a file.</summary>
    public FileReading? TakenFor { get; init; }

    /// <summary>What a person should know of rows that were refused: one line a symbol, with the remedy.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>Good rows.</summary>
    public int Usable => Rows.New + Rows.Same + Rows.Revised;

    /// <summary>Rows in quarantine.</summary>
    public int QuarantinedTotal => Quarantined.Values.Sum();

    /// <summary>All counts in one line.</summary>
    public override string ToString()
    {
        string names = Names.Count switch { 0 => "", <= 3 => " " + string.Join(", ", Names), _ => $" {Names.Count} names" };
        string range = From is { } from && To is { } to ? Invariant($" {from:yyyy-MM-dd}..{to:yyyy-MM-dd}") : "";
        return Invariant($"{Source} → {Dataset}{names}{range}: {Read:#,0} read, {Rows.New:#,0} new, {Rows.Same:#,0} same, {Rows.Revised:#,0} revised")
            + List("quarantined", Quarantined) + List("noted", Noted);
    }

    private static string List(string title, IReadOnlyDictionary<QualityReason, int> counts) => counts.Count == 0
        ? ""
        : Invariant($", {counts.Values.Sum():#,0} {title} ")
            + Invariant($"({string.Join(", ", counts.OrderBy(pair => pair.Key).Select(pair => Invariant($"{pair.Key.Name()} {pair.Value:#,0}")))})");
}

/// <summary>The last step of every ingest: good rows to their dataset, bad ones to quarantine.</summary>
internal static class GatedAppend
{
    /// <param name="lake">The lake.</param>
    /// <param name="dataset">Where good rows go.</param>
    /// <param name="rows">All rows, with a known_at column.</param>
    /// <param name="reasons">One a row.</param>
    /// <param name="lines">Line of each row in its file, or its number from 1.</param>
    /// <param name="texts">The text of the rows on these lines.</param>
    /// <param name="source">Where the rows come from.</param>
    /// <param name="nameColumn">Column that names a symbol or series.</param>
    public static IngestResult Run(
        DataLake lake, DatasetSchema dataset, Frame rows, ReadOnlySpan<QualityReason> reasons, ReadOnlySpan<long> lines,
        Func<IReadOnlySet<long>, IReadOnlyDictionary<long, string>> texts, string source, string nameColumn)
    {
        var kept = new bool[rows.Rows];
        var bad = new List<int>();
        var quarantined = new SortedDictionary<QualityReason, int>();
        var noted = new SortedDictionary<QualityReason, int>();
        for (int i = 0; i < kept.Length; i++)
        {
            QualityReason reason = reasons[i];
            kept[i] = reason.IsKept();
            if (reason.IsBad())
                bad.Add(i);
            if (reason == QualityReason.None)
                continue;
            SortedDictionary<QualityReason, int> counts = reason.IsBad() ? quarantined : noted;
            counts[reason] = counts.GetValueOrDefault(reason) + 1;
        }

        if (bad.Count > 0)
            Quarantine(lake, dataset, bad, reasons, lines, texts, source);
        Frame good = bad.Count == 0 && noted.Count == 0 ? rows : rows.Where(kept);
        AppendResult written = lake.Append(dataset, good, source);
        ReadOnlySpan<DateOnly> sessions = good.Get<DateOnly>("session");
        (DateOnly From, DateOnly To) range = (DateOnly.MaxValue, DateOnly.MinValue);
        foreach (DateOnly session in sessions)
            range = (session < range.From ? session : range.From, session > range.To ? session : range.To);
        return new IngestResult
        {
            Source = source,
            Dataset = dataset.Name,
            Read = rows.Rows,
            Rows = written,
            Quarantined = quarantined,
            Noted = noted,
            Names = [.. good.Get<string>(nameColumn).ToArray().Distinct().Order(StringComparer.Ordinal)],
            From = sessions.IsEmpty ? null : range.From,
            To = sessions.IsEmpty ? null : range.To,
        };
    }

    private static void Quarantine(
        DataLake lake, DatasetSchema dataset, List<int> bad, ReadOnlySpan<QualityReason> reasons, ReadOnlySpan<long> lines,
        Func<IReadOnlySet<long>, IReadOnlyDictionary<long, string>> texts, string source)
    {
        var number = new long[bad.Count];
        var reason = new string[bad.Count];
        for (int i = 0; i < bad.Count; i++)
            (number[i], reason[i]) = (lines[bad[i]], reasons[bad[i]].Name());
        IReadOnlyDictionary<long, string> text = texts(number.ToHashSet());

        // One line of a file with several series can be bad for the same reason more than once; it is kept once.
        var seen = new HashSet<(long, string)>();
        bool[] first = [.. number.Select((line, i) => seen.Add((line, reason[i])))];
        var rows = new Frame(
            new Column<string>("dataset", [.. Enumerable.Repeat(dataset.Name, number.Length)]),
            new Column<long>("line", number),
            new Column<string>("reason", reason),
            new Column<string>("text", [.. number.Select(line => text.GetValueOrDefault(line, ""))]));
        lake.Append(Datasets.Quarantine, rows.Where(first), source);
    }
}
