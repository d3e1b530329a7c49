using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Features 21–32.</summary>
internal static class MomentumFeatures
{
    public static void Compute(BarColumns bars, FeatureColumns columns)
    {
        double[] rsi = columns["rsi14"], fastK = columns["stoch_k14"];
        Rsi.Compute(bars.Close, 5, columns["rsi5"]);
        Rsi.Compute(bars.Close, 14, rsi);
        Stochastic.FastK(bars.High, bars.Low, bars.Close, 14, fastK);
        Rolling.Mean(fastK, 3, columns["stoch_d14_3"]);
        Stochastic.FastK(rsi, 14, columns["stoch_rsi14"]);
        Cci.Compute(bars.High, bars.Low, bars.Close, 20, columns["cci20"]);
        Mfi.Compute(bars.High, bars.Low, bars.Close, bars.Volume, 14, columns["mfi14"]);
        Trix.Compute(bars.Close, 15, columns["trix15"]);
        UltimateOscillator.Compute(bars.High, bars.Low, bars.Close, 7, 14, 28, columns["ultimate_osc"]);
        ConnorsRsi.Compute(bars.Close, 3, 2, 100, columns["connors_rsi"]);
        EfficiencyRatio.Compute(bars.Close, 10, columns["efficiency10"]);
        Streak.Compute(bars.Close, columns["streak"]);
    }
}
