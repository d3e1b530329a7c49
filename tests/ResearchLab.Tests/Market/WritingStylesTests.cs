using System.Globalization;
using System.Text;
using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Tests.Lake;
using static ResearchLab.Tests.Market.InventedFile;

namespace ResearchLab.Tests.Market;

/// <summary>Dates, numbers and names as they are written elsewhere: read where the whole column proves it, else named.</summary>
public sealed class WritingStylesTests : IDisposable
{
    private static readonly string[] s_french = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];
    private readonly LakeFixture _fixture = new("2024-06-01");

    public void Dispose() => _fixture.Dispose();

    private IngestResult Ingest(string text, CsvIngestOptions? options = null, Encoding? encoding = null, string name = "acme.csv")
    {
        string path = Path.Combine(_fixture.Folder, name);
        File.WriteAllText(path, text, encoding ?? new UTF8Encoding(false));
        return CsvIngest.Ingest(_fixture.Lake, path, (options ?? new CsvIngestOptions { Name = "ACME" }) with { InferCalendar = true });
    }

    private string Refused(string text, string name = "acme.csv")
    {
        CsvIngestException error = Assert.Throws<CsvIngestException>(() => Ingest(text, name: name));
        Assert.DoesNotContain('\n', error.Message);
        Assert.Empty(_fixture.DataFiles());
        return error.Message;
    }

    private void RequireBars()
    {
        using LakeView view = _fixture.Lake.Now();
        BarSeries bars = LakeMarket.Bars(view, "ACME");
        Assert.Equal(Array.ConvertAll(Bars, bar => bar.Session), bars.Sessions);
        Assert.Equal(Array.ConvertAll(Bars, bar => bar.Close), bars.Close);
    }

    private static string Dated(Func<DateOnly, string> date) => Lines(Header, bar => $"{date(bar.Session)},{bar.Prices},{bar.Volume}");

    [Theory]
    [InlineData("ddMMyyyy", "DDMMYYYY")]
    [InlineData("MMddyyyy", "MMDDYYYY")]
    [InlineData("yyMMdd", "YYMMDD")]
    [InlineData("ddMMyy", "DDMMYY")]
    [InlineData("ddMMMyy", "month by name")]
    [InlineData("yy/MM/dd", "year first, of two digits")]
    [InlineData("yyyy年M月d日", "year first")]
    public void Dates_OfAKnownStyle_AreRead(string format, string words)
    {
        Assert.StartsWith(words, Ingest(Dated(date => date.ToString(format, CultureInfo.InvariantCulture))).TakenFor!.Dates, StringComparison.Ordinal);
        RequireBars();
    }

    [Theory]
    [InlineData(1904, 1, 1, 0, "days since 1904")]
    [InlineData(1970, 1, 1, 0, "days since 1970")]
    [InlineData(1899, 12, 30, 0, "days as spreadsheets")]
    [InlineData(1970, 1, 1, 719_529, "days as MATLAB")]
    public void Days_SinceADate_AreReadByTheirSessions(int year, int month, int day, int from, string words)
    {
        Assert.StartsWith(words,
            Ingest(Dated(date => (date.DayNumber - new DateOnly(year, month, day).DayNumber + from).ToString(CultureInfo.InvariantCulture))).TakenFor!.Dates,
            StringComparison.Ordinal);
        RequireBars();
    }

    [Fact]
    public void DayOfTheYear_AndFrenchMonths_AreRead()
    {
        Ingest(Dated(date => Invariant($"{date.Year}{date.DayOfYear:000}")));
        RequireBars();
        Assert.Equal(64, Ingest(Lines("Date;Ouv;Haut;Bas;Clôture;Volume",
            bar => $"{bar.Session.Day} {s_french[bar.Session.Month - 1]} {bar.Session.Year};{bar.Prices.Replace(',', ';')};{bar.Volume}")).Rows.Same);
    }

    [Theory]
    [InlineData("yyyy-dd-MM", "writes year, day, month")]
    [InlineData("yyyy-MM", "(a month; the lab keeps daily values)")]
    [InlineData("dd.MM.", "(a date without its year; write YYYY-MM-DD)")]
    public void Dates_ThatAreNotDays_AreNamed(string format,
        string why) => Assert.Contains(why, Refused(Dated(date => date.ToString(format, CultureInfo.InvariantCulture))), StringComparison.Ordinal);

    [Fact]
    public void Days_ThatSeveralCountsFit_AreRefused() =>
        Assert.Contains("can be days since 1904-01-01 or days since 1960-01-01",
            Refused(Dated(date => (date.DayNumber - new DateOnly(1960, 1, 1).DayNumber).ToString(CultureInfo.InvariantCulture))), StringComparison.Ordinal);

    [Fact]
    public void PricesIn32nds_AreNamed() =>
        Assert.Contains("(a price in 32nds", Refused(Lines(Header, bar => $"{bar.Session:yyyy-MM-dd},104-16,104-20,104-10,104-18,5")),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("USD 1", "1000000", 1)]
    [InlineData("1 €", "1,5 Mio.", 1.5e6)]
    [InlineData("1", "88.87mm", 88.87e6)]
    public void Numbers_WithCodesAndWords_AreRead(string price, string volume, double shares)
    {
        bool comma = volume.Contains(',', StringComparison.Ordinal);
        string Price(double value) =>
            price.Replace("1", value.ToString("0.00##", CultureInfo.InvariantCulture).Replace('.', comma ? ',' : '.'), StringComparison.Ordinal);
        Ingest(Lines(Header.Replace(',', ';'),
            bar => $"{bar.Session:yyyy-MM-dd};{Price(bar.Open)};{Price(bar.High)};{Price(bar.Low)};{Price(bar.Close)};{volume}"));
        RequireBars();
        using LakeView view = _fixture.Lake.Now();
        Assert.Equal(shares == 1 ? 1e6 : shares, LakeMarket.Bars(view, "ACME").Volume[0], 3);
    }

    [Theory]
    [InlineData("Datum,Openen,Hoog,Laag,Sluiten,Volume")]
    [InlineData("Time,Open,High,Low,Latest,Volume")]
    [InlineData("日付,始値,高値,安値,終値,出来高")]
    public void Names_OfOtherLanguages_AreKnown(string header)
    {
        Ingest(Lines(header, bar => bar.ToString()));
        RequireBars();
    }

    [Fact]
    public void ShiftJis_IsRead()
    {
        Ingest(Lines("日付,始値,高値,安値,終値,出来高", bar => bar.ToString()), encoding: CodePagesEncodingProvider.Instance.GetEncoding(932));
        RequireBars();
    }

    [Fact]
    public void Klines_WithoutAHeader_AreRead()
    {
        string text = string.Concat(Enumerable.Range(0, 30)
            .Select(day => new DateTimeOffset(2023, 6, 1, 0, 0, 0, TimeSpan.Zero).AddDays(day).ToUnixTimeMilliseconds())
            .Select(at => $"{at},100,101,99,100.5,12.5,{at + 86_399_999},1250,90,6,600,0\n"));
        IngestResult result = Ingest(text, new CsvIngestOptions { Name = "BTCUSDT" });
        Assert.Equal((30, new DateOnly(2023, 6, 1)), (result.Usable + result.QuarantinedTotal, result.From!.Value));
        Assert.Contains("milliseconds since 1970", result.TakenFor!.Dates, StringComparison.Ordinal);
    }

    [Fact]
    public void ColumnsAlignedByBlanks_AreNamedWithTheCommandThatSeparatesThem()
    {
        string text = Lines("Date           Open     High      Low    Close     Volume",
            bar => $"{bar.Session:yyyy-MM-dd}  {bar.Prices.Replace(",", "   ", StringComparison.Ordinal)}    {bar.Volume}");
        Assert.Contains("tr -s ' ' ',' < '", Refused(text, "fixed.txt"), StringComparison.Ordinal);
        Ingest(string.Join('\n', text.Split('\n').Select(line => string.Join(',', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))));
        RequireBars();
    }

    [Theory]
    [InlineData("Europe/London")]
    [InlineData("Asia/Tokyo")]
    public void Midnights_OfAnotherZoneAsInstants_AreItsDates(string id)
    {
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(id);
        string text = Dated(date => new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), zone.GetUtcOffset(date.ToDateTime(TimeOnly.MinValue)))
            .ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        Ingest(text);
        RequireBars();
        Assert.Equal(64, Ingest(text, new CsvIngestOptions { Name = "ACME", Zone = zone }).Rows.Same);
    }

    [Fact]
    public void CalendarCrypto_IsTakenAsSaid()
    {
        string text = Dated(date => $"{date.AddDays(1):yyyy-MM-dd}");
        Assert.Contains("or say --calendar crypto", Refused(text), StringComparison.Ordinal);
        Assert.Equal(64, Ingest(text, new CsvIngestOptions { Name = "ACME", Calendar = ResearchLab.Time.ExchangeCalendar.Crypto }).Rows.New);
    }
}
