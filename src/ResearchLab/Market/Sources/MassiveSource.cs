using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ResearchLab.Time;

namespace ResearchLab.Market.Sources;

/// <summary>
/// Massive (formerly Polygon, and compatible with it): raw bars with splits and dividends, bars within sessions, and the option chain of the last close.
/// Answers come in pages; a page that leads to another host is refused, so that the key stays with the vendor.
/// </summary>
/// <param name="access">What it is opened with.</param>
public sealed class MassiveSource(SourceAccess access) : IDataSource
{
    private const int MaxPages = 2000;
    private static readonly Dictionary<string, string> s_spans = new(StringComparer.Ordinal)
    {
        [LakeMarket.Daily] = "1/day",
        ["1m"] = "1/minute",
        ["5m"] = "5/minute",
        ["15m"] = "15/minute",
        ["30m"] = "30/minute",
        ["1h"] = "1/hour",
        ["4h"] = "4/hour",
    };

    /// <summary>What there is to know of it.</summary>
    public static SourceDescription Description { get; } = new("massive", "Bars, dividends and splits of Massive (Polygon); the option chain of the last close",
        new Uri("https://api.massive.com"), 5)
    {
        Datasets = [new SourceDataset("bars") { BySession = true }, new SourceDataset("chains")],
        Intervals = [.. s_spans.Keys],
        FirstDay = new DateOnly(2003, 9, 10),
        KeyVariables = ["MASSIVE_API_KEY", "POLYGON_API_KEY"],
        Open = access => new MassiveSource(access),
    };

    /// <inheritdoc/>
    SourceDescription IDataSource.Description => Description;

    /// <inheritdoc/>
    public ExchangeCalendar CalendarOf(string symbol) =>
        symbol.StartsWith("X:", StringComparison.OrdinalIgnoreCase) ? ExchangeCalendar.Crypto : ExchangeCalendar.Nyse;

    /// <inheritdoc/>
    public IAsyncEnumerable<SourceRows> FetchAsync(SourceQuery query, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        return query.Dataset == "chains" ? ChainAsync(query, cancellation) : BarsAsync(query, cancellation);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> NearAsync(string symbol, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(symbol);
        var request = new SourceRequest(Description.Name, access.Endpoint,
            $"/v3/reference/tickers?search={Uri.EscapeDataString(symbol)}&active=true&limit=10")
        { FreshFor = TimeSpan.FromDays(1) };
        (_, JsonElement json) = await access.Http.GetAsync(request, cancellation);
        var answer = new JsonFields(Description.Name, json);
        return answer.Has("results") ? [.. answer.Array("results").Select(ticker => ticker.Text("ticker"))] : [];
    }

    private async IAsyncEnumerable<SourceRows> BarsAsync(SourceQuery query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        bool daily = query.Interval == LakeMarket.Daily;
        // The actions first: a split must be known before the jump it makes.
        if (daily && query.Calendar == ExchangeCalendar.Nyse)
            yield return new SourceRows { Actions = await ActionsAsync(query, cancellation) };
        string path =
            Invariant($"/v2/aggs/ticker/{Uri.EscapeDataString(query.Symbol)}/range/{s_spans[query.Interval]}/{query.From:yyyy-MM-dd}/{query.To:yyyy-MM-dd}?")
                + "adjusted=false&sort=asc&limit=50000";
        await foreach (JsonFields page in PagesAsync(query, path, cancellation))
        {
            if (page.Has("ticker") && !page.Text("ticker").Equals(query.Symbol, StringComparison.OrdinalIgnoreCase))
                throw new SourceException(SourceFailure.BadAnswer,
                    $"massive: asked for {query.Symbol}, answered with '{page.Text("ticker")}'. Nothing of it was stored; try again later.");
            if (!page.Has("results"))
                continue;
            Bar[] bars = [.. page.Array("results").Select(Bar.Read).OrderBy(bar => bar.Time)];
            yield return daily ? Daily(query, bars) : Within(query, bars);
        }
    }

    private static SourceRows Daily(SourceQuery query, Bar[] bars)
    {
        DateOnly Session(Bar bar) => LakeMarket.SessionOf(DateTimeOffset.FromUnixTimeMilliseconds(bar.Time), query.Calendar);
        Bar[] rows = [.. bars.Where(bar => Session(bar) is var day && day >= query.From && day <= query.To
            && (!query.Calendar.IsSession(day) || KnownAt.Daily(day, query.Calendar) <= query.Now))];
        return new SourceRows
        {
            Bars = new BarSeries(
                query.Symbol, Array.ConvertAll(rows, Session), Array.ConvertAll(rows, b => b.Open), Array.ConvertAll(rows, b => b.High),
                Array.ConvertAll(rows, b => b.Low), Array.ConvertAll(rows, b => b.Close), Array.ConvertAll(rows, b => b.Volume)),
        };
    }

    private static SourceRows Within(SourceQuery query, Bar[] bars)
    {
        TimeSpan length = LakeMarket.Intervals[query.Interval];
        Bar[] rows = [.. bars.Where(bar => DateTimeOffset.FromUnixTimeMilliseconds(bar.Time) + length <= query.Now)];
        DateTimeOffset[] times = Array.ConvertAll(rows, bar => DateTimeOffset.FromUnixTimeMilliseconds(bar.Time));
        return new SourceRows
        {
            Intraday = new IntradayBars(
                query.Symbol, times, Array.ConvertAll(times, time => LakeMarket.SessionOf(time, query.Calendar)), Array.ConvertAll(rows, b => b.Open),
                Array.ConvertAll(rows, b => b.High), Array.ConvertAll(rows, b => b.Low), Array.ConvertAll(rows, b => b.Close),
                Array.ConvertAll(rows, b => b.Volume)),
        };
    }

    private async Task<IReadOnlyList<CorporateAction>> ActionsAsync(SourceQuery query, CancellationToken cancellation)
    {
        string ticker = Uri.EscapeDataString(query.Symbol);
        List<(DateOnly Session, CorporateActionKind Kind, double Value)> all = [];
        string splits =
            Invariant($"/v3/reference/splits?ticker={ticker}&execution_date.gte={query.From:yyyy-MM-dd}&execution_date.lte={query.To:yyyy-MM-dd}&limit=1000");
        await foreach (JsonFields page in PagesAsync(query, splits, cancellation))
            all.AddRange(Results(query, page)
                .Select(split => (split.Date("execution_date"), CorporateActionKind.Split, split.Number("split_to") / split.Number("split_from"))));
        string dividends =
            Invariant($"/v3/reference/dividends?ticker={ticker}&ex_dividend_date.gte={query.From:yyyy-MM-dd}&ex_dividend_date.lte={query.To:yyyy-MM-dd}&")
                + "limit=1000";
        await foreach (JsonFields page in PagesAsync(query, dividends, cancellation))
            all.AddRange(Results(query, page)
                .Select(dividend => (dividend.Date("ex_dividend_date"), CorporateActionKind.Dividend, dividend.Number("cash_amount"))));
        // A regular and a special dividend of one day are one amount.
        return [.. all.GroupBy(action => (action.Session, action.Kind)).Select(day => new CorporateAction(
            day.Key.Session, day.Key.Kind, day.Key.Kind == CorporateActionKind.Split
                ? day.Aggregate(1.0, (ratio, split) => ratio * split.Value)
                : Math.Round(day.Sum(one => one.Value), 9)))
            .OrderBy(action => action.Session).ThenBy(action => action.Kind)];
    }

    private static IEnumerable<JsonFields> Results(SourceQuery query, JsonFields page) => !page.Has("results") ? [] : page.Array("results").Select(result =>
        result.Text("ticker").Equals(query.Symbol, StringComparison.OrdinalIgnoreCase) ? result : throw new SourceException(
            SourceFailure.BadAnswer,
            $"massive: asked for {query.Symbol}, answered with '{result.Text("ticker")}'. Nothing of it was stored; try again later."));

    private async IAsyncEnumerable<SourceRows> ChainAsync(SourceQuery query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        DateOnly session = MassiveChain.SessionAt(query);
        var chain = new MassiveChain(query.Symbol, session);
        await foreach (JsonFields page in PagesAsync(query, $"/v3/snapshot/options/{Uri.EscapeDataString(query.Symbol)}?limit=250", cancellation))
        {
            if (!page.Has("results"))
                continue;
            foreach (JsonFields result in page.Array("results"))
                chain.Add(result);
        }

        yield return chain.Rows();
    }

    private async IAsyncEnumerable<JsonFields> PagesAsync(SourceQuery query, string first, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string? path = first;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (path is not null)
        {
            if (!seen.Add(path) || seen.Count > MaxPages)
                throw new SourceException(SourceFailure.BadAnswer,
                    $"massive: the pages of {query.Symbol} do not end ({seen.Count} read). Ask for a shorter range with --from and --to.");
            var request = new SourceRequest(Description.Name, access.Endpoint, path);
            (HttpStatusCode status, JsonElement json) = await access.Http.GetAsync(request, cancellation);
            var page = new JsonFields(Description.Name, json);
            if (status != HttpStatusCode.OK)
                throw Refusal(request, query.Symbol, status, page);
            yield return page;
            path = page.Has("next_url") ? Next(page.Text("next_url")) : null;
        }
    }

    private string Next(string address)
    {
        // The key goes in a header; a vendor that writes it into the address must not get it onto our disk.
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? next)
            || !next.Host.Equals(access.Endpoint.Url.Host, StringComparison.OrdinalIgnoreCase) && next.Host is not ("api.polygon.io" or "api.massive.com"))
            throw new SourceException(SourceFailure.BadAnswer, "massive: the next page lies at another host "
                + $"({SourceHttp.Clip(SourceHttp.Redact(access.Endpoint, address.Split('?')[0]))}), which does not get the key. "
                + "Set RESEARCHLAB_MASSIVE_URL to that host if it is right.");
        IEnumerable<string> query = next.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(part => !part.StartsWith("apiKey=", StringComparison.OrdinalIgnoreCase));
        return next.AbsolutePath + "?" + string.Join('&', query);
    }

    private SourceException Refusal(SourceRequest request, string symbol, HttpStatusCode status, JsonFields answer)
    {
        string says = SourceHttp.Redact(access.Endpoint,
            answer.Has("message") ? answer.Text("message") : answer.Has("error") ? answer.Text("error") : answer.Element.GetRawText());
        return status switch
        {
            HttpStatusCode.NotFound => new SourceException(SourceFailure.UnknownSymbol, $"massive: knows no symbol '{symbol}' ({SourceHttp.Clip(says)})."),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => SourceHttp.Refused(request, status, says),
            _ => new SourceException(SourceFailure.BadAnswer,
                Invariant($"massive: the request for {symbol} was refused (HTTP {(int)status}, '{SourceHttp.Clip(says)}'). Check --symbol, --from and --to.")),
        };
    }

    private readonly record struct Bar(long Time, double Open, double High, double Low, double Close, double Volume)
    {
        public static Bar Read(JsonFields bar) => new(bar.Whole("t"), bar.Number("o"), bar.Number("h"), bar.Number("l"), bar.Number("c"), bar.Number("v"));
    }
}
