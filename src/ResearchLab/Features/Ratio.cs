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
        for (int i = 0; i < numerator.Length; i++)
            destination[i] = Of(numerator[i], denominator[i]);
    }

    /// <summary>numerator / denominator − 1; the destination may be either input.</summary>
    public static void Excess(ReadOnlySpan<double> numerator, ReadOnlySpan<double> denominator, Span<double> destination)
    {
        for (int i = 0; i < numerator.Length; i++)
            destination[i] = Of(numerator[i], denominator[i]) - 1;
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
        for (int i = 0; i < values.Length; i++)
            values[i] = double.IsFinite(values[i]) ? values[i] : double.NaN;
    }
}
