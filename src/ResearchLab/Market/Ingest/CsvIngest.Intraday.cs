using ResearchLab.Lake;
using ResearchLab.Time;

namespace ResearchLab.Market;

/// <content>Bars within sessions, factor files, and what is told from the values of a file.</content>
public static partial class CsvIngest
{
    private const int MinWeekendRows = 4;
    private const double WeekendShare = 0.1, TradedShare = 0.6;

    private static IngestResult Within(Job job, BarFile file)
    {
        CsvIngestColumns columns = job.Columns;
        QualityReason[] reasons = file.Rows.Reasons;
        TimeZoneInfo said = job.Options.Zone ?? TimeZoneInfo.Utc, there = ExchangeCalendar.Nyse.Zone;
        // By a said zone the days are those of the exchange, where a Saturday of Tokyo is a Friday.
        CsvIngestOptions options = WithCalendar(
            job, [.. file.Stamps.Select(stamp => job.Options.Zone is null || !stamp.HasTime
                ? stamp.Date
                : DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(stamp.Instant(said), there).DateTime))], mayMove: true, within: true);
        ExchangeCalendar calendar = options.Calendar ?? ExchangeCalendar.Crypto;
        TimeSpan step = CsvIngestTimes.Step(file.Symbol, file.Stamps, reasons);
        string interval = options.Interval ?? IntervalOf(job, step);
        (IReadOnlyList<CsvStamp> stamps, TimeZoneInfo zone, string words) = IntradayZone.Of(
            job.File, columns.Header[columns.Find("session")], file.Stamps, reasons, calendar, options.Zone, LakeMarket.Intervals[interval]);
        (job.Kind, job.Zone) = ($"bars within sessions of {interval}", words);
        DateTimeOffset[] times = [.. stamps.Select(stamp => stamp.Instant(zone))];
        if (IntradayZone.MoveToStarts(file.Symbol, times, reasons, calendar, LakeMarket.Intervals[interval]))
            columns.Note("times are those at which bars end (told from the sessions), stored by their start");
        for (int row = 0; row < times.Length; row++)
            reasons[row] = reasons[row] == QualityReason.None && times[row] == default ? QualityReason.Unparsable : reasons[row];
        DateOnly[] sessions = Array.ConvertAll(times, time => time == default ? default : LakeMarket.SessionOf(time, calendar));
        string[] future = [.. MarkFuture(job, sessions, reasons, file.Rows.Lines)];
        IngestResult result = LakeMarket.AppendIntraday(
            job.Lake, new QualityGates.IntradayColumns(file.Symbol, times, sessions, file.Open, file.High, file.Low, file.Close, file.Volume),
            interval, options with { Calendar = calendar }, reasons, file.Rows.Lines, job.Texts, job.Source);
        return result with { Remarks = [.. future, .. result.Remarks] };
    }

    /// <summary>The interval that the shortest step between bars of one symbol is.</summary>
    private static string IntervalOf(Job job, TimeSpan step)
    {
        string interval = LakeMarket.Intervals.FirstOrDefault(pair => pair.Value == step).Key ?? throw new CsvIngestException(
            $"{job.File} holds bars within sessions whose shortest step is {step}, which is no known interval. "
                + $"Say it with --interval ({string.Join(", ", LakeMarket.Intervals.OrderBy(pair => pair.Value).Select(pair => pair.Key))}).");
        job.Columns.Note($"interval={interval} (told from the times; change it with --interval)");
        return interval;
    }

    /// <summary>Cumulative factors as splits and dividends; they are relative to raw closes, which must be in the lake.</summary>
    private static IngestResult Factors(Job job)
    {
        CsvIngestColumns columns = job.Columns;
        int session = columns.Required("session");
        CsvNames? symbol = Names(columns.Optional("symbol"));
        int priceColumn = columns.Use("price_factor", columns.Column("price_factor")),
            splitColumn = columns.Use("split_factor", columns.Column("split_factor"));
        job.Judge([session], priceColumn, splitColumn);
        job.Kind = "cumulative factors of splits and dividends";
        CsvStamps date = job.Stamps(session);
        CsvNumbers price = job.Numbers(priceColumn), split = job.Numbers(splitColumn);
        Rows rows = Read(job, [date, symbol, price, split]);
        if (Array.FindIndex(rows.Reasons, reason => reason != QualityReason.None) is >= 0 and var bad)
            throw new CsvIngestException(
                Invariant($"Line {rows.Lines[bad]} of {Path.GetFileName(job.Path)} cannot be read; a factor file is taken whole or not at all. ")
                    + "Correct the line.");
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
                    all.Add((group.Key, OnePerSession(CorporateActions.FromFactors(raw.Sessions, raw.Close,
                        [.. group.OrderBy(row => date.Values[row].Date).Select(row => (date.Values[row].Date, price.Values[row], split.Values[row]))]))));
            }
        }

        if (all.Count == 0)
            throw new CsvIngestException($"{Path.GetFileName(job.Path)} holds factors of {string.Join(", ", without.Take(5))}, "
                + "which are relative to raw closes the lake does not have. Ingest the raw bars first, with --adjusted raw.");
        AppendResult written = all.Aggregate(default(AppendResult),
            (sum, one) => sum + LakeMarket.AppendActions(job.Lake, one.Symbol, one.Actions, job.Source));
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
            Remarks = without.Count == 0 ? [] : [$"{string.Join(", ", without)}: no raw bars in the lake, so the factors were left out. "
                + "Ingest the bars with --adjusted raw, then this file again."],
        };
    }

    /// <summary>Steps between which the bars have no session fall on the same ex-session and are one action.</summary>
    private static IReadOnlyList<CorporateAction> OnePerSession(IReadOnlyList<CorporateAction> actions) =>
    [
        .. actions.GroupBy(action => (action.Session, action.Kind)).Select(day => new CorporateAction(
            day.Key.Session, day.Key.Kind, day.Key.Kind == CorporateActionKind.Split
                ? day.Aggregate(1.0, (ratio, split) => ratio * split.Value)
                : day.Sum(dividend => dividend.Value))),
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
            return (sessions, Array.ConvertAll(sessions,
                session => bars.Close[Array.BinarySearch(bars.Sessions, session) is var at && at >= 0 ? at : ~at - 1]));
        }
        catch (ArgumentException)
        {
            return null; // the vendor adjusted them
        }
    }

    /// <summary>
    /// The calendar that never closes for bars of all days of the week. Bars of Saturdays and not of Mondays are no such market: their dates are off
    /// by a day; a few of them are wrong dates.
    /// </summary>
    private static CsvIngestOptions WithCalendar(Job job, DateOnly[] dates, bool mayMove, bool within = false)
    {
        Span<int> days = stackalloc int[7];
        foreach (DateOnly date in dates)
            days[(int)date.DayOfWeek] += date == default ? 0 : 1;
        int weekends = days[(int)DayOfWeek.Saturday] + days[(int)DayOfWeek.Sunday];
        if (weekends < MinWeekendRows || weekends <= dates.Length * WeekendShare)
            return job.Options;
        bool late = days[(int)DayOfWeek.Sunday] == 0 && days[(int)DayOfWeek.Monday] == 0,
            early = days[(int)DayOfWeek.Saturday] == 0 && days[(int)DayOfWeek.Friday] == 0;
        if (job.Options.Calendar == ExchangeCalendar.Crypto)
            return job.Options; // said
        if (job.Options.Calendar is not null && (late || early))
        {
            string remedy = mayMove ? "Say the zone of its times with --zone" : "Correct its dates";
            throw new CsvIngestException(Invariant($"{job.File} has {weekends} rows of ")
                + Invariant($"{(late ? "Saturdays and none of Mondays" : "Sundays and none of Fridays")}: its dates are a day {(late ? "late" : "early")}. ")
                + Invariant($"{remedy}, or say --calendar crypto if the market trades then."));
        }

        int usual = new[] { days[1], days[2], days[3], days[4], days[5] }.Order().ElementAt(2);
        bool saturdays = days[(int)DayOfWeek.Saturday] > TradedShare * usual, sundays = days[(int)DayOfWeek.Sunday] > TradedShare * usual;
        if (!job.Options.InferCalendar || (within ? !saturdays || !sundays : !saturdays && !sundays))
            return job.Options;
        job.Columns.Note("calendar=crypto (it has bars on weekends; change it with --calendar)");
        return job.Options with { Calendar = ExchangeCalendar.Crypto };
    }
}
