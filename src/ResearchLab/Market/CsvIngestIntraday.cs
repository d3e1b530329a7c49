using System.Globalization;
using ResearchLab.Lake;
using ResearchLab.Time;

namespace ResearchLab.Market;

/// <content>Bars within sessions, factor files, and what is told from the values of a file.</content>
public static partial class CsvIngest
{
    private const int ProbeLines = 200;
    private const int MinWeekendRows = 4;
    private const double WeekendShare = 0.1;

    private static IngestResult Within(Job job)
    {
        CsvIngestColumns columns = job.Columns;
        var times = new CsvInstants(columns.Required("session"), job.Options.Zone ?? TimeZoneInfo.Utc);
        CsvNames? symbol = Names(columns.Optional("symbol"));
        CsvNumbers open = new(columns.Required("open")), high = new(columns.Required("high")), low = new(columns.Required("low")), close = new(columns.Required("close"));
        CsvNumbers volume = new(columns.Optional("volume"));
        Rows rows = Read(job, [times, symbol, open, high, low, close, volume]);
        string[] symbols = symbol?.Values.ToArray() ?? Repeat(job.RequireName("symbol"), rows.Count);
        CsvIngestOptions options = WithCalendar(job, times.Values.ConvertAll(time => DateOnly.FromDateTime(time.UtcDateTime)));
        ExchangeCalendar calendar = options.Calendar ?? ExchangeCalendar.Crypto;
        string interval = options.Interval ?? IntervalOf(job, symbols, times.Values);
        columns.Note($"zone={(job.Options.Zone ?? TimeZoneInfo.Utc).Id} (where a time has no offset; change it with --zone)");
        DateOnly[] sessions = [.. times.Values.Select(time => time == default ? default : LakeMarket.SessionOf(time, calendar))];
        return LakeMarket.AppendIntraday(
            job.Lake, new QualityGates.IntradayColumns(
                symbols, [.. times.Values], sessions, [.. open.Values], [.. high.Values], [.. low.Values], [.. close.Values], Padded(volume, rows.Count)),
            interval, options with { Calendar = calendar }, rows.Reasons, rows.Lines, job.Texts, job.Source);
    }

    /// <summary>The interval that the shortest step between bars of one symbol is.</summary>
    private static string IntervalOf(Job job, string[] symbols, List<DateTimeOffset> times)
    {
        TimeSpan[] steps = [.. Enumerable.Range(1, Math.Max(0, times.Count - 1)).Where(row => symbols[row] == symbols[row - 1] && times[row - 1] != default && times[row] > times[row - 1])
            .Select(row => times[row] - times[row - 1])];
        TimeSpan shortest = steps.Length == 0 ? TimeSpan.Zero : steps.Min();
        string interval = LakeMarket.Intervals.FirstOrDefault(pair => pair.Value == shortest).Key ?? throw new CsvIngestException(
            $"{Path.GetFileName(job.Path)} holds bars within sessions whose shortest step is {shortest}, which is no known interval. Say it with --interval ({string.Join(", ", LakeMarket.Intervals.OrderBy(pair => pair.Value).Select(pair => pair.Key))}).");
        job.Columns.Note($"interval={interval} (told from the times; change it with --interval)");
        return interval;
    }

    /// <summary>Cumulative factors as splits and dividends; they are relative to raw closes, which must be in the lake.</summary>
    private static IngestResult Factors(Job job)
    {
        CsvIngestColumns columns = job.Columns;
        var date = new CsvDates(columns.Required("session"));
        CsvNames? symbol = Names(columns.Optional("symbol"));
        CsvNumbers price = new(columns.Column("price_factor")), split = new(columns.Column("split_factor"));
        columns.Note("price_factor, split_factor");
        Rows rows = Read(job, [date, symbol, price, split]);
        if (Array.FindIndex(rows.Reasons, reason => reason != QualityReason.None) is >= 0 and var bad)
            throw new CsvIngestException($"Line {rows.Lines[bad]} of {Path.GetFileName(job.Path)} cannot be read; a factor file is taken whole or not at all. Correct the line.");
        string[] symbols = symbol?.Values.ToArray() ?? Repeat(job.RequireName("symbol"), rows.Count);
        List<(string Symbol, IReadOnlyList<CorporateAction> Actions)> all = [];
        List<string> without = [];
        using (LakeView view = job.Lake.AsOf(DateTimeOffset.MaxValue))
        {
            foreach (IGrouping<string, int> group in Enumerable.Range(0, rows.Count).GroupBy(row => symbols[row], StringComparer.Ordinal))
            {
                if (Raw(view, group.Key) is not { } raw)
                    without.Add(group.Key);
                else
                    all.Add((group.Key, OnePerSession(CorporateActions.FromFactors(raw.Sessions, raw.Close, [.. group.OrderBy(row => date.Values[row]).Select(row => (date.Values[row], price.Values[row], split.Values[row]))]))));
            }
        }

        if (all.Count == 0)
            throw new CsvIngestException($"{Path.GetFileName(job.Path)} holds factors of {string.Join(", ", without.Take(5))}, which are relative to raw closes the lake does not have. Ingest the raw bars first, with --adjusted raw.");
        AppendResult written = all.Aggregate(default(AppendResult), (sum, one) => sum + LakeMarket.AppendActions(job.Lake, one.Symbol, one.Actions, job.Source));
        DateOnly[] sessions = [.. all.SelectMany(one => one.Actions).Select(action => action.Session)];
        return new IngestResult
        {
            Source = job.Source,
            Dataset = Datasets.Actions.Name,
            Read = rows.Count,
            Rows = written,
            Quarantined = new SortedDictionary<QualityReason, int>(),
            Noted = new SortedDictionary<QualityReason, int>(),
            Names = [.. all.Select(one => one.Symbol).Order(StringComparer.Ordinal)],
            From = sessions.Length == 0 ? null : sessions.Min(),
            To = sessions.Length == 0 ? null : sessions.Max(),
            Remarks = without.Count == 0 ? [] : [$"{string.Join(", ", without)}: no raw bars in the lake, so the factors were left out. Ingest the bars with --adjusted raw, then this file again."],
        };
    }

    /// <summary>Steps between which the bars have no session fall on the same ex-session and are one action.</summary>
    private static IReadOnlyList<CorporateAction> OnePerSession(IReadOnlyList<CorporateAction> actions) =>
    [
        .. actions.GroupBy(action => (action.Session, action.Kind)).Select(day => new CorporateAction(
            day.Key.Session, day.Key.Kind, day.Key.Kind == CorporateActionKind.Split ? day.Aggregate(1.0, (ratio, split) => ratio * split.Value) : day.Sum(dividend => dividend.Value))),
    ];

    /// <summary>
    /// Every session from the first raw bar to the last with the close at its end: the session of a large split may itself wait in quarantine for the
    /// split that explains its jump, and passes when the bars are ingested again. Null when there are no raw bars.
    /// </summary>
    private static (DateOnly[] Sessions, double[] Close)? Raw(LakeView view, string symbol)
    {
        try
        {
            BarSeries bars = LakeMarket.Prices(view, symbol, PriceBasis.Raw);
            if (bars.Count == 0)
                return null;
            DateOnly[] sessions = ExchangeCalendar.Nyse.Sessions(bars.Sessions[0], bars.Sessions[^1]);
            return (sessions, Array.ConvertAll(sessions, session => bars.Close[Array.BinarySearch(bars.Sessions, session) is var at && at >= 0 ? at : ~at - 1]));
        }
        catch (ArgumentException)
        {
            return null; // the vendor adjusted them
        }
    }

    private static CsvIngestOptions WithCalendar(Job job, List<DateOnly> dates)
    {
        int weekends = dates.Count(date => date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday);
        if (!job.Options.InferCalendar || weekends < MinWeekendRows || weekends <= dates.Count * WeekendShare)
            return job.Options;
        job.Columns.Note("calendar=crypto (it has bars on weekends; change it with --calendar)");
        return job.Options with { Calendar = ExchangeCalendar.Crypto };
    }

    /// <summary>Whether the first lines have a time of day.</summary>
    private static bool HasTimes(string path, int column)
    {
        if (column < 0)
            return false;
        using CsvIngestText text = CsvIngestText.Open(path);
        Span<Range> ranges = stackalloc Range[MaxColumns];
        int timed = 0, dated = 0;
        for (int i = 0; i < ProbeLines && text.Next() is { } line; i++)
        {
            if (CsvIngestText.Split(line, text.Delimiter, ranges) != text.Header.Length)
                continue;
            ReadOnlySpan<char> field = line.AsSpan(ranges[column]).Trim();
            if (new CsvDates(column).Add(field))
                dated++;
            else if (new CsvInstants(column, TimeZoneInfo.Utc).Add(field))
                timed++;
        }

        return timed > dated;
    }

    /// <summary>A file with many rows a date is a table of something else: it is refused rather than put into quarantine row by row.</summary>
    private static void RequireSeries(Job job, List<string> names, List<DateOnly> dates)
    {
        int keys = names.Zip(dates).Distinct().Count();
        if (names.Count >= 20 && keys * 2 < names.Count)
            throw new CsvIngestException($"{Path.GetFileName(job.Path)} is not a series: it has {(double)names.Count / keys:0.#} values a date. Bars need open, high, low and close, chains expiry, strike and right; cut a table of several series into one column each.");
    }
}

/// <summary>Instants as 2024-01-31 09:30, with seconds, a T and an offset when it has them; without an offset they are of a zone.</summary>
/// <param name="column">Position in the file.</param>
/// <param name="zone">Zone of times without an offset. An hour that daylight saving repeats is the first; one that it skips cannot be read.</param>
internal sealed class CsvInstants(int column, TimeZoneInfo zone) : CsvIngestField(column)
{
    private static readonly string[] s_local =
    [
        "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ss.FFFFFFF", "yyyyMMdd HH:mm", "yyyyMMdd HH:mm:ss",
    ];

    private static readonly string[] s_offset = [.. s_local.Take(6).Select(format => format + "K"), .. s_local.Take(6).Select(format => format + "zz")];

    public List<DateTimeOffset> Values { get; } = [];

    public override bool Add(ReadOnlySpan<char> text)
    {
        DateTimeOffset value = default;
        bool read = DateTime.TryParseExact(text, s_local, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local);
        if (read && !zone.IsInvalidTime(local))
            value = new DateTimeOffset(local, zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local)).ToUniversalTime();
        else if (!read && DateTimeOffset.TryParseExact(text, s_offset, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset parsed))
            value = parsed.ToUniversalTime();
        Values.Add(value);
        return value != default;
    }
}
