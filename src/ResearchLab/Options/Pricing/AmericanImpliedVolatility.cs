namespace ResearchLab.Options;

/// <summary>The volatility at which an American option has an observed price.</summary>
/// <remarks>
/// Newton's method on <see cref="AmericanOption.Price"/> from the European volatility, its slope from the last two prices, in a bracket that is bisected when a step
/// leaves it. Above intrinsic value the price rises strictly with volatility.
/// </remarks>
public static class AmericanImpliedVolatility
{
    private const double Lowest = 1e-3, Highest = 20;

    /// <summary>Solves for the annualised volatility between 0.1% and 2000%; arguments as for <see cref="ImpliedVolatility.Solve"/>.</summary>
    /// <param name="right">Call or put.</param>
    /// <param name="price">Premium per unit of the underlying.</param>
    /// <param name="spot">Price of the underlying.</param>
    /// <param name="strike">Strike.</param>
    /// <param name="years">ACT/365F years to expiry, &gt; 0.</param>
    /// <param name="ratePerYear">Continuously compounded risk-free rate as a fraction.</param>
    /// <param name="yieldPerYear">Continuously compounded dividend yield as a fraction.</param>
    /// <param name="scheme">Precision; <see cref="AmericanScheme.Accurate"/> by default.</param>
    /// <returns>Never throws: bad numbers, and rates with two exercise boundaries, are InvalidInput.</returns>
    public static ImpliedVol Solve(
        OptionRight right, double price, double spot, double strike, double years, double ratePerYear, double yieldPerYear = 0, AmericanScheme? scheme = null)
    {
        if (!(price >= 0 && spot > 0 && strike > 0 && years > 0) || !double.IsFinite(price + spot + strike + years + ratePerYear + yieldPerYear))
            return new(double.NaN, ImpliedVolStatus.InvalidInput);
        switch (AmericanOption.RegimeOf(right, ratePerYear, yieldPerYear))
        {
            case AmericanOption.Regime.European:
                return ImpliedVolatility.Solve(right, price, spot, strike, years, ratePerYear, yieldPerYear);
            case AmericanOption.Regime.TwoBoundaries:
                return new(double.NaN, ImpliedVolStatus.InvalidInput);
        }

        double intrinsic = Math.Max(right == OptionRight.Call ? spot - strike : strike - spot, 0);
        double Gap(double vol) => AmericanOption.Price(right, spot, strike, vol, years, ratePerYear, yieldPerYear, scheme) - price;
        if (price <= intrinsic)
            return new(double.NaN, ImpliedVolStatus.BelowIntrinsic);
        if (price >= (right == OptionRight.Call ? spot : strike))
            return new(double.NaN, ImpliedVolStatus.AboveMaximum);
        double low = Lowest, high = Highest, gapLow = Gap(low);
        if (gapLow > 0)
            return new(double.NaN, ImpliedVolStatus.BelowIntrinsic);
        // The European price at the same volatility is lower, so its volatility is an upper bound where it exists.
        ImpliedVol european = ImpliedVolatility.Solve(right, price, spot, strike, years, ratePerYear, yieldPerYear);
        double vol = european.Status == ImpliedVolStatus.Solved ? Math.Clamp(european.VolAnnual, 2 * Lowest, 0.5 * Highest) : 0.3;
        double gap = Gap(vol), last = vol * 0.99, lastGap = Gap(last);
        double tolerance = 1e-12 * strike;
        for (int step = 0; step < 100; step++)
        {
            if (Math.Abs(gap) <= tolerance)
                return new(vol, ImpliedVolStatus.Solved);
            if (gap > 0)
                high = vol;
            else
                low = vol;
            double next = vol - (gap * (vol - last) / (gap - lastGap));
            if (!(next > low && next < high))
                next = 0.5 * (low + high);
            (last, lastGap) = (vol, gap);
            vol = next;
            gap = Gap(vol);
            if (high - low <= 1e-13 * high || Math.Abs(vol - last) <= 1e-14 * vol)
                return new(vol, Math.Abs(gap) < 1e-6 * strike ? ImpliedVolStatus.Solved : ImpliedVolStatus.NotConverged);
        }

        return new(double.NaN, ImpliedVolStatus.NotConverged);
    }
}
