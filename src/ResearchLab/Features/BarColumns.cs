using System.Numerics.Tensors;
using ResearchLab.Market;

namespace ResearchLab.Features;

/// <summary>The columns of a bar series with impossible values turned into NaN; clean columns are not copied.</summary>
internal sealed record BarColumns(double[] Open, double[] High, double[] Low, double[] Close, double[] Volume)
{
    public int Rows => Close.Length;

    public static BarColumns From(BarSeries bars) => new(
        Clean(bars.Open, double.Epsilon),
        Clean(bars.High, double.Epsilon),
        Clean(bars.Low, double.Epsilon),
        Clean(bars.Close, double.Epsilon),
        Clean(bars.Volume, 0));

    private static double[] Clean(double[] column, double least)
    {
        if (column.Length == 0 || (TensorPrimitives.Min<double>(column) >= least && TensorPrimitives.Max<double>(column) <= double.MaxValue))
            return column;
        var clean = new double[column.Length];
        for (int i = 0; i < column.Length; i++)
            clean[i] = column[i] >= least && double.IsFinite(column[i]) ? column[i] : double.NaN;
        return clean;
    }
}
