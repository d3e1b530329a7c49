namespace ResearchLab.Market;

/// <summary>Strikes listed for one expiry.</summary>
internal static class ModelledChainStrikes
{
    /// <summary>Most strikes <see cref="List"/> returns.</summary>
    internal const int Capacity = 320;

    private const int NearDays = 100, MostAtTheFinestStep = 96;
    private const double StepInDeviations = 0.2;
    private static readonly double[] s_steps = [0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000];

    /// <summary>
    /// The strikes an exchange lists, ascending, by level and time: indices above 1,000 every 5 points and every 25 beyond 100 days (Cboe,
    /// SPX contract specification), funds and stocks every dollar, below 75 every half; half of them from 1.5 deviations on, a quarter
    /// from 2.5, a few to 0.6 and 1.5 times the spot. Where three deviations would take more than 96 strikes the next coarser
    /// step is used, as exchanges do for dear and wild names.
    /// </summary>
    /// <param name="spot">Price of the underlying.</param>
    /// <param name="deviation">One standard deviation of the log return until expiry.</param>
    /// <param name="days">Calendar days to expiry.</param>
    /// <param name="destination">Room for <see cref="Capacity"/> strikes.</param>
    /// <returns>Their number.</returns>
    internal static int List(double spot, double deviation, int days, Span<double> destination)
    {
        double step = spot < 75 ? 0.5 : spot < 1_000 ? 1 : days > NearDays ? 25 : 5, width = 3 * spot * Math.Min(deviation, 0.5);
        for (int i = 0; i < s_steps.Length && width / step > MostAtTheFinestStep; i++)
            step = Math.Max(step, s_steps[i]);
        return Grid(spot, deviation, step, 4 * Math.Max(1, (int)Math.Round(0.025 * spot / step)), destination);
    }

    /// <summary>
    /// The coarser grid of the simulated market, ascending: steps of a fifth of a standard deviation, to keep its chains small.
    /// </summary>
    internal static int ListCoarse(double spot, double deviation, Span<double> destination) =>
        Grid(spot, deviation, CoarseStep(spot * Math.Min(deviation, 0.5)), 64, destination);

    private static int Grid(double spot, double deviation, double step, int widest, Span<double> destination)
    {
        int middle = (int)Math.Round(spot / step);
        int first = Math.Max(1, (int)Math.Ceiling(Math.Min(0.6 * spot, spot - (5 * step)) / step));
        int last = (int)Math.Floor(Math.Max(1.5 * spot, spot + (5 * step)) / step);
        double core = 1.5 * deviation, wing = 2.5 * deviation, far = 4 * deviation;
        int count = 0;
        for (int n = first; n <= last && count < destination.Length; n++)
        {
            double distance = Math.Abs(((n * step) / spot) - 1);
            bool listed = distance <= core || Math.Abs(n - middle) <= 4
                || (distance <= wing && n % 2 == 0) || (distance <= far && n % 4 == 0) || n % widest == 0;
            if (listed)
                destination[count++] = n * step;
        }

        return count;
    }

    /// <summary>The listed increment nearest to a fifth of a standard deviation, by ratio.</summary>
    private static double CoarseStep(double deviationInCurrency)
    {
        double wanted = StepInDeviations * deviationInCurrency, best = s_steps[0];
        foreach (double step in s_steps)
        {
            if (step * best <= wanted * wanted)
                best = step;
        }

        return best;
    }
}
