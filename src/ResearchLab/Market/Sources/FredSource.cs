using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ResearchLab.Time;

namespace ResearchLab.Market.Sources;

/// <summary>
/// Series of FRED with every publication ALFRED has of them: a value is known at the end of the day, in New York, on which it was published.
/// Values in percent are stored as fractions.
/// </summary>
/// <param name="access">What it is opened with.</param>
public sealed class FredSource(SourceAccess access) : IDataSource
{
    private const int PageRows = 100_000, BulkDays = 60;
    private static readonly TimeSpan s_fresh = TimeSpan.FromHours(4);
    private static readonly Dictionary<string, string> s_names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["DTB3"] = "tbill_13w",
        ["DFF"] = "fed_funds",
        ["VIXCLS"] = "vix",
        ["VXVCLS"] = "vix3m",
    };

    /// <summary>What there is to know of it.</summary>
    public static SourceDescription Description { get; } = new("fred", "Series of FRED with every publication of each value",
        new Uri("https://api.stlouisfed.org"), 100)
    {
        // What is older than two years is hardly revised; --refresh asks for it.
        Datasets = [new SourceDataset("series") { OverlapDays = 730 }],
        FirstDay = new DateOnly(1776, 7, 4),
        SymbolHelp = "Series, such as DTB3 (repeatable, or with commas)",
        KeyVariables = ["FRED_API_KEY"],
        Open = access => new FredSource(access),
    };

    /// <inheritdoc/>
    SourceDescription IDataSource.Description => Description;

    /// <inheritdoc/>
    public ExchangeCalendar CalendarOf(string symbol) => ExchangeCalendar.Nyse;

    /// <inheritdoc/>
    public string SeriesNameOf(string symbol)
    {
        ArgumentNullException.ThrowIfNull(symbol);
        return s_names.GetValueOrDefault(symbol, symbol.ToLowerInvariant());
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourceRows> FetchAsync(SourceQuery query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        JsonFields about = new JsonFields(Description.Name, await GetAsync(query.Symbol,
            $"/fred/series?series_id={Uri.EscapeDataString(query.Symbol)}&file_type=json", cancellation)).Array("seriess").FirstOrDefault();
        if (about.Element.ValueKind != JsonValueKind.Object || !about.Text("id").Equals(query.Symbol, StringComparison.OrdinalIgnoreCase))
            throw new SourceException(SourceFailure.BadAnswer,
                $"fred: asked for {query.Symbol}, answered with another series. Nothing of it was stored; try again later.");
        bool percent = about.Text("units").StartsWith("Percent", StringComparison.OrdinalIgnoreCase)
            && !about.Text("units").Contains("Change", StringComparison.OrdinalIgnoreCase);
        bool daily = about.Text("frequency_short") == "D";

        bool vintages = true;
        List<(DateOnly Start, DateOnly Date, double Value)> rows;
        try
        {
            rows = await ObservationsAsync(query, "&realtime_start=1776-07-04&realtime_end=9999-12-31&output_type=1", cancellation);
        }
        catch (SourceException error) when (error.Message.Contains("vintage", StringComparison.OrdinalIgnoreCase))
        {
            // ALFRED gives at most 2,000 publications at once; daily series have more.
            vintages = false;
            rows = await ObservationsAsync(query, "", cancellation);
        }

        double scale = percent ? 0.01 : 1;
        DateOnly archive = rows.Count == 0 ? default : rows.Min(row => row.Start);
        VintageValue Known((DateOnly Start, DateOnly Date, double Value) row)
        {
            // A market's daily value is not revised; one that ALFRED's archive began with was known long before.
            bool bulk = daily && (!vintages || (row.Start == archive && row.Start.DayNumber - row.Date.DayNumber > BulkDays));
            return new VintageValue(row.Date, percent ? Math.Round(row.Value * scale, 12) : row.Value, EndOf(bulk ? NextSession(row.Date) : row.Start));
        }

        string unit = about.Text("units");
        yield return new SourceRows
        {
            SeriesName = SeriesNameOf(query.Symbol),
            Values = [.. rows.Select(Known).Where(value => value.KnownAt <= query.Now).Distinct().OrderBy(value => value.Date).ThenBy(value => value.KnownAt)],
            Remarks =
            [
                $"series {SeriesNameOf(query.Symbol)}={query.Symbol}: {about.Text("title")}, {unit}{(percent ? ", stored as a fraction" : "")}"
                    + (vintages
                        ? ""
                        : daily
                            ? "; too many publications to fetch, each value counts as known after the next session"
                            : "; too many publications to fetch, all count as known today"),
            ],
        };
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> NearAsync(string symbol, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(symbol);
        JsonElement json = await GetAsync(symbol,
            $"/fred/series/search?search_text={Uri.EscapeDataString(symbol)}*&search_type=series_id&limit=20&file_type=json", cancellation);
        return [.. new JsonFields(Description.Name, json).Array("seriess").Select(series => series.Text("id"))];
    }

    private async Task<List<(DateOnly Start, DateOnly Date, double Value)>> ObservationsAsync(SourceQuery query, string realtime,
        CancellationToken cancellation)
    {
        List<(DateOnly Start, DateOnly Date, double Value)> rows = [];
        for (int offset = 0, count = 1; offset < count; offset += PageRows)
        {
            string path =
                Invariant($"/fred/series/observations?series_id={Uri.EscapeDataString(query.Symbol)}&file_type=json&observation_start={query.From:yyyy-MM-dd}")
                + Invariant($"&observation_end={query.To:yyyy-MM-dd}{realtime}&limit={PageRows}&offset={offset}");
            var answer = new JsonFields(Description.Name, await GetAsync(query.Symbol, path, cancellation));
            count = (int)answer.Number("count");
            rows.AddRange(answer.Array("observations")
                .Select(row => (Start: row.Date("realtime_start"), Date: row.Date("date"), Value: Value(row)))
                .Where(row => !double.IsNaN(row.Value) && row.Date >= query.From && row.Date <= query.To));
        }

        return rows;
    }

    private async Task<JsonElement> GetAsync(string symbol, string path, CancellationToken cancellation)
    {
        var request = new SourceRequest(Description.Name, access.Endpoint, path) { KeyParameter = "api_key", FreshFor = s_fresh };
        (HttpStatusCode status, JsonElement json) = await access.Http.GetAsync(request, cancellation);
        if (status == HttpStatusCode.OK)
            return json;
        var answer = new JsonFields(Description.Name, json);
        string says = SourceHttp.Redact(access.Endpoint, answer.Has("error_message") ? answer.Text("error_message") : json.GetRawText());
        if (says.Contains("series does not exist", StringComparison.OrdinalIgnoreCase))
            throw new SourceException(SourceFailure.UnknownSymbol, $"fred: knows no series '{symbol}' ({SourceHttp.Clip(says)}).");
        throw says.Contains("api_key", StringComparison.OrdinalIgnoreCase) || status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
            ? SourceHttp.Refused(request, status, says)
            : new SourceException(SourceFailure.BadAnswer,
                Invariant($"fred: the request for {symbol} was refused (HTTP {(int)status}, '{SourceHttp.Clip(says)}'). Ask for a shorter range with --from ")
                    + "and --to.");
    }

    /// <summary>FRED writes numbers as texts, and a full stop for none.</summary>
    private static double Value(JsonFields row)
    {
        string text = row.Text("value");
        return text == "." ? double.NaN
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value
            : throw row.Wrong($"'{row.Path}.value'", row.Element.GetProperty("value"), "a number in quotes");
    }

    private static DateOnly NextSession(DateOnly date) => date < ExchangeCalendar.FirstDay ? date.AddDays(1) : ExchangeCalendar.Nyse.Next(date);

    private static DateTimeOffset EndOf(DateOnly date)
    {
        DateTime local = date.AddDays(1).ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(local, ExchangeCalendar.Nyse.Zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
