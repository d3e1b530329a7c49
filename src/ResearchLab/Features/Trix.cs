using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Triple exponential average oscillator (Hutson, 1983).</summary>
public static class Trix
{
    /// <summary>
    /// 1-session percent change of an EMA of an EMA of an EMA (TA-Lib TRIX), each seeded with the mean of its first values;
    /// after a missing value all are seeded afresh.
    /// </summary>
    /// <param name="values">Closes.</param>
    /// <param name="window">Window of each EMA, at least 1.</param>
    /// <param name="destination">Receives percent (1 = 1%); NaN for the first 3·<paramref name="window"/> − 2 sessions.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public static void Compute(ReadOnlySpan<double> values, int window, Span<double> destination)
    {
        using var average = new Scratch(values.Length);
        Ema.Compute(values, window, average.Span);
        Ema.Compute(average.Span, window, average.Span);
        Ema.Compute(average.Span, window, destination);
        double previous = double.NaN;
        for (int i = 0; i < values.Length; i++)
        {
            double current = destination[i];
            destination[i] = Ratio.Of(100 * (current - previous), previous);
            previous = current;
        }
    }
}
