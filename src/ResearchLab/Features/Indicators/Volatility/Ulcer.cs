using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Ulcer index (Martin, 1987).</summary>
public static class Ulcer
{
    /// <summary>Root mean square over the window of the percent drawdown from the highest value since the window began.</summary>
    /// <remarks>Some libraries take the drawdown from the highest value of a full window before each session instead.</remarks>
    /// <param name="values">Positive prices.</param>
    /// <param name="window">Sessions, at least 1; usually 14.</param>
    /// <param name="destination">Receives percent, ≥ 0; NaN for the first <paramref name="window"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public static void Compute(ReadOnlySpan<double> values, int window, Span<double> destination)
    {
        Rolling.Require(window, 1, values.Length, destination.Length);
        destination[..Math.Min(window - 1, values.Length)].Fill(double.NaN);
        for (int i = window - 1; i < values.Length; i++)
        {
            double highest = double.MinValue, squares = 0;
            foreach (double value in values.Slice(i - window + 1, window))
            {
                highest = Math.Max(highest, value);
                double drawdown = 100 * (value - highest) / highest;
                squares += drawdown * drawdown;
            }

            destination[i] = Ratio.Of(Math.Sqrt(squares / window), 1);
        }
    }
}
