using System.Globalization;
using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Tests.Lake;
using ResearchLab.Time;

namespace ResearchLab.Tests.Market;

/// <summary>Answers of data services as they come, and exports of terminals with their titles and field names.</summary>
public sealed class JsonLayoutTests : IDisposable
{
    private static readonly DateOnly[] s_sessions = [.. ExchangeCalendar.Nyse.Sessions(new(2024, 1, 2), new(2024, 1, 31))];
    private readonly LakeFixture _fixture = new("2024-06-01");

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void AlphaVantage_KeyedByDate_IsRead()
    {
        Check(Ingest("av.json",
            $$"""{"Meta Data": {"1. Information": "Daily Prices", "2. Symbol": "ACME", "5. Time Zone": "US/Eastern"}, "Time Series (Daily)": {{{Rows(", ", at => $"\"{s_sessions[^(at + 1)]:yyyy-MM-dd}\": {{\"1. open\": \"{Open(s_sessions.Length - 1 - at)}\", \"2. high\": \"200\", \"3. low\": \"90\", \"4. close\": \"{Close(s_sessions.Length - 1 - at)}\", \"5. volume\": \"1000\"}}")}} } }"""));
        Check(Ingest("bare.json",
            $$"""{{{Rows(", ", at => $"\"{s_sessions[at]:yyyy-MM-dd}\": {{\"open\": {Open(at)}, \"high\": 200, \"low\": 90, \"close\": {Close(at)}, \"volume\": 1000}}")}}}""", new CsvIngestOptions { Name = "ACME" }), news: 0);
    }

    [Fact]
    public void AlphaVantage_Intraday_TakesItsZone()
    {
        string text =
            $$"""{"Meta Data": {"2. Symbol": "ACME", "4. Interval": "60min", "6. Time Zone": "US/Eastern"}, "Time Series (60min)": {{{string.Join(", ", s_sessions.SelectMany(day => Enumerable.Range(10, 6).Select(hour => Invariant($"\"{day:yyyy-MM-dd} {hour}:00:00\": {{\"1. open\": 100, \"2. high\": 101, \"3. low\": 99, \"4. close\": 100.5, \"5. volume\": 10}}"))))}} } }""";
        IngestResult result = Ingest("hours.json", text);
        Assert.Equal(6 * s_sessions.Length, result.Rows.New);
        Assert.Contains("US/Eastern", result.TakenFor!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Finnhub_AListAColumn_AsksForTheSymbol()
    {
        string text =
            $$"""{"c": [{{Rows(",", at => Close(at))}}], "h": [{{Rows(",", _ => "200")}}], "l": [{{Rows(",", _ => "90")}}], "o": [{{Rows(",", at => Open(at))}}], "s": "ok", "t": [{{Rows(",", at => Seconds(at, 0))}}], "v": [{{Rows(",", _ => "1000")}}]}""";
        Assert.Contains("--symbol", Refused("fh.json", text), StringComparison.Ordinal);
        Check(Ingest("fh.json", text, new CsvIngestOptions { Name = "ACME" }));
    }

    [Fact]
    public void Polygon_FieldsOfOneLetter_AreRead()
    {
        Check(Ingest("pg.json",
            $$"""{"ticker": "ACME", "queryCount": 2, "adjusted": true, "results": [{{Rows(",", at => $"{{\"v\": 1000, \"vw\": 101.2, \"o\": {Open(at)}, \"c\": {Close(at)}, \"h\": 200, \"l\": 90, \"t\": {Seconds(at, 5)}000, \"n\": 12}}")}}], "status": "OK", "count": 2}"""));
        Check(Ingest("grouped.json",
            $$"""[{{Rows(",", at => $"{{\"T\": \"ACME\", \"v\": 1000, \"o\": {Open(at)}, \"c\": {Close(at)}, \"h\": 200, \"l\": 90, \"t\": {Seconds(at, 21)}000}}")}}]"""), news: 0);
    }

    [Fact]
    public void TwelveData_TakesSymbolAndZoneOfItsMeta() =>
        Check(Ingest("td.json",
            $$"""{"meta": {"symbol": "ACME", "interval": "1day", "exchange_timezone": "America/New_York"}, "values": [{{Rows(",", at => $"{{\"datetime\": \"{s_sessions[^(at + 1)]:yyyy-MM-dd}\", \"open\": \"{Open(s_sessions.Length - 1 - at)}\", \"high\": \"200\", \"low\": \"90\", \"close\": \"{Close(s_sessions.Length - 1 - at)}\", \"volume\": \"1000\"}}")}}], "status": "ok"}"""));

    [Theory]
    [InlineData("[[\"2024-01-02\", 1, 2], [\"2024-01-03\", 1, 2]]", "rows without names, such as [\"2024-01-02\", 1, 2]")]
    [InlineData("{\"Error Message\": \"Invalid API call.\"}", "an answer without rows: Error Message is 'Invalid API call.'")]
    [InlineData("{\"code\": 429, \"message\": \"limit\", \"status\": \"error\"}", "an answer without rows: message is 'limit'")]
    public void NoTable_IsNamedForWhatItIs(string text, string cause) => Assert.Contains(cause, Refused("arr.json", text), StringComparison.Ordinal);

    [Theory]
    [InlineData("x\n", "is not a CSV file")]
    [InlineData("[[1, 2]]", "rows without names")]
    [InlineData("a,b\n1,2\n", "has no column")]
    public void WhatIsPipedIn_IsNotCalledByTheFileItIsPutInto(string text, string cause)
    {
        using FileStream pipe = File.OpenRead(_fixture.Write("piped", text));
        string path = $"/proc/self/fd/{pipe.SafeFileHandle.DangerousGetHandle()}";
        CsvIngestException error = Assert.Throws<CsvIngestException>(() => FileIngest.Ingest(_fixture.Lake, path, new CsvIngestOptions()));
        Assert.Contains(cause, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("researchlab-ingest", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(".csv", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OneRowAlone_IsARow() =>
        Assert.Equal(1, Ingest("row.jsonl",
            "{\"date\": \"2024-01-02\", \"symbol\": \"ACME\", \"open\": 10, \"high\": 11, \"low\": 9, \"close\": 10.5, \"volume\": 7}\n").Rows.New);

    [Fact]
    public void OtherSymbolThanSaid_IsRefused() =>
        Assert.Contains("ACME",
            Refused("td.json",
                "{\"meta\": {\"symbol\": \"ACME\"}, \"values\": [{\"datetime\": \"2024-01-02\", \"open\": 1, \"high\": 1, \"low\": 1, \"close\": 1}]}",
                new CsvIngestOptions { Name = "SPY" }), StringComparison.Ordinal);

    [Theory]
    [InlineData("SPY US Equity,,,,,\nDates,PX_OPEN,PX_HIGH,PX_LOW,PX_LAST,PX_VOLUME\n")]
    [InlineData("Exchange Date,Price Open,Price High,Price Low,Price Close,Accumulated Volume\n")]
    [InlineData("\"History of ACME.O\"\n\nExchange Date,Trade Open,Trade High,Trade Low,Trade Close,Volume\n")]
    public void Terminals_WithTitleAndFieldNames_AreRead(string head) =>
        Check(Ingest("terminal.csv", head + Rows("", at => $"{s_sessions[at]:yyyy-MM-dd},{Open(at)},200,90,{Close(at)},1000\n"),
            new CsvIngestOptions { Name = "ACME" }));

    private static string Rows(string between, Func<int, string> row) => string.Join(between, Enumerable.Range(0, s_sessions.Length).Select(row));

    private static string Open(int at) => Invariant($"{100 + at}");

    private static string Close(int at) => Invariant($"{100.5 + at}");

    private static string Seconds(int at, int hour) =>
        Invariant($"{new DateTimeOffset(s_sessions[at].ToDateTime(new TimeOnly(hour, 0)), TimeSpan.Zero).ToUnixTimeSeconds()}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private IngestResult Ingest(string name, string text, CsvIngestOptions? options = null) =>
        FileIngest.Ingest(_fixture.Lake, _fixture.Write(name, text), options ?? new CsvIngestOptions());

    private string Refused(string name, string text, CsvIngestOptions? options = null)
    {
        CsvIngestException error = Assert.Throws<CsvIngestException>(() => Ingest(name, text, options));
        Assert.DoesNotContain('\n', error.Message);
        Assert.Empty(_fixture.DataFiles());
        return error.Message;
    }

    private void Check(IngestResult result, int? news = null)
    {
        Assert.Equal((news ?? s_sessions.Length, 0), (result.Rows.New, result.QuarantinedTotal));
        using LakeView view = _fixture.Lake.Now();
        BarSeries bars = LakeMarket.Bars(view, "ACME");
        Assert.Equal(s_sessions, bars.Sessions);
        Assert.Equal((100, 100.5, 1000), (bars.Open[0], bars.Close[0], bars.Volume[0]));
        Assert.Equal(100.5 + s_sessions.Length - 1, bars.Close[^1]);
    }
}
