namespace ResearchLab.Options;

/// <summary>The volatility at which an American option has an observed price.</summary>
/// <remarks>
/// Newton's method on <see cref="AmericanOption.Price"/> from the European volatility, its slope from the last two prices, in a bracket that is bisected when a step
/// leaves it. Above intrinsic value the price rises strictly with volatility.
/// </remarks>
public static class AmericanImpliedVolatility
{
    private const double Highest = 20;

    /// <summary>Solves for the annualised volatility up to 2000%; arguments as for <see cref="ImpliedVolatility.Solve"/>.</summary>
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
        // The European price at the same volatility is lower, so its volatility is an upper bound where it exists.
        ImpliedVol european = ImpliedVolatility.Solve(right, price, spot, strike, years, ratePerYear, yieldPerYear);
        return Search(Gap, 0, european.Status == ImpliedVolStatus.Solved ? european.VolAnnual : 0.3, price, 1e-12 * price, 1e-7 * strike);
    }

    /// <summary>
    /// The same for an option of either exercise on a stock that pays known cash dividends, by <see cref="DividendOption"/>, whose grid limits the
    /// precision to about 1e-6. With no dividends it also solves where rate and yield have two exercise boundaries.
    /// </summary>
    /// <param name="right">Call or put.</param>
    /// <param name="american">Whether it can be exercised before expiry.</param>
    /// <param name="price">Premium per unit of the underlying.</param>
    /// <param name="spot">Price of the underlying, cum all <paramref name="dividends"/>.</param>
    /// <param name="strike">Strike.</param>
    /// <param name="years">ACT/365F years to expiry, &gt; 0.</param>
    /// <param name="ratePerYear">Continuously compounded risk-free rate as a fraction.</param>
    /// <param name="yieldPerYear">Continuously compounded yield paid besides.</param>
    /// <param name="dividends">Cash dividends.</param>
    /// <returns>Never throws for a bad price, spot, strike, time, rate or yield: they are InvalidInput.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A dividend is not usable.</exception>
    public static ImpliedVol SolveWithDividends(
        OptionRight right, bool american, double price, double spot, double strike, double years, double ratePerYear, double yieldPerYear,
        IReadOnlyList<CashDividend> dividends)
    {
        if (!(price >= 0 && spot > 0 && strike > 0 && years > 0) || !double.IsFinite(price + spot + strike + years + ratePerYear + yieldPerYear))
            return new(double.NaN, ImpliedVolStatus.InvalidInput);
        if (american && price <= Math.Max(right == OptionRight.Call ? spot - strike : strike - spot, 0))
            return new(double.NaN, ImpliedVolStatus.BelowIntrinsic);
        if (price >= (right == OptionRight.Call ? spot : strike) * (american ? 1 : Math.Exp(-Math.Min(right == OptionRight.Call ? yieldPerYear : ratePerYear, 0) * years)))
            return new(double.NaN, ImpliedVolStatus.AboveMaximum);
        double Gap(double vol) => DividendOption.Price(right, american, spot, strike, vol, years, ratePerYear, yieldPerYear, dividends) - price;
        return Search(Gap, 2e-4 / Math.Sqrt(years), 0.3, price, 1e-9 * price, 1e-5 * strike);
    }

    /// <summary>Where a rising gap between model and price is 0. Below <paramref name="low"/> only a certain future, 0, can be priced.</summary>
    private static ImpliedVol Search(Func<double, double> gapAt, double low, double start, double price, double tolerance, double acceptable)
    {
        // What a price has above its certain value by rounding has no volatility.
        double above = -gapAt(0);
        if (!(above > 1e-12 * price))
            return new(double.NaN, ImpliedVolStatus.BelowIntrinsic);
        if (low > 0 && gapAt(low) > 0)
            return new(double.NaN, ImpliedVolStatus.NotConverged);
        acceptable = Math.Min(acceptable, 0.5 * above);
        tolerance = Math.Min(tolerance, 1e-3 * above);
        double high = Highest, vol = Math.Clamp(start, 2 * low, 0.5 * high);
        double gap = gapAt(vol), last = vol * 0.99, lastGap = gapAt(last);
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
            gap = gapAt(vol);
            if (high - low <= 1e-13 * high || Math.Abs(vol - last) <= 1e-14 * vol)
                return new(vol, Math.Abs(gap) < acceptable ? ImpliedVolStatus.Solved : ImpliedVolStatus.NotConverged);
        }

        return new(double.NaN, ImpliedVolStatus.NotConverged);
    }
}
