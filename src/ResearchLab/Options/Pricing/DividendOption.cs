namespace ResearchLab.Options;

/// <summary>European and American options on a stock that pays known cash dividends, by finite differences.</summary>
/// <remarks>
/// The stock itself follows geometric Brownian motion between ex-dates and falls by the cash at each; none of it is escrowed (Haug, Haug
/// and Lewis 2003, Back to basics, Wilmott magazine 9; Vellekoop and Nieuwenhuis 2006, Applied Mathematical Finance 13(3), 265–284, from whom the
/// interpolation V(t⁻, S) = V(t⁺, S − D) is; a dividend above the price pays the price). Crank–Nicolson on the log price with the
/// damping of Rannacher (1984) after expiry and each ex-date, the payoff averaged over its cell, and early exercise by the operator splitting of Ikonen and
/// Toivanen (2004), Applied Mathematics Letters 17(7), 809–814, which asks nothing of the exercise region's shape and so also treats the
/// two boundaries of negative rates. Two grids, the second of half the steps, are extrapolated. Without volatility or time the price is what
/// the best certain exercise is worth.
/// </remarks>
public static class DividendOption
{
    private const double RateStep = 1e-3, CertainStep = 1e-5;

    /// <summary>Premium per unit of the underlying.</summary>
    /// <param name="right">Call or put.</param>
    /// <param name="american">Whether it can be exercised before expiry.</param>
    /// <param name="spot">Price of the underlying today, cum all <paramref name="dividends"/>, &gt; 0.</param>
    /// <param name="strike">Strike, &gt; 0.</param>
    /// <param name="volAnnual">Annualised volatility as a fraction, ≥ 0; between 0 and 0.0001/√years there is nothing to resolve.</param>
    /// <param name="years">ACT/365F years to expiry, ≥ 0.</param>
    /// <param name="ratePerYear">Continuously compounded risk-free rate as a fraction.</param>
    /// <param name="yieldPerYear">Continuously compounded yield paid besides the cash dividends.</param>
    /// <param name="dividends">Those with an ex-date after today; ones at or after expiry do not matter.</param>
    /// <param name="grid">Size of the grid.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not finite or outside its range.</exception>
    public static double Price(
        OptionRight right, bool american, double spot, double strike, double volAnnual, double years, double ratePerYear, double yieldPerYear,
        IReadOnlyList<CashDividend> dividends, PriceGrid? grid = null) =>
        Math.Max(
            Prepare(right, american, spot, strike, volAnnual, years, ratePerYear, yieldPerYear, dividends, grid ??= new PriceGrid()) is { } option
                ? option.Extrapolate(volAnnual, ratePerYear, grid).Price
                : Certain(right, american, spot, strike, years, ratePerYear, yieldPerYear, dividends).Price,
            american ? Math.Max(right == OptionRight.Call ? spot - strike : strike - spot, 0) : 0);

    /// <summary>Price and greeks: delta, gamma and theta from the grid, vega and rho by central differences on the same grid.</summary>
    /// <inheritdoc cref="Price" path="/param"/>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not finite or outside its range.</exception>
    public static Greeks Greeks(
        OptionRight right, bool american, double spot, double strike, double volAnnual, double years, double ratePerYear, double yieldPerYear,
        IReadOnlyList<CashDividend> dividends, PriceGrid? grid = null)
    {
        grid ??= new PriceGrid();
        if (Prepare(right, american, spot, strike, volAnnual, years, ratePerYear, yieldPerYear, dividends, grid) is not { } option)
            return CertainGreeks(right, american, spot, strike, years, ratePerYear, yieldPerYear, dividends);
        (double price, double delta, double gamma, _) = option.Extrapolate(volAnnual, ratePerYear, grid);
        bool exercised = american && price <= option.Intrinsic;
        price = Math.Max(price, american ? option.Intrinsic : 0);
        double At(double vol, double rate) => option.Extrapolate(vol, rate, grid).Price;
        double volStep = 0.01 * volAnnual;
        double vega = (At(volAnnual + volStep, ratePerYear) - At(volAnnual - volStep, ratePerYear)) / (2 * volStep);
        double rho = (At(volAnnual, ratePerYear + RateStep) - At(volAnnual, ratePerYear - RateStep)) / (2 * RateStep);
        // Where it is exercised nothing decays; elsewhere the Black–Scholes equation gives theta.
        double theta = exercised
            ? 0
            : (ratePerYear * price) - ((ratePerYear - yieldPerYear) * spot * delta) - (0.5 * volAnnual * volAnnual * spot * spot * gamma);
        return new Greeks(price, delta, gamma, 0.01 * vega, theta / BlackScholes.DaysPerYear, 0.01 * rho);
    }

    /// <summary>
    /// Price and every greek up to vanna, volga and charm: those that <see cref="Greeks"/> has are its own, charm is the Black–Scholes equation
    /// differentiated once more, the others are central differences on the same grid.
    /// </summary>
    /// <inheritdoc cref="Price" path="/param"/>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not finite or outside its range.</exception>
    public static FullGreeks FullGreeks(
        OptionRight right, bool american, double spot, double strike, double volAnnual, double years, double ratePerYear, double yieldPerYear,
        IReadOnlyList<CashDividend> dividends, PriceGrid? grid = null)
    {
        grid ??= new PriceGrid();
        Greeks g = Greeks(right, american, spot, strike, volAnnual, years, ratePerYear, yieldPerYear, dividends, grid);
        FullGreeks With(double yieldRho, double vanna, double volga, double charm) => new(
            g.Price, g.DeltaPerUnit, g.GammaPerUnit, g.VegaPerVolPoint, g.ThetaPerDay, g.RhoPerPct, yieldRho, vanna, volga, charm);
        if (american && g.Price <= Math.Max(right == OptionRight.Call ? spot - strike : strike - spot, 0) && g.ThetaPerDay == 0)
            return With(0, 0, 0, 0);
        if (Prepare(right, american, spot, strike, volAnnual, years, ratePerYear, yieldPerYear, dividends, grid) is not { } option)
        {
            double Sure(double yield) => Certain(right, american, spot, strike, years, ratePerYear, yield, dividends).Price;
            return With((Sure(yieldPerYear + CertainStep) - Sure(yieldPerYear - CertainStep)) / (200 * CertainStep), 0, 0,
                yieldPerYear * g.DeltaPerUnit / BlackScholes.DaysPerYear);
        }

        double Yielding(double yield) => (option with { Yield = yield }).Extrapolate(volAnnual, ratePerYear, grid).Price;
        // Wide enough that a node which leaves the region of exercise does not show.
        double volStep = 0.04 * volAnnual;
        GridValue up = option.Extrapolate(volAnnual + volStep, ratePerYear, grid), down = option.Extrapolate(volAnnual - volStep, ratePerYear, grid);
        (double price, double delta, double gamma, double speed) = option.Extrapolate(volAnnual, ratePerYear, grid);
        double charm = (yieldPerYear * delta) - ((ratePerYear - yieldPerYear + (volAnnual * volAnnual)) * spot * gamma)
            - (0.5 * volAnnual * volAnnual * spot * spot * speed);
        return With(
            0.01 * (Yielding(yieldPerYear + RateStep) - Yielding(yieldPerYear - RateStep)) / (2 * RateStep),
            0.01 * (up.Delta - down.Delta) / (2 * volStep),
            1e-4 * (up.Price - (2 * price) + down.Price) / (volStep * volStep),
            charm / BlackScholes.DaysPerYear);
    }

    /// <summary>The grid of a checked option, or null when nothing is uncertain.</summary>
    private static DividendGrid? Prepare(
        OptionRight right, bool american, double spot, double strike, double vol, double years, double rate, double yield,
        IReadOnlyList<CashDividend> dividends, PriceGrid grid)
    {
        BlackScholes.Check(spot, strike, vol, years, rate, yield);
        if (grid.PriceSteps is < 50 or > 20_000 || grid.PriceSteps % 2 != 0 || grid.TimeSteps is < 20 or > 20_000)
            throw new ArgumentOutOfRangeException(nameof(grid), grid,
                $"{grid} is not usable. Take an even 50 to 20,000 price steps and 20 to 20,000 time steps.");
        foreach (CashDividend dividend in dividends)
        {
            if (!(dividend.YearsToExDate > 0 && dividend.CashPerShare >= 0) || !double.IsFinite(dividend.YearsToExDate + dividend.CashPerShare))
                throw new ArgumentOutOfRangeException(nameof(dividends), dividend,
                    $"{dividend} is not usable. Give an ex-date after today and cash of 0 or more.");
        }

        double deviation = vol * Math.Sqrt(years);
        if (deviation == 0)
            return null;
        if (deviation < 1e-4)
            throw new ArgumentOutOfRangeException(nameof(vol), vol,
                Invariant($"volatility {vol} over {years} years leaves nothing to resolve. The grid needs vol·√years of 0.0001 or more, or 0."));
        CashDividend[] ahead = [.. dividends.Where(d => d.YearsToExDate < years && d.CashPerShare > 0).OrderByDescending(d => d.YearsToExDate)];
        // Wide enough for the law of the price, for what the dividends take from it, and for the strike.
        double cash = ahead.Sum(d => d.CashPerShare);
        double law = (6 * deviation) + (Math.Abs(rate - yield - (0.5 * vol * vol)) * years);
        double width = (american ? Math.Min(law, Fading(right, vol, rate, yield)) : law) + Math.Min(Math.Abs(Math.Log(strike / spot)), 4 * deviation)
            + (spot > cash ? Math.Log(spot / (spot - cash)) : 1);
        return new DividendGrid(right == OptionRight.Call ? 1 : -1, american, spot, strike, years, yield, ahead, Math.Min(width, 60));
    }

    /// <summary>
    /// Log distance from the strike at which an endless American option, and so every shorter one, is worth nothing to 13 digits: its value falls with a
    /// power of the price. A strong carry makes that power large and the grid of the whole law too coarse for it. Infinite where there is no endless one.
    /// </summary>
    private static double Fading(OptionRight right, double vol, double rate, double yield)
    {
        if (AmericanOption.RegimeOf(right, rate, yield) != AmericanOption.Regime.OneBoundary)
            return double.PositiveInfinity;
        // With the boundary b of a put of strike 1 the power is −b/(1 − b); that of a call with rate and yield exchanged is 1 more.
        double end = right == OptionRight.Put ? PutBoundary.Perpetual(vol, rate, yield) : PutBoundary.Perpetual(vol, yield, rate);
        return 30 * (1 - end) / (right == OptionRight.Put ? end : 1);
    }

    private static Greeks CertainGreeks(
        OptionRight right, bool american, double spot, double strike, double years, double rate, double yield, IReadOnlyList<CashDividend> dividends)
    {
        double At(double r) => Certain(right, american, spot, strike, years, r, yield, dividends).Price;
        (double price, double delta, double when) = Certain(right, american, spot, strike, years, rate, yield, dividends);
        double theta = when == 0 ? 0 : (rate * price) - ((rate - yield) * spot * delta);
        double rho = (At(rate + CertainStep) - At(rate - CertainStep)) / (2 * CertainStep);
        return new Greeks(price, delta, 0, 0, theta / BlackScholes.DaysPerYear, 0.01 * rho);
    }

    /// <summary>A certain future: the best of exercising now, at expiry, on either side of an ex-date, or where the gains of waiting end.</summary>
    private static (double Price, double Delta, double When) Certain(
        OptionRight right, bool american, double spot, double strike, double years, double rate, double yield, IReadOnlyList<CashDividend> dividends)
    {
        double sign = right == OptionRight.Call ? 1 : -1;
        // The price then, discounted to today, is held·e^(−yield·t); slope is its derivative with respect to today's.
        double held = spot, slope = 1, from = 0;
        (double Price, double Delta, double When) best = (0, 0, 0);
        void Try(double t)
        {
            double gain = sign * ((held * Math.Exp(-yield * t)) - (strike * Math.Exp(-rate * t)));
            if (gain > best.Price || (gain == 0 && best == default))
                best = (gain, sign * slope * Math.Exp(-yield * t) * (gain > 0 ? 1 : 0.5), t);
        }

        void Stretch(double to)
        {
            Try(from);
            double turn = Math.Log(rate * strike / (yield * held)) / (rate - yield);
            if (turn > from && turn < to)
                Try(turn);
            Try(to);
            from = to;
        }

        foreach (CashDividend dividend in dividends.Where(d => d.YearsToExDate < years && d.CashPerShare > 0).OrderBy(d => d.YearsToExDate))
        {
            double t = dividend.YearsToExDate;
            if (american)
                Stretch(t);
            double left = held - (dividend.CashPerShare * Math.Exp((yield - rate) * t));
            (held, slope) = left > 0 ? (left, slope) : (0, 0);
            from = t;
        }

        if (american)
            Stretch(years);
        else
            Try(years);
        return best;
    }
}
