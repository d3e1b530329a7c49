using System.Globalization;
using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Tests.Lake;
using ResearchLab.Time;
using static ResearchLab.Tests.Market.InventedFile;

namespace ResearchLab.Tests.Market;

/// <summary>What only the whole of a file of bars tells: mixed orders of dates, second tables, units of the volume, weeks beside days, copies.</summary>
public sealed class WholeFileTests : IDisposable
{
    private static readonly CsvIngestOptions s_acme = new() { Name = "ACME", InferCalendar = true };
    private static readonly CsvIngestOptions s_noVolume = s_acme with { Map = new Dictionary<string, string> { ["volume"] = "none" } };
    private readonly LakeFixture _fixture = new("2024-06-01");

    public void Dispose() => _fixture.Dispose();

    private IngestResult Ingest(string text, CsvIngestOptions? options = null) =>
        CsvIngest.Ingest(_fixture.Lake, _fixture.Write("acme.csv", text), options ?? s_acme);

    private string Refused(string text, CsvIngestOptions? options = null)
    {
        string[] before = _fixture.DataFiles();
        CsvIngestException error = Assert.Throws<CsvIngestException>(() => Ingest(text, options));
        Assert.DoesNotContain('\n', error.Message);
        Assert.Equal(before, _fixture.DataFiles());
        return error.Message;
    }

    private static string Bar(Bar bar, string date) => $"{date}{bar.ToString()[10..]}";

    /// <summary>What a spreadsheet of the other order makes of a date: day and month swapped where both could be a month.</summary>
    private static DateOnly Mixed(DateOnly date) => date.Day <= 12 ? new DateOnly(date.Year, date.Day, date.Month) : date;

    [Theory]
    [InlineData("yyyy-MM-dd")]
    [InlineData("MM/dd/yyyy")]
    public void Dates_ThatASpreadsheetMixed_AreRefused(string format)
    {
        string message = Refused(Lines(Header, bar => Bar(bar, Mixed(bar.Session).ToString(format, CultureInfo.InvariantCulture))));
        Assert.Contains("mixes two orders of day and month", message, StringComparison.Ordinal);
        Assert.Contains("2023-01-06 on line 2, are in order with the others only as 2023-06-01", message, StringComparison.Ordinal);
        Assert.Equal(64, Ingest(Lines(Header, bar => Bar(bar, bar.Session.ToString(format, CultureInfo.InvariantCulture)))).Rows.New);
        // Newest first, and in the order of a data base, nothing is mixed.
        Assert.Equal(64, Ingest(Header + "\n" + string.Join('\n', Bars.Reverse())).Rows.Same);
        Assert.Equal(64, Ingest(Header + "\n" + string.Join('\n', Bars.OrderBy(bar => bar.Row * 37 % 64))).Rows.Same);
    }

    [Fact]
    public void Bars_OfManyDaysWithoutASession_AreRefused_AndNoCoin()
    {
        string text = Lines(Header,
            bar => Bar(bar, $"{(bar.Row % 8 == 0 ? new DateOnly(2023, 6, 3).AddDays((7 * (bar.Row / 8)) + (bar.Row / 8 % 2)) : bar.Session):yyyy-MM-dd}"));
        Assert.Contains("8 of 64 dates are no sessions of the exchange, such as 2023-06-03", Refused(text), StringComparison.Ordinal);
        Assert.Equal(64, Ingest(text, s_acme with { Calendar = ExchangeCalendar.Crypto }).Rows.New);
        string coin = Lines(Header, bar => Bar(bar, $"{new DateOnly(2023, 6, 1).AddDays(bar.Row):yyyy-MM-dd}"));
        Assert.Equal(64, Ingest(coin, s_acme with { Name = "COIN" }).Rows.New);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(10)]
    [InlineData(2)]
    [InlineData(1.6)]
    public void Prints_OfOpenAndAnExtreme_AreWithheld(double factor)
    {
        static double Round(double price) => Math.Round(price, 4);
        IngestResult high = Ingest(Of(bar => bar.Row == 20 ? bar with { Open = Round(bar.Open * factor), High = Round(bar.High * factor) } : bar));
        Assert.Equal((63, 1), (high.Rows.New, high.Quarantined[QualityReason.Implausible]));
        IngestResult low = Ingest(Of(bar => bar.Row == 20 ? bar with { Open = Round(bar.Open / factor), Low = Round(bar.Low / factor) } : bar));
        Assert.Equal((63, 1), (low.Rows.Same, low.Quarantined[QualityReason.Implausible]));
        IngestResult close = Ingest(Of(bar => bar.Row == 20 ? bar with { Close = Round(bar.Close * factor), High = Round(bar.High * factor) } : bar));
        Assert.Equal((63, 1), (close.Rows.Same, close.QuarantinedTotal));
        Assert.Equal(1, Ingest(Of(bar => bar)).Rows.New);
    }

    [Fact]
    public void Print_OfABusyDay_IsATrueSwing() =>
        Assert.Equal(64, Ingest(Of(bar => bar.Row == 30 ? bar with { Open = bar.Open * 1.6, High = bar.High * 1.6, Volume = 20 * bar.Volume } : bar)).Rows.New);

    [Theory]
    [InlineData(4.0 / 3, 64)]
    [InlineData(1.25, 64)]
    [InlineData(0.7, 64)]
    [InlineData(0.7, 45)]
    [InlineData(0.72, 33)]
    public void Step_OfAllPricesOnACalmDay_IsAskedFor(double factor, int until)
    {
        string text = Of(bar => bar.Row >= 30 && bar.Row < until ? bar.Times(factor) : bar);
        Assert.Contains($"on {Bars[30].Session:yyyy-MM-dd} and stays", Refused(text), StringComparison.Ordinal);
        Assert.Equal(64, Ingest(text, s_acme with { MaxJump = double.PositiveInfinity }).Rows.New);
    }

    [Fact]
    public void Step_OfABusyDay_IsAMove() =>
        Assert.Equal(64, Ingest(Of(bar => bar.Row >= 30 ? bar.Times(0.7) with { Volume = bar.Volume * (bar.Row == 30 ? 20 : 1) } : bar)).Rows.New);

    [Fact]
    public void SecondTable_IsRefused_WithCommandsThatCutTheFile()
    {
        string text = Lines(Header, bar => (bar.Row == 32 ? "Date,Close,High,Low,Open,Volume\n" : "") + bar);
        string message = Refused(text);
        Assert.Contains("a second line of names ('Date,Close,High,Low,Open,Volume') on line 34", message, StringComparison.Ordinal);
        string command = message[(message.IndexOf("(head", StringComparison.Ordinal) + 1)..message.IndexOf(") and", StringComparison.Ordinal)];
        using (var shell = System.Diagnostics.Process.Start("sh", ["-c", command]))
            shell.WaitForExit();
        string path = message[(message.IndexOf("-n 33 ", StringComparison.Ordinal) + 6)..message.IndexOf(" >", StringComparison.Ordinal)];
        Assert.Equal(32, CsvIngest.Ingest(_fixture.Lake, path + ".1.csv", s_acme).Rows.New);
        Assert.Equal(32, CsvIngest.Ingest(_fixture.Lake, path + ".2.csv", s_acme).Read);
    }

    [Theory]
    [InlineData("BETA\n", "the title 'BETA' on line 35")]
    [InlineData("Beta Corporation, Inc.\n", null)]
    [InlineData("\"Beta Corporation, Inc.\"\n\n" + Header + "\n", "the title 'Beta Corporation, Inc.' on line 35")]
    [InlineData(Header + "\n", null)]
    public void SecondTable_BelowATitle_IsRefused_UnlessRowsNameTheirSymbol(string between, string? why)
    {
        string text = "ACME\n" + Lines(Header, bar => (bar.Row == 32 ? between : "") + bar);
        if (why is null)
            Assert.Equal(64, Ingest(text).Rows.New);
        else
            Assert.Contains(why, Refused(text), StringComparison.Ordinal);
        string named = Lines("Symbol," + Header, bar => $"{(bar.Row == 32 ? "Symbol," + Header + "\n" : "")}NAMED,{bar}");
        IngestResult result = Ingest(named, s_acme with { Name = null });
        Assert.Equal((64, 1), (result.Rows.New, result.QuarantinedTotal));
    }

    [Theory]
    [InlineData("Volume (hundreds)", 100)]
    [InlineData("Vol. (x1000)", 1000)]
    [InlineData("Volume in 1000s", 1000)]
    [InlineData("Volume (000s)", 1000)]
    public void Volume_InTheUnitOfItsName_IsStoredInShares(string name, double scale)
    {
        Ingest(Lines($"Date,Open,High,Low,Close,{name}", bar => (bar with { Volume = bar.Volume / scale }).ToString()));
        using LakeView view = _fixture.Lake.Now();
        Assert.InRange(LakeMarket.Bars(view, "ACME").Volume[0], 1e6 - scale, 1e6 + scale);
    }

    [Fact]
    public void LinesAboveTheNames_TellUnits_AndAreNeverDropped()
    {
        string Titled(string title) => title + "\n" + Lines(Header, bar => (bar with { Volume = bar.Volume / 1000 }).ToString());
        IngestResult result = Ingest(Titled("# volume in thousands; prices unadjusted"));
        Assert.Contains("times 1000", result.TakenFor!.Units, StringComparison.Ordinal);
        Assert.StartsWith("raw", result.TakenFor.Adjusted, StringComparison.Ordinal);
        using (LakeView view = _fixture.Lake.Now())
            Assert.Equal(1e6, LakeMarket.Prices(view, "ACME", PriceBasis.Raw).Volume[0]);
        Assert.Contains("prices in GBX", Ingest(Titled("Prices in GBX"), s_acme with { Name = "PENCE" }).TakenFor!.Units, StringComparison.Ordinal);
        Assert.Contains("which is no unit of a price", Refused(Titled("Prices in thousands")), StringComparison.Ordinal);
        Assert.Contains("'in millions' above its columns, and not of what", Refused(Titled("in millions")), StringComparison.Ordinal);
        Assert.Contains("Say --adjusted splits or --adjusted all", Refused(Titled("Adjusted prices")), StringComparison.Ordinal);
        Assert.Null(Ingest(Titled("Acme Corp. (ACME), daily"), s_acme with { Name = "OTHER" }).TakenFor!.Units);
    }

    [Fact]
    public void Volume_ThatChangesItsUnitOrNeverFalls_IsRefused_AndLeftOutWhenSaid()
    {
        string text = Of(bar => bar.Row >= 30 ? bar with { Volume = bar.Volume / 1000 } : bar);
        Assert.Contains($"on {Bars[30].Session:yyyy-MM-dd} and stays: its unit changes", Refused(text), StringComparison.Ordinal);
        double total = 0;
        string totals = Lines(Header, bar => (bar with { Volume = total += bar.Volume }).ToString());
        Assert.Contains("never falls, from 1,000,000 to", Refused(totals), StringComparison.Ordinal);
        Assert.Contains("64 negative volumes", Refused(Of(bar => bar with { Volume = -bar.Volume })), StringComparison.Ordinal);
        Assert.Equal(64, Ingest(text, s_noVolume).Rows.New);
        Assert.Equal(64, Ingest(totals, s_noVolume).Rows.Same);
    }

    [Fact]
    public void Volume_InAnotherUnitThanTheLakes_IsRefused_AndASmallOneSaid()
    {
        Ingest(Of(bar => bar, to: 40));
        Assert.Contains("where the lake ends with", Refused(Of(bar => bar with { Volume = bar.Volume / 1000 }, from: 40)), StringComparison.Ordinal);
        Assert.Contains("times the stored one on 10 sessions", Refused(Of(bar => bar with { Volume = bar.Volume / 1000 }, from: 30)), StringComparison.Ordinal);
        IngestResult millions = Ingest(Lines(Header, bar => $"{bar.Session:yyyy-MM-dd},{bar.Prices},{bar.Volume / 1e6:0.######}"),
            s_acme with { Name = "BETA" });
        Assert.Contains("if the volumes are thousands or millions", Assert.Single(millions.Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public void Copy_ASessionLateOrTimesARatio_IsRefused_AndReplacesWhenSaid()
    {
        Ingest(Of(bar => bar, to: 40));
        string late = Lines(Header, bar => Bar(bar, $"{ExchangeCalendar.Nyse.Next(bar.Session):yyyy-MM-dd}"), to: 40);
        Assert.Contains("its dates are a session late", Refused(late), StringComparison.Ordinal);
        Assert.Contains("its dates are a session early",
            Refused(Lines(Header, bar => Bar(bar, $"{ExchangeCalendar.Nyse.AddSessions(bar.Session, -1):yyyy-MM-dd}"), to: 40)), StringComparison.Ordinal);
        string euros = Of(bar => bar.Times(0.93), to: 40);
        Assert.Contains("all 40 closes of ACME in the lake would be replaced by 0.93 times them", Refused(euros), StringComparison.Ordinal);
        // A split after them moves all.
        Assert.Equal(40, Ingest(Of(bar => bar.Times(0.5), to: 40)).Rows.Revised);
        Assert.Equal(40, Ingest(euros, s_acme with { MaxJump = double.PositiveInfinity }).Rows.Revised);
    }

    [Fact]
    public void WeeksBesideDays_AreRefused_AndGapsNamed()
    {
        string weeks = Lines(Header, bar => bar.Row < 50 && bar.Session.DayOfWeek != DayOfWeek.Friday ? "" : bar.ToString())
            .Replace("\n\n", "\n", StringComparison.Ordinal);
        string message = Refused(weeks);
        Assert.Contains("bars of weeks are no daily bars", message, StringComparison.Ordinal);
        Assert.True(Ingest(weeks, s_acme with { Interval = LakeMarket.Daily, Name = "WEEKS" }).Rows.New > 10);
        IngestResult second = Ingest(Lines(Header, bar => bar.Row % 2 == 1 ? "" : bar.ToString()));
        Assert.Contains("31 of 63 sessions from 2023-06-01 to", Assert.Single(second.Remarks), StringComparison.Ordinal);
        using LakeView view = _fixture.Lake.Now();
        Assert.Contains(SessionGaps.OfLake(view), line => line.StartsWith("ACME: 31 of 63 sessions", StringComparison.Ordinal));
    }

    [Fact]
    public void AdjustedCloses_AboveTheCloseOrSteppingAlone_AreRefused()
    {
        string With(Func<Bar, double> adjusted) =>
            Lines(Header + ",Adj Close", bar => string.Create(CultureInfo.InvariantCulture, $"{bar},{adjusted(bar):0.####}"));
        Assert.Contains("ends at 1.25 times the close", Refused(With(bar => bar.Close * (1 + (0.25 * bar.Row / 63)))), StringComparison.Ordinal);
        Assert.Contains("steps by 1.25", Refused(With(bar => bar.Close * (bar.Row < 30 ? 0.8 : 1))), StringComparison.Ordinal);
        Assert.Equal(64, Ingest(With(bar => bar.Close * (1 + (0.25 * bar.Row / 63))),
            s_acme with { Map = new Dictionary<string, string> { ["adj_close"] = "none" } }).Rows.New);
        IngestResult wrong = Ingest(With(bar => bar.Row switch { 5 => -1, 6 => 0, 7 => 245397, _ => bar.Close }), s_acme with { Name = "WRONG" });
        Assert.Equal((2, 1), (wrong.Quarantined[QualityReason.NonPositivePrice], wrong.Quarantined[QualityReason.Jump]));
        // A payout of an eighth steps the close and not the adjusted one.
        Assert.Equal(64, Ingest(Lines(Header + ",Adj Close", bar => string.Create(CultureInfo.InvariantCulture,
            $"{(bar.Row < 30 ? bar.Times(1.15) : bar)},{bar.Close:0.####}")), s_acme with { Name = "PAID" }).Rows.New);
    }

    [Fact]
    public void Dividends_ThatCannotBePayouts_AreRefused()
    {
        CsvIngestOptions raw = s_acme with { Adjustment = BarAdjustment.Raw };
        string With(Func<Bar, string> paid) => Lines(Header + ",Dividend", bar => $"{bar},{paid(bar)}");
        Assert.Contains("on 64 of 64 rows, as of a rate a year", Refused(With(_ => "6.02"), raw), StringComparison.Ordinal);
        Assert.Contains("it is in another unit, such as cents", Refused(With(bar => bar.Row == 30 ? "38" : "0"), raw), StringComparison.Ordinal);
        Assert.Contains("in per cent", Refused(With(bar => bar.Row == 30 ? "0.38%" : "")), StringComparison.Ordinal);
        string splits = Lines(Header + ",Split", bar => $"{bar.Times(bar.Row < 30 ? 2 : 1)},{(bar.Row == 30 ? "100%" : "")}");
        Assert.Contains("writes '100%' in 'Split'", Refused(splits), StringComparison.Ordinal);
        Assert.Contains("but by one of 2:1: write new shares for one old", Refused(splits.Replace("100%", "0.5", StringComparison.Ordinal)),
            StringComparison.Ordinal);
        Assert.Equal(64, Ingest(With(bar => bar.Row == 30 ? "0.38" : "0"), raw).Rows.New);
    }

    [Theory]
    [InlineData(",Open,High,Low,Close,Volume")]
    [InlineData("Open,High,Low,Close,Volume")]
    [InlineData("window_start,Open,High,Low,Close,Volume")]
    [InlineData("t,o,h,l,c,v")]
    public void Headers_OfToolsAndServices_AreRead(string header)
    {
        Assert.Equal(64, Ingest(Lines(header, bar => bar.ToString())).Rows.New);
        using LakeView view = _fixture.Lake.Now();
        Assert.Equal((Bars[0].Session, Bars[0].Close, Bars[0].Volume),
            (LakeMarket.Bars(view, "ACME").Sessions[0], LakeMarket.Bars(view, "ACME").Close[0], LakeMarket.Bars(view, "ACME").Volume[0]));
    }

    [Fact]
    public void MissingVolumeOfBloomberg_KeepsItsBar() =>
        Assert.Equal((64, 0),
            Ingest(Lines("Date,PX_OPEN,PX_HIGH,PX_LOW,PX_LAST,PX_VOLUME", bar => bar.Row == 3
                ? $"{bar.Session:yyyy-MM-dd},{bar.Prices},#N/A N/A"
                : bar.ToString())) is var result ? (result.Rows.New, result.QuarantinedTotal) : default);

    [Fact]
    public void Json_OfRowsBySymbol_IsRead()
    {
        string Rows(double factor) =>
            string.Join(',', Bars.Select(bar => bar.Times(factor)).Select(bar => string.Create(CultureInfo.InvariantCulture,
                $$"""{"t":"{{bar.Session:yyyy-MM-dd}}T04:00:00Z","o":{{bar.Open}},"h":{{bar.High}},"l":{{bar.Low}},"c":{{bar.Close}},"v":{{bar.Volume}}}""")));
        IngestResult result = FileIngest.Ingest(_fixture.Lake,
            _fixture.Write("bars.json", $$"""{"bars":{"ACME":[{{Rows(1)}}],"BETA":[{{Rows(3)}}]},"next_page_token":null}"""), new CsvIngestOptions());
        Assert.Equal((128, "ACME BETA"), (result.Rows.New, string.Join(' ', result.Names)));
    }

    [Fact]
    public void Remedies_NameNoColumnOfAnotherMeaning()
    {
        Assert.DoesNotContain("Settlement", Refused(Lines("Settlement Date,Open,High,Low,Close,Volume", bar => bar.ToString())).Split(')')[^1],
            StringComparison.Ordinal);
        Assert.DoesNotContain("Pre-Market", Refused(Lines("Date,Open,High,Low,Pre-Market Close,Volume", bar => bar.ToString())).Split(')')[^1],
            StringComparison.Ordinal);
        foreach (string column in (string[])["Currency", "Status"])
        {
            string text = Lines($"{Header},{column}", bar => $"{bar},{(bar.Row < 32 ? "ONE" : "TWO")}");
            string message = Refused(text);
            Assert.DoesNotContain("symbol=" + column, message, StringComparison.Ordinal);
            Assert.Contains("--map symbol=none", message, StringComparison.Ordinal);
            Assert.Equal(64, Ingest(text, s_acme with { Name = column, Map = new Dictionary<string, string> { ["symbol"] = "none" } }).Rows.New);
        }
    }
}
