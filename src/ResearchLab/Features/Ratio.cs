using System.Numerics;
using System.Numerics.Tensors;

namespace ResearchLab.Features;

/// <summary>Ratios of two columns. A ratio whose denominator is 0 has no value: NaN, never an infinity.</summary>
internal static class Ratio
{
    /// <summary>numerator / denominator, NaN where the denominator is 0 or the result is not finite.</summary>
    public static double Of(double numerator, double denominator)
    {
        double ratio = numerator / denominator;
        return double.IsFinite(ratio) ? ratio : double.NaN;
    }

    /// <summary>numerator / denominator; the destination may be either input.</summary>
    public static void Of(ReadOnlySpan<double> numerator, ReadOnlySpan<double> denominator, Span<double> destination)
    {
        Span<double> ratios = destination[..numerator.Length];
        TensorPrimitives.Divide(numerator, denominator, ratios);
        FiniteOrNaN(ratios);
    }

    /// <summary>numerator / denominator − 1; the destination may be either input.</summary>
    public static void Excess(ReadOnlySpan<double> numerator, ReadOnlySpan<double> denominator, Span<double> destination)
    {
        Of(numerator, denominator, destination);
        Span<double> ratios = destination[..numerator.Length];
        TensorPrimitives.Subtract(ratios, 1, ratios);
    }

    /// <summary>ln(numerator / denominator); NaN unless both are positive. The destination may be either input.</summary>
    public static void Log(ReadOnlySpan<double> numerator, ReadOnlySpan<double> denominator, Span<double> destination)
    {
        Of(numerator, denominator, destination);
        Span<double> ratios = destination[..numerator.Length];
        TensorPrimitives.Log(ratios, ratios);
        FiniteOrNaN(ratios);
    }

    /// <summary>Turns infinities, such as ln 0, into NaN.</summary>
    public static void FiniteOrNaN(Span<double> values)
    {
        // ∞ − ∞ is NaN, and x − x is 0 for everything finite.
        int row = 0, width = Vector<double>.Count;
        for (; row <= values.Length - width; row += width)
        {
            var lanes = new Vector<double>(values[row..]);
            (lanes + (lanes - lanes)).CopyTo(values[row..]);
        }

        for (; row < values.Length; row++)
            values[row] += values[row] - values[row];
    }
}
