using ResearchLab.Basics;
using ResearchLab.Columns;
using ResearchLab.Lake;
using ResearchLab.Time;

namespace ResearchLab.Market.Sources;

/// <summary>
/// Symbols of a source into the lake. Only what the lake lacks is asked for, with a few sessions before it to catch revisions; each answer is stored as
/// it arrives, so a run that is stopped at any instant goes on where it was. Nothing is stored that is not over: the bar of the running day waits.
/// </summary>
/// <param name="lake">Where to.</param>
/// <param name="http">Sends the requests of the source.</param>
/// <param name="folder">Folder of the sources, for what a vendor was found not to have.</param>
public sealed class SourceIngest(DataLake lake, SourceHttp http, string folder)
{
    private const int LateSessions = 5;
    private readonly AbsentSessions _absent = new(folder);

    /// <summary>Brings one symbol up to date. A vendor's failure is in the result; a lake that cannot be written throws.</summary>
    /// <param name="source">The source.</param>
    /// <param name="symbol">Symbol as the vendor writes it.</param>
    /// <param name="options">What is wanted.</param>
    /// <param name="progress">Told the fraction done.</param>
    /// <param name="cancellation">Stops between answers; what was stored stays.</param>
    /// <exception cref="UsageException">A dataset, an interval or a range does not exist; the message names those that do.</exception>
    /// <exception cref="LakeException">The lake cannot be written.</exception>
    public async Task<SymbolIngest> RunAsync(
        IDataSource source, string symbol, SourceIngestOptions options, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentException.ThrowIfNullOrWhiteSpace(symbol);
        ArgumentNullException.ThrowIfNull(options);
        SourceQuery query = Query(source, symbol, options);
        int before = http.Requests;
        Dictionary<string, IngestResult> results = new(StringComparer.Ordinal);
        List<string> remarks = [];
        string? failure = null;
        try
        {
            if (query.From <= query.To)
                await FetchAsync(source, query, options.Refresh, results, remarks, progress, cancellation);
        }
        catch (SourceException error)
        {
            failure = error.Failure == SourceFailure.UnknownSymbol ? $"{error.Message} {await NearAsync(source, symbol, cancellation)}" : error.Message;
        }

        remarks.AddRange(results.Values.SelectMany(result => result.Remarks));
        return new SymbolIngest(symbol, [.. results.Values], failure, http.Requests - before, [.. remarks.Distinct()]);
    }

    private SourceQuery Query(IDataSource source, string symbol, SourceIngestOptions options)
    {
        SourceDescription about = source.Description;
        string dataset = One(about.Name, "dataset", options.Dataset, [.. about.DatasetNames]),
            interval = One(about.Name, "interval", options.Interval, about.Intervals);
        ExchangeCalendar calendar = source.CalendarOf(symbol);
        DateTimeOffset now = lake.Time.GetUtcNow();
        DateOnly over = interval == LakeMarket.Daily
            ? calendar.LastCompleted(now - KnownAt.DailyLag)
            : DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, calendar.Zone).DateTime);
        DateOnly to = options.To is { } wanted && wanted < over ? wanted : over, from = options.From ?? about.FirstDay;
        if (options.From is { } first && options.To is { } last && last < first)
            throw new UsageException(Invariant($"The range ends ({last:yyyy-MM-dd}) before it begins ({first:yyyy-MM-dd}). Swap --from and --to."));
        return new SourceQuery(symbol, dataset, interval, from < about.FirstDay ? about.FirstDay : from, to, now) { Calendar = calendar };
    }

    private static string One(string source, string what, string? wanted, IReadOnlyList<string> all)
    {
        if (wanted is null || all.Contains(wanted))
            return wanted ?? all[0];
        string near = all.MinBy(name => EditDistance.Of(wanted, name))!;
        throw new UsageException($"{source} has no {what} '{wanted}'. Did you mean '{near}'? It has {string.Join(", ", all)}.");
    }

    private async Task FetchAsync(
        IDataSource source, SourceQuery query, bool refresh, Dictionary<string, IngestResult> results, List<string> remarks, IProgress<double>? progress,
        CancellationToken cancellation)
    {
        SourceDataset dataset = source.Description.Datasets.First(one => one.Name == query.Dataset);
        if (!dataset.BySession)
        {
            await RangeAsync(source, refresh ? query : FromLastValue(source, dataset, query), results, remarks, progress, cancellation);
            return;
        }

        DateOnly first = query.From < ExchangeCalendar.FirstDay ? ExchangeCalendar.FirstDay : query.From;
        DateOnly[] expected = query.Calendar.Sessions(first, query.To);
        HashSet<DateOnly> absent = refresh ? [] : _absent.Read(source.Description.Name, query);
        HashSet<DateOnly> have = refresh ? [] : SourceGaps.Have(lake, source, query);
        foreach ((DateOnly from, DateOnly to) in SourceGaps.Missing(expected, have, absent))
        {
            if (await RangeAsync(source, query with { From = from, To = to }, results, remarks, progress, cancellation))
                NoteAbsent(source, query, from, to, absent);
        }
    }

    /// <summary>Remembers what a vendor that answered did not have, unless it is so recent that it may come late.</summary>
    private void NoteAbsent(IDataSource source, SourceQuery query, DateOnly from, DateOnly to, HashSet<DateOnly> absent)
    {
        HashSet<DateOnly> have = SourceGaps.Have(lake, source, query);
        DateOnly late = query.Calendar.AddSessions(query.Calendar.LastCompleted(query.Now), -LateSessions);
        int before = absent.Count;
        absent.UnionWith(query.Calendar.Sessions(from, to).Where(session => session < late && !have.Contains(session)));
        if (absent.Count > before)
            _absent.Write(source.Description.Name, query, absent);
    }

    /// <summary>A series is asked for from some days before its last value, to catch what was revised.</summary>
    private SourceQuery FromLastValue(IDataSource source, SourceDataset dataset, SourceQuery query)
    {
        if (dataset.OverlapDays is not { } overlap)
            return query;
        using LakeView view = lake.AsOf(DateTimeOffset.MaxValue, DateTimeOffset.MaxValue);
        DateOnly[] stored = LakeMarket.Series(view, source.SeriesNameOf(query.Symbol)).Sessions;
        // Only when the lake has the start of what is wanted.
        return stored.Length == 0 || (query.From != source.Description.FirstDay && stored[0] > query.From.AddDays(LateSessions))
            || stored[^1].AddDays(-overlap) <= query.From
            ? query
            : query with { From = stored[^1].AddDays(-overlap) };
    }

    private async Task<bool> RangeAsync(
        IDataSource source, SourceQuery query, Dictionary<string, IngestResult> results, List<string> remarks, IProgress<double>? progress,
        CancellationToken cancellation)
    {
        bool any = false;
        await foreach (SourceRows rows in source.FetchAsync(query, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            remarks.AddRange(rows.Remarks);
            foreach (IngestResult result in SourceAppend.Store(lake, source.Description.Name, query, rows))
            {
                any |= result.Read > 0 && result.Dataset != Datasets.Actions.Name;
                results[result.Dataset] = results.TryGetValue(result.Dataset, out IngestResult? sum) ? SourceAppend.Merge(sum, result) : result;
                if (result.To is { } done && query.To > query.From)
                    progress?.Report(Math.Clamp((double)(done.DayNumber - query.From.DayNumber) / (query.To.DayNumber - query.From.DayNumber), 0, 1));
            }
        }

        return any;
    }

    private async Task<string> NearAsync(IDataSource source, string symbol, CancellationToken cancellation)
    {
        HashSet<string> known = new(StringComparer.OrdinalIgnoreCase);
        try
        {
            known.UnionWith(await source.NearAsync(symbol, cancellation));
        }
        catch (SourceException)
        {
            // The vendor said already that it does not know the symbol; what is near it is a courtesy.
        }

        using (LakeView view = lake.AsOf(DateTimeOffset.MaxValue, DateTimeOffset.MaxValue))
            known.UnionWith(((Column<string>)view.Distinct(Datasets.Bars, "symbol")).ToArray());
        string[] near = [.. known
            .Select(name => (Name: name, Distance: EditDistance.Of(symbol, name)))
            .Where(pair => pair.Distance > 0 && pair.Distance <= Math.Max(2, symbol.Length / 3))
            .OrderBy(pair => pair.Distance).ThenBy(pair => pair.Name, StringComparer.Ordinal).Take(3).Select(pair => $"'{pair.Name}'")];
        return near.Length > 0 ? $"Did you mean {string.Join(" or ", near)}?" : "Check how the vendor writes it.";
    }
}
