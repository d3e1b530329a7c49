using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>T3 moving average (Tillson, 1998, "Better Moving Averages").</summary>
public static class T3
{
    /// <summary>A generalised DEMA applied three times: a polynomial in <paramref name="volumeFactor"/> of the third to sixth nested EMA.</summary>
    /// <remarks>
    /// Every EMA starts at the first value, so there is no warm-up but the first values lean on it. TA-Lib seeds each EMA with a
    /// mean and starts 6·(window − 1) sessions later; the difference dies out. After a missing value it starts afresh.
    /// </remarks>
    /// <param name="values">Prices or any column.</param>
    /// <param name="window">Nominal window of each EMA, at least 1.</param>
    /// <param name="volumeFactor">0 gives a plain triple EMA, 1 a triple DEMA; usually 0.7.</param>
    /// <param name="destination">Receives one value a session. May be the input.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public static void Compute(ReadOnlySpan<double> values, int window, double volumeFactor, Span<double> destination)
    {
        Rolling.Require(window, 1, values.Length, destination.Length);
        double a = volumeFactor, factor = 2.0 / (window + 1), e1 = double.NaN, e2 = 0, e3 = 0, e4 = 0, e5 = 0, e6 = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double value = values[i];
            if (double.IsNaN(e1))
                e1 = e2 = e3 = e4 = e5 = e6 = value;
            e1 += factor * (value - e1);
            e2 += factor * (e1 - e2);
            e3 += factor * (e2 - e3);
            e4 += factor * (e3 - e4);
            e5 += factor * (e4 - e5);
            e6 += factor * (e5 - e6);

            // The four coefficients sum to 1; taken of differences a constant price is itself to the bit.
            double once = e3 - e4, twice = once - (e4 - e5), thrice = twice - (e4 - e5 - (e5 - e6));
            destination[i] = e3 + (3 * a * once) + (3 * a * a * twice) + (a * a * a * thrice);
        }
    }
}
