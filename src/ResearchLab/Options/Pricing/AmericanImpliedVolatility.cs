namespace ResearchLab.Options;

/// <summary>The volatility at which an American option has an observed price.</summary>
/// <remarks>
/// Newton's method on <see cref="AmericanOption.Price"/> from the European volatility, which is an upper bound: the first slope is the European vega, the later
/// ones come from the last two prices. Its bracket is bisected when a step leaves it. Above exercise value the price rises strictly with volatility; at
/// exercise value it
/// tells no more than an upper bound of volatility, and the status says so.
/// </remarks>
public static class AmericanImpliedVolatility
{
    private const double Highest = 20, Rounding = 1e-12;

    // A tenth of what the fast scheme is good to; the others go to rounding.
    private const double FastTolerance = 1e-8;

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
        OptionRight right, double price, double spot, double strike, double years, double ratePerYear, double yieldPerYear = 0,
        AmericanScheme? scheme = null) =>
        Solve(right, price, spot, strike, years, ratePerYear, yieldPerYear, scheme, double.NaN);

    /// <summary>The same from a volatility known to be near, such as that at a slightly other yield; NaN for none.</summary>
    internal static ImpliedVol Solve(
        OptionRight right, double price, double spot, double strike, double years, double ratePerYear, double yieldPerYear, AmericanScheme? scheme, double near)
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

        double exercise = Math.Max(right == OptionRight.Call ? spot - strike : strike - spot, 0);
        double Gap(double vol) => AmericanOption.Price(right, spot, strike, vol, years, ratePerYear, yieldPerYear, scheme) - price;
        if (price < exercise - (Rounding * Math.Max(spot, strike)) || price == 0)
            return new(double.NaN, ImpliedVolStatus.BelowIntrinsic);
        if (price >= (right == OptionRight.Call ? spot : strike))
            return new(double.NaN, ImpliedVolStatus.AboveMaximum);
        // The European price at the same volatility is lower, so its volatility is an upper bound where it exists.
        double start = near;
        if (!(near > 0))
        {
            ImpliedVol european = ImpliedVolatility.Solve(right, price, spot, strike, years, ratePerYear, yieldPerYear);
            start = european.Status == ImpliedVolStatus.Solved ? european.VolAnnual : 0.3;
        }

        double slope = 100 * BlackScholes.Greeks(right, spot, strike, start, years, ratePerYear, yieldPerYear).VegaPerVolPoint;
        double tolerance = ReferenceEquals(scheme, AmericanScheme.Fast) ? FastTolerance * Math.Max(spot, strike) : Rounding * price;
        return Search(Gap, 0, start, slope, price, exercise, tolerance, 1e-7 * strike);
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
        double exercise = american ? Math.Max(right == OptionRight.Call ? spot - strike : strike - spot, 0) : 0;
        if (price < exercise - (Rounding * Math.Max(spot, strike)) || price == 0)
            return new(double.NaN, ImpliedVolStatus.BelowIntrinsic);
        if (price >= (right == OptionRight.Call ? spot : strike) * (american
            ? 1
            : Math.Exp(-Math.Min(right == OptionRight.Call ? yieldPerYear : ratePerYear, 0) * years)))
            return new(double.NaN, ImpliedVolStatus.AboveMaximum);
        double Gap(double vol) => DividendOption.Price(right, american, spot, strike, vol, years, ratePerYear, yieldPerYear, dividends) - price;
        return Search(Gap, 2e-4 / Math.Sqrt(years), 0.3, double.NaN, price, exercise, 1e-9 * price, 1e-5 * strike);
    }

    /// <summary>
    /// Where a rising gap between model and price is 0. Below <paramref name="low"/> only a certain future, 0, can be priced; without a
    /// <paramref name="slope"/> at the start it is measured.
    /// </summary>
    private static ImpliedVol Search(Func<double, double> gapAt, double low, double start, double slope, double price, double exercise, double tolerance,
        double acceptable)
    {
        // What a price has above its certain value by rounding has no volatility.
        double above = -gapAt(0);
        if (!(above > Rounding * price))
            return new(double.NaN, exercise > 0 && price - above <= exercise * (1 + Rounding)
                ? ImpliedVolStatus.ExerciseRegion
                : ImpliedVolStatus.BelowIntrinsic);
        if (low > 0 && gapAt(low) > 0)
            return new(double.NaN, ImpliedVolStatus.NotConverged);
        acceptable = Math.Min(acceptable, 0.5 * above);
        tolerance = Math.Min(tolerance, 1e-3 * above);
        double high = Highest, vol = Math.Clamp(start, 2 * low, 0.5 * high), gap = gapAt(vol);
        if (!(slope > 0))
            slope = (gap - gapAt(0.99 * vol)) / (0.01 * vol);
        for (int step = 0; step < 100; step++)
        {
            if (Math.Abs(gap) <= tolerance)
                return new(vol, ImpliedVolStatus.Solved);
            if (gap > 0)
                high = vol;
            else
                low = vol;
            double next = vol - (gap / slope);
            if (!(next > low && next < high))
                next = 0.5 * (low + high);
            (double last, double lastGap) = (vol, gap);
            vol = next;
            gap = gapAt(vol);
            slope = (gap - lastGap) / (vol - last);
            if (high - low <= 1e-13 * high || Math.Abs(vol - last) <= 1e-14 * vol)
                return new(vol, Math.Abs(gap) < acceptable ? ImpliedVolStatus.Solved : ImpliedVolStatus.NotConverged);
        }

        return new(double.NaN, ImpliedVolStatus.NotConverged);
    }
}
