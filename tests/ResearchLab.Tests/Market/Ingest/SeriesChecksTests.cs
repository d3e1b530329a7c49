using System.Globalization;
using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Tests.Lake;
using ResearchLab.Time;

namespace ResearchLab.Tests.Market;

/// <summary>What a whole series tells against itself.</summary>
public sealed class SeriesChecksTests : IDisposable
{
    private static readonly DateOnly[] s_sessions = ExchangeCalendar.Nyse.Sessions(new(2023, 1, 3), new(2023, 12, 29));
    private readonly LakeFixture _fixture = new("2024-06-01");

    public void Dispose() => _fixture.Dispose();

    private IngestResult Ingest(string text, CsvIngestOptions? options = null, string name = "values.csv") =>
        CsvIngest.Ingest(_fixture.Lake, _fixture.Write(name, text), options ?? new CsvIngestOptions());

    private string Refused(string text, CsvIngestOptions? options = null, string name = "values.csv")
    {
        string[] before = _fixture.DataFiles();
        CsvIngestException error = Assert.Throws<CsvIngestException>(() => Ingest(text, options, name));
        Assert.DoesNotContain('\n', error.Message);
        Assert.Equal(before, _fixture.DataFiles());
        return error.Message;
    }

    private static string Values(string name, Func<int, double> value, Func<int, DateOnly>? date = null,
        int rows = 0) => $"Date,{name}\n" + string.Concat(Enumerable.Range(0, rows == 0 ? s_sessions.Length : rows)
        .Select(row => string.Create(CultureInfo.InvariantCulture, $"{(date?.Invoke(row) ?? s_sessions[row]):yyyy-MM-dd},{value(row):0.######}\n")));

    private static double Vix(int row) => 15 + (row % 7 * 0.31) + (row % 3 * 0.17);

    [Fact]
    public void Index_ADayLate_IsRefused_AndOnItsSessionsRead()
    {
        Assert.Contains("dates are a day late", Refused(Values("VIX", Vix, row => s_sessions[row].AddDays(1)), new CsvIngestOptions { InferCalendar = true })
            .Replace("are no sessions", "dates are a day late", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("are no sessions, such as", Refused(Values("VIX", Vix, row => new DateOnly(2023, 1, 1).AddDays(row))), StringComparison.Ordinal);
        Assert.Equal(s_sessions.Length, Ingest(Values("VIX", Vix)).Rows.New);
    }

    [Theory]
    [InlineData("VIX", 7)]
    [InlineData("unemployment", 30)]
    public void ValuesOfWeeksAndMonths_AreRefused_UntilTheirPublicationIsSaid(string name, int days)
    {
        string text = Values(name, row => 15 + (row % 5), row => ExchangeCalendar.Nyse.Next(new DateOnly(2023, 1, 1).AddDays(row * days)), 11);
        string message = Refused(text);
        Assert.Contains("--published-after", message, StringComparison.Ordinal);
        int sessions = int.Parse(message[(message.LastIndexOf(' ') + 1)..].TrimEnd('.'), CultureInfo.InvariantCulture);
        Assert.Equal(11, Ingest(text, new CsvIngestOptions { PublishedAfterSessions = sessions }).Rows.New);
        // No value is seen before it was published.
        DateOnly first = ExchangeCalendar.Nyse.Next(new DateOnly(2023, 1, 1));
        using LakeView before = _fixture.Lake.AsOf(ExchangeCalendar.Nyse.OpenOf(ExchangeCalendar.Nyse.AddSessions(first, sessions)));
        Assert.Empty(LakeMarket.Series(before, name).Values);
    }

    [Fact]
    public void Index_HeldForWeeks_IsRefused_AndAFewDaysAreStale()
    {
        Assert.Contains("was carried forward", Refused(Values("VIX", row => Vix(row / 20))), StringComparison.Ordinal);
        IngestResult few = Ingest(Values("VIX", row => Vix(row is > 100 and < 106 ? 100 : row)));
        Assert.Equal(5, few.Quarantined[QualityReason.Stale]);
        // A rate may stay for months.
        Assert.Equal(0, Ingest(Values("fed_funds", _ => 5.33), new CsvIngestOptions { Unit = SeriesUnit.Percent }).QuarantinedTotal);
    }

    [Fact]
    public void Index_TenTimesTooHighForDays_IsTheBadRows_AndForGoodIsAnotherUnit()
    {
        Assert.Equal(11, Ingest(Values("VIX", row => Vix(row) * (row is >= 100 and <= 110 ? 10 : 1))).Quarantined[QualityReason.Jump]);
        Assert.Contains("and stays, ", Refused(Values("VXN", row => Vix(row) / (row >= 100 ? 100 : 1))), StringComparison.Ordinal);
    }

    [Fact]
    public void Rate_InPercentAndThenAsFraction_IsRefused_InTheFileAndAgainstTheLake()
    {
        var percent = new CsvIngestOptions { Unit = SeriesUnit.Percent };
        double Rate(int row) => 4.5 + (row % 5 * 0.02);
        Assert.Contains($"on {s_sessions[100]:yyyy-MM-dd} and stays", Refused(Values("fed_funds", row => Rate(row) / (row >= 100 ? 100 : 1)), percent),
            StringComparison.Ordinal);
        Ingest(Values("fed_funds", Rate, rows: 100), percent);
        string fractions = Values("fed_funds", row => Rate(row) / 100, row => s_sessions[row + 100], 50);
        Assert.Contains("their units differ. Say the unit of the file with --unit", Refused(fractions, percent), StringComparison.Ordinal);
        Assert.Equal(50, Ingest(fractions, new CsvIngestOptions { Unit = SeriesUnit.AsIs }).Rows.New);
    }

    [Fact]
    public void TwoValuesOfADate_AreRefused()
    {
        string message = Refused("Date,Time,VIX\n2023-01-03,10:00,21.1\n2023-01-03,16:00,22.9\n2023-01-04,16:00,22.0\n");
        Assert.Contains("two values of vix for 2023-01-03: 21.1 on line 2, 22.9 on line 3", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Vix_OfFred_IsTheVix() => Assert.Equal(["vix"], Ingest("observation_date,VIXCLS\n2023-01-03,22.9\n2023-01-04,22.01\n").Names);

    [Fact]
    public void Trades_AreNoSeries() =>
        Assert.Contains("holds trades (TradePrice)",
            Refused("Symbol,Date/Time,Quantity,TradePrice,Proceeds\nSPY,20230601;160000,100,421.82,-42182\nSPY,20230602;160000,-100,427.92,42792\n"),
            StringComparison.Ordinal);
}
