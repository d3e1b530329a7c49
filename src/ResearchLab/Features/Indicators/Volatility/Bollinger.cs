using System.Numerics;
using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Bollinger bands (Bollinger, 2001): mean ± a multiple of the population standard deviation, as TA-Lib BBANDS.</summary>
public static class Bollinger
{
    private const int TileRows = 2048;

    /// <summary>(upper − lower) / middle, a fraction.</summary>
    /// <param name="close">Closes.</param>
    /// <param name="window">Sessions, at least 2.</param>
    /// <param name="deviations">Standard deviations from the middle to a band, usually 2.</param>
    /// <param name="destination">Receives one value a session; NaN for the first <paramref name="window"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 2.</exception>
    public static void Width(ReadOnlySpan<double> close, int window, double deviations, Span<double> destination)
    {
        Rolling.Require(window, 2, close.Length, destination.Length);
        using var middle = new Scratch(close.Length);
        Rolling.Mean(close, window, middle.Span);
        Rolling.StandardDeviation(close, window, sample: false, destination);
        for (int i = 0; i < close.Length; i++)
            destination[i] = Ratio.Of(2 * deviations * destination[i], middle.Span[i]);
    }

    /// <summary>%B, (close − lower) / (upper − lower): 0 at the lower band, 1 at the upper; NaN where the price did not move.</summary>
    /// <inheritdoc cref="Width"/>
    public static void PercentB(ReadOnlySpan<double> close, int window, double deviations, Span<double> destination)
    {
        Rolling.Require(window, 2, close.Length, destination.Length);
        using var middle = new Scratch(close.Length);
        Rolling.Mean(close, window, middle.Span);
        Rolling.StandardDeviation(close, window, sample: false, destination);
        for (int i = 0; i < close.Length; i++)
            destination[i] = 0.5 + Ratio.Of(close[i] - middle.Span[i], 2 * deviations * destination[i]);
    }

    /// <summary>Middle, bands, %B, (close − middle) / deviation and (upper − lower) / middle in one go.</summary>
    /// <param name="close">Closes.</param>
    /// <param name="window">Sessions, at least 2; usually 20.</param>
    /// <param name="deviations">Standard deviations from the middle to a band, above 0; usually 2.</param>
    /// <param name="middle">Receives the mean in price units; NaN for the first <paramref name="window"/> − 1 sessions.</param>
    /// <param name="upper">Receives the upper band; NaN likewise.</param>
    /// <param name="lower">Receives the lower band; NaN likewise.</param>
    /// <param name="percentB">Receives 0 at the lower band … 1 at the upper; NaN likewise and where the price did not move.</param>
    /// <param name="score">Receives deviations from the mean; NaN likewise.</param>
    /// <param name="width">Receives a fraction; NaN for the first <paramref name="window"/> − 1 sessions.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 2 or <paramref name="deviations"/> not positive.</exception>
    /// <exception cref="ArgumentException">A destination is too short.</exception>
    public static void Compute(
        ReadOnlySpan<double> close, int window, double deviations, Span<double> middle, Span<double> upper, Span<double> lower,
        Span<double> percentB, Span<double> score, Span<double> width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(deviations);
        ColumnChecks.Outputs(close.Length, percentB.Length, score.Length, width.Length);
        Bands(close, window, deviations, middle, upper, lower);
        for (int i = 0; i < close.Length; i++)
        {
            double reach = upper[i] - middle[i];
            score[i] = deviations * Ratio.Of(close[i] - middle[i], reach);
            percentB[i] = 0.5 + (score[i] / (2 * deviations));
            width[i] = Ratio.Of(2 * reach, middle[i]);
        }
    }

    /// <summary>Mean and the two bands.</summary>
    /// <inheritdoc cref="Compute"/>
    public static void Bands(
        ReadOnlySpan<double> close, int window, double deviations, Span<double> middle, Span<double> upper, Span<double> lower)
    {
        int rows = close.Length;
        Rolling.Require(window, 2, rows, Math.Min(middle.Length, Math.Min(upper.Length, lower.Length)));

        // In tiles that stay in cache, last to first: the NaN a tile writes before itself is overwritten by the tile before it.
        for (int end = rows, start; end > 0; end = start)
        {
            start = Math.Max(0, end - TileRows);
            Range tile = Math.Max(0, start - window + 1)..end;
            Rolling.Mean(close[tile], window, middle[tile]);
            Rolling.StandardDeviation(close[tile], window, sample: false, lower[tile]);
            Spread(middle[start..end], deviations, upper[start..end], lower[start..end]);
        }
    }

    /// <summary>Turns the deviations in <paramref name="lower"/> into both bands.</summary>
    private static void Spread(ReadOnlySpan<double> middle, double deviations, Span<double> upper, Span<double> lower)
    {
        int rows = middle.Length, row = 0, width = Vector<double>.Count;
        var multiple = new Vector<double>(deviations);
        for (; row <= rows - width; row += width)
        {
            var center = new Vector<double>(middle[row..]);
            Vector<double> reach = multiple * new Vector<double>(lower[row..]);
            (center + reach).CopyTo(upper[row..]);
            (center - reach).CopyTo(lower[row..]);
        }

        for (; row < rows; row++)
        {
            double reach = deviations * lower[row];
            upper[row] = middle[row] + reach;
            lower[row] = middle[row] - reach;
        }
    }
}
