using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Options;
using ResearchLab.Tests.Lake;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Tests.Market;

[Trait("Tier", "full")]
public sealed class CsvIngestRealDataTests : IDisposable
{
    private readonly LakeFixture _fixture = new("2026-06-01");

    private DataLake Lake => _fixture.Lake;

    public void Dispose() => _fixture.Dispose();

    private static int DataRows(string file)
    {
        using StreamReader reader = RealData.OpenText(file);
        int rows = -1;
        while (reader.ReadLine() is not null)
            rows++;
        return rows;
    }

    private static int DistinctSeries(string file)
    {
        using StreamReader reader = RealData.OpenText(file);
        var keys = new HashSet<(string, string, string, string)>();
        reader.ReadLine();
        while (reader.ReadLine()?.Split(',') is { } row)
            keys.Add((row[0], row[4], row[5], row[6]));
        return keys.Count;
    }

    [Fact]
    public void Ingest_Spy_AllRowsAreGoodAndKnownFactsHold()
    {
        string path = RealData.Path("daily_SPY.csv.gz");
        IngestResult result = CsvIngest.Ingest(Lake, path, new CsvIngestOptions { Name = "SPY" });
        Assert.Equal(DataRows("daily_SPY.csv.gz"), result.Rows.New);
        Assert.Equal(0, result.QuarantinedTotal);
        Assert.Equal(new AppendResult(0, result.Read, 0), CsvIngest.Ingest(Lake, path, new CsvIngestOptions { Name = "SPY" }).Rows);

        using LakeView view = Lake.Now();
        BarSeries bars = LakeMarket.Bars(view, "SPY");
        Assert.Equal(222.95, bars.Close[bars.IndexOf(new(2020, 3, 23))]);
        using LakeView then = Lake.AsOf(LakeFixture.At("2020-03-24"));
        Assert.Equal(new DateOnly(2020, 3, 23), LakeMarket.Bars(then, "SPY").Sessions[^1]);
    }

    [Fact]
    public void Ingest_VixFamilyAndRates_AllValuesArrive()
    {
        IngestResult vix = CsvIngest.Ingest(Lake, RealData.Path("vol_VIX.csv.gz"), new CsvIngestOptions { Kind = CsvKind.Series, Name = "vix" });
        Assert.Equal(DataRows("vol_VIX.csv.gz"), vix.Rows.New + vix.QuarantinedTotal);
        Assert.Equal([QualityReason.NotASession], vix.Quarantined.Keys);   // the index is computed on some NYSE holidays since 2022
        Assert.InRange(vix.QuarantinedTotal, 13, 60);
        IngestResult rates = CsvIngest.Ingest(Lake, RealData.Path("rates_tbill13w_fedfunds.csv.gz"), new CsvIngestOptions { Unit = SeriesUnit.Percent });
        Assert.Equal(0, rates.QuarantinedTotal);
        Assert.Equal(["fed_funds", "tbill_13w"], rates.Names);
        using LakeView view = Lake.Now();
        DailySeries read = LakeMarket.Series(view, "VIX");
        Assert.Equal(82.69, read.Values[Array.BinarySearch(read.Sessions, new(2020, 3, 16))]);
        DailySeries funds = LakeMarket.Series(view, "fed_funds");
        Assert.Equal(DataRows("rates_tbill13w_fedfunds.csv.gz"), funds.Values.Length);
        Assert.Equal(0.0533, funds.Values[^1]);
        Assert.InRange(LakeMarket.Series(view, "tbill_13w").Values.Max(), 0.05, 0.07);
    }

    [Fact]
    public void Ingest_WatchlistWithZeroOpens_QuarantinesJustThose()
    {
        IngestResult result = CsvIngest.Ingest(Lake, RealData.Path("daily_watchlist_yahoo_to_2020.csv.gz"), new CsvIngestOptions());
        Assert.Equal(DataRows("daily_watchlist_yahoo_to_2020.csv.gz"), result.Read);
        Assert.Equal(14, result.Names.Count);
        Assert.Equal(760, result.Quarantined[QualityReason.NonPositivePrice]);   // AMD's early opens, says the data's README
        Assert.True(result.QuarantinedTotal - 760 < 40, result.ToString());
        Assert.Equal(result.Read, result.Usable + result.QuarantinedTotal);
    }

    [Fact]
    public void Ingest_RawPricesWithoutActions_SplitOfAaplIsAJump()
    {
        IngestResult result = CsvIngest.Ingest(Lake, RealData.Path("lean_raw_daily_1998_2021.csv.gz"), new CsvIngestOptions { Adjustment = BarAdjustment.Raw });
        Assert.True(result.Quarantined[QualityReason.Jump] > 0);
        using LakeView view = Lake.Now();
        string[] jumps = view.Sql("SELECT text FROM quarantine WHERE reason = 'jump'").ToArray<string>("text");
        Assert.Contains(jumps, text => text.StartsWith("2014-06-09,AAPL", StringComparison.Ordinal));
    }

    [Fact]
    public void Ingest_SpxChains_EveryRowIsAccountedForAndReadsAreFast()
    {
        const string File = "options_SPX_2019.csv.gz";
        CsvIngest.Ingest(Lake, RealData.Path("rates_tbill13w_fedfunds.csv.gz"), new CsvIngestOptions { Unit = SeriesUnit.Percent });
        IngestResult result = CsvIngest.Ingest(Lake, RealData.Path(File), new CsvIngestOptions());
        Assert.Equal(DataRows(File), result.Read);
        Assert.Equal(0, result.QuarantinedTotal);
        int series = DistinctSeries(File);
        Assert.Equal(result.Read - series, result.Noted[QualityReason.OtherRoot]);   // third Fridays are listed under SPX and SPXW
        Assert.Equal(series, result.Rows.New);

        using LakeView view = Lake.Now();
        DateOnly[] sessions = LakeMarket.ChainSessions(view, "SPX");
        OptionChain chain = LakeMarket.Chain(view, "SPX", sessions[20])!;
        for (int i = 0; i < 10; i++)
            chain = LakeMarket.Chain(view, "SPX", sessions[20 + i])!;
        Assert.Equal(sessions.Length, LakeMarket.Chains(view, "SPX", sessions[0], sessions[^1]).Count());
        Assert.InRange(chain.RatePerYear, 0.02, 0.025);
        Assert.True(chain.Contracts.AsSpan().SequenceEqual([.. chain.Contracts.Order(Comparer<OptionContract>.Create(OptionChain.Compare))]));
    }

    [Fact]
    public void Ingest_SpySample2021_CrossedQuotesGoToQuarantine()
    {
        IngestResult result = CsvIngest.Ingest(Lake, RealData.Path("options_SPY_2021.csv.gz"), new CsvIngestOptions());
        Assert.Equal(17, result.Quarantined[QualityReason.Crossed]);   // as many as the data's README names
        Assert.Equal(5_040, result.Read);
        Assert.Equal(5_040 - result.QuarantinedTotal, result.Rows.New);
    }

    [Fact]
    public void Ingest_ChainsWithoutIv_AreSolvedWhenRead()
    {
        CsvIngest.Ingest(Lake, RealData.Path("options_AAPL_GOOG_lean_daily.csv.gz"), new CsvIngestOptions());
        using LakeView view = Lake.Now();
        OptionChain chain = LakeMarket.Chain(view, "AAPL", new(2014, 6, 6))!;
        int solved = chain.ImpliedVol.Count(iv => iv is > 0.05 and < 3);
        Assert.True(solved > chain.Count / 2, $"{solved} of {chain.Count}");
    }
}
