namespace ResearchLab.Options;

/// <summary>European options on a forward or future.</summary>
/// <remarks>
/// Black (1976), J. Financial Economics 3(1–2), 167–179. The same as <see cref="BlackScholes"/> with the forward as spot and the rate as
/// yield, except that rho holds the forward fixed, so that only the discounting moves: −years · price.
/// </remarks>
public static class Black76
{
    /// <summary>Premium per unit of the underlying, paid today.</summary>
    /// <param name="right">Call or put.</param>
    /// <param name="forward">Forward price for delivery at expiry, &gt; 0.</param>
    /// <param name="strike">Strike, &gt; 0.</param>
    /// <param name="volAnnual">Annualised volatility of the forward as a fraction, ≥ 0.</param>
    /// <param name="years">ACT/365F years to expiry, ≥ 0.</param>
    /// <param name="ratePerYear">Continuously compounded rate of discounting as a fraction.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not finite or outside its range.</exception>
    public static double Price(OptionRight right, double forward, double strike, double volAnnual, double years, double ratePerYear) =>
        BlackScholes.Price(right, forward, strike, volAnnual, years, ratePerYear, ratePerYear);

    /// <summary>Price and first-order greeks; delta and gamma are with respect to the forward. Arguments as for <see cref="Price"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not finite or outside its range.</exception>
    public static Greeks Greeks(OptionRight right, double forward, double strike, double volAnnual, double years, double ratePerYear)
    {
        Greeks greeks = BlackScholes.Greeks(right, forward, strike, volAnnual, years, ratePerYear, ratePerYear);
        return greeks with { RhoPerPct = -0.01 * years * greeks.Price };
    }

    /// <summary>Price and every greek; delta, gamma, vanna and charm are with respect to the forward. Arguments as for <see cref="Price"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not finite or outside its range.</exception>
    public static FullGreeks FullGreeks(OptionRight right, double forward, double strike, double volAnnual, double years, double ratePerYear)
    {
        FullGreeks greeks = BlackScholes.FullGreeks(right, forward, strike, volAnnual, years, ratePerYear, ratePerYear);
        return greeks with { RhoPerPct = -0.01 * years * greeks.Price, YieldRhoPerPct = 0 };
    }
}
