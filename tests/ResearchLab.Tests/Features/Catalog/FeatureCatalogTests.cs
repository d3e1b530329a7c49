using ResearchLab.Basics;
using ResearchLab.Features;

namespace ResearchLab.Tests.Features;

public sealed class FeatureCatalogTests
{
    private const string Names =
        """
        ret_1d ret_5d ret_10d ret_21d ret_63d ret_126d gap_open close_to_sma10 close_to_sma20 close_to_sma50
        close_to_sma200 sma20_to_sma50 sma50_to_sma200 ema12_to_ema26 macd_hist_atr adx14 di_spread14 aroon_osc25 trend_slope21 trend_r2_21
        rsi5 rsi14 stoch_k14 stoch_d14_3 stoch_rsi14 cci20 mfi14 trix15 ultimate_osc connors_rsi
        efficiency10 streak hv5 hv10 hv21 hv63 parkinson21 garman_klass21 yang_zhang21 atr14_pct
        bb_width20 bb_pctb20 hv5_to_hv63 hv21_pctile252 vol_of_vol63 skew63 kurt63 downside_share21 rel_volume20 volume_z63
        obv_slope21 cmf20 vwap_dist20 amihud21 atm_iv30 iv_rank252 iv_pctile252 iv_hv_spread iv_change1d iv_change5d
        term_slope_30_60 term_slope_30_90 skew_25d_30 butterfly_25d_30 put_call_volume put_call_oi max_pain_dist expected_move30 gamma_exposure atm_spread_pct
        vix vix_change5d vix_pctile252 vix_term market_ret21 market_to_sma200 beta63 corr63 drawdown252 tbill_13w
        day_of_week sessions_to_opex sessions_to_month_end days_to_next_session
        """;

    [Fact]
    public void All_NamesAndOrder_AreTheContractOfVersion1()
    {
        string[] expected = Names.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(84, expected.Length);
        Assert.Equal(expected, FeatureCatalog.All.Select(feature => feature.Name));
        Assert.Equal(Enumerable.Range(1, 84), FeatureCatalog.All.Select(feature => feature.Number));
        Assert.Equal(1, FeatureCatalog.SetVersion);
    }

    [Fact]
    public void All_Groups_HaveTheirSizes() =>
        Assert.Equal([20, 12, 16, 6, 16, 10, 4], FeatureCatalog.All.GroupBy(feature => feature.Group).Select(group => group.Count()));

    [Fact]
    public void All_Definitions_AreComplete() =>
        Assert.All(FeatureCatalog.All, feature =>
        {
            Assert.NotEmpty(feature.Description);
            Assert.NotEmpty(feature.Unit);
            Assert.NotEmpty(feature.Source);
            Assert.InRange(feature.WarmUpSessions, 0, 300);
        });

    [Fact]
    public void IndexOf_EveryName_IsItsColumn() =>
        Assert.All(FeatureCatalog.All, feature => Assert.Equal(feature.Number - 1, FeatureCatalog.IndexOf(feature.Name)));

    [Fact]
    public void IndexOf_UnknownName_NamesIt() =>
        Assert.Contains("'rsi99'", Assert.Throws<UsageException>(() => FeatureCatalog.IndexOf("rsi99")).Message, StringComparison.Ordinal);
}
