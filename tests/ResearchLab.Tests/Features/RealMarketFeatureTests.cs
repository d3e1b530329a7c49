using ResearchLab.Features;
using ResearchLab.Market;
using ResearchLab.Options;
using ResearchLab.Tests.Shared;
using ResearchLab.Time;

namespace ResearchLab.Tests.Features;

/// <summary>The catalogue on real SPY and AMD: prices in cents make ties that made-up prices never have.</summary>
public sealed class RealMarketFeatureTests
{
    private static readonly Lazy<(BarSeries Spy, MarketContext Context)> s_market = new(Load);

    [Fact]
    public void Compute_RealSpy_IsInPlausibleRanges()
    {
        FeatureMatrix features = Compute(s_market.Value.Spy);
        (string Name, double Low, double High)[] ranges =
        [
            ("ret_1d", -0.13, 0.15), ("ret_126d", -0.65, 0.5), ("gap_open", -0.12, 0.1), ("close_to_sma200", -0.45, 0.3), ("macd_hist_atr", -1.5, 1.5),
            ("adx14", 3, 70), ("di_spread14", -70, 60), ("aroon_osc25", -100, 100), ("trend_slope21", -6, 4), ("trend_r2_21", 0, 1), ("rsi14", 10, 95),
            ("stoch_rsi14", 0, 100), ("cci20", -500, 400), ("mfi14", 0, 100), ("trix15", -1, 0.6), ("ultimate_osc", 5, 95), ("connors_rsi", 0, 100),
            ("efficiency10", 0, 1), ("streak", -14, 16), ("hv21", 0.02, 1.0), ("parkinson21", 0.02, 0.9), ("yang_zhang21", 0.02, 1.0),
            ("atr14_pct", 0.003, 0.08),
            ("bb_width20", 0.005, 0.6), ("bb_pctb20", -0.8, 1.6), ("vol_of_vol63", 0.5, 10), ("skew63", -5, 4), ("kurt63", -1.5, 30),
            ("downside_share21", 0, 1),
            ("rel_volume20", 0.01, 12), ("cmf20", -0.8, 0.8), ("vwap_dist20", -0.25, 0.2), ("vix", 9, 83), ("vix_term", 0.6, 1.6), ("drawdown252", -0.56, 0),
            ("tbill_13w", -0.002, 0.065), ("sessions_to_opex", 0, 25), ("sessions_to_month_end", 0, 22), ("days_to_next_session", 1, 7),
        ];
        Assert.All(ranges, range =>
        {
            double[] values = [.. Column(features, range.Name).Where(double.IsFinite)];
            Assert.True(values.Length > 3_000, range.Name);
            Assert.InRange(values.Min(), range.Low, range.High);
            Assert.InRange(values.Max(), range.Low, range.High);
        });
    }

    [Fact]
    public void Compute_RealSpyAgainstItself_HasBetaAndCorrelationOne()
    {
        FeatureMatrix features = Compute(s_market.Value.Spy);
        Assert.All(Column(features, "beta63")[63..], beta => Assert.Equal(1, beta, 1e-12));
        Assert.All(Column(features, "corr63")[63..], correlation => Assert.Equal(1, correlation, 1e-12));
        Assert.Equal(Column(features, "ret_21d"), Column(features, "market_ret21"));
    }

    [Fact]
    public void Compute_RealSpy_KnownDaysAreThere()
    {
        FeatureMatrix features = Compute(s_market.Value.Spy);
        int crash = Array.BinarySearch(features.Sessions, new DateOnly(2020, 3, 16));
        Assert.Equal(82.69, Column(features, "vix")[crash]);
        Assert.Equal(1, Column(features, "vix_pctile252")[crash]);
        Assert.InRange(Column(features, "ret_1d")[crash], -0.12, -0.11);
        Assert.Equal(1, Column(features, "day_of_week")[crash]);
        Assert.Equal(4, Column(features, "sessions_to_opex")[crash]);
    }

    [Fact]
    public void Compute_RealSpy_IsCompleteAfterTheWarmUp()
    {
        FeatureMatrix features = Compute(s_market.Value.Spy);
        FeatureInputs absent = FeatureInputs.Chain | FeatureInputs.Vix3M | FeatureInputs.TBill13W;
        Assert.All(FeatureCatalog.All.Where(feature => (feature.Inputs & absent) == FeatureInputs.None), feature =>
            Assert.All(features.Columns[feature.Number - 1][feature.WarmUpSessions..], value => Assert.True(double.IsFinite(value), feature.Name)));
    }

    [Theory]
    [InlineData(10, 1)]
    [InlineData(3, 7)]
    public void Compute_RealSpyScaled_LeavesScaleFreeFeatures(double price, double volume)
    {
        BarSeries spy = s_market.Value.Spy;
        FeatureMatrix plain = Compute(spy), scaled = Compute(new BarSeries(
            spy.Symbol, spy.Sessions, SampleMarket.Times(spy.Open, price), SampleMarket.Times(spy.High, price), SampleMarket.Times(spy.Low, price),
            SampleMarket.Times(spy.Close, price), SampleMarket.Times(spy.Volume, volume)));
        Assert.All(FeatureCatalog.All.Where(feature => feature.ScaleFree), feature =>
        {
            double[] expected = plain.Columns[feature.Number - 1], actual = scaled.Columns[feature.Number - 1];
            for (int row = 0; row < expected.Length; row++)
                Assert.True(FeatureInvariants.Same(expected[row], actual[row], 1e-9, 1e-11),
                    $"{feature.Name} at {row}: {expected[row]:R}, scaled {actual[row]:R}");
        });
    }

    [Fact]
    public void Compute_RealAmdWithoutOpensForYears_OnlyTheOpenIsMissing()
    {
        BarSeries amd = ReadBars("daily_watchlist_yahoo_to_2020.csv.gz", "AMD");
        Assert.InRange(amd.Open.Count(open => open == 0), 700, 800);
        FeatureMatrix features = Compute(amd);
        int last = Array.FindLastIndex(amd.Open, open => open == 0);
        Assert.True(double.IsNaN(Column(features, "gap_open")[last]));
        Assert.True(double.IsNaN(Column(features, "yang_zhang21")[last + 20]));
        Assert.True(double.IsFinite(Column(features, "yang_zhang21")[last + 21]));
        Assert.True(double.IsFinite(Column(features, "rsi14")[last]));
        Assert.All(features.Columns, column => Assert.DoesNotContain(column, double.IsInfinity));
    }

    private static double[] Column(FeatureMatrix features, string name) => features.Columns[FeatureCatalog.IndexOf(name)];

    private static FeatureMatrix Compute(BarSeries bars) =>
        FeatureEngine.Compute(bars, new ChainSummary[bars.Count], s_market.Value.Context, ExchangeCalendar.Nyse);

    internal static (BarSeries Spy, MarketContext Context) Load()
    {
        BarSeries spy = ReadBars("daily_SPY.csv.gz", symbol: null);
        return (spy, new MarketContext(
            spy, ReadSeries("vol_VIX.csv.gz", "vix", "close", 1), ReadSeries("vol_VIX3M.csv.gz", "vix3m", "close", 1),
            ReadSeries("rates_tbill13w_fedfunds.csv.gz", "tbill_13w", "tbill_13w", 0.01)));
    }

    private static DailySeries ReadSeries(string file, string name, string column, double unit)
    {
        (string[] header, List<string[]> rows) = Read(file);
        int index = Array.FindIndex(header, field => field.Contains(column, StringComparison.Ordinal));
        rows.RemoveAll(row => row[index].Length == 0);
        return new DailySeries(name, [.. rows.Select(row => DateOnly.Parse(row[0]))], [.. rows.Select(row => unit * double.Parse(row[index]))]);
    }

    private static BarSeries ReadBars(string file, string? symbol)
    {
        (string[] header, List<string[]> rows) = Read(file);
        if (symbol is not null)
            rows.RemoveAll(row => row[1] != symbol);
        double[] Numbers(string name) => [.. rows.Select(row => double.Parse(row[Array.IndexOf(header, name)]))];
        return new BarSeries(
            symbol ?? "SPY", [.. rows.Select(row => DateOnly.Parse(row[0]))], Numbers("open"), Numbers("high"), Numbers("low"), Numbers("close"),
            Numbers("volume"));
    }

    private static (string[] Header, List<string[]> Rows) Read(string file)
    {
        using StreamReader reader = RealData.OpenText(file);
        string[] header = reader.ReadLine()!.Split(',');
        var rows = new List<string[]>();
        while (reader.ReadLine() is { } line)
            rows.Add(line.Split(','));
        return (header, rows);
    }
}
