namespace ResearchLab.Market;

/// <summary>The <see cref="Carry"/> of every session of a history, each from what was known at its close.</summary>
/// <remarks>
/// Dividends repeat: each one of the year before is expected again 52 weeks later, at the same cash. Where none is recorded
/// and the underlying is an index, whose members pay but which itself records nothing, the forward that its own observed chains imply is used
/// while it is recent, and the market's trailing yield otherwise. Prices that a vendor adjusted for dividends hold them already, so that their forward has
/// none.
/// </remarks>
public static class CarryHistory
{
    /// <summary>Sessions for which the yield that observed chains imply is used after the last of them.</summary>
    public const int ParitySessions = 63;

    private const int ParityWindow = 21, RepeatDays = 364, YearDays = 365;

    // A fund's yearly extra of capital gains or a company's one-off: no pattern to expect again.
    private const double SpecialMultiple = 4;

    /// <summary>Carries from dividends.</summary>
    /// <param name="bars">Bars on one split basis.</param>
    /// <param name="dividends">Cash dividends on the same basis, ascending by ex-session; empty when none was ever paid.</param>
    /// <param name="basis">Where they come from.</param>
    public static Carry[] FromDividends(BarSeries bars, IReadOnlyList<(DateOnly ExSession, double Cash)> dividends, string basis)
    {
        ArgumentNullException.ThrowIfNull(bars);
        ArgumentNullException.ThrowIfNull(dividends);
        var carries = new Carry[bars.Count];
        var none = new Carry(basis, 0);
        for (int i = 0, from = 0, to = 0; i < carries.Length; i++)
        {
            DateOnly session = bars.Sessions[i];
            while (to < dividends.Count && dividends[to].ExSession <= session)
                to++;
            while (from < to && dividends[from].ExSession <= session.AddDays(-RepeatDays))
                from++;
            carries[i] = from == to || !(bars.Close[i] > 0) ? none : new Carry(basis, 0) { Dividends = Expected(session, bars.Close[i], dividends, from, to) };
        }

        return carries;
    }

    /// <summary>Carries of an index: the yield its observed chains imply, else the market's trailing one, else none.</summary>
    /// <param name="sessions">Sessions, ascending.</param>
    /// <param name="implied">Yield a year that a session's observed chain implies; NaN without one.</param>
    /// <param name="market">Trailing yield of the market a session; NaN when unknown.</param>
    public static Carry[] OfIndex(DateOnly[] sessions, ReadOnlySpan<double> implied, ReadOnlySpan<double> market)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        var carries = new Carry[sessions.Length];
        var recent = new Queue<double>();
        int last = -1;
        for (int i = 0; i < carries.Length; i++)
        {
            if (!double.IsNaN(implied[i]))
            {
                recent.Enqueue(implied[i]);
                last = i;
                if (recent.Count > ParityWindow)
                    recent.Dequeue();
            }

            carries[i] = last >= 0 && i - last <= ParitySessions ? new Carry("put-call parity of observed chains", Median([.. recent]))
                : !double.IsNaN(market[i]) ? new Carry("trailing yield of the market's fund", market[i])
                : new Carry("dividends unknown", 0);
        }

        return carries;
    }

    /// <summary>Dividends of the year before a session over its close, one a bar; NaN during the first year.</summary>
    /// <param name="bars">Bars.</param>
    /// <param name="dividends">Cash dividends on the same split basis, ascending.</param>
    public static double[] TrailingYield(BarSeries bars, IReadOnlyList<(DateOnly ExSession, double Cash)> dividends)
    {
        ArgumentNullException.ThrowIfNull(bars);
        ArgumentNullException.ThrowIfNull(dividends);
        var yields = new double[bars.Count];
        for (int i = 0; i < yields.Length; i++)
        {
            DateOnly session = bars.Sessions[i], year = session.AddDays(-YearDays);
            yields[i] = year < bars.Sessions[0] || !(bars.Close[i] > 0) ? double.NaN
                : dividends.Where(paid => paid.ExSession > year && paid.ExSession <= session).Sum(paid => paid.Cash) / bars.Close[i];
        }

        return yields;
    }

    /// <summary>The cash dividends between closes and their total-return closes; each is where the ratio of both steps up.</summary>
    /// <param name="bars">Bars on one split basis.</param>
    /// <param name="adjustedCloses">Total-return closes, one a bar; NaN where unknown.</param>
    public static IReadOnlyList<(DateOnly ExSession, double Cash)> FromAdjustedCloses(BarSeries bars, ReadOnlySpan<double> adjustedCloses)
    {
        ArgumentNullException.ThrowIfNull(bars);
        var found = new List<(DateOnly, double)>();
        for (int i = 1; i < bars.Count; i++)
        {
            double before = adjustedCloses[i - 1] / bars.Close[i - 1], after = adjustedCloses[i] / bars.Close[i];
            // Proportional back-adjustment: before = after · (1 − D / C).
            double share = 1 - (before / after);
            if (share > LeastShare && share < MostShare)
                found.Add((bars.Sessions[i], share * bars.Close[i - 1]));
        }

        return found;
    }

    // Below it is the rounding of vendors' adjusted closes; above it a spin-off or an error.
    private const double LeastShare = 5e-4, MostShare = 0.25;

    private static (int Days, double Share)[] Expected(
        DateOnly session, double close, IReadOnlyList<(DateOnly ExSession, double Cash)> dividends, int from, int to)
    {
        double usual = Median([.. Enumerable.Range(Math.Max(0, to - 8), Math.Min(8, to)).Select(i => dividends[i].Cash)]);
        var expected = new List<(int, double)>(2 * (to - from));
        for (int again = RepeatDays; again <= 2 * RepeatDays; again += RepeatDays)
        {
            for (int i = from; i < to; i++)
            {
                int days = dividends[i].ExSession.DayNumber + again - session.DayNumber;
                if (days > 0 && dividends[i].Cash <= SpecialMultiple * usual)
                    expected.Add((days, dividends[i].Cash / close));
            }
        }

        return [.. expected];
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        int middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : 0.5 * (values[middle - 1] + values[middle]);
    }
}
