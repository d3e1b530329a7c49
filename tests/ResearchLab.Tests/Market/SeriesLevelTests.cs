using System.Globalization;
using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Tests.Lake;
using ResearchLab.Time;

namespace ResearchLab.Tests.Market;

/// <summary>Series whose level is that of another unit or of another index, and mixed dates.</summary>
public sealed class SeriesLevelTests : IDisposable
{
    private static readonly DateOnly[] s_sessions = ExchangeCalendar.Nyse.Sessions(new(2023, 1, 3), new(2023, 6, 30));
    private readonly LakeFixture _fixture = new("2024-06-01");

    public void Dispose() => _fixture.Dispose();

    private IngestResult Ingest(string text, CsvIngestOptions? options = null) =>
        CsvIngest.Ingest(_fixture.Lake, _fixture.Write("values.csv", text), options ?? new CsvIngestOptions());

    private string Refused(string text, CsvIngestOptions? options = null)
    {
        CsvIngestException error = Assert.Throws<CsvIngestException>(() => Ingest(text, options));
        Assert.DoesNotContain('\n', error.Message);
        Assert.Empty(_fixture.DataFiles());
        return error.Message;
    }

    private static string Values(string name, Func<int, double> value, Func<DateOnly, DateOnly>? date = null) => $"Date,{name}\n" + string.Concat(s_sessions
        .Select((session, row) => string.Create(CultureInfo.InvariantCulture, $"{date?.Invoke(session) ?? session:yyyy-MM-dd},{value(row):0.######}\n")));

    private static double Vix(int row) => 13 + (row % 17 * 0.61) + (row % 3 * 0.17);

    [Fact]
    public void Rates_TenTimesTooHigh_AreRefused_AndRightOnesRead()
    {
        CsvIngestOptions bills = new() { Kind = CsvKind.Rates, Unit = SeriesUnit.Percent, Map = new Dictionary<string, string> { ["tbill_13w"] = "Close" } };
        string message = Refused(Values("Close", row => row < 70 ? 0.15 : 24.08), bills);
        Assert.Contains("tbill_13w would be 24.08 % a year, and so for days running (", message, StringComparison.Ordinal);
        Assert.Contains("divide its values by 10", message, StringComparison.Ordinal);
        Assert.Contains("Divide its values by 10", Refused(Values("Close", _ => 48.5), bills), StringComparison.Ordinal);
        Assert.Equal(s_sessions.Length, Ingest(Values("Close", row => row < 60 ? 1.5 : 16.4), bills).Rows.New); // as in 1980
    }

    [Fact]
    public void Vix_TenTimesTooHighOrOfAnotherIndex_IsRefused_AndTheRemedyStoresIt()
    {
        Assert.Contains("for days running", Refused(Values("vix", row => Vix(row) * 10)), StringComparison.Ordinal);
        string other = Values("vix", row => 60 + (Vix(row) * 2));
        string message = Refused(other);
        Assert.Contains("say --series vvix=vix", message, StringComparison.Ordinal);
        Assert.Equal(["vvix"], Ingest(other, new CsvIngestOptions { Kind = CsvKind.Series, Map = new Dictionary<string, string> { ["vvix"] = "vix" } }).Names);
        // A crisis of six weeks, as in 2008.
        Assert.Equal(s_sessions.Length, Ingest(Values("vix", row => row is >= 50 and < 82 ? 50 + Vix(row) : Vix(row))).Rows.New);
    }

    [Fact]
    public void Dates_ThatASpreadsheetMixed_AreRefused() =>
        Assert.Contains("mixes two orders of day and month",
            Refused(Values("vix", Vix, date => date.Day <= 12 ? new DateOnly(date.Year, date.Day, date.Month) : date)), StringComparison.Ordinal);

    [Fact]
    public void SecondSeries_BelowTheFirst_IsRefused() =>
        Assert.Contains("a second line of names ('Date,VVIX') on line 126", Refused(Values("VIX", Vix) + Values("VVIX", row => 80 + Vix(row))),
            StringComparison.Ordinal);
}
