using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Runs of rising and falling values.</summary>
public static class Streak
{
    /// <summary>Number of consecutive rises (+) or falls (−) that end at each value; 0 when it equals the one before.</summary>
    /// <remarks>Connors and Alvarez (2012), "An Introduction to ConnorsRSI". Starts afresh after a missing value.</remarks>
    /// <param name="values">Closes.</param>
    /// <param name="destination">Receives signed counts; NaN at the first value.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public static void Compute(ReadOnlySpan<double> values, Span<double> destination)
    {
        Rolling.Require(1, 1, values.Length, destination.Length);
        double previous = double.NaN, streak = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double change = values[i] - previous;
            previous = values[i];
            streak = change > 0 ? Math.Max(streak, 0) + 1 : change < 0 ? Math.Min(streak, 0) - 1 : 0;
            destination[i] = double.IsNaN(change) ? double.NaN : streak;
        }
    }
}
