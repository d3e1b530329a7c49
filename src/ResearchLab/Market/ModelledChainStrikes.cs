namespace ResearchLab.Market;

/// <summary>
/// Strikes an exchange would list for one expiry: an even grid near the money, every second and fourth of its strikes further
/// out, a few to 0.6 and 1.5 times spot so that old positions still find quotes.
/// </summary>
internal static class ModelledChainStrikes
{
    /// <summary>Most strikes <see cref="List"/> returns.</summary>
    internal const int Capacity = 96;

    private const double StepInDeviations = 0.2;
    private static readonly double[] s_steps = [0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000];

    /// <summary>Writes the strikes, ascending, into <paramref name="destination"/> and returns their number.</summary>
    internal static int List(double spot, double deviation, Span<double> destination)
    {
        double step = Step(spot * Math.Min(deviation, 0.5));
        int middle = (int)Math.Round(spot / step);
        int first = Math.Max(1, (int)Math.Ceiling(Math.Min(0.6 * spot, spot - (5 * step)) / step));
        int last = (int)Math.Floor(Math.Max(1.5 * spot, spot + (5 * step)) / step);
        double core = 1.5 * deviation, wing = 2.5 * deviation, far = 4 * deviation;
        int count = 0;
        for (int n = first; n <= last && count < destination.Length; n++)
        {
            double distance = Math.Abs(((n * step) / spot) - 1);
            bool listed = distance <= core || Math.Abs(n - middle) <= 4
                || (distance <= wing && n % 2 == 0) || (distance <= far && n % 4 == 0) || n % 64 == 0;
            if (listed)
                destination[count++] = n * step;
        }

        return count;
    }

    /// <summary>The listed increment nearest to a fifth of a standard deviation, by ratio.</summary>
    private static double Step(double deviationInCurrency)
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
