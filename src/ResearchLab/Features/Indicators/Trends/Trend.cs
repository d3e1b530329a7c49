using System.Numerics.Tensors;
using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Least-squares line through log prices.</summary>
public static class Trend
{
    /// <summary>Slope of ln price on the session index, × 252: log growth a year.</summary>
    /// <param name="prices">Closes; not positive is missing.</param>
    /// <param name="window">Sessions fitted, at least 2.</param>
    /// <param name="destination">Receives one value a session; NaN for the first <paramref name="window"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 2.</exception>
    public static void AnnualSlope(ReadOnlySpan<double> prices, int window, Span<double> destination)
    {
        Rolling.Require(window, 2, prices.Length, destination.Length);
        using var logs = new Scratch(prices.Length);
        Logarithms(prices, logs.Span);
        Rolling.Slope(logs.Span, window, destination);
        Span<double> slopes = destination[..prices.Length];
        TensorPrimitives.Multiply(slopes, Annual.Sessions, slopes);
    }

    /// <summary>R² of that fit, in [0, 1]; NaN where the price did not move.</summary>
    /// <inheritdoc cref="AnnualSlope"/>
    public static void RSquared(ReadOnlySpan<double> prices, int window, Span<double> destination)
    {
        Rolling.Require(window, 2, prices.Length, destination.Length);
        using var logs = new Scratch(prices.Length);
        Logarithms(prices, logs.Span);
        Rolling.RSquared(logs.Span, window, destination);
    }

    private static void Logarithms(ReadOnlySpan<double> prices, Span<double> logs)
    {
        TensorPrimitives.Log(prices, logs);
        Ratio.FiniteOrNaN(logs);
    }
}
