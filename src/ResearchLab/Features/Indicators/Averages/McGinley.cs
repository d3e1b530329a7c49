using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>McGinley dynamic (McGinley, 1990).</summary>
public static class McGinley
{
    /// <summary>previous + (value − previous) / (k · window · (value / previous)⁴), starting at the first value; after a missing value afresh.</summary>
    /// <param name="values">Positive prices.</param>
    /// <param name="window">Nominal window, at least 1.</param>
    /// <param name="factor">k, above 0; usually 0.6.</param>
    /// <param name="destination">Receives one value a session; NaN for the first. May be the input.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1 or <paramref name="factor"/> not positive.</exception>
    public static void Compute(ReadOnlySpan<double> values, int window, double factor, Span<double> destination)
    {
        Rolling.Require(window, 1, values.Length, destination.Length);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(factor);
        double average = double.NaN;
        for (int i = 0; i < values.Length; i++)
        {
            double value = values[i];
            if (double.IsNaN(average))
            {
                average = value;
                destination[i] = double.NaN;
                continue;
            }

            double ratio = value / average, square = ratio * ratio;
            destination[i] = average = Ratio.Of(average + ((value - average) / (factor * window * square * square)), 1);
        }
    }
}
