using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ResearchLab.Time;

namespace ResearchLab.Market.Sources;

/// <summary>
/// Yahoo's chart API, version 8: daily bars with dividends and splits. Yahoo adjusts prices and dividends for later splits; both are stored as they
/// were on their day, which the splits of the same answer allow, so that a later split changes nothing that is stored. Its total-return closes
/// change with every dividend and are left out: the lake derives them.
/// </summary>
/// <param name="access">What it is opened with.</param>
public sealed class YahooSource(SourceAccess access) : IDataSource
{
    // Yahoo computes in single precision: more digits than these would be noise that differs from answer to answer.
    private const int DollarDigits = 4, CentDigits = 8;

    /// <summary>What there is to know of it.</summary>
    public static SourceDescription Description { get; } = new("yahoo", "Daily bars, dividends and splits of Yahoo's chart API; indices as series",
        new Uri("https://query1.finance.yahoo.com"), 60)
    {
        Datasets = [new SourceDataset("bars") { BySession = true }, new SourceDataset("series") { BySession = true }],
        FirstDay = new DateOnly(1970, 1, 2),
        Open = access => new YahooSource(access),
    };

    /// <inheritdoc/>
    SourceDescription IDataSource.Description => Description;

    /// <inheritdoc/>
    public ExchangeCalendar CalendarOf(string symbol) =>
        symbol.EndsWith("-USD", StringComparison.OrdinalIgnoreCase) ? ExchangeCalendar.Crypto : ExchangeCalendar.Nyse;

    /// <inheritdoc/>
    public string SeriesNameOf(string symbol)
    {
        ArgumentNullException.ThrowIfNull(symbol);
        return symbol.TrimStart('^').ToLowerInvariant();
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourceRows> FetchAsync(SourceQuery query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        // Always up to today: the splits after the range say what its prices were on their day.
        long from = Seconds(query.From), to = Seconds(DateOnly.FromDateTime(query.Now.UtcDateTime).AddDays(1));
        var request = new SourceRequest(
            Description.Name, access.Endpoint,
            Invariant($"/v8/finance/chart/{Uri.EscapeDataString(query.Symbol)}?period1={from}&period2={to}&interval=1d&events=div%2Csplits&")
                + "includePrePost=false");
        (HttpStatusCode status, JsonElement json) = await access.Http.GetAsync(request, cancellation);
        JsonFields chart = new JsonFields(Description.Name, json).Object("chart");
        if (chart.OptionalObject("error") is { } error)
            throw Refusal(request, query.Symbol, status,
                SourceHttp.Redact(access.Endpoint, error.Has("description") ? error.Text("description") : error.Text("code")));
        if (status != HttpStatusCode.OK)
            throw SourceHttp.Refused(request, status, "");
        JsonFields result = chart.Array("result").FirstOrDefault() is { Element.ValueKind: JsonValueKind.Object } first
            ? first
            : throw Unknown(query.Symbol, "no result");
        SourceRows rows = Rows(query, result);
        yield return query.Dataset == "series"
            ? rows with { Bars = null, Series = new DailySeries(SeriesNameOf(query.Symbol), rows.Bars!.Sessions, rows.Bars.Close) }
            : rows;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> NearAsync(string symbol, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(symbol);
        var request = new SourceRequest(Description.Name, access.Endpoint,
            $"/v1/finance/search?q={Uri.EscapeDataString(symbol)}&quotesCount=5&newsCount=0")
        { FreshFor = TimeSpan.FromDays(1) };
        (_, JsonElement json) = await access.Http.GetAsync(request, cancellation);
        var answer = new JsonFields(Description.Name, json);
        return answer.Has("quotes") ? [.. answer.Array("quotes").Where(quote => quote.Has("symbol")).Select(quote => quote.Text("symbol"))] : [];
    }

    private SourceException Refusal(SourceRequest request, string symbol, HttpStatusCode status, string says) => status switch
    {
        HttpStatusCode.NotFound => Unknown(symbol, says),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => SourceHttp.Refused(request, status, says),
        _ => new SourceException(SourceFailure.BadAnswer,
            Invariant($"yahoo: the request for {symbol} was refused (HTTP {(int)status}, '{SourceHttp.Clip(says)}'). Check --from and --to.")),
    };

    private static SourceException Unknown(string symbol, string says) =>
        new(SourceFailure.UnknownSymbol, $"yahoo: knows no symbol '{symbol}' ({SourceHttp.Clip(says)}).");

    private SourceRows Rows(SourceQuery query, JsonFields result)
    {
        JsonFields meta = result.Object("meta");
        string symbol = meta.Text("symbol");
        if (!symbol.Equals(query.Symbol, StringComparison.OrdinalIgnoreCase))
            throw new SourceException(SourceFailure.BadAnswer,
                $"yahoo: asked for {query.Symbol}, answered with '{symbol}'. Nothing of it was stored; ask for that symbol if it is the one you want.");
        TimeZoneInfo zone = Zone(query, meta.Text("exchangeTimezoneName"));
        if (!result.Has("timestamp"))
            return new SourceRows { Bars = new BarSeries(query.Symbol, [], [], [], [], [], []), Actions = [] };

        long[] times = [.. result.Array("timestamp").Select(item => item.WholeNumber())];
        JsonFields quote = result.Object("indicators").Array("quote").First();
        double[] Column(string name)
        {
            double[] values = [.. quote.Array(name).Select(item => item.NumberOrNull())];
            return values.Length == times.Length ? values : throw new SourceException(
                SourceFailure.BadAnswer, $"yahoo: the answer for {query.Symbol} has {times.Length} times and {values.Length} values of '{name}'. "
                    + "Nothing of it was stored; try again later.");
        }

        double[] open = Column("open"), high = Column("high"), low = Column("low"), close = Column("close"), volume = Column("volume");
        DateOnly[] dates = Array.ConvertAll(times, time => Date(time, zone));
        (List<CorporateAction> actions, List<(DateOnly Session, double Ratio)> splits) = Events(query, result, zone);
        double Raw(double value, DateOnly date) => Rounded(value * Later(splits, date));

        // Yahoo writes nulls for days without trades, and the running day with its price so far; neither is a bar.
        int[] rows = [.. Enumerable.Range(0, times.Length)
            .Where(row => !(double.IsNaN(open[row]) && double.IsNaN(close[row])) && dates[row] <= query.To && dates[row] >= query.From)
            .Where(row => !query.Calendar.IsSession(dates[row]) || KnownAt.Daily(dates[row], query.Calendar) <= query.Now)
            .OrderBy(row => dates[row])];
        T[] Pick<T>(Func<int, T> value) => [.. rows.Select(value)];
        return new SourceRows
        {
            Bars = new BarSeries(
                query.Symbol, Pick(row => dates[row]), Pick(row => Raw(open[row], dates[row])), Pick(row => Raw(high[row], dates[row])),
                Pick(row => Raw(low[row], dates[row])), Pick(row => Raw(close[row], dates[row])),
                Pick(row => Math.Round(volume[row] / Later(splits, dates[row])))),
            Actions = actions,
        };
    }

    private static (List<CorporateAction> Actions, List<(DateOnly Session, double Ratio)> Splits) Events(SourceQuery query, JsonFields result,
        TimeZoneInfo zone)
    {
        List<CorporateAction> actions = [];
        List<(DateOnly Session, double Ratio)> splits = [];
        if (result.OptionalObject("events") is not { } events)
            return (actions, splits);
        foreach (JsonFields split in Entries(events, "splits"))
        {
            double numerator = split.Number("numerator"), denominator = split.Number("denominator");
            if (!(numerator > 0 && denominator > 0))
                throw split.Wrong("the split ratio", split.Element, "a ratio above 0");
            splits.Add((Date(split.Whole("date"), zone), numerator / denominator));
        }

        actions.AddRange(splits.Select(split => new CorporateAction(split.Session, CorporateActionKind.Split, split.Ratio)));
        actions.AddRange(Entries(events, "dividends")
            .Select(dividend => (Date: Date(dividend.Whole("date"), zone), Amount: dividend.Number("amount")))
            .GroupBy(dividend => dividend.Date)
            .Select(day => new CorporateAction(day.Key, CorporateActionKind.Dividend,
                Math.Round(day.Sum(dividend => dividend.Amount) * Later(splits, day.Key), CentDigits))));
        return ([.. actions.Where(action => action.Session <= query.To && action.Session >= query.From).OrderBy(action => action.Session)], splits);
    }

    private static IEnumerable<JsonFields> Entries(JsonFields events, string name) => events.OptionalObject(name) is { } all
        ? all.Element.EnumerateObject().Select(entry => new JsonFields(all.Source, entry.Value, $"{all.Path}.{entry.Name}"))
        : [];

    private static double Rounded(double price) => Math.Round(price, price >= 1 ? DollarDigits : CentDigits);

    /// <summary>New shares for one of a date, by the splits after it.</summary>
    private static double Later(List<(DateOnly Session, double Ratio)> splits, DateOnly date) =>
        splits.Where(split => split.Session > date).Aggregate(1.0, (ratio, split) => ratio * split.Ratio);

    private static TimeZoneInfo Zone(SourceQuery query, string name)
    {
        TimeZoneInfo? zone = TimeZones.NewYork;
        if (name != "America/New_York" && !TimeZoneInfo.TryFindSystemTimeZoneById(name, out zone))
            throw new SourceException(SourceFailure.BadAnswer,
                $"yahoo: '{name}' is the time zone of {query.Symbol} and not known on this machine. Install the time zone data of the system.");
        bool fits = query.Calendar == ExchangeCalendar.Nyse
            ? zone.HasSameRules(query.Calendar.Zone) || name is "America/New_York" or "America/Chicago"
            : zone.BaseUtcOffset == TimeSpan.Zero;
        return fits ? zone : throw new SourceException(SourceFailure.BadAnswer, $"yahoo: {query.Symbol} trades in {name}; only sessions of the NYSE and "
            + "markets that never close (such as BTC-USD) are kept. Name a listing in the United States.");
    }

    private static DateOnly Date(long seconds, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(seconds), zone).DateTime);

    private static long Seconds(DateOnly date) => new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeSeconds();
}
