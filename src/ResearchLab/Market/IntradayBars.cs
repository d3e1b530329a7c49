using ResearchLab.Time;

namespace ResearchLab.Market;

/// <summary>
/// Bars within sessions of one symbol in columns of equal length, ascending by time without duplicates; periods without a trade have none.
/// </summary>
/// <param name="Symbol">Upper-case ticker.</param>
/// <param name="Times">Start of each bar, UTC.</param>
/// <param name="Sessions">Session each bar belongs to.</param>
/// <param name="Open">First price of the bar.</param>
/// <param name="High">Highest price.</param>
/// <param name="Low">Lowest price.</param>
/// <param name="Close">Last price.</param>
/// <param name="Volume">Units traded.</param>
public sealed record IntradayBars(
    string Symbol, DateTimeOffset[] Times, DateOnly[] Sessions, double[] Open, double[] High, double[] Low, double[] Close, double[] Volume)
{
    /// <summary>Number of bars.</summary>
    public int Count => Times.Length;

    /// <summary>One bar a session from the bars that start between its open and its close; sessions without such a bar are left out.</summary>
    /// <param name="calendar">Gives the hours: regular hours of the NYSE, or whole days in UTC.</param>
    public BarSeries ToDaily(ExchangeCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        List<DateOnly> sessions = [];
        List<double> open = [], high = [], low = [], close = [], volume = [];
        DateTimeOffset opens = default, closes = default;
        for (int i = 0; i < Count; i++)
        {
            if (i == 0 || Sessions[i] != Sessions[i - 1])
                (opens, closes) = calendar.IsSession(Sessions[i]) ? (calendar.OpenOf(Sessions[i]), calendar.CloseOf(Sessions[i])) : default;
            if (Times[i] < opens || Times[i] >= closes)
                continue;
            if (sessions.Count == 0 || sessions[^1] != Sessions[i])
            {
                sessions.Add(Sessions[i]);
                open.Add(Open[i]);
                high.Add(High[i]);
                low.Add(Low[i]);
                close.Add(Close[i]);
                volume.Add(Volume[i]);
                continue;
            }

            high[^1] = Math.Max(high[^1], High[i]);
            low[^1] = Math.Min(low[^1], Low[i]);
            close[^1] = Close[i];
            volume[^1] += Volume[i];
        }

        return new BarSeries(Symbol, [.. sessions], [.. open], [.. high], [.. low], [.. close], [.. volume]);
    }
}
