using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Features 33–48, after 1–20: they use ret_1d; atr14_pct is made beside macd_hist_atr, which is recursive too.</summary>
internal static class VolatilityFeatures
{
    public static void Compute(BarColumns bars, FeatureColumns columns)
    {
        double[] returns = columns["ret_1d"];
        foreach (int window in (ReadOnlySpan<int>)[5, 10, 21, 63])
            HistoricalVolatility.Compute(returns, window, columns[Invariant($"hv{window}")]);
        Parkinson.Compute(bars.High, bars.Low, 21, columns["parkinson21"]);
        GarmanKlass.Compute(bars.Open, bars.High, bars.Low, bars.Close, 21, columns["garman_klass21"]);
        YangZhang.Compute(bars.Open, bars.High, bars.Low, bars.Close, 21, columns["yang_zhang21"]);
        Bollinger.Width(bars.Close, 20, 2, columns["bb_width20"]);
        Bollinger.PercentB(bars.Close, 20, 2, columns["bb_pctb20"]);
        Ratio.Of(columns["hv5"], columns["hv63"], columns["hv5_to_hv63"]);
        Rolling.Percentile(columns["hv21"], 252, columns["hv21_pctile252"]);
        HistoricalVolatility.OfVolatility(columns["hv10"], 63, columns["vol_of_vol63"]);
        Rolling.Skewness(returns, 63, columns["skew63"]);
        Rolling.ExcessKurtosis(returns, 63, columns["kurt63"]);
        HistoricalVolatility.DownsideShare(returns, 21, columns["downside_share21"]);
    }
}
