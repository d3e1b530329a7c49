using System.Text;
using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Tests.Lake;
using ResearchLab.Time;

namespace ResearchLab.Tests.Market;

/// <summary>Times that say a zone which their sessions contradict, and times at which bars end.</summary>
public sealed class IntradayClockTests : IDisposable
{
    private static readonly DateTimeOffset s_open = new(2023, 10, 9, 13, 30, 0, TimeSpan.Zero);
    private static readonly TimeZoneInfo s_newYork = ExchangeCalendar.Nyse.Zone;
    private readonly LakeFixture _fixture = new("2024-06-01");

    public void Dispose() => _fixture.Dispose();

    private IngestResult Ingest(string text, TimeZoneInfo? zone = null) =>
        CsvIngest.Ingest(_fixture.Lake, _fixture.Write("acme.csv", text), new CsvIngestOptions { Name = "ACME", Zone = zone });

    private DateTimeOffset[] Times()
    {
        using LakeView view = _fixture.Lake.Now();
        return LakeMarket.Intraday(view, "ACME", "30m", new(2023, 10, 9), new(2023, 10, 11)).Times;
    }

    /// <summary>Three sessions of bars of 30 minutes by the clock of New York, in October (daylight saving), moved by some minutes.</summary>
    private static string File(string column, Func<DateTime, string> write, int minutes = 0)
    {
        var text = new StringBuilder($"{column},open,high,low,close,volume\n");
        for (int bar = 0; bar < 39; bar++)
        {
            DateTime at = new DateTime(2023, 10, 9 + (bar / 13), 9, 30, 0, DateTimeKind.Unspecified).AddMinutes((bar % 13 * 30) + minutes);
            text.Append(Invariant($"{write(at)},{100 + bar},{102 + bar},{99 + bar},{101 + bar},{1000 + bar}\n"));
        }

        return text.ToString();
    }

    public static TheoryData<string, string> Contradictions => new()
    {
        { File("time", at => $"{at:yyyy-MM-ddTHH:mm:ss}Z"), "says UTC of its times" },
        { File("time", at => $"{at:yyyy-MM-dd HH:mm} EST"), "says -5 hours from UTC" },
        { File("time", at => new DateTimeOffset(at, TimeSpan.Zero).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture)),
            "says UTC of its times" },
        { File("Time (GMT)", at => $"{at:yyyy-MM-dd HH:mm}"), "says 'Time (GMT)' of its times" },
    };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void Zone_ThatTheSessionsContradict_IsRefused_AndTheSaidOneIsTaken(string text, string why)
    {
        CsvIngestException error = Assert.Throws<CsvIngestException>(() => Ingest(text));
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.Contains("Say --zone America/New_York", error.Message, StringComparison.Ordinal);
        Assert.Empty(_fixture.DataFiles());
        Assert.Equal(39, Ingest(text, s_newYork).Rows.New);
        Assert.Equal((s_open, 39), (Times()[0], Times().Length));
    }

    [Fact]
    public void Zone_ThatTheSessionsConfirm_IsTakenAsWritten()
    {
        Assert.Equal("as written beside each time", Ingest(File("time", at => $"{at:yyyy-MM-dd HH:mm} EDT")).TakenFor!.Zone);
        Assert.Equal(s_open, Times()[0]);
        Assert.Equal(39, Ingest(File("time", at => $"{at.AddHours(4):yyyy-MM-ddTHH:mm:ss}Z")).Rows.Same);
        Assert.Equal(39, Ingest(File("Time (GMT)", at => $"{at.AddHours(4):yyyy-MM-dd HH:mm}")).Rows.Same);
    }

    [Theory]
    [InlineData("Time (UTC+2)", 6 * 60, "UTC+02:00")]
    [InlineData("datetime (UTC-5)", -60, "UTC-05:00")]
    [InlineData("Time (GMT+0530)", (9 * 60) + 30, "UTC+05:30")]
    [InlineData("Time (UTC +05:30)", (9 * 60) + 30, "UTC+05:30")]
    [InlineData("Time (UTC-04:00)", 0, "UTC-04:00")]
    public void Offset_InTheNameOfTheColumn_IsTheZone(string column, int ahead, string zone)
    {
        Assert.Equal($"{zone} (told from the name of the column)", Ingest(File(column, at => $"{at.AddMinutes(ahead):yyyy-MM-dd HH:mm}")).TakenFor!.Zone);
        Assert.Equal((s_open, 39), (Times()[0], Times().Length));
    }

    [Fact]
    public void Times_AtWhichBarsEnd_AreStoredAsStarts()
    {
        IngestResult result = Ingest(File("time", at => $"{at:yyyy-MM-dd HH:mm}", minutes: 30));
        Assert.Contains(result.TakenFor!.Notes, note => note.StartsWith("times are those at which bars end", StringComparison.Ordinal));
        Assert.Equal((s_open, ExchangeCalendar.Nyse.CloseOf(new(2023, 10, 11)).AddMinutes(-30)), (Times()[0], Times()[^1]));
        Assert.Equal(39, Ingest(File("time", at => $"{at:yyyy-MM-dd HH:mm}")).Rows.Same);
    }

    [Fact]
    public void Times_WithoutAmAndPm_AreNamed() =>
        Assert.Contains("the hours after noon say no PM", Assert.Throws<CsvIngestException>(() => Ingest(File("time", at => $"{at:yyyy-MM-dd hh:mm}"))).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(100)]
    [InlineData(2)]
    public void Closes_ThatChangeTheirLevelAndStay_AreRefused(int factor)
    {
        string[] lines = File("time", at => $"{at:yyyy-MM-dd HH:mm}").Split('\n');
        for (int row = 27; row < 40; row++)
            lines[row] = string.Join(',', lines[row].Split(',').Select(
                (field, at) => at is > 0 and < 5 ? Invariant($"{double.Parse(field, System.Globalization.CultureInfo.InvariantCulture) / factor}") : field));
        string text = string.Join('\n', lines);
        Assert.Contains("on 2023-10-11 and stays", Assert.Throws<CsvIngestException>(() => Ingest(text)).Message, StringComparison.Ordinal);
        Assert.Empty(_fixture.DataFiles());
        var said = new CsvIngestOptions
        {
            Name = "ACME",
            MaxJump = factor == 100 ? double.PositiveInfinity : QualityGates.DefaultMaxJump,
            Adjustment = BarAdjustment.Raw
        };
        Assert.Equal(39, CsvIngest.Ingest(_fixture.Lake, _fixture.Write("acme.csv", text), said).Rows.New);
    }

    [Fact]
    public void Zone_ThatIsSaidAndContradicted_IsRefused_AndTheRemedyIsRight()
    {
        string text = File("time", at => $"{at:yyyy-MM-dd HH:mm}");
        foreach (string wrong in (string[])["Europe/London", "UTC", "America/Chicago"])
        {
            CsvIngestException error = Assert.Throws<CsvIngestException>(() => Ingest(text, TimeZones.Find(wrong)));
            Assert.Contains($"says --zone {wrong} of its times", error.Message, StringComparison.Ordinal);
            Assert.Contains("Say --zone America/New_York", error.Message, StringComparison.Ordinal);
        }

        Assert.Empty(_fixture.DataFiles());
        Assert.Equal(39, Ingest(text, s_newYork).Rows.New);
        // Bars of afternoons meet no open by any clock: the zone that is said is taken.
        string afternoons = string.Concat(text.Split('\n').Where((line, row) => row == 0 || row % 13 is 0 or > 7).Select(line => line + "\n"));
        Assert.Throws<CsvIngestException>(() => Ingest(afternoons));
        Assert.Equal(18, Ingest(afternoons, s_newYork).Rows.Same);
    }

    [Theory]
    [InlineData(7 * 60, "New York+7")]
    [InlineData(13 * 60, "New York+13")]
    [InlineData(-3 * 60 - 60 - 60, null)]
    public void Clock_OfAServer_IsNamed_AndTakenWhenSaid(int minutes, string? zone)
    {
        string text = File("time", at => $"{at.AddMinutes(minutes):yyyy.MM.dd HH:mm}");
        CsvIngestException error = Assert.Throws<CsvIngestException>(() => Ingest(text));
        string said = error.Message[(error.Message.LastIndexOf("--zone ", StringComparison.Ordinal) + 7)..].TrimEnd('.').Trim('\'');
        if (zone is not null)
            Assert.Equal(zone, said);
        Assert.Equal(39, Ingest(text, TimeZones.Find(said)).Rows.New);
        Assert.Equal((s_open, 39), (Times()[0], Times().Length));
    }

    [Fact]
    public void ADayOfAnotherClock_IsRefused()
    {
        string text = File("time", at => $"{(at.Day == 9 ? at : at.AddHours(4)):yyyy-MM-dd HH:mm}");
        CsvIngestException error = Assert.Throws<CsvIngestException>(() => Ingest(text, TimeZoneInfo.Utc));
        Assert.Contains("those of 2023-10-09 run from the open to the close by that of America/New_York", error.Message, StringComparison.Ordinal);
        Assert.Empty(_fixture.DataFiles());
    }

    [Theory]
    [InlineData("UTC-5", -300, -300)]
    [InlineData("-05:00", -300, -300)]
    [InlineData("GMT+5:30", 330, 330)]
    [InlineData("+0930", 570, 570)]
    [InlineData("New York+7", 120, 180)]
    [InlineData("America/New_York+7", 120, 180)]
    public void Zones_ByTheirDistance_AreFound(string name, int winter, int summer)
    {
        TimeZoneInfo zone = TimeZones.Find(name);
        Assert.Equal(winter, zone.GetUtcOffset(new DateTimeOffset(2023, 3, 10, 12, 0, 0, TimeSpan.Zero)).TotalMinutes);
        Assert.Equal(summer, zone.GetUtcOffset(new DateTimeOffset(2023, 3, 13, 12, 0, 0, TimeSpan.Zero)).TotalMinutes);
        Assert.Throws<TimeZoneNotFoundException>(() => TimeZones.Find("Mars-5"));
        Assert.Throws<TimeZoneNotFoundException>(() => TimeZones.Find("UTC+99"));
    }

    [Fact]
    public void HoursStampedAtTheirEnd_OnTheHour_AreStoredByTheirStart()
    {
        // 10:00 ends the first half hour, 16:00 the last hour.
        var text = new StringBuilder("time,open,high,low,close,volume\n");
        for (int bar = 0; bar < 21; bar++)
            text.Append(
                Invariant($"{new DateTime(2023, 10, 9 + (bar / 7), 10 + (bar % 7), 0, 0):yyyy-MM-dd HH:mm},{100 + bar},{102 + bar},{99 + bar},{101 + bar},")
                    + Invariant($"{1000 - bar}\n"));
        IngestResult result = Ingest(text.ToString());
        Assert.Contains("times are those at which bars end", result.TakenFor!.ToString(), StringComparison.Ordinal);
        using LakeView view = _fixture.Lake.Now();
        DateTimeOffset[] times = LakeMarket.Intraday(view, "ACME", "1h", new(2023, 10, 9), new(2023, 10, 9)).Times;
        Assert.Equal([s_open, .. Enumerable.Range(0, 6).Select(hour => s_open.AddMinutes(30).AddHours(hour))], times);
    }

    [Fact]
    public void Hours_WithAShortLastBar_AreHours()
    {
        // Ends at 10:30 to 15:30 and at the close, half an hour later.
        var text = new StringBuilder("time,open,high,low,close,volume\n");
        for (int bar = 0; bar < 21; bar++)
            text.Append(Invariant($"{new DateTime(2023, 10, 9 + (bar / 7), 10, 30, 0).AddMinutes(Math.Min(bar % 7 * 60, 330)):yyyy-MM-dd HH:mm},{100 + bar},")
                + Invariant($"{102 + bar},{99 + bar},{101 + bar},{1000 - bar}\n"));
        Ingest(text.ToString());
        using LakeView view = _fixture.Lake.Now();
        DateTimeOffset[] times = LakeMarket.Intraday(view, "ACME", "1h", new(2023, 10, 9), new(2023, 10, 9)).Times;
        Assert.Equal([.. Enumerable.Range(0, 7).Select(hour => s_open.AddHours(hour))], times);
    }

    [Fact]
    public void Hours_FromTheOpenOn_AreOfNewYork()
    {
        var text = new StringBuilder("time,open,high,low,close,volume\n");
        for (int bar = 0; bar < 21; bar++)
            text.Append(Invariant($"{new DateTime(2023, 10, 9 + (bar / 7), 9, 30, 0).AddHours(bar % 7):yyyy-MM-dd HH:mm},{100 + bar},{102 + bar},{99 + bar},")
                + Invariant($"{101 + bar},{1000 - bar}\n"));
        Assert.StartsWith("America/New_York (told from the sessions", Ingest(text.ToString()).TakenFor!.Zone, StringComparison.Ordinal);
        using LakeView view = _fixture.Lake.Now();
        Assert.Equal(s_open, LakeMarket.Intraday(view, "ACME", "1h", new(2023, 10, 9), new(2023, 10, 9)).Times[0]);
    }

    [Fact]
    public void Volume_SinceTheOpen_IsRefused()
    {
        var text = new StringBuilder("time,open,high,low,close,volume\n");
        for (int bar = 0; bar < 39; bar++)
            text.Append(Invariant($"{new DateTime(2023, 10, 9 + (bar / 13), 9, 30, 0).AddMinutes(bar % 13 * 30):yyyy-MM-dd HH:mm},100,102,99,101,")
                + Invariant($"{(1000 * ((bar % 13) + 1)) + (bar % 13 * (bar % 13))}\n"));
        CsvIngestException error = Assert.Throws<CsvIngestException>(() => Ingest(text.ToString()));
        Assert.Contains("never falls within 3 of 3 sessions", error.Message, StringComparison.Ordinal);
    }
}
