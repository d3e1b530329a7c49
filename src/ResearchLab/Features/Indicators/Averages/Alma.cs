using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Arnaud Legoux moving average (Legoux and Kouzis-Loukas, 2009).</summary>
public static class Alma
{
    /// <summary>Gaussian weights exp(−(k − offset·(window − 1))² / (2·(window/sigma)²)) over the window, oldest k = 0, normalised.</summary>
    /// <param name="values">Prices or any column.</param>
    /// <param name="window">Sessions averaged, at least 1, usually 9.</param>
    /// <param name="offset">Place of the peak: 0 oldest, 1 newest; usually 0.85.</param>
    /// <param name="sigma">Sharpness, above 0; usually 6.</param>
    /// <param name="destination">Receives one value a session; NaN for the first <paramref name="window"/> − 1. Not the input.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1 or <paramref name="sigma"/> not positive.</exception>
    public static void Compute(ReadOnlySpan<double> values, int window, double offset, double sigma, Span<double> destination)
    {
        Rolling.Require(window, 1, values.Length, destination.Length);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sigma);
        using var weights = new Scratch(window);
        double peak = offset * (window - 1), width = window / sigma, sum = 0;
        for (int k = 0; k < window; k++)
            sum += weights.Span[k] = Math.Exp(-((k - peak) * (k - peak)) / (2 * width * width));
        for (int k = 0; k < window; k++)
            weights.Span[k] /= sum;
        Rolling.WeightedDifference(values, weights.Span, destination);
        for (int i = 0; i < values.Length; i++)
            destination[i] += values[i];
    }
}
