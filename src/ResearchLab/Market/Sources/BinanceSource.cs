using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ResearchLab.Time;

namespace ResearchLab.Market.Sources;

/// <summary>Binance's klines: bars of pairs that trade around the clock; a session is a day in UTC. Prices and volumes are as traded.</summary>
/// <param name="access">What it is opened with.</param>
public sealed class BinanceSource(SourceAccess access) : IDataSource
{
    private const int PageRows = 1000, KlineFields = 12, InvalidSymbol = -1121;

    /// <summary>What there is to know of it.</summary>
    public static SourceDescription Description { get; } = new("binance", "Bars of crypto pairs, around the clock", new Uri("https://api.binance.com"), 600)
    {
        Datasets = [new SourceDataset("bars") { BySession = true }],
        Intervals = [LakeMarket.Daily, "1m", "5m", "15m", "30m", "1h", "4h"],
        FirstDay = new DateOnly(2017, 7, 14),
        Open = access => new BinanceSource(access),
    };

    /// <inheritdoc/>
    SourceDescription IDataSource.Description => Description;

    /// <inheritdoc/>
    public ExchangeCalendar CalendarOf(string symbol) => ExchangeCalendar.Crypto;

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourceRows> FetchAsync(SourceQuery query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        TimeSpan length = query.Interval == LakeMarket.Daily ? TimeSpan.FromDays(1) : LakeMarket.Intervals[query.Interval];
        long next = Milliseconds(query.From), last = Milliseconds(query.To.AddDays(1)) - 1;
        while (next <= last)
        {
            var request = new SourceRequest(
                Description.Name, access.Endpoint,
                Invariant($"/api/v3/klines?symbol={Uri.EscapeDataString(query.Symbol)}&interval={query.Interval}&startTime={next}&endTime={last}&")
                    + Invariant($"limit={PageRows}"));
            (HttpStatusCode status, JsonElement json) = await access.Http.GetAsync(request, cancellation);
            if (json.ValueKind == JsonValueKind.Object)
                throw Refusal(request, query.Symbol, status, new JsonFields(Description.Name, json));
            Kline[] page = [.. new JsonFields(Description.Name, json).Items().Select(Kline.Read)];
            if (page.Length == 0)
                yield break;
            if (Array.Find(page, kline => kline.Time < next || kline.Time > last) is { Time: > 0 } stray)
                throw new SourceException(SourceFailure.BadAnswer, Invariant($"binance: the answer for {query.Symbol} holds a bar of ")
                    + Invariant($"{DateTimeOffset.FromUnixTimeMilliseconds(stray.Time):yyyy-MM-dd HH:mm} UTC, outside the range asked for. ")
                    + "Nothing of it was stored; try again later.");
            yield return Rows(query, page.OrderBy(kline => kline.Time)
                .Where(kline => DateTimeOffset.FromUnixTimeMilliseconds(kline.Time) + length <= query.Now));
            if (page.Length < PageRows)
                yield break;
            next = page.Max(kline => kline.Time) + (long)length.TotalMilliseconds;
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> NearAsync(string symbol, CancellationToken cancellation)
    {
        var request = new SourceRequest(Description.Name, access.Endpoint, "/api/v3/ticker/price") { FreshFor = TimeSpan.FromDays(1) };
        (_, JsonElement json) = await access.Http.GetAsync(request, cancellation);
        return [.. new JsonFields(Description.Name, json).Items().Select(ticker => ticker.Text("symbol"))];
    }

    private static SourceException Refusal(SourceRequest request, string symbol, HttpStatusCode status, JsonFields answer)
    {
        string says = SourceHttp.Redact(request.Endpoint, answer.Has("msg") ? answer.Text("msg") : SourceHttp.Clip(answer.Element.GetRawText()));
        if (answer.Has("code") && answer.Number("code") == InvalidSymbol)
            return new SourceException(SourceFailure.UnknownSymbol, $"binance: knows no symbol '{symbol}' ({SourceHttp.Clip(says)}).");
        return status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.UnavailableForLegalReasons
            ? new SourceException(SourceFailure.Refused, Invariant($"binance: {request.Endpoint.Url.Authority} refused the request (HTTP {(int)status}, ")
                + Invariant($"'{SourceHttp.Clip(says)}'). It does not serve every country; set RESEARCHLAB_BINANCE_URL to https://data-api.binance.vision ")
                + "or another host.")
            : new SourceException(SourceFailure.BadAnswer,
                Invariant($"binance: the request for {symbol} was refused (HTTP {(int)status}, '{SourceHttp.Clip(says)}'). Check --symbol, --interval, ")
                    + "--from and --to.");
    }

    private static SourceRows Rows(SourceQuery query, IEnumerable<Kline> klines)
    {
        Kline[] rows = [.. klines];
        double[] Column(Func<Kline, double> value) => Array.ConvertAll(rows, row => value(row));
        DateTimeOffset[] times = Array.ConvertAll(rows, row => DateTimeOffset.FromUnixTimeMilliseconds(row.Time));
        DateOnly[] sessions = Array.ConvertAll(times, time => LakeMarket.SessionOf(time, query.Calendar));
        return query.Interval == LakeMarket.Daily
            ? new SourceRows
            {
                Bars = new BarSeries(query.Symbol, sessions, Column(k => k.Open), Column(k => k.High), Column(k => k.Low), Column(k => k.Close),
                Column(k => k.Volume))
            }
            : new SourceRows
            {
                Intraday = new IntradayBars(query.Symbol, times, sessions, Column(k => k.Open), Column(k => k.High), Column(k => k.Low),
                Column(k => k.Close), Column(k => k.Volume))
            };
    }

    private static long Milliseconds(DateOnly date) => new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeMilliseconds();

    private readonly record struct Kline(long Time, double Open, double High, double Low, double Close, double Volume)
    {
        public static Kline Read(JsonFields row)
        {
            JsonFields[] fields = [.. row.Items()];
            if (fields.Length < KlineFields)
                throw row.Wrong($"'{row.Path}'", row.Element, $"a list of {KlineFields} fields");
            return new Kline(
                fields[0].WholeNumber(), fields[1].NumberInText(), fields[2].NumberInText(), fields[3].NumberInText(), fields[4].NumberInText(),
                fields[5].NumberInText());
        }
    }
}
