using ResearchLab.Lake;

namespace ResearchLab.Market;

/// <summary>
/// Reads a CSV file into the lake: columns told from the header, fields read strictly, every row through the quality gates. Bad rows go
/// to quarantine with their reason and line, the others to their dataset; reading a file again writes nothing.
/// </summary>
public static partial class CsvIngest
{
    private const int MaxColumns = 1024;
    private const int ProgressLines = 8192;
    private static readonly string[] s_rateSeries = ["tbill_13w", "fed_funds"];

    /// <summary>Reads one file.</summary>
    /// <param name="lake">Where to.</param>
    /// <param name="path">A .csv file, plain or gzipped, with a header line.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="progress">Told the fraction of the file read, from 0 to 1.</param>
    /// <param name="cancellation">Stops before anything is written.</param>
    /// <exception cref="CsvIngestException">The file is missing, empty, damaged, not a CSV, or lacks a column; the message gives the remedy.</exception>
    /// <exception cref="LakeException">The lake cannot be written.</exception>
    public static IngestResult Ingest(
        DataLake lake, string path, CsvIngestOptions options, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(lake);
        ArgumentNullException.ThrowIfNull(options);
        using CsvIngestText text = CsvIngestText.Open(path);
        var columns = new CsvIngestColumns(path, text.Header, options);
        CsvKind kind = options.Kind ?? columns.Kind();
        var job = new Job(lake, path, text, columns, options, progress, cancellation);
        IngestResult result = kind switch
        {
            CsvKind.Series when options.Kind is null && columns.HasColumn("price_factor") && columns.HasColumn("split_factor") => Factors(job),
            CsvKind.Bars when options.Interval is not (null or LakeMarket.Daily) || (options.Interval is null && HasTimes(path, columns.Find("session"))) => Within(job),
            CsvKind.Bars => Bars(job),
            CsvKind.Chains => Chains(job),
            _ => Series(job, kind),
        };
        progress?.Report(1);
        return result with { Mapping = columns.Mapping };
    }

    private static IngestResult Bars(Job job)
    {
        CsvIngestColumns columns = job.Columns;
        var session = new CsvDates(columns.Required("session"));
        CsvNames? symbol = Names(columns.Optional("symbol"));
        CsvNumbers open = new(columns.Required("open")), high = new(columns.Required("high")), low = new(columns.Required("low")), close = new(columns.Required("close"));
        CsvNumbers adjClose = new(columns.Optional("adj_close")), volume = new(columns.Optional("volume"));
        Rows rows = Read(job, [session, symbol, open, high, low, close, adjClose, volume]);
        string[] symbols = symbol?.Values.ToArray() ?? Repeat(job.RequireName("symbol"), rows.Count);
        CsvIngestOptions options = WithCalendar(job, session.Values);
        var bars = new QualityGates.BarColumns(
            symbols, [.. session.Values], [.. open.Values], [.. high.Values], [.. low.Values], [.. close.Values], Padded(volume, rows.Count));
        return LakeMarket.AppendBars(
            job.Lake, bars, Padded(adjClose, rows.Count), options, rows.Reasons, rows.Lines, job.Texts, job.Source);
    }

    private static IngestResult Chains(Job job)
    {
        CsvIngestColumns columns = job.Columns;
        var session = new CsvDates(columns.Required("session"));
        CsvNames? underlying = Names(columns.Optional("underlying")), root = Names(columns.Optional("root"));
        CsvNames? snapshot = columns.Optional("snapshot") is >= 0 and var at ? new CsvNames(at, mayBeBlank: true) : null;
        var expiry = new CsvDates(columns.Required("expiry"));
        var strike = new CsvNumbers(columns.Required("strike"));
        var right = new CsvRights(columns.Required("right"));
        CsvNumbers bid = new(columns.Required("bid")), ask = new(columns.Required("ask"));
        CsvNumbers spot = new(columns.Required("spot")), last = new(columns.Optional("last")), volume = new(columns.Optional("volume"));
        CsvNumbers interest = new(columns.Optional("open_interest")), iv = new(columns.Optional("iv")), delta = new(columns.Optional("delta"));
        Rows rows = Read(job, [session, underlying, root, snapshot, expiry, strike, right, bid, ask, spot, last, volume, interest, iv, delta]);
        int count = rows.Count;
        string[] underlyings = underlying?.Values.ToArray() ?? Repeat(job.RequireName("underlying"), count);
        var quotes = new QualityGates.QuoteColumns(
            underlyings, [.. session.Values], [.. expiry.Values], [.. strike.Values], [.. right.Values], [.. bid.Values], [.. ask.Values], [.. spot.Values]);
        IReadOnlyList<string> remarks = CsvIngestSnapshots.Choose(quotes, snapshot?.Values, root?.Values, rows.Reasons);
        if (root is not null)
            CsvIngestRoots.Choose(quotes, root.Values, job.Options.Root, rows.Reasons);
        IngestResult result = LakeMarket.AppendQuotes(
            job.Lake, quotes,
            new LakeMarket.QuoteExtras(Padded(last, count), Padded(volume, count), Padded(interest, count), Padded(iv, count), Padded(delta, count)),
            job.Options, rows.Reasons, rows.Lines, job.Texts, job.Source);
        return result with
        {
            Remarks = result is { From: { } from, To: { } to } ? [.. remarks, .. ChainInstants.Remarks(job.Lake, result.Names, from, to)] : remarks,
        };
    }

    private static IngestResult Series(Job job, CsvKind kind)
    {
        int dateColumn = job.Columns.Required("session");
        List<(string Name, int Column)> values = job.Columns.Values(dateColumn, at => IsNumeric(job.Path, at));
        bool rates = kind == CsvKind.Rates || values.Exists(value => s_rateSeries.Contains(value.Name));
        if (rates && job.Options.Unit is null)
            throw new CsvIngestException($"{Path.GetFileName(job.Path)} holds rates ({string.Join(", ", values.Select(value => value.Name))}) and does not say their unit. Say --unit percent (5.33 is 5.33 %) or --unit as-is (0.0533 is).");
        double scale = job.Options.Unit == SeriesUnit.Percent ? 0.01 : 1;

        List<string> names = [];
        List<DateOnly> dates = [];
        List<double> numbers = [];
        List<QualityReason> reasons = [];
        List<long> lines = [];
        var date = new CsvDates(dateColumn);
        Span<Range> ranges = stackalloc Range[MaxColumns];
        while (job.NextLine() is { } line)
        {
            int count = CsvIngestText.Split(line, job.Text.Delimiter, ranges);
            bool whole = count == job.Text.Header.Length;
            bool dated = date.Add(whole ? line.AsSpan(ranges[dateColumn]).Trim() : default);
            foreach ((string name, int column) in values)
            {
                var number = new CsvNumbers(column);
                bool read = number.Add(whole ? line.AsSpan(ranges[column]).Trim() : default) && whole && dated;
                if (read && double.IsNaN(number.Values[0]))
                    continue;
                names.Add(name);
                dates.Add(date.Values[^1]);
                numbers.Add(scale == 1 ? number.Values[0] : Math.Round(number.Values[0] * scale, 12));
                reasons.Add(read ? QualityReason.None : QualityReason.Unparsable);
                lines.Add(job.Text.Line);
            }
        }

        job.RequireRows(lines.Count);
        RequireSeries(job, names, dates);
        return LakeMarket.AppendValues(
            job.Lake, [.. names], [.. dates], [.. numbers], rates, job.Options, [.. reasons], [.. lines], job.Texts, job.Source);
    }

    private static Rows Read(Job job, IReadOnlyList<CsvIngestField?> wanted)
    {
        CsvIngestField[] fields = [.. wanted.OfType<CsvIngestField>().Where(field => field.Column >= 0)];
        List<QualityReason> reasons = [];
        List<long> lines = [];
        Span<Range> ranges = stackalloc Range[MaxColumns];
        while (job.NextLine() is { } line)
        {
            int count = CsvIngestText.Split(line, job.Text.Delimiter, ranges);
            bool good = count == job.Text.Header.Length;
            bool whole = good;
            foreach (CsvIngestField field in fields)
                good &= field.Add(whole ? line.AsSpan(ranges[field.Column]).Trim() : default);
            reasons.Add(good ? QualityReason.None : QualityReason.Unparsable);
            lines.Add(job.Text.Line);
        }

        job.RequireRows(lines.Count);
        return new Rows([.. reasons], [.. lines]);
    }

    /// <summary>Whether the first value of a column that is present is a number.</summary>
    private static bool IsNumeric(string path, int column)
    {
        using CsvIngestText text = CsvIngestText.Open(path);
        Span<Range> ranges = stackalloc Range[MaxColumns];
        while (text.Next() is { } line)
        {
            var number = new CsvNumbers(column);
            if (CsvIngestText.Split(line, text.Delimiter, ranges) != text.Header.Length)
                continue;
            if (!number.Add(line.AsSpan(ranges[column]).Trim()))
                return false;
            if (!double.IsNaN(number.Values[0]))
                return true;
        }

        return false;
    }

    private static CsvNames? Names(int column) => column < 0 ? null : new CsvNames(column);

    private static double[] Padded(CsvNumbers numbers, int count) =>
        numbers.Column >= 0 ? [.. numbers.Values] : [.. Enumerable.Repeat(double.NaN, count)];

    private static string[] Repeat(string name, int count) => [.. Enumerable.Repeat(name, count)];

    private sealed record Rows(QualityReason[] Reasons, long[] Lines)
    {
        public int Count => Lines.Length;
    }

    private sealed record Job(
        DataLake Lake, string Path, CsvIngestText Text, CsvIngestColumns Columns, CsvIngestOptions Options, IProgress<double>? Progress, CancellationToken Cancellation)
    {
        private long _count;

        public string Source => Options.Source ?? "csv:" + System.IO.Path.GetFileName(Path);

        public string? NextLine()
        {
            if (_count++ % ProgressLines == 0)
            {
                Cancellation.ThrowIfCancellationRequested();
                Progress?.Report(Text.Progress);
            }

            return Text.Next();
        }

        public Dictionary<long, string> Texts(IReadOnlySet<long> lines) => CsvIngestText.Lines(Path, lines);

        public string RequireName(string column) => Options.Name is { Length: > 0 } name
            ? name.ToUpperInvariant()
            : throw new CsvIngestException($"{System.IO.Path.GetFileName(Path)} has no column for '{column}'. Say which symbol it holds with --symbol, or name the column with --map {column}=COLUMN.");

        public void RequireRows(int count)
        {
            if (count == 0)
                throw new CsvIngestException($"File '{Path}' has a header but no rows. Give a file with data.");
        }
    }
}
