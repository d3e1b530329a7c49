using System.Numerics.Tensors;
using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Features 49–54.</summary>
internal static class VolumeFeatures
{
    public static void Compute(BarColumns bars, FeatureColumns columns)
    {
        using var scratch = new Scratch(bars.Rows);
        Rolling.Mean(bars.Volume, 20, scratch.Span);
        Ratio.Of(bars.Volume, scratch.Span, columns["rel_volume20"]);

        TensorPrimitives.Log(bars.Volume, scratch.Span);
        Ratio.FiniteOrNaN(scratch.Span);
        ZScore.Compute(scratch.Span, 63, columns["volume_z63"]);

        double[] slope = columns["obv_slope21"];
        Rolling.Mean(bars.Volume, 21, scratch.Span);
        Obv.Slope(bars.Close, bars.Volume, 21, slope);
        Ratio.Of(slope, scratch.Span, slope);

        Cmf.Compute(bars.High, bars.Low, bars.Close, bars.Volume, 20, columns["cmf20"]);
        Vwap.Compute(bars.High, bars.Low, bars.Close, bars.Volume, 20, scratch.Span);
        Ratio.Excess(bars.Close, scratch.Span, columns["vwap_dist20"]);
        Amihud.Compute(columns["ret_1d"], bars.Close, bars.Volume, 21, columns["amihud21"]);
    }
}
