namespace ResearchLab.Market;

/// <summary>
/// Daily bars of one symbol in columns of equal length, ascending by session without duplicates, split-adjusted as of the
/// read; a missing number is NaN.
/// </summary>
/// <param name="Symbol">Upper-case ticker.</param>
/// <param name="Sessions">Exchange sessions.</param>
/// <param name="Open">First price of the session.</param>
/// <param name="High">Highest price.</param>
/// <param name="Low">Lowest price.</param>
/// <param name="Close">Last price.</param>
/// <param name="Volume">Shares traded.</param>
public sealed record BarSeries(
    string Symbol, DateOnly[] Sessions, double[] Open, double[] High, double[] Low, double[] Close, double[] Volume)
{
    /// <summary>Number of sessions.</summary>
    public int Count => Sessions.Length;

    /// <summary>Row of <paramref name="session"/>; negative (complement of the insertion point) when it has no bar.</summary>
    public int IndexOf(DateOnly session) => Array.BinarySearch(Sessions, session);

    /// <summary>The first <paramref name="count"/> sessions only.</summary>
    public BarSeries Take(int count) => Slice(0, count);

    /// <summary><paramref name="count"/> sessions from row <paramref name="start"/> on, copied; what <c>bars[a..b]</c> means.</summary>
    public BarSeries Slice(int start, int count)
    {
        Range rows = start..(start + count);
        return new(Symbol, Sessions[rows], Open[rows], High[rows], Low[rows], Close[rows], Volume[rows]);
    }
}

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

/// <summary>What the features of one symbol see of the market around it.</summary>
/// <param name="Market">Bars of the market symbol (SPY, or the simulated market index).</param>
/// <param name="Vix">30-day implied-volatility index of the market, in points (20 means 20%).</param>
/// <param name="Vix3M">3-month implied-volatility index, in points; empty before it existed.</param>
/// <param name="TBill13W">13-week T-bill yield, fraction a year.</param>
/// <param name="Skew">Cboe's SKEW index; null or empty where there is none.</param>
public sealed record MarketContext(BarSeries Market, DailySeries Vix, DailySeries Vix3M, DailySeries TBill13W, DailySeries? Skew = null);
