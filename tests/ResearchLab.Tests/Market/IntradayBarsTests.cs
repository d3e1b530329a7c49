using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Tests.Lake;
using ResearchLab.Tests.Shared;
using ResearchLab.Time;

namespace ResearchLab.Tests.Market;

public sealed class IntradayBarsTests : IDisposable
{
    private readonly LakeFixture _fixture = new("2026-01-05");

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void ToDaily_RealHoursOfBitcoin_AreTheVendorsDays()
    {
        IntradayBars hours = Read("crypto_BTCUSDT_1h.csv.gz", "BTCUSDT", TimeZoneInfo.Utc, ExchangeCalendar.Crypto, _ => true);
        IngestResult result = LakeMarket.AppendIntraday(_fixture.Lake, hours, "1h", "test", ExchangeCalendar.Crypto);
        Assert.Empty(result.Quarantined);
        Assert.Equal(hours.Count, result.Rows.New);
        Assert.Equal(hours.Count, LakeMarket.AppendIntraday(_fixture.Lake, hours, "1h", "test", ExchangeCalendar.Crypto).Rows.Same);

        using LakeView view = _fixture.Lake.Now();
        IntradayBars stored = LakeMarket.Intraday(view, "btcusdt", "1h", new(2022, 1, 1), new(2023, 12, 31));
        BarSeries days = stored.ToDaily(ExchangeCalendar.Crypto), vendor = Daily("crypto_BTCUSDT_1d.csv.gz");
        Assert.Equal(730, days.Count);
        for (int i = 0; i < days.Count; i++)
        {
            int at = vendor.IndexOf(days.Sessions[i]);
            Assert.Equal((vendor.Open[at], vendor.High[at], vendor.Low[at], vendor.Close[at]), (days.Open[i], days.High[i], days.Low[i], days.Close[i]));
            Assert.Equal(vendor.Volume[at], days.Volume[i], 1e-6 * vendor.Volume[at]);
        }
    }

    [Fact]
    public void ToDaily_RealMinutesOfSpy_RegularHoursAreTheDailyBar()
    {
        TimeZoneInfo newYork = ExchangeCalendar.Nyse.Zone;
        IntradayBars minutes = Read("intraday_SPY_1m.csv.gz", "SPY", newYork, ExchangeCalendar.Nyse, session => session.Year == 2020);
        IngestResult result = LakeMarket.AppendIntraday(_fixture.Lake, minutes, "1m", "test");
        Assert.Empty(result.Quarantined);
        BarSeries days = minutes.ToDaily(ExchangeCalendar.Nyse), vendor = Daily("daily_SPY.csv.gz");
        Assert.Equal(4, days.Count);
        for (int i = 0; i < days.Count; i++)
        {
            int at = vendor.IndexOf(days.Sessions[i]);
            Assert.Equal(vendor.Open[at], days.Open[i], 0.06); // the auction and the first minute's trade differ by cents
            Assert.Equal(vendor.Close[at], days.Close[i], 0.25);
            Assert.Equal(vendor.High[at], days.High[i], 0.02);
            Assert.Equal(vendor.Low[at], days.Low[i], 0.02);
        }
    }

    [Fact]
    public void AsOf_WithinASession_SeesOnlyBarsThatHaveEnded()
    {
        DateTimeOffset open = ExchangeCalendar.Nyse.OpenOf(new(2024, 1, 3));
        LakeMarket.AppendIntraday(_fixture.Lake, Minutes(open, 100, 101, 102), "1m", "test");
        using LakeView view = _fixture.Lake.AsOf(open.AddSeconds(125));
        Assert.Equal([100, 101], LakeMarket.Intraday(view, "ABC", "1m", new(2024, 1, 3), new(2024, 1, 3)).Close);
    }

    [Fact]
    public void AppendIntraday_BadBars_AreQuarantined()
    {
        DateTimeOffset open = ExchangeCalendar.Nyse.OpenOf(new(2024, 1, 3));
        IngestResult print = LakeMarket.AppendIntraday(_fixture.Lake, Minutes(open, 100, 101, 10, 102), "1m", "test");
        Assert.Equal(1, print.Quarantined[QualityReason.Jump]);
        Assert.Equal(3, print.Rows.New);
        IngestResult holiday = LakeMarket.AppendIntraday(_fixture.Lake, Minutes(open.AddDays(-2), 100, 101), "1m", "test");
        Assert.Equal(2, holiday.Quarantined[QualityReason.NotASession]);
        IntradayBars twice = Minutes(open, 100, 101);
        twice.Times[1] = twice.Times[0];
        Assert.Equal(1, LakeMarket.AppendIntraday(_fixture.Lake, twice, "1m", "test").Quarantined[QualityReason.DuplicateKey]);
        Assert.Contains("1m, 5m, 15m, 30m, 1h, 4h",
            Assert.Throws<ArgumentException>(() => LakeMarket.AppendIntraday(_fixture.Lake, twice, "2m", "test")).Message, StringComparison.Ordinal);
    }

    private static IntradayBars Minutes(DateTimeOffset first, params double[] closes)
    {
        DateTimeOffset[] times = [.. closes.Select((_, i) => first.AddMinutes(i))];
        return new IntradayBars(
            "ABC", times, Array.ConvertAll(times, time => LakeMarket.SessionOf(time, ExchangeCalendar.Nyse)), closes, closes, closes, closes,
            Array.ConvertAll(closes, _ => 10.0));
    }

    private static IntradayBars Read(string file, string symbol, TimeZoneInfo zone, ExchangeCalendar calendar, Func<DateOnly, bool> wanted)
    {
        List<DateTimeOffset> times = [];
        List<double[]> rows = [];
        using StreamReader text = RealData.OpenText(file);
        text.ReadLine();
        while (text.ReadLine() is { } line)
        {
            string[] fields = line.Split(',');
            DateTime local = DateTime.Parse(fields[0]);
            if (!wanted(DateOnly.FromDateTime(local)))
                continue;
            times.Add(new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(local, zone), TimeSpan.Zero));
            rows.Add([.. fields[1..6].Select(double.Parse)]);
        }

        double[] Column(int at) => [.. rows.Select(row => row[at])];
        return new IntradayBars(
            symbol, [.. times], [.. times.Select(time => LakeMarket.SessionOf(time, calendar))], Column(0), Column(1), Column(2), Column(3), Column(4));
    }

    private static BarSeries Daily(string file)
    {
        using StreamReader text = RealData.OpenText(file);
        string[] header = text.ReadLine()!.Split(',');
        List<string[]> rows = [];
        while (text.ReadLine() is { } line)
            rows.Add(line.Split(','));
        double[] Column(string name) => [.. rows.Select(row => double.Parse(row[Array.IndexOf(header, name)]))];
        return new BarSeries("X", [.. rows.Select(row => DateOnly.Parse(row[0]))], Column("open"), Column("high"), Column("low"), Column("close"),
            Column("volume"));
    }
}
