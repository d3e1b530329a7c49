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

    /// <summary>The triple EMA and its 1-session percent change, the three EMA seeded at once with the mean of the first values.</summary>
    /// <remarks>
    /// The seeding of the golden values this is tested with; <see cref="Compute(ReadOnlySpan{double}, int, Span{double})"/>, the feature,
    /// seeds each EMA with a mean of its own as TA-Lib does. The difference decays as (1 − 2/(window + 1))ᵏ.
    /// </remarks>
    /// <param name="values">Closes.</param>
    /// <param name="window">Window of each EMA, at least 1; usually 14.</param>
    /// <param name="average">Receives the triple EMA; NaN for the first <paramref name="window"/> sessions.</param>
    /// <param name="trix">Receives percent; NaN likewise.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    /// <exception cref="ArgumentException">A destination is too short.</exception>
    public static void Compute(ReadOnlySpan<double> values, int window, Span<double> average, Span<double> trix)
    {
        Rolling.Require(window, 1, values.Length, Math.Min(average.Length, trix.Length));
        var nested = new NestedEma(window);
        double previous = double.NaN;
        for (int i = 0; i < values.Length; i++)
        {
            double current = nested.Update(values[i]) ? nested.Third : double.NaN;
            trix[i] = Ratio.Of(100 * (current - previous), previous);
            average[i] = double.IsNaN(previous) ? double.NaN : current;
            previous = current;
        }
    }
}
