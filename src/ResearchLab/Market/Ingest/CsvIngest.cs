using ResearchLab.Lake;
using ResearchLab.Time;

namespace ResearchLab.Market;

/// <summary>
/// Reads a CSV file into the lake. First the text becomes a table (<see cref="CsvLayout"/>), then columns get their meaning
/// (<see cref="CsvIngestColumns"/>), then all rows tell how dates and numbers are written (<see cref="CsvSurvey"/>); only then rows are read, and every
/// row passes the quality gates. Bad rows go to quarantine with their reason and line; reading a file again writes nothing. What cannot be told is
/// refused whole, with the option that tells it.
/// </summary>
public static partial class CsvIngest
{
    private const int MaxColumns = 1024;
    private const int ProgressLines = 8192;
    private const int SampleRows = 100;
    private const int OldDays = 30;

    /// <summary>Reads one file.</summary>
    /// <param name="lake">Where to.</param>
    /// <param name="path">A .csv file, plain or gzipped, with a line that names the columns.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="progress">Told the fraction of the file read, from 0 to 1.</param>
    /// <param name="cancellation">Stops before anything is written.</param>
    /// <exception cref="CsvIngestException">The file is missing, empty, damaged, not a CSV, lacks a column, or does not tell what its values mean; the message
    /// gives the remedy.</exception>
    /// <exception cref="LakeException">The lake cannot be written.</exception>
    public static IngestResult Ingest(
        DataLake lake, string path, CsvIngestOptions options, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(lake);
        ArgumentNullException.ThrowIfNull(options);
        CsvIngestColumns columns = Columns(path, options);
        using CsvIngestText text = CsvIngestText.Open(path);
        var job = new Job(lake, path, text, columns, options, progress, cancellation);
        if (text.Layout.HeaderLine > 1)
            columns.Note(Invariant($"header on line {text.Layout.HeaderLine}, the lines before it left out"));
        IngestResult result = columns.Kind switch
        {
            CsvKind.Series when options.Kind is null && columns.HasColumn("price_factor") && columns.HasColumn("split_factor") => Factors(job),
            CsvKind.Bars => Bars(job),
            CsvKind.Chains => Chains(job),
            var kind => Series(job, kind),
        };
        progress?.Report(1);
        if (result.To is { } last && job.Today.DayNumber - last.DayNumber > OldDays)
            columns.Note(Invariant($"the last row is {job.Today.DayNumber - last.DayNumber} days before today ({job.Today:yyyy-MM-dd})"));
        string? ahead = LakeAhead.Remark(lake, Datasets.Find(result.Dataset));
        return result with { Mapping = columns.Mapping, TakenFor = job.Reading(), Remarks = ahead is null ? result.Remarks : [.. result.Remarks, ahead] };
    }

    /// <summary>Whether a file holds bars of one symbol that it does not name, so that <c>--symbol</c> names it.</summary>
    /// <exception cref="CsvIngestException">The file cannot be read.</exception>
    public static bool IsBarsWithoutSymbol(string path, CsvIngestOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        CsvIngestColumns columns = Columns(path, options);
        using CsvIngestText text = CsvIngestText.Open(path);
        return columns.Kind == CsvKind.Bars && !columns.Has("symbol") && text.Layout.Groups is null;
    }

    private static CsvIngestColumns Columns(string path, CsvIngestOptions options)
    {
        using CsvIngestText text = CsvIngestText.Open(path);
        List<string[]> sample = [];
        Span<Range> ranges = stackalloc Range[MaxColumns];
        while (sample.Count < SampleRows && text.Next() is { } line)
        {
            if (text.Fields(line, ranges, out _))
                sample.Add(CsvLayout.Fields(line, text.Delimiter));
        }

        return new CsvIngestColumns(path, text.Layout.Groups is null ? text.Header : Distinct(text.Header), options, sample, at => FirstValue(path, at));
    }

    private static string? FirstValue(string path, int column)
    {
        using CsvIngestText text = CsvIngestText.Open(path);
        Span<Range> ranges = stackalloc Range[MaxColumns];
        while (text.Next() is { } line)
        {
            if (text.Fields(line, ranges, out _) && line.AsSpan(ranges[column]).Trim() is { IsEmpty: false } field && !CsvIngestField.IsMissing(field))
                return field.ToString();
        }

        return null;
    }

    /// <summary>Names of columns that stand for several symbols, each name once: those of other symbols are found by their place.</summary>
    private static string[] Distinct(string[] header)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return Array.ConvertAll(header, name => seen.Add(name) ? name : "");
    }

    private static Rows Read(Job job, IReadOnlyList<CsvIngestField?> wanted)
    {
        CsvIngestField[] fields = [.. wanted.OfType<CsvIngestField>().Where(field => field.Column >= 0)];
        List<QualityReason> reasons = [];
        List<long> lines = [];
        OtherNames[] others = job.Columns.Kind == CsvKind.Chains || job.Columns.Has("symbol") || job.Options.Map.ContainsKey("symbol")
            ? []
            : Array.ConvertAll(job.Columns.OtherNames(), at => new OtherNames(at));
        var tables = new SecondTable(job.Path, job.Text.Header, job.Columns.Has("symbol") || job.Columns.Kind == CsvKind.Chains);
        Span<Range> ranges = stackalloc Range[MaxColumns];
        while (job.NextLine() is { } line)
        {
            bool whole = job.Text.Fields(line, ranges, out int count), good = whole;
            foreach (CsvIngestField field in fields)
            {
                ReadOnlySpan<char> text = whole ? line.AsSpan(ranges[field.Column]).Trim() : default;
                if (field.Add(text))
                    continue;
                good = false;
                if (whole)
                    job.Unreadable(text, field);
            }

            foreach (OtherNames other in others)
                other.Add(whole ? line.AsSpan(ranges[other.Column]).Trim() : default);
            if (!whole)
                job.Ragged(count);
            if (good)
                tables.Good();
            else
                tables.Bad(line, job.Text.Delimiter, job.Text.Line);
            reasons.Add(good ? QualityReason.None : QualityReason.Unparsable);
            lines.Add(job.Text.Line);
        }

        job.RequireRows(lines.Count);
        if (reasons.TrueForAll(reason => reason != QualityReason.None))
            throw new CsvIngestException($"{Path.GetFileName(job.Path)}: none of its {lines.Count} rows can be read; {job.WhyUnreadable}. Correct the file, "
                + "or name the columns with --map.");
        if (Array.Find(others, other => other.AreNames(lines.Count)) is { } names)
        {
            string header = job.Columns.Header[names.Column];
            if (CsvAliases.IsOfAnotherMeaning(CsvAliases.Key(header)))
                throw new CsvIngestException($"{job.File} has {names.InWords} in '{header}', so its rows are not all alike. Keep the rows of one, "
                    + "or say --map symbol=none when all of them are to be stored.");
            throw new CsvIngestException($"{job.File} has {names.InWords} in '{header}', so its rows are of several things. "
                + $"Say {CsvIngestColumns.Typed("symbol", header)} when it names them, or --map symbol=none when all rows are of one.");
        }

        return new Rows([.. reasons], [.. lines]);
    }

    /// <summary>Words of a column that is not used, to tell whether they name what the rows are of.</summary>
    private sealed class OtherNames(int column)
    {
        // Words that hardly repeat are remarks; names stand on nearly all rows.
        private const int MostNames = 10_000, RowsAName = 3;
        private const double LeastShare = 0.9;
        private readonly HashSet<string> _names = new(StringComparer.Ordinal);
        private string _last = "";
        private int _rows;

        public int Column => column;

        public string InWords => string.Join(", ", _names.Take(3).Select(name => $"'{CsvLayout.Clip(name)}'"))
            + (_names.Count > 3 ? Invariant($" and {_names.Count - 3} more") : "");

        public void Add(ReadOnlySpan<char> text)
        {
            if (text.IsEmpty)
                return;
            _rows++;
            if (text.SequenceEqual(_last))
                return;
            _last = text.ToString();
            if (_names.Count < MostNames)
                _names.Add(_last);
        }

        public bool AreNames(int rows) => _names.Count > 1 && _rows >= LeastShare * rows && _names.Count * RowsAName <= rows;
    }

    private static CsvNames? Names(int column) => column < 0 ? null : new CsvNames(column);

    private static double[] Padded(CsvNumbers numbers, int count) =>
        numbers.Column >= 0 ? [.. numbers.Values] : Missing(count);

    private static double[] Missing(int count)
    {
        var missing = new double[count];
        Array.Fill(missing, double.NaN);
        return missing;
    }

    private static string[] Repeat(string name, int count)
    {
        var names = new string[count];
        Array.Fill(names, name);
        return names;
    }

    /// <summary>Marks rows of days that have not come; says so.</summary>
    private static IEnumerable<string> MarkFuture(Job job, DateOnly[] dates, QualityReason[] reasons, long[] lines)
    {
        int count = 0, first = -1;
        for (int row = 0; row < reasons.Length; row++)
        {
            if (reasons[row] != QualityReason.None || dates[row] <= job.Today)
                continue;
            (reasons[row], first) = (QualityReason.Future, count++ == 0 ? row : first);
        }

        return count == 0 ? [] : [Invariant($"{count} {(count == 1 ? "row is" : "rows are")} of days that have not come, ")
            + Invariant($"the first of {dates[first]:yyyy-MM-dd} on line {lines[first]}; the clock says {job.Today:yyyy-MM-dd}. If the clock is wrong, ")
            + "set it and ingest again."];
    }

    /// <summary>Marks rows of a session that has not closed: its last price is not yet known. Says so.</summary>
    private static IEnumerable<string> MarkUnfinished(Job job, ExchangeCalendar? calendar, DateOnly[] dates, QualityReason[] reasons, Func<int, bool> ends)
    {
        DateTimeOffset now = job.Lake.Time.GetUtcNow();
        bool always = calendar is null || calendar == ExchangeCalendar.Crypto; // its day ends at midnight in UTC
        DateOnly today = always ? DateOnly.FromDateTime(now.UtcDateTime) : job.Today;
        if (!always && (!QualityGates.IsSession(calendar, today) || calendar!.CloseOf(today) <= now))
            return [];
        int count = 0;
        for (int row = 0; row < reasons.Length; row++)
        {
            if (reasons[row] == QualityReason.None && dates[row] == today && ends(row))
                (reasons[row], count) = (QualityReason.Future, count + 1);
        }

        return count == 0 ? [] : [Invariant($"{count} {(count == 1 ? "row is" : "rows are")} of {today:yyyy-MM-dd}, ")
            + Invariant($"{(always ? "a day that is not over" : "a session that has not closed")}: not final, so left out. ")
            + Invariant($"Ingest again {(always ? "after midnight UTC" : "after the close")}.")];
    }

    private sealed record Rows(QualityReason[] Reasons, long[] Lines)
    {
        public int Count => Lines.Length;
    }

    private sealed record Job(
        DataLake Lake, string Path, CsvIngestText Text, CsvIngestColumns Columns, CsvIngestOptions Options, IProgress<double>? Progress,
        CancellationToken Cancellation)
    {
        private long _count;
        private readonly List<CsvNumbers> _numbers = [];
        private long _unreadable;

        public string File => System.IO.Path.GetFileName(Path);

        public string Source => Options.Source ?? "csv:" + File;

        /// <summary>The date in the zone of the exchange.</summary>
        public DateOnly Today { get; } = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Lake.Time.GetUtcNow(),
            (Options.Calendar ?? ExchangeCalendar.Crypto).Zone).DateTime);

        /// <summary>How dates and numbers are written; set before rows are read.</summary>
        public CsvSurvey? Survey { get; private set; }

        public string Kind { get; set; } = "";

        public string? Symbol { get; set; }

        public string? Zone { get; set; }

        public string? Adjusted { get; set; }

        public List<string> Units { get; } = [];

        /// <summary>Why the first row that cannot be read cannot.</summary>
        public string? WhyUnreadable { get; private set; }

        public DecimalSign Sign => Survey!.Sign;

        /// <summary>Tells how dates and numbers are written, from all rows.</summary>
        public void Judge(int[] dates, params IEnumerable<int> numbers) =>
            Survey = CsvSurvey.Of(Path, dates, numbers.Where(at => at >= 0).ToHashSet(), Options, Today);

        public CsvStamps Stamps(int column) => new(column, Survey!.Style(column));

        public CsvNumbers Numbers(int column)
        {
            var numbers = new CsvNumbers(column, Sign);
            _numbers.Add(numbers);
            return numbers;
        }

        public string? NextLine()
        {
            if (_count++ % ProgressLines == 0)
            {
                Cancellation.ThrowIfCancellationRequested();
                Progress?.Report(Text.Progress);
            }

            return Text.Next();
        }

        public void Unreadable(ReadOnlySpan<char> text, CsvIngestField field)
        {
            if (_unreadable++ == 0)
                WhyUnreadable = Invariant($"line {Text.Line} has '{CsvLayout.Clip(text.ToString())}' as ")
                    + Invariant($"{Columns.Header[field.Column]}{(field.Wanted.Length > 0 ? field.Wanted : CsvUnreadable.Style(text))}");
        }

        public void Ragged(int fields)
        {
            if (_unreadable++ == 0)
                WhyUnreadable = Invariant($"line {Text.Line} has {fields} fields where the header names {Text.Header.Length}");
        }

        public FileReading Reading()
        {
            if (Survey?.Sign == DecimalSign.Comma)
                Units.Insert(0, "decimal comma");
            else if (_numbers.Exists(column => column.Formatted))
                Units.Insert(0, "numbers with thousands or signs");
            return new FileReading
            {
                Kind = Kind,
                Symbol = Symbol,
                Dates = Survey?.DatesInWords is { Length: > 0 } dates ? dates : null,
                Zone = Zone,
                Units = Units.Count == 0 ? null : string.Join(", ", Units),
                Adjusted = Adjusted,
                Notes = WhyUnreadable is null ? Columns.Notes : [.. Columns.Notes, $"not readable: {WhyUnreadable}"],
                NotUsed = Columns.NotUsed,
            };
        }

        public Dictionary<long, string> Texts(IReadOnlySet<long> lines) => CsvIngestText.Lines(Path, lines);

        public string RequireName(string column) => Options.Name is { Length: > 0 } name
            ? name.ToUpperInvariant()
            : throw new CsvIngestException(
                $"{File} has no column for '{column}'. Say which symbol it holds with --symbol, or name the column with --map {column}=COLUMN.");

        public void RequireRows(int count)
        {
            if (count == 0)
                throw new CsvIngestException($"File '{Path}' has a header but no rows. Give a file with data.");
        }
    }
}
