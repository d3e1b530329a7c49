using System.Numerics.Tensors;
using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Volatility from closes.</summary>
public static class HistoricalVolatility
{
    /// <summary>Sample standard deviation (divisor n − 1, mean removed) of 1-session log returns × √252: a fraction a √year.</summary>
    /// <param name="logReturns">1-session log returns.</param>
    /// <param name="window">Returns, at least 2.</param>
    /// <param name="destination">Receives one value a session; NaN before <paramref name="window"/> returns exist.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 2.</exception>
    public static void Compute(ReadOnlySpan<double> logReturns, int window, Span<double> destination)
    {
        Rolling.Variance(logReturns, window, sample: true, destination);
        Annual.VolatilityOfVariance(destination[..logReturns.Length]);
    }

    /// <summary>Volatility of volatility: sample standard deviation of ln(volatility / volatility one session earlier) × √252.</summary>
    /// <param name="volatility">A volatility column; 0 has no logarithm and counts as missing.</param>
    /// <param name="window">Changes, at least 2.</param>
    /// <param name="destination">Receives one value a session; NaN before <paramref name="window"/> changes exist.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 2.</exception>
    public static void OfVolatility(ReadOnlySpan<double> volatility, int window, Span<double> destination)
    {
        using var changes = new Scratch(volatility.Length);
        LogReturn.Compute(volatility, 1, changes.Span);
        Compute(changes.Span, window, destination);
    }

    /// <summary>Share of the squared returns in the window that come from negative ones, in [0, 1]; NaN where nothing moved.</summary>
    /// <param name="logReturns">1-session log returns.</param>
    /// <param name="window">Returns, at least 1.</param>
    /// <param name="destination">Receives one value a session; NaN before <paramref name="window"/> returns exist.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public static void DownsideShare(ReadOnlySpan<double> logReturns, int window, Span<double> destination)
    {
        Rolling.Require(window, 1, logReturns.Length, destination.Length);
        using var squares = new Scratch(logReturns.Length);
        using var negative = new Scratch(logReturns.Length);
        TensorPrimitives.Multiply(logReturns, logReturns, squares.Span);
        Rolling.Sum(squares.Span, window, destination);
        for (int i = 0; i < logReturns.Length; i++)
            squares.Span[i] = logReturns[i] > 0 ? 0 : squares.Span[i];
        Rolling.Sum(squares.Span, window, negative.Span);
        Ratio.Of(negative.Span, destination[..logReturns.Length], destination);
    }
}
