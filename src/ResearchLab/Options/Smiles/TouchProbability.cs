namespace ResearchLab.Options;

/// <summary>Risk-neutral probability that the underlying touches a price before expiry.</summary>
/// <remarks>
/// Options of one expiry tell where the price ends, not which way it went. How often it ends beyond a level comes from their distribution; how many times as
/// often it has touched the level, about twice, from geometric Brownian motion with the forward's drift at the volatility of the level, watched continuously:
/// the reflection principle (Harrison 1985, Brownian Motion and Stochastic Flow Systems, section 1.8). Sessions end and nights pass, so what is seen at closes
/// is touched less often.
/// </remarks>
public static class TouchProbability
{
    private const int Images = 8;

    /// <summary>Probability that one level is touched under geometric Brownian motion.</summary>
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

    /// <summary>Probability that one level is touched, where the price ends as a distribution says.</summary>
    /// <param name="distribution">Distribution of the price at expiry.</param>
    /// <param name="level">The level, &gt; 0; at the spot it is touched at once.</param>
    public static double Of(RiskNeutralDistribution distribution, double level)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        double spot = distribution.Spot, forward = distribution.Forward, vol = distribution.Vol(level), years = distribution.Years;
        double touched = Of(spot, level, forward, vol, years), deviation = vol * Math.Sqrt(years),
            d2 = (Math.Log(forward / level) / deviation) - (0.5 * deviation);
        if (level == spot)
            return 1;
        bool isAbove = level > spot;
        double ends = NormalDistribution.Cdf(isAbove ? d2 : -d2), beyond = isAbove ? distribution.Above(level) : distribution.Below(level);
        return ends > 0 ? Math.Clamp(beyond * touched / ends, 0, 1) : beyond;
    }

    /// <summary>Probability that at least one of two levels on either side of the spot is touched.</summary>
    /// <remarks>
    /// The sum for the two less the probability of touching both, which is that of the two-barrier problem (from its images) at the mean of the two
    /// volatilities, in proportion to how often each is touched.
    /// </remarks>
    /// <param name="distribution">Distribution of the price at expiry.</param>
    /// <param name="lower">Level below the spot, &gt; 0.</param>
    /// <param name="upper">Level above it.</param>
    public static double OfEither(RiskNeutralDistribution distribution, double lower, double upper)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        double spot = distribution.Spot, forward = distribution.Forward, years = distribution.Years;
        if (lower >= spot || upper <= spot)
            return 1;
        double low = Of(distribution, lower), high = Of(distribution, upper), vol = 0.5 * (distribution.Vol(lower) + distribution.Vol(upper));
        double plainLow = Of(spot, lower, forward, vol, years), plainHigh = Of(spot, upper, forward, vol, years);
        double both = Math.Max(0, plainLow + plainHigh - Either(spot, lower, upper, forward, vol, years));
        both *= plainLow > 0 && plainHigh > 0 ? low / plainLow * (high / plainHigh) : 0;
        return Math.Clamp(low + high - both, Math.Max(low, high), 1);
    }

    /// <summary>Probability that a short strike of a position is touched before its nearest expiry; null when no leg is short.</summary>
    /// <param name="legs">The legs.</param>
    /// <param name="distribution">Distribution of the price at the nearest expiry.</param>
    public static double? OfShortStrikes(IReadOnlyList<Leg> legs, RiskNeutralDistribution distribution)
    {
        ArgumentNullException.ThrowIfNull(legs);
        ArgumentNullException.ThrowIfNull(distribution);
        double lower = 0, upper = double.PositiveInfinity;
        foreach (Leg leg in legs)
        {
            if (leg.Quantity >= 0)
                continue;
            double strike = leg.Contract.Strike;
            if (leg.Contract.Right == OptionRight.Call ? strike <= distribution.Spot : strike >= distribution.Spot)
                return 1;
            (lower, upper) = leg.Contract.Right == OptionRight.Put ? (Math.Max(lower, strike), upper) : (lower, Math.Min(upper, strike));
        }

        return (lower > 0, double.IsFinite(upper)) switch
        {
            (true, true) => OfEither(distribution, lower, upper),
            (true, false) => Of(distribution, lower),
            (false, true) => Of(distribution, upper),
            _ => null,
        };
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
