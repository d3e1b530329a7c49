using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Options;
using ResearchLab.Tests.Lake;
using ResearchLab.Time;

namespace ResearchLab.Tests.Market;

/// <summary>
/// What only a whole file tells: orders of dates, decimal signs, units, zones, symbols. What it does not tell is refused, and the remedy works.
/// </summary>
[Trait("Tier", "full")]
public sealed class CsvFormatTests : IDisposable
{
    private readonly LakeFixture _fixture = new("2024-06-01");

    public void Dispose() => _fixture.Dispose();

    private IngestResult Ingest(string text, CsvIngestOptions? options = null, string name = "prices.csv") =>
        CsvIngest.Ingest(_fixture.Lake, _fixture.Write(name, text), options ?? new CsvIngestOptions { Name = "X", InferCalendar = true });

    private string Refused(string text, CsvIngestOptions? options = null, string name = "prices.csv")
    {
        string[] before = _fixture.DataFiles();
        string message = Assert.Throws<CsvIngestException>(() => Ingest(text, options, name)).Message;
        Assert.DoesNotContain('\n', message);
        Assert.Equal(before, _fixture.DataFiles());
        return message;
    }

    private BarSeries Bars(string symbol = "X")
    {
        using LakeView view = _fixture.Lake.AsOf(DateTimeOffset.MaxValue, DateTimeOffset.MaxValue);
        return LakeMarket.Bars(view, symbol);
    }

    /// <summary>Bars of the first sessions of 2024 in one spelling of dates.</summary>
    private static string Daily(string format, int count = 15, string head = "Date,Open,High,Low,Close,Volume",
        Func<int, string>? rest = null) => head + "\n" + string.Concat(
        ExchangeCalendar.Nyse.Sessions(new(2024, 1, 2), new(2024, 5, 31)).Take(count).Select((session, i) =>
            session.ToString(format, System.Globalization.CultureInfo.InvariantCulture)
                + (rest?.Invoke(i) ?? $",{100 + (i % 5)},{106 + (i % 5)},{99 + (i % 5)},{101 + (i % 5)},{1000 + i}") + "\n"));

    [Fact]
    public void Series_WhoseRowsNameThem_AreKeptApart()
    {
        string text = "date,series_id,value\n" + string.Concat(ExchangeCalendar.Nyse.Sessions(new(2024, 1, 2), new(2024, 2, 29)).SelectMany((session, i) =>
            new[] { $"{session:yyyy-MM-dd},VIX,{15 + (i % 3)}\n", $"{session:yyyy-MM-dd},GVZ,{20 + (i % 4)}\n" }));
        Assert.Contains("'VIX', 'GVZ' in 'series_id'", Refused(text, new CsvIngestOptions()));
        IngestResult result = Ingest(text, new CsvIngestOptions { Map = new Dictionary<string, string> { ["symbol"] = "series_id" } });
        Assert.Equal((82, "gvz, vix"), (result.Rows.New, string.Join(", ", result.TakenFor!.Symbol!.Split(", ").Order(StringComparer.Ordinal))));
        using LakeView view = _fixture.Lake.AsOf(DateTimeOffset.MaxValue, DateTimeOffset.MaxValue);
        Assert.Equal((15, 20), (LakeMarket.Series(view, "vix").Values[0], LakeMarket.Series(view, "gvz").Values[0]));
        Assert.Contains("cannot name them all", Refused(text.Replace("series_id", "ticker", StringComparison.Ordinal), new CsvIngestOptions { Name = "SPY" }));
    }

    [Theory]
    [InlineData("Company")]
    [InlineData("Index Name")]
    [InlineData("Fund")]
    public void Bars_WithAnotherColumnThatChanges_AreRefusedWithTheOptionThatTells(string header)
    {
        string[] rows = Daily("yyyy-MM-dd", 30).TrimEnd('\n').Split('\n');
        string text = $"{header},{rows[0]}\n" + string.Concat(rows.Skip(1).Select((row, i) => $"{(i < 17 ? "ONE" : "TWO")},{row}\n"));
        string option = header.Contains(' ') ? $"--map 'symbol={header}'" : $"--map symbol={header}";
        Assert.Contains($"Say {option} when it names them, or --map symbol=none", Refused(text));
        Assert.Equal(30, Ingest(text, new CsvIngestOptions { InferCalendar = true, Map = new Dictionary<string, string> { ["symbol"] = header } }).Rows.New);
        Assert.Equal((17, 13), (Bars("ONE").Count, Bars("TWO").Count));
        Assert.Equal(30,
            Ingest(text, new CsvIngestOptions { Name = "X", InferCalendar = true, Map = new Dictionary<string, string> { ["symbol"] = "none" } }).Rows.New);
    }

    [Fact]
    public void Bars_WithAColumnOfDaysOrRemarks_AreRead()
    {
        string[] rows = Daily("yyyy-MM-dd", 30).TrimEnd('\n').Split('\n');
        string text = $"Day,Note,{rows[0]}\n" + string.Concat(rows.Skip(1).Select((row, i) => $"{DateOnly.Parse(row[..10]):dddd},remark {i},{row}\n"));
        Assert.Equal(30, Ingest(text).Rows.New);
    }

    [Fact]
    public void Map_WithASlipOfTheHand_IsNoSeries()
    {
        string message = Refused(Daily("yyyy-MM-dd"),
            new CsvIngestOptions { Name = "X", InferCalendar = true, Map = new Dictionary<string, string> { ["clsoe"] = "Close" } });
        Assert.Contains("Did you mean 'close'?", message);
    }

    [Fact]
    public void Dividends_BesidePricesOfAnUntoldBasis_AreSaidToBeLeftOut_AndStoredBesideRawOnes()
    {
        string text = Daily("yyyy-MM-dd", head: "Date,Open,High,Low,Close,Volume,Dividends",
            rest: i => $",{100 + (i % 5)},{106 + (i % 5)},{99 + (i % 5)},{101 + (i % 5)},{1000 + i},{(i == 7 ? 1.5 : 0)}");
        Assert.Contains("1 dividend of the file was not stored",
            Assert.Single(Ingest(text).Remarks, remark => remark.Contains("dividend", StringComparison.Ordinal)));
        Ingest(text, new CsvIngestOptions { Name = "Y", InferCalendar = true, Adjustment = BarAdjustment.Raw });
        using LakeView view = _fixture.Lake.AsOf(DateTimeOffset.MaxValue, DateTimeOffset.MaxValue);
        Assert.Equal((0, 1.5), (LakeMarket.Dividends(view, "X").Count, Assert.Single(LakeMarket.Dividends(view, "Y")).Cash));
    }

    [Theory]
    [InlineData("dd/MM/yyyy", "", "day first (told from '16/01/2024'")]
    [InlineData("d/M/yy", "", "day first (told from '16/1/24'")]
    [InlineData("dd-MM-yyyy", "", "day first")]
    [InlineData("MM/dd/yyyy", "", "month first (told from '01/16/2024'")]
    [InlineData("M-d-yy", "", "month first")]
    [InlineData("dd.MM.yyyy", "", "day first")]
    [InlineData("yyyy.MM.dd", "", "year first")]
    [InlineData("yyyy/M/d", "", "year first")]
    [InlineData("yyyyMMdd", "", "YYYYMMDD")]
    [InlineData("d-MMM-yy", "", "month by name")]
    [InlineData("ddd MMM dd yyyy", "", "month by name")]
    [InlineData("yyyy-MM-dd", "T00:00:00.000Z", "year first")]
    [InlineData("yyyy-MM-dd", "T21:00:00+00:00", "year first")]
    [InlineData("yyyy-MM-dd", " 16:00", "year first")]
    [InlineData("MM/dd/yyyy", " 4:00:00 PM", "month first")]
    [InlineData("yyyy-MM-dd", " 14:00:00+09:00", "year first")]
    [InlineData("yyyyMMdd", "160000", "YYYYMMDD")]
    [InlineData("yyyyMMdd", "-16:00:00 US/Eastern", "YYYYMMDD")]
    public void Dates_InAnySpelling_AreTheSessions(string format, string time, string told)
    {
        string text = Daily($"{format}'{time}'");
        IngestResult result = Ingest(text);
        Assert.Equal((15, 0), (result.Rows.New, result.QuarantinedTotal));
        Assert.Equal(ExchangeCalendar.Nyse.Sessions(new(2024, 1, 2), new(2024, 5, 31))[..15], Bars().Sessions);
        Assert.Contains(told, result.TakenFor!.Dates, StringComparison.Ordinal);
    }

    [Fact]
    public void Dates_WhoseOrderNothingTells_AreRefused_AndTheOptionTellsIt()
    {
        string text = Daily("dd/MM/yyyy", count: 4);
        Assert.Contains("Say --dates day-first or --dates month-first", Refused(text), StringComparison.Ordinal);
        Ingest(text, new CsvIngestOptions { Name = "X", DayFirst = true });
        Assert.Equal(new DateOnly(2024, 1, 5), Bars().Sessions[^1]);
        Assert.Contains("Leave --dates out", Refused(Daily("dd/MM/yyyy"), new CsvIngestOptions { Name = "Y", DayFirst = false }), StringComparison.Ordinal);
    }

    [Fact]
    public void Dates_InTwoOrders_AreRefusedWithBoth()
    {
        string message = Refused(Daily("dd/MM/yyyy") + "02/13/2024,1,1,1,1,1\n");
        Assert.Contains("'16/01/2024' on line 11 has the day first, '02/13/2024' on line 17 the month", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "seconds")]
    [InlineData(1_000, "milliseconds")]
    [InlineData(1_000_000, "microseconds")]
    [InlineData(1_000_000_000, "nanoseconds")]
    public void Epochs_OfAnyUnit_AreTheSessions(long unit, string told)
    {
        DateOnly[] sessions = ExchangeCalendar.Nyse.Sessions(new(2024, 3, 1), new(2024, 3, 22)); // over the change to daylight saving
        string text = "time,open,high,low,close\n" + string.Concat(
            sessions.Select(session => $"{ExchangeCalendar.Nyse.OpenOf(session).ToUnixTimeSeconds() * unit},1,2,1,{1.5 + (session.Day / 100.0)}\n"));
        Assert.StartsWith(told, Ingest(text).TakenFor!.Dates, StringComparison.Ordinal);
        Assert.Equal(sessions, Bars().Sessions);
        Assert.Contains("writes times in two ways", Refused(text
            + $"{ExchangeCalendar.Nyse.OpenOf(new(2024, 3, 25)).ToUnixTimeSeconds() * (unit == 1 ? 1_000 : 1)},1,2,1,1\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(";1.234,50;1.240,00;1.230,00;1.235,25;1.234.567", 1235.25, 1_234_567)]
    [InlineData(";1234,50;1240,00;1230,00;1235,25;12,5M", 1235.25, 12_500_000)]
    [InlineData(";1 234,50;1 240,00;1 230,00;1 235,25;812 345", 1235.25, 812_345)]
    [InlineData(";1'234.50;1'240.00;1'230.00;1'235.25;812'345", 1235.25, 812_345)]
    [InlineData(";$1,234.50;$1,240.00;$1,230.00;$1,235.25;812.3K", 1235.25, 812_300)]
    [InlineData(";1234.50 USD;1240.00 USD;1230.00 USD;1235.25 USD;1.2B", 1235.25, 1_200_000_000)]
    public void Numbers_AsPeopleFormatThem_AreRead(string rest, double close, double volume)
    {
        IngestResult result = Ingest(Daily("yyyy-MM-dd", 2, "Date;Open;High;Low;Close;Volume", _ => rest));
        Assert.Equal((2, 0), (result.Rows.New, result.QuarantinedTotal));
        Assert.Equal((close, volume), (Bars().Close[0], Bars().Volume[0]));
    }

    [Fact]
    public void Numbers_ThatMayBeEither_AreRefused_AndTheOptionTellsIt()
    {
        string text = Daily("yyyy-MM-dd", 3, "Date,Open,High,Low,Close", _ => ",\"4,806\",\"4,900\",\"4,800\",\"4,850\"");
        Assert.Contains("Say --decimal point or --decimal comma", Refused(text), StringComparison.Ordinal);
        Ingest(text, new CsvIngestOptions { Name = "X", DecimalComma = false });
        Ingest(text, new CsvIngestOptions { Name = "Y", DecimalComma = true });
        Assert.Equal((4850, 4.85), (Bars().Close[0], Bars("Y").Close[0]));
        Assert.Contains("writes numbers in two ways",
            Refused(Daily("yyyy-MM-dd", 3, "Date;Open;High;Low;Close", i => i == 2 ? ";1,5;1,6;1,4;1,5" : ";1.5;1.6;1.4;1.5")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1,5", DecimalSign.Point, false, 0)] // no thousands, and no fraction here
    [InlineData("12,34,567.5", DecimalSign.Point, true, 1_234_567.5)] // India
    [InlineData("1,2345", DecimalSign.Point, false, 0)]
    [InlineData("(1,234.5)", DecimalSign.Point, true, -1234.5)]
    [InlineData("−5.5", DecimalSign.Point, true, -5.5)]
    [InlineData("€ 1.234,5", DecimalSign.Comma, true, 1234.5)]
    [InlineData("-$1.5", DecimalSign.Point, true, -1.5)]
    [InlineData("12x", DecimalSign.Point, false, 0)]
    public void Number_IsReadOrNot(string text, object sign, bool read, double value)
    {
        Assert.Equal(read, CsvNumberText.TryRead(text, (DecimalSign)sign, out double number, out _));
        if (read)
            Assert.Equal(value, number);
    }

    [Theory]
    [InlineData("Date,Open,High,Low,Close\n2024-01-02,1,1,1,1\n2024-01-02,2,2,2,2\n2024-01-03,1,1,1,1\n2024-01-03,2,2,2,2\n", "several symbols")]
    [InlineData("Date,Company,Open,High,Low,Close\n2024-01-02,Big Inc,1,1,1,1\n2024-01-02,Small Inc,2,2,2,2\n2024-01-03,Big Inc,1,1,1,1\n2024-01-03,Small "
        + "Inc,2,2,2,2\n", "--map symbol=Company")]
    [InlineData("date,open,high,low,close\n2023-09-01,1,1,1,1\n2023-10-02,1,1,1,1\n2023-11-01,1,1,1,1\n2023-12-01,1,1,1,1\n2024-01-02,1,1,1,1\n2024-02-01,1,1,1,1\n", "of weeks or months")]
    [InlineData("date,open,high,low,close\n2024-01-02 09:30,1,1,1,1\n", "Say --interval 1d")]
    [InlineData("2024-01-02,1,2,1,1,5\n2024-01-03,1,2,1,1,5\n", "has no header")]
    [InlineData("date,open,high,low,close,close\n2024-01-02,1,2,1,1,2\n", "--map close=#5")]
    [InlineData("date,open,high,low,px\n2024-01-02,1,2,1,1\n", "--map close=COLUMN")]
    [InlineData("when,open,high,low,close\n2024-01-02,1,2,1,1\n", "--map session=when")]
    [InlineData("date,close\n2024-01-02,1\n2024-01-03,2\n", "--symbol NAME")]
    public void FileThatIsNoDailyBars_IsRefusedWhole(string text, string remedy) =>
        Assert.Contains(remedy, Refused(text, new CsvIngestOptions { Name = text.Contains("date,close\n") ? null : "X" }), StringComparison.Ordinal);

    [Fact]
    public void DailyStamps_OfTheEveningBefore_AreTheSession()
    {
        string text = "Date,Open,High,Low,Close\n" + string.Concat(ExchangeCalendar.Nyse.Sessions(new(2024, 1, 2), new(2024, 2, 28))
            .Select(session => $"{session.AddDays(-1):yyyy-MM-dd} 19:00:00-05:00,1,2,1,{1.5 + (session.Day / 100.0)}\n"));
        Assert.Equal(0, Ingest(text).QuarantinedTotal);
        Assert.Equal(new DateOnly(2024, 1, 2), Bars().Sessions[0]);
        string late = text.Replace(" 19:00:00-05:00", "", StringComparison.Ordinal); // a day early, and nothing says so but the week-ends
        Assert.Contains("none of Fridays: its dates are a day early", Refused(late, new CsvIngestOptions { Name = "Y", InferCalendar = true }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void PricesWithoutVolume_AreBars_OfWhateverPrefix()
    {
        Assert.Equal("bars", Ingest("Date,PX_OPEN,PX_HIGH,PX_LOW,PX_LAST\n2024-01-02,1,2,1,1.5\n").Dataset);
        Assert.Equal("bars", Ingest("d,o,h,l,c\n2024-01-02,1,2,1,1.5\n", new CsvIngestOptions
        {
            Name = "Y",
            Map = new Dictionary<string, string> { ["session"] = "d", ["open"] = "o", ["high"] = "h", ["low"] = "l", ["close"] = "c" },
        }).Dataset);
        Assert.Equal("series", Ingest("Date,VIX Open,VIX High,VIX Low,VIX Close\n2024-01-02,13,14,12,13.5\n", new CsvIngestOptions()).Dataset);
        Assert.Contains("leave --symbol out", Refused("date,aapl,msft\n2024-01-02,1,2\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void SymbolOfTheFile_IsNotRenamed()
    {
        const string Text = "date,ticker,open,high,low,close\n2024-01-02,IWM,1,2,1,1\n";
        Assert.Contains("holds IWM, not SPY. Leave --symbol out", Refused(Text, new CsvIngestOptions { Name = "SPY" }), StringComparison.Ordinal);
        Assert.Contains("Leave --symbol out", Refused(Text + "2024-01-02,SPY,1,2,1,1\n", new CsvIngestOptions { Name = "SPY" }), StringComparison.Ordinal);
        Assert.Equal(["IWM"], Ingest(Text, new CsvIngestOptions()).Names);
        Assert.Equal(["AAPL", "MSFT"],
            Ingest("date,open,high,low,close,volume,Name\n2024-01-02,1,2,1,1,5,AAPL\n2024-01-02,2,2,1,1,5,MSFT\n", new CsvIngestOptions()).Names);
    }

    [Fact]
    public void SymbolsSideBySide_BecomeRows()
    {
        const string Text =
            "Price,Close,Close,High,High,Low,Low,Open,Open\nTicker,AAA,BBB,AAA,BBB,AAA,BBB,AAA,BBB\nDate,,,,,,,,\n2024-01-02,10,20,11,21,9,19,10,20\n2024-01-03,10.5,,11,,9,,10,\n";
        IngestResult result = Ingest(Text, new CsvIngestOptions());
        Assert.Equal((3, 0), (result.Rows.New, result.QuarantinedTotal));
        Assert.Equal(20, Assert.Single(Bars("BBB").Close));
        Assert.Equal([10, 10.5], Bars("AAA").Close);
    }

    [Theory]
    [InlineData(2.0, true)]
    [InlineData(1.5, true)]
    [InlineData(0.1, true)]
    [InlineData(2.0, false)]
    [InlineData(1.5, false)]
    [InlineData(0.1, false)]
    public void Splits_OfTheFile_TellWhetherPricesAreRaw(double ratio, bool raw)
    {
        string text = Daily("yyyy-MM-dd", 10, "date,open,high,low,close,volume,splitFactor", i =>
        {
            double close = Math.Round((100 + (i % 3)) / (raw && i >= 5 ? ratio : 1), 4);
            return Invariant($",{close},{close},{close},{close},{1000 + i},{(i == 5 ? ratio : 1)}");
        });
        IngestResult result = Ingest(text);
        Assert.Equal((10, 0), (result.Rows.New, result.QuarantinedTotal));
        Assert.StartsWith(raw ? "raw (told" : "for splits (told", result.TakenFor!.Adjusted, StringComparison.Ordinal);
        using LakeView view = _fixture.Lake.Now();
        double[] split = LakeMarket.Prices(view, "X", PriceBasis.Split).Close;
        Assert.All(split.Skip(1).Zip(split), pair => Assert.InRange(pair.First / pair.Second, 0.95, 1.05));
        Assert.Contains(raw ? "Say --adjusted raw" : "Leave --adjusted out",
            Refused(text, new CsvIngestOptions { Name = "Y", Adjustment = raw ? BarAdjustment.Splits : BarAdjustment.Raw }), StringComparison.Ordinal);
    }

    [Fact]
    public void Splits_TheLakeKnows_AreHeldAgainstLaterBars()
    {
        LakeMarket.AppendSplits(_fixture.Lake, "X", [(ExchangeCalendar.Nyse.Sessions(new(2024, 1, 2), new(2024, 1, 31))[5], 1.5)], "test");
        string Text(double ratio) => Daily("yyyy-MM-dd", 10, "date,open,high,low,close",
            i => Invariant($",{150 / (i >= 5 ? ratio : 1) + (i % 2)},{152 / (i >= 5 ? ratio : 1)},{149 / (i >= 5 ? ratio : 1)},{150 / (i >= 5 ? ratio : 1)}"));
        IngestResult raw = Ingest(Text(1.5));
        Assert.Equal((0, 10), (raw.Usable, raw.Quarantined[QualityReason.OtherBasis]));
        Assert.Contains("Say --adjusted raw", Assert.Single(raw.Remarks), StringComparison.Ordinal);
        Assert.Equal(10, Ingest(Text(1.5), new CsvIngestOptions { Name = "X", Adjustment = BarAdjustment.Raw }).Rows.New);
    }

    [Theory]
    [InlineData(9, 0.01)]
    [InlineData(9, 100)]
    [InlineData(9, 0.5)]
    [InlineData(9, 2)]
    [InlineData(0, 100)]
    public void BadPrint_IsTheOnlyRowRefused(int at, double factor)
    {
        string text = Daily("yyyy-MM-dd", 15, "date,open,high,low,close", i => Invariant($",{(100 + (i % 3)) * (i == at ? factor : 1)},")
            + Invariant($"{104 * (i == at ? factor : 1)},{99 * (i == at ? factor : 1)},{(100 + (i % 3)) * (i == at ? factor : 1)}"));
        IngestResult result = Ingest(text);
        Assert.Equal((14, 1), (result.Rows.New, result.Quarantined[QualityReason.Jump]));
        Assert.All(Bars().Close, close => Assert.InRange(close, 99, 105));
    }

    [Theory]
    [InlineData("date,vix\n2024-01-02,0.1320\n2024-01-03,0.14\n", null, "Say --unit fraction")]
    [InlineData("date,fed_funds\n2024-01-02,5.33\n2024-01-03,5.33\n", SeriesUnit.AsIs, "Say --unit percent")]
    [InlineData("date,vix\n2024-01-02,1320\n2024-01-03,1400\n", null, "--series vix=COLUMN")]
    public void Series_InAnotherUnit_IsRefused(string text, SeriesUnit? unit, string remedy) =>
        Assert.Contains(remedy, Refused(text, new CsvIngestOptions { Unit = unit }), StringComparison.Ordinal);

    [Fact]
    public void Series_UnitsAreStored()
    {
        Ingest("date,vix\n2024-01-02,0.1320\n2024-01-03,0.14\n", new CsvIngestOptions { Unit = SeriesUnit.Fraction });
        Assert.Equal(1, Ingest("date,fed_funds\n2024-01-02,5.33%\n2024-01-03,5.31%\n2024-01-04,533%\n",
            new CsvIngestOptions()).Quarantined[QualityReason.Implausible]);
        using LakeView view = _fixture.Lake.Now();
        Assert.Equal([13.2, 14], LakeMarket.Series(view, "vix").Values);
        Assert.Equal([0.0533, 0.0531], LakeMarket.Series(view, "fed_funds").Values);
    }

    [Theory]
    [InlineData("21.88", null, 0.2188)]
    [InlineData("21.88%", null, 0.2188)]
    [InlineData("0.2188", null, 0.2188)]
    [InlineData("3.1", SeriesUnit.Percent, 0.031)]
    [InlineData("3.1", SeriesUnit.AsIs, 3.1)]
    public void ImpliedVol_UnitIsOfTheWholeColumn(string iv, SeriesUnit? unit, double stored)
    {
        string text = Chain("iv", iv);
        if (unit is not null)
            Assert.Contains("Say --unit percent or --unit as-is", Refused(text, new CsvIngestOptions()), StringComparison.Ordinal);
        Ingest(text, new CsvIngestOptions { Unit = unit });
        using LakeView view = _fixture.Lake.Now();
        Assert.Equal(stored, LakeMarket.Chain(view, "X", new(2024, 1, 5))!.ImpliedVol[0], 9);
    }

    [Theory]
    [InlineData("1200", "volume")]
    [InlineData("0.2188", "iv")]
    public void ColumnVol_IsWhatItsValuesSay(string value, string taken) =>
        Assert.Contains(taken + "=vol", Ingest(Chain("vol", value), new CsvIngestOptions()).Mapping);

    [Fact]
    public void ColumnVol_ThatMayBeEither_IsRefused() =>
        Assert.Contains("--map iv=vol or --map volume=vol", Refused(Chain("vol", "1"), new CsvIngestOptions()), StringComparison.Ordinal);

    [Theory]
    [InlineData("ticker,tradeDate,expirDate,strike,stkPx,cBidPx,cAskPx,pBidPx,pAskPx,cMidIv,pMidIv\nX,1/5/2024,1/19/2024,100,101,3,3.2,2,2.2,0.2,0.21\n")]
    [InlineData("underlying,date,expiry,strike,spot,call_bid,call_ask,put_bid,put_ask,call_iv,put_iv\nX,2024-01-05,2024-01-19,100,101,3,3.2,2,2.2,0.2,0.21\n")]
    public void CallsAndPutsSideBySide_BecomeRows(string text)
    {
        Assert.Equal(2, Ingest(text, new CsvIngestOptions()).Rows.New);
        using LakeView view = _fixture.Lake.Now();
        OptionChain chain = LakeMarket.Chain(view, "X", new(2024, 1, 5))!;
        Assert.Equal([3.0, 2.0], chain.Bid);
        Assert.Equal([0.2, 0.21], chain.ImpliedVol);
        Assert.Equal([OptionRight.Call, OptionRight.Put], chain.Contracts.Select(contract => contract.Right));
    }

    [Fact]
    public void Rows_OfDaysThatHaveNotCome_AreRefused()
    {
        IngestResult result = Ingest("date,open,high,low,close\n2024-05-31,1,1,1,1\n2024-06-03,1,1,1,1\n");
        Assert.Equal((1, 1), (result.Rows.New, result.Quarantined[QualityReason.Future]));
        Assert.Contains("2024-06-03 on line 3", Assert.Single(result.Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_RecordedByAClockThatWasAhead_AreNamed_AndRecordedAnew()
    {
        string text = Daily("yyyy-MM-dd");
        _fixture.Clock.Now = LakeFixture.At("2025-06-01");
        Ingest(text);
        _fixture.Clock.Now = LakeFixture.At("2024-06-01");
        LakeProblem problem = Assert.Single(_fixture.Lake.Check());
        Assert.Equal((LakeProblemKind.Ahead, true), (problem.Kind, problem.Harmful));
        Assert.Contains("up to 2025-06-01; it is 2024-06-01", LakeAhead.Remark(_fixture.Lake, Datasets.Bars), StringComparison.Ordinal);
        IngestResult again = Ingest(text);
        Assert.Equal(new AppendResult(15, 0, 0), again.Rows);
        Assert.Contains("recorded later than now", Assert.Single(again.Remarks), StringComparison.Ordinal);
        using LakeView view = _fixture.Lake.Now();
        Assert.Equal(15, LakeMarket.Bars(view, "X").Count);
    }

    private static string Chain(string column, string value) =>
        $"quote_date,underlying,spot,expiry,strike,right,bid,ask,{column}\n"
            + string.Concat(Enumerable.Range(0, 5).Select(i => $"2024-01-05,X,100,2024-01-19,{96 + (2 * i)},C,2,2.2,{value}\n"));
}
