using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Exponential moving average.</summary>
public static class Ema
{
    /// <summary>
    /// Smoothing factor 2/(<paramref name="window"/> + 1), seeded with the simple mean of the first
    /// <paramref name="window"/> values (TA-Lib EMA, classic). After a missing value it is seeded afresh.
    /// </summary>
    /// <param name="values">Prices or any column.</param>
    /// <param name="window">Nominal window, at least 1.</param>
    /// <param name="destination">Receives one value a session; NaN for the first <paramref name="window"/> − 1 and as many after a gap. May be the
    /// input.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public static void Compute(ReadOnlySpan<double> values, int window, Span<double> destination) =>
        Smooth(values, window, 2.0 / (window + 1), destination);

    /// <summary>Smoothing by any factor after a seed of <paramref name="window"/> values; Wilder's is 1 / window.</summary>
    internal static void Smooth(ReadOnlySpan<double> values, int window, double factor, Span<double> destination)
    {
        Rolling.Require(window, 1, values.Length, destination.Length);
        double average = 0;
        int seen = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double value = values[i];
            if (double.IsNaN(value))
            {
                seen = 0;
                average = 0;
                destination[i] = double.NaN;
                continue;
            }

            // While seeding, a running mean: exact for equal values, which sum / window is not.
            bool seeding = seen < window;
            seen += seeding ? 1 : 0;
            average += (value - average) * (seeding ? 1.0 / seen : factor);
            destination[i] = seen < window ? double.NaN : average;
        }
    }
}
