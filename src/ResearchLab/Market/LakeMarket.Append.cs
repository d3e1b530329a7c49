using ResearchLab.Columns;
using ResearchLab.Lake;
using ResearchLab.Options;
using ResearchLab.Time;

namespace ResearchLab.Market;

/// <content>Appends: every row passes the quality gates on its way in.</content>
public static partial class LakeMarket
{
    private static readonly CsvIngestOptions s_defaults = new();

    /// <summary>Adds daily bars; bad rows go to quarantine.</summary>
    /// <param name="lake">Where to.</param>
    /// <param name="bars">Bars of one symbol.</param>
    /// <param name="source">Where they come from, such as <c>yahoo</c>.</param>
    /// <param name="adjustment">How their prices are adjusted.</param>
    /// <param name="adjClose">Total-return closes, one a bar; null when the source has none.</param>
    /// <param name="calendar">Sessions of the exchange, the NYSE by default.</param>
    /// <exception cref="LakeException">The lake cannot be written.</exception>
    public static IngestResult AppendBars(
        DataLake lake, BarSeries bars, string source, BarAdjustment adjustment = BarAdjustment.Splits, double[]? adjClose = null,
        ExchangeCalendar? calendar = null)
    {
        ArgumentNullException.ThrowIfNull(bars);
        var columns = new QualityGates.BarColumns(
            Repeat(bars.Symbol.ToUpperInvariant(), bars.Count), bars.Sessions, bars.Open, bars.High, bars.Low, bars.Close, bars.Volume);
        return AppendBars(
            lake, columns, adjClose ?? Missing(bars.Count), s_defaults with { Adjustment = adjustment, Calendar = calendar ?? ExchangeCalendar.Nyse },
            new QualityReason[bars.Count], Numbers(bars.Count),
            RowText(row =>
                Invariant($"{bars.Symbol},{bars.Sessions[row]:yyyy-MM-dd},{bars.Open[row]},{bars.High[row]},{bars.Low[row]},{bars.Close[row]},")
                    + Invariant($"{bars.Volume[row]}")),
            source);
    }

    /// <summary>Adds splits of a symbol: ex-session and new shares for one old. A split is known from the open of its ex-session.</summary>
    /// <exception cref="ArgumentException">A date is not a session or a ratio is not positive.</exception>
    public static AppendResult AppendSplits(DataLake lake, string symbol, IReadOnlyList<(DateOnly Session, double Ratio)> splits, string source)
    {
        ArgumentNullException.ThrowIfNull(lake);
        ArgumentNullException.ThrowIfNull(splits);
        if (splits.FirstOrDefault(split => !(split.Ratio > 0)) is { Session.DayNumber: > 0 } bad)
            throw new ArgumentException(
                Invariant($"The split of {symbol} on {bad.Session:yyyy-MM-dd} has ratio {bad.Ratio}. Give new shares for one old, above 0."), nameof(splits));
        return lake.Append(
            Datasets.Actions,
            new Frame(
                new Column<string>("symbol", Repeat(symbol.ToUpperInvariant(), splits.Count)),
                new Column<DateOnly>("session", [.. splits.Select(split => split.Session)]),
                new Column<string>("kind", Repeat("split", splits.Count)),
                new Column<double>("value", [.. splits.Select(split => split.Ratio)]),
                new Column<DateTimeOffset>("known_at", [.. splits.Select(split => ExchangeCalendar.Nyse.OpenOf(split.Session))])),
            source);
    }

    /// <summary>Adds a series; bad values go to quarantine.</summary>
    /// <param name="lake">Where to.</param>
    /// <param name="series">Points for indices, fractions a year for rates.</param>
    /// <param name="source">Where it comes from.</param>
    /// <param name="everyDay">Keeps dates on which the exchange is closed, as rates have; each is known after the next session.</param>
    /// <exception cref="LakeException">The lake cannot be written.</exception>
    public static IngestResult AppendSeries(DataLake lake, DailySeries series, string source, bool everyDay = false)
    {
        ArgumentNullException.ThrowIfNull(series);
        int count = series.Sessions.Length;
        return AppendValues(
            lake, Repeat(series.Name.ToLowerInvariant(), count), series.Sessions, series.Values, everyDay, s_defaults, new QualityReason[count], Numbers(count),
            RowText(row => Invariant($"{series.Name},{series.Sessions[row]:yyyy-MM-dd},{series.Values[row]}")), source);
    }

    /// <summary>Adds chains; bad quotes go to quarantine.</summary>
    /// <exception cref="LakeException">The lake cannot be written.</exception>
    public static IngestResult AppendChains(DataLake lake, IEnumerable<OptionChain> chains, string source)
    {
        ArgumentNullException.ThrowIfNull(chains);
        OptionChain[] all = [.. chains];
        T[] Each<T>(Func<OptionChain, IEnumerable<T>> values) => [.. all.SelectMany(values)];
        var quotes = new QualityGates.QuoteColumns(
            Each(chain => Enumerable.Repeat(chain.Underlying.ToUpperInvariant(), chain.Count)), Each(chain => Enumerable.Repeat(chain.Session, chain.Count)),
            Each(chain => chain.Contracts.Select(contract => contract.Expiry)), Each(chain => chain.Contracts.Select(contract => contract.Strike)),
            Each(chain => chain.Contracts.Select(contract => contract.Right == OptionRight.Call ? "C" : "P")), Each(chain => chain.Bid),
            Each(chain => chain.Ask),
            Each(chain => Enumerable.Repeat(chain.Spot, chain.Count)));
        int count = quotes.Strike.Length;
        var extras = new QuoteExtras(Missing(count), Each(chain => chain.Volume), Each(chain => chain.OpenInterest), Each(chain => chain.ImpliedVol),
            Each(chain => chain.Delta))
        {
            Rate = Each(chain => Enumerable.Repeat(chain.RatePerYear, chain.Count)),
            Origin = Each(chain => Enumerable.Repeat(chain.Origin.Name(), chain.Count)),
        };
        return AppendQuotes(
            lake, quotes, extras, s_defaults, new QualityReason[count], Numbers(count),
            RowText(row => Invariant($"{quotes.Underlying[row]},{quotes.Session[row]:yyyy-MM-dd},{quotes.Expiry[row]:yyyy-MM-dd},{quotes.Strike[row]},")
                + Invariant($"{quotes.Right[row]},{quotes.Bid[row]},{quotes.Ask[row]}")),
            source);
    }

    /// <summary>Adds chain summaries; each is known when its chain is.</summary>
    /// <param name="lake">Where to.</param>
    /// <param name="underlying">Symbol of the chains.</param>
    /// <param name="summaries">One a session.</param>
    /// <param name="version">Version of the code that computed them.</param>
    /// <param name="source">What they were computed from.</param>
    /// <exception cref="LakeException">The lake cannot be written.</exception>
    public static AppendResult AppendSummaries(DataLake lake, string underlying, IReadOnlyList<ChainSummary> summaries, int version, string source)
    {
        ArgumentNullException.ThrowIfNull(lake);
        ArgumentNullException.ThrowIfNull(summaries);
        Column<double> Number(string name, Func<ChainSummary, double> value) => new(name, [.. summaries.Select(value)]);
        DateOnly[] sessions = [.. summaries.Select(summary => summary.Session)];
        return lake.Append(
            Datasets.ChainSummaries,
            new Frame(
                new Column<string>("underlying", Repeat(underlying.ToUpperInvariant(), sessions.Length)),
                new Column<DateOnly>("session", sessions),
                new Column<string>("origin", [.. summaries.Select(summary => summary.Origin.Name())]),
                new Column<long>("version", [.. Enumerable.Repeat((long)version, sessions.Length)]),
                Number("atm_iv_30", s => s.AtmIv30), Number("atm_iv_60", s => s.AtmIv60), Number("atm_iv_90", s => s.AtmIv90),
                Number("put_iv_25_delta_30", s => s.PutIv25Delta30), Number("call_iv_25_delta_30", s => s.CallIv25Delta30),
                Number("put_volume", s => s.PutVolume), Number("call_volume", s => s.CallVolume),
                Number("put_open_interest", s => s.PutOpenInterest), Number("call_open_interest", s => s.CallOpenInterest),
                Number("max_pain_strike", s => s.MaxPainStrike), Number("straddle_mid_30", s => s.StraddleMid30),
                Number("dollar_gamma", s => s.DollarGamma), Number("atm_spread_pct", s => s.AtmSpreadPct),
                Number("implied_yield", s => s.ImpliedYield),
                KnownTimes(sessions, s_defaults)),
            source);
    }

    /// <summary>Numbers of a quote that no gate needs.</summary>
    internal sealed record QuoteExtras(double[] Last, double[] Volume, double[] OpenInterest, double[] ImpliedVol, double[] Delta)
    {
        /// <summary>Rate of each row; null for the one of the options.</summary>
        public double[]? Rate { get; init; }

        /// <summary>Origin of each row; null for the one of the options.</summary>
        public string[]? Origin { get; init; }
    }

    internal static IngestResult AppendBars(
        DataLake lake, QualityGates.BarColumns bars, double[] adjClose, CsvIngestOptions options, QualityReason[] reasons, long[] lines,
        Func<IReadOnlySet<long>, IReadOnlyDictionary<long, string>> texts, string source, IReadOnlyList<(string Symbol, CorporateAction Action)>? told = null,
        Action? beforeWriting = null)
    {
        ArgumentNullException.ThrowIfNull(lake);
        using LakeView view = lake.AsOf(DateTimeOffset.MaxValue);
        var stored = new StoredBars(view);
        ILookup<string, (DateOnly Session, double Ratio)> splits = AllSplits(view, told);
        string adjustment = options.Adjustment switch
        {
            BarAdjustment.Raw => "raw",
            BarAdjustment.Splits or null => "splits",
            BarAdjustment.All => "all",
            var other => throw new ArgumentOutOfRangeException(nameof(options), other, Invariant($"There is no adjustment {(int)other}."))
        };
        // Only raw prices step at a split.
        QualityGates.CheckBars(
            bars, reasons, options.Calendar, options.MaxJump, (symbol, session) => stored.LastClose(symbol, session),
            (symbol, session) => adjustment == "raw" ? splits[symbol].Where(split => split.Session == session).Select(split => split.Ratio)
                .DefaultIfEmpty(double.NaN).First() : double.NaN);
        IReadOnlyList<string> unsplit = SplitChecks.MarkOtherBasis(bars, adjustment, reasons, splits, (symbol, session) => stored.LastClose(symbol, session));
        var rows = new Frame(
            new Column<string>("interval", Repeat(Daily, reasons.Length)), new Column<string>("symbol", bars.Symbol),
            new Column<DateOnly>("session", bars.Session),
            new Column<double>("open", bars.Open), new Column<double>("high", bars.High), new Column<double>("low", bars.Low),
            new Column<double>("close", bars.Close),
            new Column<double>("adj_close", adjClose), new Column<double>("volume", bars.Volume),
            new Column<string>("adjustment", Repeat(adjustment, reasons.Length)),
            KnownTimes(bars.Session, options));
        string file = source[(source.IndexOf(':', StringComparison.Ordinal) + 1)..];
        IReadOnlyList<string> copies = told is null || double.IsPositiveInfinity(options.MaxJump) ? [] : stored.RequireNoCopy(file, bars, adjustment, reasons);
        IReadOnlyList<string> refused = stored.MarkOtherBasis(bars, adjustment, reasons);
        IReadOnlyList<string> steps = double.IsPositiveInfinity(options.MaxJump)
            ? []
            : LevelSteps.Mark(bars, adjustment, reasons, stored, splits, options.SplitsAreTold);
        if (steps.Count > 0 && Array.TrueForAll(reasons, reason => reason.IsBad()) && Array.Exists(reasons, reason => reason == QualityReason.OtherBasis)
            && refused.Count == 0)
            throw new CsvIngestException($"{file}: {steps[0]}");
        BulkRefusal.Check(source, reasons, lines);
        IReadOnlyList<string> volumes = told is null ? [] : VolumeChecks.Require(file, bars, reasons, stored);
        beforeWriting?.Invoke();
        return GatedAppend.Run(lake, Datasets.Bars, rows, reasons, lines, texts, source, "symbol")
            with
        { Remarks = [.. unsplit, .. copies, .. refused, .. steps, .. volumes] };
    }

    internal static IngestResult AppendQuotes(
        DataLake lake, QualityGates.QuoteColumns quotes, QuoteExtras extras, CsvIngestOptions options, QualityReason[] reasons, long[] lines,
        Func<IReadOnlySet<long>, IReadOnlyDictionary<long, string>> texts, string source)
    {
        ArgumentNullException.ThrowIfNull(lake);
        QualityGates.CheckQuotes(quotes, reasons, options.Calendar);
        int count = reasons.Length;
        var rows = new Frame(
            new Column<string>("underlying", quotes.Underlying), new Column<DateOnly>("session", quotes.Session), new Column<DateOnly>("expiry", quotes.Expiry),
            new Column<double>("strike", quotes.Strike), new Column<string>("right", quotes.Right), new Column<double>("bid", quotes.Bid),
            new Column<double>("ask", quotes.Ask), new Column<double>("last", extras.Last), new Column<double>("volume", extras.Volume),
            new Column<double>("open_interest", extras.OpenInterest), new Column<double>("iv", extras.ImpliedVol), new Column<double>("delta", extras.Delta),
            new Column<string>("origin", extras.Origin ?? Repeat(options.Origin.Name(), count)), new Column<double>("spot", quotes.Spot),
            new Column<double>("rate", extras.Rate ?? [.. Enumerable.Repeat(options.RatePerYear, count)]), KnownTimes(quotes.Session, options));
        return GatedAppend.Run(lake, Datasets.Chains, rows, reasons, lines, texts, source, "underlying");
    }

    internal static IngestResult AppendValues(
        DataLake lake, string[] names, DateOnly[] dates, double[] values, bool everyDay, CsvIngestOptions options, QualityReason[] reasons, long[] lines,
        Func<IReadOnlySet<long>, IReadOnlyDictionary<long, string>> texts, string source)
    {
        ArgumentNullException.ThrowIfNull(lake);
        foreach (IGrouping<string, int> series in Enumerable.Range(0, names.Length).GroupBy(row => names[row], StringComparer.Ordinal))
        {
            int[] rows = [.. series];
            QualityReason[] found = Array.ConvertAll(rows, row => reasons[row]);
            QualityGates.CheckSeries(Array.ConvertAll(rows, row => dates[row]), Array.ConvertAll(rows, row => values[row]), found,
                everyDay ? null : options.Calendar);
            for (int i = 0; i < rows.Length; i++)
                reasons[rows[i]] = found[i];
        }

        var frame = new Frame(
            new Column<string>("name", names), new Column<DateOnly>("session", dates), new Column<double>("value", values), KnownTimes(dates, options));
        BulkRefusal.Check(source, reasons, lines);
        return GatedAppend.Run(lake, Datasets.Series, frame, reasons, lines, texts, source, "name");
    }

    /// <summary>
    /// When each daily value could be known: after its session, a later one when it is published late. A date that is not a session counts as
    /// the next session; without a calendar, a day is known half an hour after it ends in UTC.
    /// </summary>
    private static Column<DateTimeOffset> KnownTimes(DateOnly[] sessions, CsvIngestOptions options)
    {
        var known = new Dictionary<DateOnly, DateTimeOffset>();
        var times = new DateTimeOffset[sessions.Length];
        for (int i = 0; i < times.Length; i++)
        {
            if (!known.TryGetValue(sessions[i], out times[i]))
                times[i] = known[sessions[i]] = KnownTime(sessions[i], options);
        }

        return new Column<DateTimeOffset>("known_at", times);
    }

    private static DateTimeOffset KnownTime(DateOnly date, CsvIngestOptions options)
    {
        if (options.Calendar is not { } calendar || date < ExchangeCalendar.FirstDay || date.Year >= ExchangeCalendar.LastDay.Year)
            return new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddDays(1) + KnownAt.DailyLag;
        DateOnly session = calendar.IsSession(date) ? date : calendar.Next(date);
        return KnownAt.Daily(options.PublishedAfterSessions is > 0 and var late ? calendar.AddSessions(session, late) : session, calendar);
    }

    private static Func<IReadOnlySet<long>, IReadOnlyDictionary<long, string>> RowText(Func<int, string> text) =>
        lines => lines.ToDictionary(line => line, line => text((int)line - 1));

    private static long[] Numbers(int count) => [.. Enumerable.Range(1, count).Select(number => (long)number)];

    private static double[] Missing(int count) => [.. Enumerable.Repeat(double.NaN, count)];

    private static string[] Repeat(string text, int count) => [.. Enumerable.Repeat(text, count)];
}
