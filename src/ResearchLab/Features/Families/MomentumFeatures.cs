using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Features 21–32.</summary>
internal static class MomentumFeatures
{
    public static void Compute(BarColumns bars, FeatureColumns columns)
    {
        double[] fastK = columns["stoch_k14"];
        Stochastic.FastK(bars.High, bars.Low, bars.Close, 14, fastK);
        Rolling.Mean(fastK, 3, columns["stoch_d14_3"]);
        Cci.Compute(bars.High, bars.Low, bars.Close, 20, columns["cci20"]);
        Mfi.Compute(bars.High, bars.Low, bars.Close, bars.Volume, 14, columns["mfi14"]);
        UltimateOscillator.Compute(bars.High, bars.Low, bars.Close, 7, 14, 28, columns["ultimate_osc"]);
        EfficiencyRatio.Compute(bars.Close, 10, columns["efficiency10"]);
    }

    /// <summary>Those that smooth over all earlier sessions, with values from row <paramref name="from"/> on; what is before may stay undefined.</summary>
    public static void ComputeRecursive(BarColumns bars, FeatureColumns columns, int from = 0)
    {
        double[] rsi = columns["rsi14"];
        int reached = Math.Max(0, from - 13);
        Rsi.Compute(bars.Close, 5, columns["rsi5"]);
        Rsi.Compute(bars.Close, 14, rsi);
        Stochastic.FastK(rsi.AsSpan(reached), 14, columns["stoch_rsi14"].AsSpan(reached));
        Trix.Compute(bars.Close, 15, columns["trix15"]);
        ConnorsRsi.ComputeFrom(from, bars.Close, 3, 2, 100, columns["connors_rsi"]);
        Streak.Compute(bars.Close, columns["streak"]);
    }
}
