namespace ResearchLab.Options;

/// <summary>European options on an underlying with a continuous yield.</summary>
/// <remarks>
/// Black and Scholes (1973), J. Political Economy 81(3), 637–654; Merton (1973), Bell J. Economics 4(1), 141–183.
/// Without volatility or time the price is the discounted intrinsic value, max(±(S·e^(−qT) − K·e^(−rT)), 0), its true limit; there
/// gamma and vega are 0 and, exactly at the kink, delta is half of either side.
/// </remarks>
public static class BlackScholes
{
    /// <summary>Calendar days in a year of option time: years = days / 365.</summary>
    public const double DaysPerYear = 365;

    /// <summary>Option time from the close of <paramref name="session"/> to <paramref name="expiry"/>, ACT/365F.</summary>
    public static double Years(DateOnly session, DateOnly expiry) => (expiry.DayNumber - session.DayNumber) / DaysPerYear;

    /// <summary>Premium per unit of the underlying.</summary>
    /// <param name="right">Call or put.</param>
    /// <param name="spot">Price of the underlying, &gt; 0.</param>
    /// <param name="strike">Strike, &gt; 0.</param>
    /// <param name="volAnnual">Annualised volatility as a fraction (0.20 means 20%), ≥ 0.</param>
    /// <param name="years">ACT/365F years to expiry, ≥ 0.</param>
    /// <param name="ratePerYear">Continuously compounded risk-free rate as a fraction.</param>
    /// <param name="yieldPerYear">Continuously compounded dividend yield as a fraction.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not finite or outside its range.</exception>
    public static double Price(
        OptionRight right, double spot, double strike, double volAnnual, double years, double ratePerYear, double yieldPerYear = 0)
    {
        Check(spot, strike, volAnnual, years, ratePerYear, yieldPerYear);
        double discountedSpot = spot * Math.Exp(-yieldPerYear * years), discountedStrike = strike * Math.Exp(-ratePerYear * years);
        double deviation = volAnnual * Math.Sqrt(years);
        double sign = right == OptionRight.Call ? 1 : -1;
        if (deviation == 0)
            return Math.Max(sign * (discountedSpot - discountedStrike), 0);
        double d1 = (Math.Log(discountedSpot / discountedStrike) / deviation) + (0.5 * deviation);
        double price = sign * ((discountedSpot * NormalDistribution.Cdf(sign * d1))
            - (discountedStrike * NormalDistribution.Cdf(sign * (d1 - deviation))));
        return Math.Max(price, 0);
    }

    /// <summary>Price and greeks; arguments as for <see cref="Price"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not finite or outside its range.</exception>
    public static Greeks Greeks(
        OptionRight right, double spot, double strike, double volAnnual, double years, double ratePerYear, double yieldPerYear = 0)
    {
        Check(spot, strike, volAnnual, years, ratePerYear, yieldPerYear);
        double yieldFactor = Math.Exp(-yieldPerYear * years);
        double discountedSpot = spot * yieldFactor, discountedStrike = strike * Math.Exp(-ratePerYear * years);
        double rootYears = Math.Sqrt(years);
        double deviation = volAnnual * rootYears;
        double sign = right == OptionRight.Call ? 1 : -1;

        double inSpot, inStrike, density = 0;
        if (deviation == 0)
        {
            double moneyness = sign * (discountedSpot - discountedStrike);
            inSpot = inStrike = moneyness > 0 ? 1 : moneyness == 0 ? 0.5 : 0;
        }
        else
        {
            double d1 = (Math.Log(discountedSpot / discountedStrike) / deviation) + (0.5 * deviation);
            inSpot = NormalDistribution.Cdf(sign * d1);
            inStrike = NormalDistribution.Cdf(sign * (d1 - deviation));
            density = NormalDistribution.Density(d1);
        }

        double spotTerm = discountedSpot * inSpot, strikeTerm = discountedStrike * inStrike;
        double decay = rootYears == 0 ? 0 : discountedSpot * density * volAnnual / (2 * rootYears);
        double thetaPerYear = -decay + (sign * ((yieldPerYear * spotTerm) - (ratePerYear * strikeTerm)));
        return new Greeks(
            Price: Math.Max(sign * (spotTerm - strikeTerm), 0),
            DeltaPerUnit: sign * yieldFactor * inSpot,
            GammaPerUnit: deviation == 0 ? 0 : yieldFactor * density / (spot * deviation),
            VegaPerVolPoint: 0.01 * discountedSpot * density * rootYears,
            ThetaPerDay: thetaPerYear / DaysPerYear,
            RhoPerPct: 0.01 * sign * years * strikeTerm);
    }

    /// <summary>Price and every greek up to vanna, volga and charm; arguments as for <see cref="Price"/>.</summary>
    /// <remarks>
    /// Haug (2007), The Complete Guide to Option Pricing Formulas, 2nd ed., ch. 2. Where the volatility or the time is 0, the second-order
    /// greeks are those of the discounted intrinsic value away from its kink.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not finite or outside its range.</exception>
    public static FullGreeks FullGreeks(
        OptionRight right, double spot, double strike, double volAnnual, double years, double ratePerYear, double yieldPerYear = 0)
    {
        Greeks g = Greeks(right, spot, strike, volAnnual, years, ratePerYear, yieldPerYear);
        double yieldRhoPerPct = -0.01 * years * spot * g.DeltaPerUnit;
        double vanna = 0, volga = 0, charmPerYear = yieldPerYear * g.DeltaPerUnit;
        double rootYears = Math.Sqrt(years), deviation = volAnnual * rootYears;
        if (deviation > 0)
        {
            double carry = ratePerYear - yieldPerYear;
            double d1 = ((Math.Log(spot / strike) + (carry * years)) / deviation) + (0.5 * deviation), d2 = d1 - deviation;
            double density = Math.Exp(-yieldPerYear * years) * NormalDistribution.Density(d1);
            // A density of 0 ends the product of 0 and a huge d before it is NaN.
            if (density > 0)
            {
                vanna = -density * d2 / volAnnual;
                volga = spot * density * rootYears * d1 * d2 / volAnnual;
                charmPerYear -= density * ((carry / deviation) - (d2 / (2 * years)));
            }
        }

        return new FullGreeks(
            g.Price, g.DeltaPerUnit, g.GammaPerUnit, g.VegaPerVolPoint, g.ThetaPerDay, g.RhoPerPct, yieldRhoPerPct,
            VannaPerVolPoint: 0.01 * vanna, VolgaPerVolPointSquared: 1e-4 * volga, CharmPerDay: charmPerYear / DaysPerYear);
    }

    internal static void Check(double spot, double strike, double volAnnual, double years, double ratePerYear, double yieldPerYear)
    {
        // One comparison on the usual path: every bad value makes it false.
        if (spot > 0 && strike > 0 && volAnnual >= 0 && years >= 0 && double.IsFinite(spot + strike + volAnnual + years + ratePerYear + yieldPerYear))
            return;
        RequirePositive(spot, nameof(spot));
        RequirePositive(strike, nameof(strike));
        RequireNonNegative(volAnnual, nameof(volAnnual));
        RequireNonNegative(years, nameof(years));
        RequireFinite(ratePerYear, nameof(ratePerYear));
        RequireFinite(yieldPerYear, nameof(yieldPerYear));
    }

    private static void RequirePositive(double value, string name)
    {
        if (!(value > 0) || !double.IsFinite(value))
            throw new ArgumentOutOfRangeException(name, value, Invariant($"{name} is {value}; it must be a finite number above 0."));
    }

    private static void RequireNonNegative(double value, string name)
    {
        if (!(value >= 0) || !double.IsFinite(value))
            throw new ArgumentOutOfRangeException(
                name, value, Invariant($"{name} is {value}; it must be a finite number, 0 or above."));
    }

    private static void RequireFinite(double value, string name)
    {
        if (!double.IsFinite(value))
            throw new ArgumentOutOfRangeException(name, value, Invariant($"{name} is {value}; it must be finite. Pass 0 when it is not known."));
    }
}
