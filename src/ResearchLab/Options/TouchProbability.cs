namespace ResearchLab.Options;

/// <summary>Risk-neutral probability that the underlying touches a price before expiry.</summary>
/// <remarks>
/// Geometric Brownian motion with the forward's drift and one volatility, watched continuously: the reflection principle (Harrison 1985,
/// Brownian Motion and Stochastic Flow Systems, section 1.8). Sessions end and nights pass, so what is seen at closes is touched less often.
/// </remarks>
public static class TouchProbability
{
    private const int Images = 8;

    /// <summary>Probability that one level is touched.</summary>
    /// <param name="spot">Price of the underlying, &gt; 0.</param>
    /// <param name="level">The level, &gt; 0; at the spot it is touched at once.</param>
    /// <param name="forward">Forward price at expiry, &gt; 0.</param>
    /// <param name="volAnnual">Volatility a year as a fraction, ≥ 0.</param>
    /// <param name="years">Time to expiry, ≥ 0.</param>
    public static double Of(double spot, double level, double forward, double volAnnual, double years)
    {
        Check(spot, level, forward, volAnnual, years);
        double distance = Math.Log(level / spot), variance = volAnnual * volAnnual * years, deviation = Math.Sqrt(variance);
        double drift = Math.Log(forward / spot) - (0.5 * variance);
        if (distance == 0)
            return 1;
        if (variance == 0)
            return distance > 0 == drift > 0 && Math.Abs(drift) >= Math.Abs(distance) ? 1 : 0;
        double sign = Math.Sign(distance);
        double reflected = NormalDistribution.Cdf(sign * (-distance - drift) / deviation);
        double lead = reflected > 0 ? Math.Exp((2 * drift * distance / variance) + Math.Log(reflected)) : 0;
        return Math.Clamp(NormalDistribution.Cdf(sign * (drift - distance) / deviation) + lead, 0, 1);
    }

    /// <summary>Probability that at least one of two levels on either side of the spot is touched.</summary>
    /// <remarks>
    /// Each level with its own volatility, less the probability of touching both at the mean of the two volatilities (from the images of
    /// the two-barrier problem), so that a smile counts where it matters.
    /// </remarks>
    public static double OfEither(double spot, (double Level, double Vol) lower, (double Level, double Vol) upper, double forward, double years)
    {
        double low = Of(spot, lower.Level, forward, lower.Vol, years), high = Of(spot, upper.Level, forward, upper.Vol, years);
        if (lower.Level >= spot || upper.Level <= spot)
            return 1;
        double vol = 0.5 * (lower.Vol + upper.Vol);
        double both = Of(spot, lower.Level, forward, vol, years) + Of(spot, upper.Level, forward, vol, years)
            - Either(spot, lower.Level, upper.Level, forward, vol, years);
        return Math.Clamp(low + high - Math.Max(0, both), Math.Max(low, high), 1);
    }

    /// <summary>Probability that a short strike of a position is touched before its nearest expiry; null when no leg is short.</summary>
    /// <param name="legs">The legs.</param>
    /// <param name="spot">Price of the underlying.</param>
    /// <param name="forward">Forward price at the nearest expiry.</param>
    /// <param name="years">Time to the nearest expiry.</param>
    public static double? OfShortStrikes(IReadOnlyList<Leg> legs, double spot, double forward, double years)
    {
        (double Level, double Vol) lower = (0, 0), upper = (double.PositiveInfinity, 0);
        bool any = false;
        foreach (Leg leg in legs)
        {
            if (leg.Quantity >= 0)
                continue;
            any = true;
            double strike = leg.Contract.Strike;
            if (leg.Contract.Right == OptionRight.Call ? strike <= spot : strike >= spot)
                return 1;
            if (leg.Contract.Right == OptionRight.Put && strike > lower.Level)
                lower = (strike, leg.ImpliedVol);
            if (leg.Contract.Right == OptionRight.Call && strike < upper.Level)
                upper = (strike, leg.ImpliedVol);
        }

        if (!any)
            return null;
        if (lower.Level > 0 && double.IsFinite(upper.Level))
            return OfEither(spot, lower, upper, forward, years);
        (double level, double vol) = lower.Level > 0 ? lower : upper;
        return Of(spot, level, forward, vol, years);
    }

    // One less the survival between two levels: images of the start in both, drift by Girsanov.
    private static double Either(double spot, double lowLevel, double highLevel, double forward, double vol, double years)
    {
        double variance = vol * vol * years, deviation = Math.Sqrt(variance), drift = Math.Log(forward / spot) - (0.5 * variance);
        double low = Math.Log(lowLevel / spot), high = Math.Log(highLevel / spot), width = high - low, survival = 0;
        if (variance == 0)
            return drift > low && drift < high ? 0 : 1;
        double Image(double at) => Math.Exp(drift * at / variance)
            * (NormalDistribution.Cdf((high - at - drift) / deviation) - NormalDistribution.Cdf((low - at - drift) / deviation));
        for (int n = -Images; n <= Images; n++)
            survival += Image(2 * n * width) - Image((2 * high) + (2 * n * width));
        return Math.Clamp(1 - survival, 0, 1);
    }

    private static void Check(double spot, double level, double forward, double vol, double years)
    {
        if (!(spot > 0 && level > 0 && forward > 0 && vol >= 0 && years >= 0) || !double.IsFinite(spot + level + forward + vol + years))
            throw new ArgumentOutOfRangeException(nameof(level), level, "Prices must be finite and above 0, volatility and time 0 or above.");
    }
}
