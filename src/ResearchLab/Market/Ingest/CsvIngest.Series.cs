using ResearchLab.Lake;

namespace ResearchLab.Market;

/// <content>Series and interest rates.</content>
public static partial class CsvIngest
{
    private static readonly string[] s_rateSeries = ["tbill_13w", "fed_funds"];
    private static readonly string[][] s_trades = [["tradeprice"], ["quantity", "proceeds"], ["quantity", "commission"], ["quantity", "price", "side"],
        ["qty", "price", "side"], ["shares", "price", "action"], ["quantity", "price", "action"]];

    private static IngestResult Series(Job job, CsvKind kind)
    {
        CsvIngestColumns columns = job.Columns;
        if (Array.Find(s_trades, of => Array.TrueForAll(of, key => columns.ByKey(key) >= 0)) is { } trades && job.Options.Kind is null)
            throw new CsvIngestException($"{job.File} holds trades ({string.Join(", ", trades.Select(key => columns.Header[columns.ByKey(key)]))}), "
                + "which are no prices of sessions. Give bars with open, high, low and close, or say --series NAME=COLUMN.");
        int session = columns.Required("session"), time = columns.Find("time");
        if (columns.Find("symbol") is >= 0 and var symbol && columns.OneValue(session, time, symbol) is >= 0 and var only
            && NamesOfRows(job, columns.Use("symbol", symbol)) is { Count: > 1 } named)
            return LongSeries(job, kind, session, symbol, columns.Use("value", only), named);
        List<(string Name, int Column)> values = columns.Values(session, time == session ? -1 : time);
        bool rates = kind == CsvKind.Rates || values.Exists(value => s_rateSeries.Contains(value.Name));
        job.Judge([session], values.Select(value => value.Column));
        job.Kind = rates ? "interest rates" : values.Count == 1 ? "series" : $"{values.Count} series";
        job.Symbol = string.Join(", ", values.Take(5).Select(value => value.Name)) + (values.Count > 5 ? ", …" : "");
        CsvStamps stamps = job.Stamps(session);
        CsvNumbers[] numbers = [.. values.Select(value => job.Numbers(value.Column))];
        Rows rows = Read(job, [stamps, .. numbers]);
        RequireUnit(job, rates, values, numbers);

        return Store(job, rates, rows, stamps, [.. values.Zip(numbers, (value, column) => (value.Name, column))], numbers.Length, (_, of) => values[of].Name);
    }

    /// <summary>The numbers of rows that were read, each under the name of its series and in the unit in which that is stored.</summary>
    /// <param name="job">The file.</param>
    /// <param name="rates">Whether they are rates.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="stamps">Their dates.</param>
    /// <param name="known">The series, each with the column its numbers stand in.</param>
    /// <param name="columns">Columns of numbers a row.</param>
    /// <param name="nameOf">Series of a row and column; empty when the row names none.</param>
    private static IngestResult Store(Job job, bool rates, Rows rows, CsvStamps stamps, (string Name, CsvNumbers Numbers)[] known, int columns,
        Func<int, int, string> nameOf)
    {
        DateOnly[] dates = CsvIngestTimes.Sessions(stamps.Values, job.Options.Calendar, job.Options.Zone);
        var scales = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach ((string name, CsvNumbers numbers) in known)
            scales[name] = ScaleOf(job, name, rates, numbers);
        List<string> names = [];
        List<DateOnly> at = [];
        List<double> stored = [];
        List<QualityReason> reasons = [];
        List<long> lines = [];
        for (int row = 0; row < rows.Count; row++)
        {
            for (int of = 0; of < columns; of++)
            {
                double value = known[of].Numbers.Values[row];
                if (double.IsNaN(value) && rows.Reasons[row] == QualityReason.None)
                    continue;
                string name = nameOf(row, of);
                double scale = scales.GetValueOrDefault(name, 1);
                names.Add(name);
                at.Add(dates[row]);
                stored.Add(scale == 1 ? value : Math.Round(value * scale, 12));
                // One number that cannot be read does not spoil the others of its line.
                reasons.Add(dates[row] == default || name.Length == 0 || (double.IsNaN(value) && rows.Reasons[row] != QualityReason.None)
                    ? QualityReason.Unparsable
                    : QualityReason.None);
                lines.Add(rows.Lines[row]);
            }
        }

        RequireSeries(job, names, at);
        return Append(job, rates, [.. names], [.. at], [.. stored], [.. reasons], [.. lines]);
    }

    /// <summary>The last step of every file of series: what the whole of it tells, then its rows.</summary>
    private static IngestResult Append(Job job, bool rates, string[] names, DateOnly[] dates, double[] values, QualityReason[] reasons, long[] lines)
    {
        CsvIngestOptions options = rates || Array.Exists(names, IndexName.Is) ? job.Options : WithCalendar(job, dates, mayMove: false);
        DateMix.Require(job.File, names, dates, reasons, lines);
        using (LakeView view = job.Lake.AsOf(DateTimeOffset.MaxValue))
            SeriesChecks.Require(job.File, names, dates, values, reasons, lines, rates, options, name => LakeMarket.Series(view, name));
        SeriesRange.Check(job.File, names, values, reasons, rates, options.Unit, job.Columns.Source);
        string[] future = [.. MarkFuture(job, dates, reasons, lines),
            .. MarkUnfinished(job, options.Calendar, dates, reasons, row => IndexName.Is(names[row]))];
        IngestResult result = LakeMarket.AppendValues(job.Lake, names, dates, values, rates, options, reasons, lines, job.Texts, job.Source);
        return result with { Remarks = [.. future, .. result.Remarks] };
    }

    /// <summary>A table whose rows each name their series, as of databases of series: one column of numbers, a series a name.</summary>
    private static IngestResult LongSeries(Job job, CsvKind kind, int session, int symbol, int value, IReadOnlyCollection<string> named)
    {
        if (job.Options.Name is { Length: > 0 } one)
            throw new CsvIngestException($"{job.File} names {named.Count} series itself "
                + $"({string.Join(", ", named.Take(3))}{(named.Count > 3 ? ", …" : "")}); '--symbol {one}' cannot name them all. Leave it out, "
                + "or cut out the rows of one.");
        bool rates = kind == CsvKind.Rates || named.All(name => s_rateSeries.Contains(name));
        if (!rates && named.Any(name => s_rateSeries.Contains(name)))
            throw new CsvIngestException($"{job.File} holds rates ({string.Join(", ", named.Where(name => s_rateSeries.Contains(name)))}) beside other "
                + "series, and their unit differs. Cut out the rates into a file of their own.");
        job.Judge([session], [value]);
        job.Kind = rates ? "interest rates" : $"{named.Count} series, named by their rows";
        job.Symbol = string.Join(", ", named.Take(5)) + (named.Count > 5 ? ", …" : "");
        CsvStamps stamps = job.Stamps(session);
        CsvNumbers numbers = job.Numbers(value);
        var names = new CsvNames(symbol);
        Rows rows = Read(job, [stamps, numbers, names]);
        RequireUnit(job, rates, [.. named.Select(name => (name, value))], [numbers]);
        return Store(job, rates, rows, stamps, [.. named.Select(name => (name, numbers))], 1, (row, _) => SeriesNameOf(names.Values[row]));
    }

    /// <summary>The different names in a column of a file, as series are called.</summary>
    private static IReadOnlyCollection<string> NamesOfRows(Job job, int column)
    {
        var names = new CsvNames(column);
        using CsvIngestText text = CsvIngestText.Open(job.Path);
        Span<Range> ranges = stackalloc Range[MaxColumns];
        while (text.Next() is { } line)
        {
            if (text.Fields(line, ranges, out _) && line.AsSpan(ranges[column]).Trim() is { IsEmpty: false } name)
                names.Add(name);
        }

        return [.. names.Values.Distinct(StringComparer.Ordinal).Select(SeriesNameOf).Distinct(StringComparer.Ordinal)];
    }

    private static string SeriesNameOf(string name) => name.TrimStart('^').ToLowerInvariant();

    private static void RequireUnit(Job job, bool rates, List<(string Name, int Column)> values, CsvNumbers[] numbers)
    {
        foreach (CsvNumbers column in numbers)
        {
            if (column.Percents > 0 && column.Plains > 0)
                throw new CsvIngestException(Invariant($"{job.File} has {column.Percents} numbers with a sign of per cent and {column.Plains} without in ")
                    + Invariant($"'{job.Columns.Header[column.Column]}'. Write all of them alike."));
        }

        if (rates && job.Options.Unit is null && Array.Exists(numbers, column => column.Percents == 0))
            throw new CsvIngestException($"{job.File} holds rates ({string.Join(", ", values.Select(value => value.Name))}) and does not say their unit. "
                + "Say --unit percent (5.33 is 5.33 %) or --unit as-is (0.0533 is).");
        if (job.Options.Unit == SeriesUnit.Fraction && rates)
            throw new CsvIngestException(
                "--unit fraction is for points, such as those of the VIX; rates that are fractions are stored as they are. Say --unit as-is.");
    }

    /// <summary>What numbers are multiplied with when they are stored.</summary>
    private static double ScaleOf(Job job, string name, bool rates, CsvNumbers numbers)
    {
        bool points = IndexName.Is(name);
        double scale = numbers.Percents > 0 ? (points ? 1 : 0.01) : job.Options.Unit switch { SeriesUnit.Percent => 0.01, SeriesUnit.Fraction => 100, _ => 1 };
        string unit = (numbers.Percents > 0, job.Options.Unit) switch
        {
            (true, _) => points ? "points (written with %)" : "percent, stored as fractions",
            (_, SeriesUnit.Percent) => "percent, stored as fractions",
            (_, SeriesUnit.Fraction) => "fractions, stored as points",
            _ => rates ? "fractions a year" : points ? "points" : "as they stand",
        };
        string words = $"{name} in {unit}";
        if (!job.Units.Contains(words) && job.Units.Count < 5)
            job.Units.Add(unit == "as they stand" ? $"{name} as it stands" : words);
        return scale;
    }

    /// <summary>A file with many rows a date is a table of something else: it is refused rather than put into quarantine row by row.</summary>
    private static void RequireSeries(Job job, List<string> names, List<DateOnly> dates)
    {
        int keys = names.Zip(dates).Distinct().Count();
        if (names.Count >= 20 && keys * 2 < names.Count)
            throw new CsvIngestException(Invariant($"{job.File} is not a series: it has {(double)names.Count / keys:0.#} values a date. Bars need open, ")
                + "high, low and close, chains expiry, strike and right; cut a table of several series into one column each.");
    }
}
