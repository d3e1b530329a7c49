using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Triple exponential moving average (Mulloy, 1994).</summary>
public static class Tema
{
    /// <summary>3·EMA − 3·EMA² + EMA³, all three seeded with the mean of the first <paramref name="window"/> values.</summary>
    /// <remarks>TA-Lib seeds each EMA with the mean of the one before, and so starts 2·(window − 1) sessions later; the difference dies out.</remarks>
    /// <param name="values">Prices or any column.</param>
    /// <param name="window">Nominal window, at least 1.</param>
    /// <param name="destination">Receives one value a session; NaN for the first <paramref name="window"/> − 1. May be the input.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public static void Compute(ReadOnlySpan<double> values, int window, Span<double> destination)
    {
        Rolling.Require(window, 1, values.Length, destination.Length);
        var average = new NestedEma(window);
        for (int i = 0; i < values.Length; i++)
            destination[i] = average.Update(values[i]) ? (3 * (average.First - average.Second)) + average.Third : double.NaN;
    }
}
