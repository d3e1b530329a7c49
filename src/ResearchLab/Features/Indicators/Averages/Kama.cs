using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Kaufman's adaptive moving average (Kaufman, 1995, "Smarter Trading").</summary>
public static class Kama
{
    /// <summary>
    /// An EMA whose factor is (efficiency ratio · (fast − slow) + slow)², fast and slow being 2/(n + 1); seeded with the value at
    /// row window − 1 (TA-Lib KAMA). Where nothing moved it is the value itself. After a missing value it is seeded afresh.
    /// </summary>
    /// <param name="values">Closes or any column.</param>
    /// <param name="window">Changes of the efficiency ratio, at least 1, usually 10.</param>
    /// <param name="fast">Window of the fastest EMA, at least 1, usually 2.</param>
    /// <param name="slow">Window of the slowest EMA, above <paramref name="fast"/>, usually 30.</param>
    /// <param name="efficiency">Receives the efficiency ratio in [0, 1]; NaN for the first <paramref name="window"/> sessions and where nothing moved.</param>
    /// <param name="destination">Receives one value a session; NaN for the first <paramref name="window"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A window is below 1 or <paramref name="slow"/> is not above <paramref name="fast"/>.</exception>
    public static void Compute(
        ReadOnlySpan<double> values, int window, int fast, int slow, Span<double> efficiency, Span<double> destination)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fast, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(slow, fast);
        Rolling.Require(window, 1, values.Length, destination.Length);
        EfficiencyRatio.Compute(values, window, efficiency);
        double quick = 2.0 / (fast + 1), calm = 2.0 / (slow + 1), average = 0;
        int seen = 0;
        for (int i = 0; i < values.Length; i++)
        {
            seen = double.IsNaN(values[i]) ? 0 : Math.Min(seen + 1, window + 1);
            double root = (efficiency[i] * (quick - calm)) + calm;
            average = seen <= window || double.IsNaN(root) ? values[i] : average + (root * root * (values[i] - average));
            destination[i] = seen < window ? double.NaN : average;
        }
    }
}
