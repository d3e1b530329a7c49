using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ResearchLab.Basics;
using ResearchLab.Time;

namespace ResearchLab.Market.Sources;

/// <summary>
/// Financial Modeling Prep: quotes, key metrics, ratios and the screener, as figures of the fundamentals dataset. Its figures carry no filing date, so
/// a year's count as known 90 days after its end and a quarter's 45, when filings of every size are due; a company that files late is known too early.
/// </summary>
/// <param name="access">What it is opened with.</param>
public sealed class FmpSource(SourceAccess access) : IDataSource
{
    private readonly DailyQuota _quota = QuotaOf(access);

    private const int AnnualFilingDays = 90, QuarterlyFilingDays = 45;
    private static readonly TimeSpan s_reportsFresh = TimeSpan.FromDays(1);
    private static readonly string[] s_notFigures = ["timestamp", "cik", "cusip", "isin"];

    /// <summary>What there is to know of it.</summary>
    public static SourceDescription Description { get; } = new("fmp", "Quotes, key metrics, ratios and the screener of Financial Modeling Prep",
        new Uri("https://financialmodelingprep.com"), 240)
    {
        Datasets = [new SourceDataset("quotes"), new SourceDataset("metrics"), new SourceDataset("ratios"),
            new SourceDataset("screener") { ByCriteria = true }],
        FirstDay = new DateOnly(1985, 1, 1),
        KeyVariables = ["FMP_API_KEY"],
        Variables = ["FMP_CALLS_PER_DAY", "FMP_RESET_HOUR"],
        Open = access => new FmpSource(access),
    };

    /// <inheritdoc/>
    SourceDescription IDataSource.Description => Description;

    /// <inheritdoc/>
    public ExchangeCalendar CalendarOf(string symbol) => ExchangeCalendar.Nyse;

    /// <summary>Calls of the day that are left.</summary>
    internal int CallsLeft => _quota.Left;

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourceRows> FetchAsync(SourceQuery query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        string symbol = Uri.EscapeDataString(query.Symbol);
        (string path, TimeSpan fresh) = query.Dataset switch
        {
            "quotes" => ($"/stable/quote?symbol={symbol}", TimeSpan.FromMinutes(1)),
            "metrics" => ($"/stable/key-metrics?symbol={symbol}&limit=40", s_reportsFresh),
            "ratios" => ($"/stable/ratios?symbol={symbol}&limit=40", s_reportsFresh),
            "screener" => ($"/stable/company-screener?{Criteria(query.Symbol)}limit=1000", s_reportsFresh),
            _ => throw new ArgumentException($"fmp has no dataset '{query.Dataset}'.", nameof(query)),
        };
        JsonElement json = await GetAsync(query.Symbol, path, fresh, cancellation);
        JsonFields[] items = [.. new JsonFields(Description.Name, json).Items()];
        if (items.Length == 0 && query.Dataset != "screener")
            throw new SourceException(SourceFailure.UnknownSymbol, $"fmp: has no {query.Dataset} of '{query.Symbol}'.");
        List<FundamentalValue> values = [];
        foreach (JsonFields item in items)
            values.AddRange(Figures(query, item));
        yield return new SourceRows { Fundamentals = [.. values.DistinctBy(value => (value.Symbol, value.Session, value.Period, value.Name))] };
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> NearAsync(string symbol, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(symbol);
        JsonElement json = await GetAsync(symbol, $"/stable/search-symbol?query={Uri.EscapeDataString(symbol)}&limit=10", s_reportsFresh, cancellation);
        return [.. new JsonFields(Description.Name, json).Items().Select(found => found.Text("symbol"))];
    }

    /// <summary>The count of its calls: 250 a day on the free plan, the day beginning at 15:00 in New York unless told otherwise.</summary>
    internal static DailyQuota QuotaOf(SourceAccess access) => new(
        Path.Combine(access.Folder, "fmp-calls.json"), access.Count("FMP_CALLS_PER_DAY", 250), TimeZones.NewYork,
        access.Hour("FMP_RESET_HOUR", new TimeOnly(15, 0)), access.Time);

    private static IEnumerable<FundamentalValue> Figures(SourceQuery query, JsonFields item)
    {
        string symbol = item.Text("symbol");
        if (query.Dataset != "screener" && !symbol.Equals(query.Symbol, StringComparison.OrdinalIgnoreCase))
            throw new SourceException(SourceFailure.BadAnswer,
                $"fmp: asked for {query.Symbol}, answered with '{symbol}'. Nothing of it was stored; try again later.");
        (DateOnly session, string period, DateTimeOffset known) = query.Dataset switch
        {
            "quotes" => Quote(query, item),
            "screener" => (Day(query.Now), "screener", query.Now),
            _ => Report(query, item),
        };
        if (session < query.From || session > query.To.AddDays(1) || known > query.Now)
            yield break;
        bool any = false;
        foreach (JsonProperty field in item.Element.EnumerateObject())
        {
            if (field.Value.ValueKind != JsonValueKind.Number || s_notFigures.Contains(field.Name))
                continue;
            any = true;
            yield return new FundamentalValue(symbol.ToUpperInvariant(), session, period, field.Name, field.Value.GetDouble(), known);
        }

        if (!any)
            throw item.Wrong($"'{item.Path}'", item.Element, "an object with figures");
    }

    private static (DateOnly, string, DateTimeOffset) Quote(SourceQuery query, JsonFields item)
    {
        _ = item.Number("price");
        DateTimeOffset at = DateTimeOffset.FromUnixTimeSeconds(item.Whole("timestamp"));
        return at > query.Now.AddMinutes(5)
            ? throw item.Wrong($"'{item.Path}.timestamp'", item.Element.GetProperty("timestamp"), "a time that has passed")
            : (Day(at), "quote", at);
    }

    private static (DateOnly, string, DateTimeOffset) Report(SourceQuery query, JsonFields item)
    {
        DateOnly end = item.Date("date");
        string period = item.Text("period");
        DateOnly due = end.AddDays(period == "FY" ? AnnualFilingDays : QuarterlyFilingDays);
        var known = new DateTimeOffset(due.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        // What stands in an answer is known, however early.
        return (end, period, known < query.Now ? known : query.Now);
    }

    private static DateOnly Day(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, ExchangeCalendar.Nyse.Zone).DateTime);

    /// <summary>The screener's symbol is its criteria, such as <c>marketCapMoreThan=1000000000,sector=Technology</c>; a star for none.</summary>
    private static string Criteria(string text) => text == "*" ? "" : string.Concat(text.Split(',').Select(pair =>
        pair.Split('=') is [{ Length: > 0 } name, { Length: > 0 } value]
            ? $"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value)}&"
            : throw new UsageException($"The screener's criterion '{pair}' is not NAME=VALUE, such as marketCapMoreThan=1000000000.")));

    private async Task<JsonElement> GetAsync(string symbol, string path, TimeSpan fresh, CancellationToken cancellation)
    {
        var request = new SourceRequest(Description.Name, access.Endpoint, path) { KeyParameter = "apikey", FreshFor = fresh, BeforeTry = _quota.Take };
        (HttpStatusCode status, JsonElement json) = (default, default);
        try
        {
            (status, json) = await access.Http.GetAsync(request, cancellation);
        }
        catch (SourceException error) when (error.Message.Contains("Limit Reach", StringComparison.OrdinalIgnoreCase))
        {
            _quota.Exhaust();
            throw UsedUp();
        }

        string says = json.ValueKind == JsonValueKind.Object && new JsonFields(Description.Name, json) is var answer && answer.Has("Error Message")
            ? SourceHttp.Redact(access.Endpoint, answer.Text("Error Message"))
            : status == HttpStatusCode.OK ? "" : SourceHttp.Redact(access.Endpoint, json.GetRawText());
        if (says.Contains("Limit Reach", StringComparison.OrdinalIgnoreCase))
        {
            _quota.Exhaust();
            throw UsedUp();
        }

        return says.Length == 0 && status == HttpStatusCode.OK ? json
            : status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.PaymentRequired
                || says.Contains("API KEY", StringComparison.OrdinalIgnoreCase)
                ? throw SourceHttp.Refused(request, status, says)
                : throw new SourceException(SourceFailure.BadAnswer,
                    Invariant($"fmp: the request for {symbol} was refused (HTTP {(int)status}, '{SourceHttp.Clip(says)}'). Check --symbol."));
    }

    private SourceException UsedUp() => new(
        SourceFailure.Exhausted, "fmp: the vendor says that the calls of the day are used up. The next day of calls begins at "
            + Invariant($"{_quota.NextReset():yyyy-MM-dd HH:mm} UTC; run again then."));
}
