namespace ResearchLab.Market;

/// <summary>One value a session, such as a volatility index close or a rate; ascending without duplicates.</summary>
/// <param name="Name">Lower-case series name such as <c>vix</c>, <c>vix3m</c>, <c>tbill_13w</c>.</param>
/// <param name="Sessions">Dates of the values.</param>
/// <param name="Values">Index points for volatility indices, fractions a year for rates.</param>
public sealed record DailySeries(string Name, DateOnly[] Sessions, double[] Values)
{
    /// <summary>Longest gap, in entries of <c>sessions</c>, over which <see cref="AlignTo"/> carries a value forward.</summary>
    public const int MaxCarrySessions = 5;

    /// <summary>An empty series: every aligned value is NaN.</summary>
    public static DailySeries Empty(string name) => new(name, [], []);

    /// <summary>
    /// The newest value at or before each of <paramref name="sessions"/> (ascending); NaN when it is more than
    /// <see cref="MaxCarrySessions"/> sessions old or missing.
    /// </summary>
    public double[] AlignTo(ReadOnlySpan<DateOnly> sessions)
    {
        var aligned = new double[sessions.Length];
        int next = 0, age = int.MaxValue;
        double current = double.NaN;
        for (int i = 0; i < sessions.Length; i++)
        {
            age = age == int.MaxValue ? age : age + 1;
            for (; next < Sessions.Length && Sessions[next] <= sessions[i]; next++)
            {
                if (double.IsNaN(Values[next]))
                    continue;
                current = Values[next];
                int daysOld = sessions[i].DayNumber - Sessions[next].DayNumber;
                // Before the first session there is nothing to count, so five sessions are a week of calendar days.
                age = i > 0 && Sessions[next] > sessions[i - 1] ? 0 : daysOld * MaxCarrySessions / 7;
            }

            aligned[i] = age <= MaxCarrySessions ? current : double.NaN;
        }

        return aligned;
    }
}
