using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ResearchLab.Time;

namespace ResearchLab.Market.Sources;

/// <summary>
/// CoinGecko: the price of a coin in US dollars at the end of each day in UTC, over all exchanges it watches, as a series such as <c>bitcoin_usd</c>. What it
/// gives for midnight, or first within the hour after it, is the close of the day that ended then.
/// </summary>
/// <param name="access">What it is opened with.</param>
public sealed class CoinGeckoSource(SourceAccess access) : IDataSource
{
    private const int FreeDays = 364, TooFarBack = 10012;

    /// <summary>What there is to know of it.</summary>
    public static SourceDescription Description { get; } = new("coingecko", "Daily prices of coins in US dollars, over all exchanges",
        new Uri("https://api.coingecko.com"), 10)
    {
        Datasets = [new SourceDataset("series") { OverlapDays = 5 }],
        FirstDay = new DateOnly(2013, 4, 28),
        SymbolHelp = "Coin as its address names it, such as bitcoin (repeatable, or with commas)",
        KeyVariables = ["COINGECKO_API_KEY"],
        KeyIsOptional = true,
        Open = access => new CoinGeckoSource(access),
    };

    /// <inheritdoc/>
    SourceDescription IDataSource.Description => Description;

    /// <inheritdoc/>
    public ExchangeCalendar CalendarOf(string symbol) => ExchangeCalendar.Crypto;

    /// <inheritdoc/>
    public string SeriesNameOf(string symbol)
    {
        ArgumentNullException.ThrowIfNull(symbol);
        return symbol.ToLowerInvariant().Replace('-', '_') + "_usd";
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourceRows> FetchAsync(SourceQuery query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        string[] remarks = [];
        (HttpStatusCode status, JsonElement json) = await GetAsync(query, query.From, cancellation);
        if (IsTooFarBack(json))
        {
            var first = DateOnly.FromDateTime(query.Now.UtcDateTime.AddDays(-FreeDays));
            if (query.To < first)
                throw new SourceException(SourceFailure.Refused, "coingecko: gives the last 365 days without a paid plan, "
                    + Invariant($"and {query.Symbol} was asked for until {query.To:yyyy-MM-dd}. Ask for --to {first:yyyy-MM-dd} or later, ")
                    + "or use a paid plan's address and key.");
            remarks = [Invariant($"coingecko gives the last 365 days without a paid plan; {query.Symbol} is asked for from {first:yyyy-MM-dd} on")];
            (status, json) = await GetAsync(query, first, cancellation);
        }

        if (status != HttpStatusCode.OK)
            throw Refusal(query.Symbol, status, json);
        Dictionary<DateOnly, VintageValue> closes = [];
        foreach (JsonFields point in new JsonFields(Description.Name, json).Array("prices"))
        {
            JsonFields[] pair = [.. point.Items()];
            if (pair.Length != 2)
                throw point.Wrong($"'{point.Path}'", point.Element, "a time and a price");
            var at = DateTimeOffset.FromUnixTimeMilliseconds(pair[0].WholeNumber());
            double price = pair[1].NumberOrNull();
            DateOnly day = DateOnly.FromDateTime(at.UtcDateTime).AddDays(-1);
            if (at.Hour == 0 && at <= query.Now && price > 0 && day >= query.From && day <= query.To)
                closes.TryAdd(day, new VintageValue(day, price, KnownAt.Daily(day, ExchangeCalendar.Crypto)));
        }

        yield return new SourceRows { SeriesName = SeriesNameOf(query.Symbol), Values = [.. closes.Values.OrderBy(value => value.Date)], Remarks = remarks };
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> NearAsync(string symbol, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(symbol);
        (_, JsonElement json) = await access.Http.GetAsync(
            Request($"/api/v3/search?query={Uri.EscapeDataString(symbol.ToLowerInvariant())}") with { FreshFor = TimeSpan.FromDays(1) }, cancellation);
        var answer = new JsonFields(Description.Name, json);
        return answer.Has("coins") ? [.. answer.Array("coins").Select(coin => coin.Text("id"))] : [];
    }

    private SourceRequest Request(string path) => new(Description.Name, access.Endpoint, path)
    {
        // A paid plan has an address of its own, and another name for its key.
        KeyParameter = access.Endpoint.Url.Host.StartsWith("pro-api.", StringComparison.OrdinalIgnoreCase) ? "x_cg_pro_api_key" : "x_cg_demo_api_key",
    };

    private Task<(HttpStatusCode Status, JsonElement Json)> GetAsync(SourceQuery query, DateOnly from, CancellationToken cancellation)
    {
        // The close of the last day is the price an hour into the next at most.
        long first = Seconds(from), last = Seconds(query.To.AddDays(1)) + 3600;
        return access.Http.GetAsync(
            Request(Invariant($"/api/v3/coins/{Uri.EscapeDataString(query.Symbol.ToLowerInvariant())}/market_chart/range?vs_currency=usd&from={first}&")
                + Invariant($"to={last}&precision=full")), cancellation);
    }

    private static bool IsTooFarBack(JsonElement json) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty("error", out JsonElement error)
        && error.GetRawText().Contains($"{TooFarBack}", StringComparison.Ordinal);

    private SourceException Refusal(string symbol, HttpStatusCode status, JsonElement json)
    {
        string says = SourceHttp.Redact(access.Endpoint, SourceHttp.Clip(json.GetRawText()));
        return status switch
        {
            HttpStatusCode.NotFound => new SourceException(SourceFailure.UnknownSymbol, $"coingecko: knows no coin '{symbol.ToLowerInvariant()}' ({says})."),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => SourceHttp.Refused(Request(""), status, says),
            _ =>
                new SourceException(SourceFailure.BadAnswer,
                    Invariant($"coingecko: the request for {symbol.ToLowerInvariant()} was refused (HTTP {(int)status}, '{says}'). Check --symbol, ")
                        + "--from and --to."),
        };
    }

    private static long Seconds(DateOnly date) => new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeSeconds();
}
