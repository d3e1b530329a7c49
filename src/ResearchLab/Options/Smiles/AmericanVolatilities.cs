namespace ResearchLab.Options;

/// <summary>Volatilities and greeks of the American options of one expiry, for whole chains.</summary>
/// <remarks>
/// <see cref="AmericanImpliedVolatility"/> with the fast scheme of Andersen, Lake and Offengenden, good to 1e-7 of the strike: hundreds of times finer
/// than a tick. Where early exercise never pays (<see cref="AmericanOption"/>) the European solution is exact and taken. With rate and yield
/// both negative the exercise region can have two boundaries, which the scheme does not treat; early exercise is left out there.
/// </remarks>
public static class AmericanVolatilities
{
    /// <summary>Solves for the volatilities of options that share right, expiry, rate and yield; never throws for a bad price.</summary>
    /// <param name="right">Call or put.</param>
    /// <param name="price">Premiums per unit of the underlying.</param>
    /// <param name="spot">Price of the underlying.</param>
    /// <param name="strike">Strikes.</param>
    /// <param name="years">ACT/365F years to expiry, &gt; 0.</param>
    /// <param name="ratePerYear">Continuously compounded risk-free rate as a fraction.</param>
    /// <param name="yieldPerYear">Continuously compounded dividend yield as a fraction.</param>
    /// <param name="volAnnual">Volatilities; NaN unless solved.</param>
    /// <param name="status">What became of each.</param>
    public static void Solve(
        OptionRight right, ReadOnlySpan<double> price, double spot, ReadOnlySpan<double> strike, double years, double ratePerYear, double yieldPerYear,
        Span<double> volAnnual, Span<ImpliedVolStatus> status)
    {
        if (!CanPay(right, ratePerYear, yieldPerYear))
        {
            ImpliedVolatilityBatch.Solve(right, price, spot, strike, years, ratePerYear, yieldPerYear, volAnnual, status);
            return;
        }

        for (int i = 0; i < price.Length; i++)
            (volAnnual[i], status[i]) = AmericanImpliedVolatility.Solve(right, price[i], spot, strike[i], years, ratePerYear, yieldPerYear,
                AmericanScheme.Fast);
    }

    /// <summary>Price and greeks, of a European option where early exercise is left out; arguments as for <see cref="AmericanOption.Greeks"/>.</summary>
    public static Greeks Greeks(OptionRight right, double spot, double strike, double volAnnual, double years, double ratePerYear, double yieldPerYear) =>
        CanPay(right, ratePerYear, yieldPerYear)
            ? AmericanOption.Greeks(right, spot, strike, volAnnual, years, ratePerYear, yieldPerYear, AmericanScheme.Fast)
            : BlackScholes.Greeks(right, spot, strike, volAnnual, years, ratePerYear, yieldPerYear);

    /// <summary>What the right to exercise early adds to the European price at a volatility; 0 where it is left out.</summary>
    public static double Premium(OptionRight right, double spot, double strike, double volAnnual, double years, double ratePerYear, double yieldPerYear) =>
        CanPay(right, ratePerYear, yieldPerYear)
            ? AmericanOption.Price(right, spot, strike, volAnnual, years, ratePerYear, yieldPerYear, AmericanScheme.Fast)
                - BlackScholes.Price(right, spot, strike, volAnnual, years, ratePerYear, yieldPerYear)
            : 0;

    internal static bool CanPay(OptionRight right, double rate, double yield) =>
        AmericanOption.RegimeOf(right, rate, yield) == AmericanOption.Regime.OneBoundary;
}
