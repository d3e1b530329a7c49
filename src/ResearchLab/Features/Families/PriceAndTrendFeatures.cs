using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Features 1–20.</summary>
internal static class PriceAndTrendFeatures
{
    public static void Compute(BarColumns bars, FeatureColumns columns)
    {
        using var shorter = new Scratch(bars.Rows);
        using var longer = new Scratch(bars.Rows);
        foreach (int sessions in (ReadOnlySpan<int>)[1, 5, 10, 21, 63, 126])
            LogReturn.Compute(bars.Close, sessions, columns[Invariant($"ret_{sessions}d")]);
        LogReturn.Between(bars.Open, bars.Close, 1, columns["gap_open"]);

        Sma.Distance(bars.Close, 10, columns["close_to_sma10"]);
        Sma.Compute(bars.Close, 20, shorter.Span);
        Ratio.Excess(bars.Close, shorter.Span, columns["close_to_sma20"]);
        Sma.Compute(bars.Close, 50, longer.Span);
        Ratio.Excess(bars.Close, longer.Span, columns["close_to_sma50"]);
        Ratio.Excess(shorter.Span, longer.Span, columns["sma20_to_sma50"]);
        Sma.Compute(bars.Close, 200, shorter.Span);
        Ratio.Excess(bars.Close, shorter.Span, columns["close_to_sma200"]);
        Ratio.Excess(longer.Span, shorter.Span, columns["sma50_to_sma200"]);

        Aroon.Oscillator(bars.High, bars.Low, 25, columns["aroon_osc25"]);
        Trend.AnnualSlope(bars.Close, 21, columns["trend_slope21"]);
        Trend.RSquared(bars.Close, 21, columns["trend_r2_21"]);
    }

    /// <summary>Those that smooth over all earlier sessions, and atr14_pct.</summary>
    public static void ComputeRecursive(BarColumns bars, FeatureColumns columns)
    {
        using var shorter = new Scratch(bars.Rows);
        using var longer = new Scratch(bars.Rows);
        Ema.Compute(bars.Close, 12, shorter.Span);
        Ema.Compute(bars.Close, 26, longer.Span);
        Ratio.Excess(shorter.Span, longer.Span, columns["ema12_to_ema26"]);
        Macd.Histogram(bars.Close, 12, 26, 9, shorter.Span);
        Atr.Compute(bars.High, bars.Low, bars.Close, 14, longer.Span);
        Ratio.Of(shorter.Span, longer.Span, columns["macd_hist_atr"]);
        Ratio.Of(longer.Span, bars.Close, columns["atr14_pct"]);

        double[] spread = columns["di_spread14"];
        Dmi.Compute(bars.High, bars.Low, bars.Close, 14, spread, shorter.Span, columns["adx14"]);
        for (int i = 0; i < spread.Length; i++)
            spread[i] -= shorter.Span[i];
    }
}
