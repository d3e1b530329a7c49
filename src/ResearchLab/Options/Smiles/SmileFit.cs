namespace ResearchLab.Options;

/// <summary>Fits the smile of one expiry without butterfly arbitrage and not below the expiry before.</summary>
/// <remarks>
/// Raw SVI by the quasi-explicit method (<see cref="SviInner"/> inside a simplex over centre and width). Where the best fit has g &lt; 0 or
/// crosses the expiry before, it is sought again with both as penalties; where that leaves g &lt; 0 the smile is SSVI within Gatheral and
/// Jacquier's bounds θφ(1 + |ρ|) &lt; 4 and θφ²(1 + |ρ|) ≤ 4. What still lies below the expiry before is lifted as a whole, by at most a twentieth.
/// </remarks>
internal static class SmileFit
{
    private const int MinSviQuotes = 6, MinSsviQuotes = 3, Evaluations = 140, PenalisedEvaluations = 220, SsviEvaluations = 240;
    private const double MaxLift = 0.05, CalendarDeviations = 3;
    private const double Slack = 1e-4, WeightCap = 16, PriorTilt = -0.4, PriorCurvature = 0.8, PriorWeight = 0.02;

    /// <summary>Fits total variances at log-moneynesses, ascending.</summary>
    /// <param name="k">Log-moneynesses.</param>
    /// <param name="w">Total variances, positive.</param>
    /// <param name="weight">Weights of squared errors of total variance; scaled and capped here.</param>
    /// <param name="before">Smile of the expiry before and the log-moneynesses it is quoted at; null for the first.</param>
    public static (SviSmile Smile, SmileStatus Status, double CalendarShift) Fit(double[] k, double[] w, double[] weight, QuotedSmile? before)
    {
        if (k.Length == 0)
            return (default, SmileStatus.None, 0);
        double level = Normalise(k, w, weight);
        (double low, double high) = Range(k, level);
        if (k.Length >= MinSviQuotes && Raw(k, w, weight, level, before, low, high) is { } raw && Lifted(raw, k, before) is { } svi)
            return (svi.Smile, SmileStatus.Svi, svi.Shift);
        if (k.Length >= MinSsviQuotes && Lifted(Ssvi(k, w, weight, level), k, before) is { } ssvi)
            return (ssvi.Smile, SmileStatus.Ssvi, ssvi.Shift);
        (SviSmile flat, double shift) = Lifted(SviSmile.Flat(level), k, before)!.Value;
        return (flat, SmileStatus.Flat, shift);
    }

    /// <summary>The smallest g(k) on the fine grid over the quotes and six deviations.</summary>
    public static double MinButterfly(SviSmile smile, ReadOnlySpan<double> k)
    {
        (double low, double high) = Range(k, smile.TotalVariance(0));
        return smile.MinButterfly(low, high, 201);
    }

    // Not below the expiry before where both are quoted; null when that leaves butterfly arbitrage.
    private static (SviSmile Smile, double Shift)? Lifted(SviSmile smile, double[] k, QuotedSmile? before)
    {
        double shift = Math.Max(0, -LeastGap(smile, before, k));
        // More than a twentieth is not noise but quotes that contradict each other; lifting would carry the error to all later expiries.
        if (shift > MaxLift * smile.TotalVariance(0))
            shift = 0;
        smile = smile with { Level = smile.Level + shift };
        return smile.TotalVariance(0) > 0 && MinButterfly(smile, k) >= 0 ? (smile, shift) : null;
    }

    /// <summary>Log-moneynesses on which arbitrage is checked: the quotes and six deviations.</summary>
    public static (double Low, double High) Range(ReadOnlySpan<double> k, double level)
    {
        double reach = 6 * Math.Sqrt(level);
        return k.IsEmpty ? (-reach, reach) : (Math.Min(k[0], -reach), Math.Max(k[^1], reach));
    }

    private static SviSmile? Raw(double[] k, double[] w, double[] weight, double level, QuotedSmile? before, double low, double high)
    {
        double largest = 0;
        foreach (double variance in w)
            largest = Math.Max(largest, variance);
        double deviation = Math.Sqrt(level), span = k[^1] - k[0];
        double At(ReadOnlySpan<double> x, out SviSmile smile)
        {
            double width = Math.Clamp(Math.Exp(Math.Clamp(x[1], -12, 3)), 0.05 * deviation, 5), centre = Math.Clamp(x[0], k[0] - span, k[^1] + span);
            smile = SviInner.Solve(k, w, weight, largest, centre, width, out double error);
            return error;
        }

        Span<double> best = [0.3 * deviation, Math.Log(0.7 * deviation)];
        Simplex.Minimise(x => At(x, out _), best, [0.4 * deviation, 0.6], Evaluations, 1e-5);
        At(best, out SviSmile found);
        if (found.MinButterfly(low, high) >= 0 && LeastGap(found, before, k) >= 0)
            return found;

        double scale = level * level;
        Simplex.Minimise(
            x =>
            {
                double error = At(x, out SviSmile smile), butterfly = Math.Min(0, Math.Max(-100, smile.MinButterfly(low, high, 41) - Slack));
                double gap = Math.Min(0, LeastGap(smile, before, k));
                return error + (scale * ((butterfly * butterfly) - (0.01 * butterfly))) + (4 * gap * gap);
            },
            best, [0.3 * deviation, 0.7], PenalisedEvaluations, 1e-5);
        At(best, out found);
        return found.MinButterfly(low, high) >= 0 ? found : null;
    }

    // At-the-money variance, tilt and φ√θ, drawn towards usual values by a weight that matters for few quotes only.
    private static SviSmile Ssvi(double[] k, double[] w, double[] weight, double level)
    {
        SviSmile Smile(ReadOnlySpan<double> x)
        {
            double theta = level * Math.Exp(Math.Clamp(x[0], -3, 3)), tilt = 0.999 * Math.Tanh(x[1]), root = Math.Sqrt(theta), bound = 1 + Math.Abs(tilt);
            double curvature = Math.Min(PriorCurvature * Math.Exp(Math.Clamp(x[2], -6, 6)), 0.999 * Math.Min(4 / (root * bound), 2 / Math.Sqrt(bound)));
            return SviSmile.Ssvi(theta, tilt, curvature / root);
        }

        double Error(ReadOnlySpan<double> x)
        {
            SviSmile smile = Smile(x);
            double error = 0, tilt = x[1] - Math.Atanh(PriorTilt);
            for (int i = 0; i < k.Length; i++)
            {
                double miss = smile.TotalVariance(k[i]) - w[i];
                error += weight[i] * miss * miss;
            }

            return error + (PriorWeight * level * level * ((tilt * tilt) + (x[2] * x[2]) + (0.1 * x[0] * x[0])) / k.Length);
        }

        Span<double> best = [0, Math.Atanh(PriorTilt), 0];
        Simplex.Minimise(Error, best, [0.2, 0.4, 0.4], SsviEvaluations);
        return Smile(best);
    }

    // Where both expiries are quoted, within three deviations of the nearer one: extrapolated wings may cross, and mean nothing.
    public static double LeastGap(SviSmile smile, QuotedSmile? before, double[] k)
    {
        const int points = 41;
        if (before is not { } earlier)
            return double.PositiveInfinity;
        double reach = CalendarDeviations * Math.Sqrt(earlier.Smile.TotalVariance(0));
        double low = Math.Max(Math.Max(k[0], earlier.Low), -reach), high = Math.Max(low, Math.Min(Math.Min(k[^1], earlier.High), reach)),
            least = double.PositiveInfinity, step = (high - low) / (points - 1);
        for (int i = 0; i < points; i++)
            least = Math.Min(least, smile.TotalVariance(low + (i * step)) - earlier.Smile.TotalVariance(low + (i * step)));
        return least;
    }

    // Weights capped at a multiple of their median and summing to one; returns the total variance nearest the money.
    private static double Normalise(double[] k, double[] w, double[] weight)
    {
        double[] sorted = [.. weight];
        Array.Sort(sorted);
        double cap = WeightCap * sorted[sorted.Length / 2], sum = 0;
        int nearest = 0;
        for (int i = 0; i < k.Length; i++)
        {
            weight[i] = Math.Min(weight[i], cap);
            sum += weight[i];
            nearest = Math.Abs(k[i]) < Math.Abs(k[nearest]) ? i : nearest;
        }

        for (int i = 0; i < weight.Length; i++)
            weight[i] /= sum;
        return w[nearest];
    }
}
