namespace ResearchLab.Lake;

/// <summary>The dataset of features; the names stand here too because the lake knows no station below it.</summary>
internal static class FeatureDataset
{
    public static DatasetSchema Schema { get; } = new()
    {
        Name = "features",
        Columns =
        [
            new("symbol", LakeType.Text), new("session", LakeType.Date), new("set_version", LakeType.Whole), new("origin", LakeType.Text),
            new("snapshot", LakeType.Text), .. Names.Select(name => new LakeColumn(name, LakeType.Number)),
        ],
        Key = ["symbol", "session", "set_version"],
        PartitionBy = ["symbol"],
        SortBy = ["session", "set_version"],
        Derived = true,
    };

    /// <summary>The features of set version 1, in the order of the catalogue.</summary>
    private static IEnumerable<string> Names =>
        """
        ret_1d ret_5d ret_10d ret_21d ret_63d ret_126d gap_open close_to_sma10 close_to_sma20 close_to_sma50
        close_to_sma200 sma20_to_sma50 sma50_to_sma200 ema12_to_ema26 macd_hist_atr adx14 di_spread14 aroon_osc25 trend_slope21 trend_r2_21
        rsi5 rsi14 stoch_k14 stoch_d14_3 stoch_rsi14 cci20 mfi14 trix15 ultimate_osc connors_rsi efficiency10 streak
        hv5 hv10 hv21 hv63 parkinson21 garman_klass21 yang_zhang21 atr14_pct bb_width20 bb_pctb20 hv5_to_hv63 hv21_pctile252 vol_of_vol63
        skew63 kurt63 downside_share21 rel_volume20 volume_z63 obv_slope21 cmf20 vwap_dist20 amihud21
        atm_iv30 iv_rank252 iv_pctile252 iv_hv_spread iv_change1d iv_change5d term_slope_30_60 term_slope_30_90 skew_25d_30 butterfly_25d_30
        put_call_volume put_call_oi max_pain_dist expected_move30 gamma_exposure atm_spread_pct
        vix vix_change5d vix_pctile252 vix_term market_ret21 market_to_sma200 beta63 corr63 drawdown252 tbill_13w
        day_of_week sessions_to_opex sessions_to_month_end days_to_next_session
        """.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
}
