using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Double exponential moving average (Mulloy, 1994).</summary>
public static class Dema
{
    /// <summary>2·EMA − EMA of the EMA, both seeded with the mean of the first <paramref name="window"/> values.</summary>
    /// <remarks>
    /// TA-Lib seeds the second EMA with the mean of the first EMA's values, and so starts <paramref name="window"/> − 1 sessions
    /// later; the difference decays as (1 − 2/(window + 1))ᵏ. After a missing value it is seeded afresh.
    /// </remarks>
    /// <param name="values">Prices or any column.</param>
    /// <param name="window">Nominal window, at least 1.</param>
    /// <param name="destination">Receives one value a session; NaN for the first <paramref name="window"/> − 1. May be the input.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public static void Compute(ReadOnlySpan<double> values, int window, Span<double> destination)
    {
        Rolling.Require(window, 1, values.Length, destination.Length);
        var average = new NestedEma(window);
        for (int i = 0; i < values.Length; i++)
            destination[i] = average.Update(values[i]) ? (2 * average.First) - average.Second : double.NaN;
    }
}
