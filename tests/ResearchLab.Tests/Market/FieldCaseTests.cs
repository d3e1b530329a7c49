using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Options;
using ResearchLab.Tests.Lake;
using ResearchLab.Tests.Shared;
using ResearchLab.Time;

namespace ResearchLab.Tests.Market;

/// <summary>Files as the vendors and tools of the field write them, kept outside the project, each with the values that are right.</summary>
[Trait("Tier", "full")]
public sealed class FieldCaseTests : IDisposable
{
    private static readonly DateOnly s_first = new(2024, 1, 2), s_last = new(2024, 3, 28);
    private readonly LakeFixture _fixture = new("2026-06-01");

    public void Dispose() => _fixture.Dispose();

    private IngestResult Ingest(string path, CsvIngestOptions? options = null) =>
        FileIngest.Ingest(_fixture.Lake, FieldCase.File(path), (options ?? new CsvIngestOptions { Name = "ACME" }) with { InferCalendar = true });

    private string Refused(string path, CsvIngestOptions? options = null)
    {
        CsvIngestException error = Assert.Throws<CsvIngestException>(() => Ingest(path, options));
        Assert.DoesNotContain('\n', error.Message);
        Assert.Empty(_fixture.DataFiles());
        return error.Message;
    }

    private BarSeries Bars(string symbol = "ACME")
    {
        using LakeView view = _fixture.Lake.Now();
        return LakeMarket.Bars(view, symbol);
    }

    [Theory]
    [InlineData("01-yfinance-multiheader/ACME.csv", "named in the header", 102.53, 96.12)]
    [InlineData("02-yfinance-history-tz/ACME.csv", "year first", 102.53, 96.12)]
    [InlineData("03-nasdaq-dollar/HistoricalData_1704.csv", "thousands or signs", 1537.95, 1441.80)]
    [InlineData("04-investing/ACME Historical Data.csv", "month first", 5126.50, 4806.00)]
    [InlineData("04-investing/small prices.csv", "month first", 102.53, 96.12)]
    [InlineData("05-day-first-dates/ACME.csv", "day first", 102.53, 96.12)]
    [InlineData("07-tradingview-epoch/BATS_ACME, 1D.csv", "seconds since 1970", 102.53, 96.12)]
    [InlineData("07-tradingview-epoch/BATS_ACME, 1D iso.csv", "year first", 102.53, 96.12)]
    [InlineData("08-stooq-bulk/acme.us.txt", "ACME.US in the file", 102.53, 96.12)]
    [InlineData("09-googlefinance-close-time/ACME.csv", "month first", 102.53, 96.12)]
    [InlineData("10-excel-german/ACME.csv", "decimal comma", 102.53, 96.12)]
    [InlineData("10-excel-german/iso-dates.csv", "decimal comma", 102.53, 96.12)]
    [InlineData("20-ragged-trailing-comma/ACME.csv", "year first", 102.53, 96.12)]
    [InlineData("20-ragged-trailing-comma/index-column.csv", "year first", 102.53, 96.12)]
    [InlineData("21-volume-thousands/ACME.csv", "thousands or signs", 102.53, 96.12)]
    [InlineData("21-volume-thousands/sci.csv", "year first", 102.53, 96.12)]
    [InlineData("22-utc-stamped-daily/ACME.csv", "at the exchange", 102.53, 96.12)]
    public void DailyBars_OfAVendor_AreRead(string path, string takenFor, double first, double last)
    {
        IngestResult result = Ingest(path);
        Assert.Equal((61, 0), (result.Rows.New, result.QuarantinedTotal));
        BarSeries bars = Bars();
        Assert.Equal(ExchangeCalendar.Nyse.Sessions(s_first, s_last), bars.Sessions);
        Assert.Equal((first, last), (bars.Close[0], bars.Close[^1]));
        Assert.InRange(bars.Volume[0], 67_490_000, 67_500_000); // some write it rounded
        Assert.StartsWith("daily bars; symbol ACME", result.TakenFor!.ToString(), StringComparison.Ordinal);
        Assert.Contains(takenFor, result.TakenFor.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LakeMarket.Daily)]
    [InlineData(null)]
    public void DailyBars_WithAZone_AreDailyUnderEveryOption(string? interval) =>
        Assert.Equal(61, Ingest("02-yfinance-history-tz/ACME.csv",
            new CsvIngestOptions { Name = "ACME", Interval = interval, Zone = ExchangeCalendar.Nyse.Zone }).Rows.New);

    [Fact]
    public void Series_OfTheField_AreRead()
    {
        Assert.Equal(["vix"], Ingest("05-day-first-dates/vix.csv", new CsvIngestOptions()).Names);
        using (LakeView view = _fixture.Lake.Now())
            Assert.Equal((61, s_first, 14.3),
                (LakeMarket.Series(view, "vix").Values.Length, LakeMarket.Series(view, "vix").Sessions[0], LakeMarket.Series(view, "vix").Values[0]));
        Assert.Equal(new AppendResult(0, 61, 0), Ingest("10-excel-german/vix.csv", new CsvIngestOptions()).Rows);
        IngestResult history = Ingest("13-preamble-footer/VIX_History.csv", new CsvIngestOptions());
        Assert.Equal(new AppendResult(0, 61, 0), history.Rows);
        Assert.Contains("header on line 3", history.TakenFor!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Preamble_FooterAndRepeatedHeader_LeaveTheBars()
    {
        IngestResult result = Ingest("13-preamble-footer/ACME.csv");
        Assert.Equal((61, 3), (result.Rows.New, result.Quarantined[QualityReason.Unparsable]));
        Assert.Contains("not readable: line 22 has 'Date' as Date", result.TakenFor!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Split_InTheFile_MakesItsPricesRaw()
    {
        const string Path = "06-alphavantage-split/daily_adjusted_ACME.csv";
        Assert.Contains("Say --adjusted raw", Refused(Path, new CsvIngestOptions { Name = "ACME", Adjustment = BarAdjustment.Splits }),
            StringComparison.Ordinal);
        IngestResult result = Ingest(Path);
        Assert.StartsWith("raw (told by the split of 2:1 on 2024-02-20", result.TakenFor!.Adjusted, StringComparison.Ordinal);
        using LakeView view = _fixture.Lake.Now();
        Assert.Equal([(new DateOnly(2024, 2, 20), 2.0)], LakeMarket.Splits(view, "ACME"));
        BarSeries raw = LakeMarket.Prices(view, "ACME", PriceBasis.Raw), split = LakeMarket.Prices(view, "ACME", PriceBasis.Split);
        int at = raw.IndexOf(new DateOnly(2024, 2, 20));
        Assert.Equal((188.62, 96.07), (raw.Close[at - 1], raw.Close[at]));
        Assert.Equal((94.31, 96.07), (split.Close[at - 1], split.Close[at]));
    }

    [Fact]
    public void Chain_ColumnVol_IsImpliedVol_AndSpotIsAskedFor()
    {
        Assert.Contains("Say the price of the underlying with --spot PRICE", Refused("14-dolt-chain-vol/option_chain.csv", new CsvIngestOptions()),
            StringComparison.Ordinal);
        Assert.Contains("holds ACME, not BAD", Refused("14-dolt-chain-vol/option_chain.csv", new CsvIngestOptions { Name = "BAD", Spot = 100 }),
            StringComparison.Ordinal);
        // A column of fractions as price of the underlying, by hand.
        IngestResult far = Ingest("14-dolt-chain-vol/option_chain.csv", new CsvIngestOptions { Map = new Dictionary<string, string> { ["spot"] = "vol" } });
        Assert.Equal((0, far.Read), (far.Usable, far.Quarantined[QualityReason.Implausible]));
        Assert.Contains("far from all strikes", Assert.Single(far.Remarks), StringComparison.Ordinal);
        Check(Ingest("14-dolt-chain-vol/option_chain.csv", new CsvIngestOptions { Spot = 100 }));
        Check(Ingest("14-dolt-chain-vol/with_spot.csv", new CsvIngestOptions { Map = new Dictionary<string, string> { ["underlying"] = "act_symbol" } }));

        void Check(IngestResult result)
        {
            Assert.Equal((126, 0), (result.Usable, result.QuarantinedTotal));
            _fixture.Clock.Now += TimeSpan.FromHours(1);
            OptionChain chain = Chain();
            Assert.Equal((100, 0.2320), (chain.Spot, chain.ImpliedVol[0]));
            Assert.All(chain.Volume, volume => Assert.True(double.IsNaN(volume)));
        }
    }

    [Theory]
    [InlineData("15-optionsdx-wide/acme_eod_202401.txt", 1285, 0.2320)]
    [InlineData("17-deltaneutral/L2_options_20240105.csv", 1285, 0.2320)]
    [InlineData("17-deltaneutral/L3_impliedvol.csv", 1285, 0.2320)]
    public void Chain_OfAVendor_IsRead(string path, double volume, double iv)
    {
        IngestResult result = Ingest(path, new CsvIngestOptions());
        Assert.Equal((126, 0), (result.Rows.New, result.QuarantinedTotal));
        OptionChain chain = Chain();
        Assert.Equal((126, 100, new DateOnly(2024, 1, 5)), (chain.Count, chain.Spot, chain.Session));
        Assert.Equal((new OptionContract(new(2024, 1, 19), 80, OptionRight.Call), 19.90, 20.40, volume, iv, 1.0),
            (chain.Contracts[0], chain.Bid[0], chain.Ask[0], chain.Volume[0], chain.ImpliedVol[0], chain.Delta[0]));
        Assert.Equal(63, chain.Contracts.Count(contract => contract.Right == OptionRight.Put));
    }

    [Fact]
    public void Chain_OfTwoSnapshotsARow_IsOfOne()
    {
        IngestResult result = Ingest("16-cboe-datashop/UnderlyingOptionsEODQuotes_2024-01-05.csv", new CsvIngestOptions());
        Assert.Equal(126, result.Rows.New);
        OptionChain early = Chain();
        Assert.Equal((20.20, 20.70), (early.Bid[0], early.Ask[0]));
        Assert.Equal(100.30, early.Spot, 9);
        Assert.Contains("--map bid=bid_eod --map ask=ask_eod", result.TakenFor!.ToString(), StringComparison.Ordinal);
        _fixture.Clock.Now += TimeSpan.FromHours(1);
        IngestResult solved = Ingest("16-cboe-datashop/with_active_price.csv", new CsvIngestOptions());
        Assert.Equal((0.22, 0.5), (Chain().ImpliedVol[0], Chain().Delta[0]));
        Assert.Equal(100.30, Chain().Spot, 9);
        Assert.DoesNotContain("implied_volatility_1545", solved.TakenFor!.NotUsed);
        // The remedy it names takes the other snapshot as a whole.
        _fixture.Clock.Now += TimeSpan.FromHours(1);
        Ingest("16-cboe-datashop/UnderlyingOptionsEODQuotes_2024-01-05.csv",
            new CsvIngestOptions { Map = new Dictionary<string, string> { ["bid"] = "bid_eod", ["ask"] = "ask_eod" } });
        Assert.Equal((19.90, 20.40), (Chain().Bid[0], Chain().Ask[0]));
        Assert.Equal(100, Chain().Spot, 9);
    }

    [Fact]
    public void Chain_OfOptionSymbols_AsksForSessionAndSpot_AndTakesThem()
    {
        Assert.Contains("--session YYYY-MM-DD --spot PRICE", Refused("18-yfinance-option-chain/calls.csv"), StringComparison.Ordinal);
        IngestResult result = Ingest("18-yfinance-option-chain/calls.csv", new CsvIngestOptions { Session = new(2024, 1, 5), Spot = 100 });
        Assert.Equal(0, result.QuarantinedTotal);
        Assert.Equal(["ACME"], result.Names);
        Assert.Equal((new OptionContract(new(2024, 1, 19), 80, OptionRight.Call), 0.232, 5572.0),
            (Chain().Contracts[0], Chain().ImpliedVol[0], Chain().OpenInterest[0]));
    }

    [Fact]
    public void AdjustedCloses_PassAGate()
    {
        Assert.Contains("adj_close / close of ACME steps by 4 on 2024-02-15 and the close does not", Refused("23-bad-adj-close/ACME.csv"),
            StringComparison.Ordinal);
        Assert.Equal(61, Ingest("23-bad-adj-close/ACME.csv",
            new CsvIngestOptions { Name = "ACME", Map = new Dictionary<string, string> { ["adj_close"] = "none" } }).Rows.New);
    }

    [Fact]
    public void BadPrints_AreTheRowsRefused_UpOrDown()
    {
        IngestResult high = Ingest("24-100x-rows/ACME.csv");
        Assert.Equal([new KeyValuePair<QualityReason, int>(QualityReason.Jump, 2)], high.Quarantined);
        Assert.All(Bars().Close, close => Assert.InRange(close, 90, 110));
        // Half of its history was adjusted: which half cannot be told.
        var half = new CsvIngestOptions { Name = "HALF" };
        CsvIngestException refused = Assert.Throws<CsvIngestException>(() => Ingest("24-100x-rows/split-half-applied.csv", half));
        Assert.Contains("from 194.38 to 97.05 on 2024-02-14 and stays, about a split of 2 for 1", refused.Message, StringComparison.Ordinal);
        IngestResult low = Ingest("24-100x-rows/split-half-applied.csv", half with { Adjustment = BarAdjustment.Raw });
        Assert.Contains("from 194.38 to 97.05 on 2024-02-14, about a split of 2 for 1", Assert.Single(low.Remarks), StringComparison.Ordinal);
        Assert.DoesNotContain(92.55, Bars("HALF").Close);
    }

    [Theory]
    [InlineData("28-ibkr-stamp/ibkr.csv", "as written")]
    [InlineData("28-ibkr-stamp/ibkr_old.csv", "America/New_York (told from the sessions")]
    [InlineData("33-intraday-zone/naive_ny.csv", "America/New_York (told from the sessions")]
    [InlineData("34-date-time-columns/us_slash.csv", "America/New_York (told from the sessions")]
    public void BarsWithinSessions_AreOfTheExchangesZone(string path, string zone)
    {
        IngestResult result = Ingest(path);
        Assert.Equal((46, 0, "intraday"), (result.Rows.New, result.QuarantinedTotal, result.Dataset));
        Assert.StartsWith(zone, result.TakenFor!.Zone, StringComparison.Ordinal);
        using LakeView view = _fixture.Lake.Now();
        IntradayBars bars = LakeMarket.Intraday(view, "ACME", "30m", new(2023, 11, 22), new(2024, 3, 11));
        Assert.Equal(new DateTimeOffset(2023, 11, 22, 14, 30, 0, TimeSpan.Zero), bars.Times[0]);
        // daylight saving
        Assert.Equal(new DateTimeOffset(2024, 3, 11, 13, 30, 0, TimeSpan.Zero), bars.Times[Array.IndexOf(bars.Sessions, new DateOnly(2024, 3, 11))]);
        using LakeView before = _fixture.Lake.AsOf(new DateTimeOffset(2023, 11, 22, 14, 59, 59, TimeSpan.Zero));
        Assert.Equal(0, LakeMarket.Intraday(before, "ACME", "30m", new(2023, 11, 22), new(2024, 3, 11)).Count);
    }

    [Fact]
    public void Symbols_ThatNoCommandCanName_GoToQuarantine()
    {
        IngestResult result = Ingest("29-odd-symbols/p.csv", new CsvIngestOptions());
        Assert.Equal(["A B", "AAPL", "BRK/B", "ES=F", "X", "^GSPC"], result.Names);
        Assert.Equal(12, result.Quarantined[QualityReason.BadSymbol]);
        Assert.All(result.Names, name => Assert.True(Symbols.IsValid(name)));
    }

    private OptionChain Chain()
    {
        using LakeView view = _fixture.Lake.Now();
        return LakeMarket.Chain(view, "ACME", new(2024, 1, 5))!;
    }
}
