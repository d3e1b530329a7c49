namespace ResearchLab.Options;

/// <summary>A cash dividend known today.</summary>
/// <param name="YearsToExDate">ACT/365F years from today to the ex-date, &gt; 0.</param>
/// <param name="CashPerShare">Fall of the price at the ex-date in its currency, ≥ 0.</param>
public readonly record struct CashDividend(double YearsToExDate, double CashPerShare);

/// <summary>Size of the finite-difference grid.</summary>
/// <param name="PriceSteps">Steps of the log price, even, 50 to 20,000.</param>
/// <param name="TimeSteps">Steps of the whole life, 20 to 20,000; each stretch between dividends gets its share and at least 8.</param>
public sealed record PriceGrid(int PriceSteps = 800, int TimeSteps = 400);

/// <summary>European and American options on a stock that pays known cash dividends, by finite differences.</summary>
/// <remarks>
/// The stock itself follows geometric Brownian motion between ex-dates and falls by the cash at each; none of it is escrowed (Haug, Haug
/// and Lewis 2003, Back to basics, Wilmott magazine 9; Vellekoop and Nieuwenhuis 2006, Applied Mathematical Finance 13(3), 265–284, from whom the
/// interpolation V(t⁻, S) = V(t⁺, S − D) is; a dividend above the price pays the price). Crank–Nicolson on the log price with the
/// damping of Rannacher (1984) after expiry and each ex-date, the payoff averaged over its cell, and early exercise by the operator splitting of Ikonen and
/// Toivanen (2004), Applied Mathematics Letters 17(7), 809–814, which asks nothing of the exercise region's shape and so also treats the
/// two boundaries of negative rates. Two grids, the second of half the steps, are extrapolated.
/// </remarks>
public static class DividendOption
{
    private const int LeastSteps = 8;

    /// <summary>Premium per unit of the underlying.</summary>
    /// <param name="right">Call or put.</param>
    /// <param name="american">Whether it can be exercised before expiry.</param>
    /// <param name="spot">Price of the underlying today, cum all <paramref name="dividends"/>, &gt; 0.</param>
    /// <param name="strike">Strike, &gt; 0.</param>
    /// <param name="volAnnual">Annualised volatility as a fraction, &gt; 0.</param>
    /// <param name="years">ACT/365F years to expiry, &gt; 0.</param>
    /// <param name="ratePerYear">Continuously compounded risk-free rate as a fraction.</param>
    /// <param name="yieldPerYear">Continuously compounded yield paid besides the cash dividends.</param>
    /// <param name="dividends">Those with an ex-date after today; ones at or after expiry do not matter.</param>
    /// <param name="grid">Size of the grid.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not finite or outside its range.</exception>
    public static double Price(
        OptionRight right, bool american, double spot, double strike, double volAnnual, double years, double ratePerYear, double yieldPerYear,
        IReadOnlyList<CashDividend> dividends, PriceGrid? grid = null) =>
        Greeks(right, american, spot, strike, volAnnual, years, ratePerYear, yieldPerYear, dividends, grid, differences: false).Price;

    /// <summary>Price and greeks: delta, gamma and theta from the grid, vega and rho by central differences on the same grid.</summary>
    /// <inheritdoc cref="Price" path="/param"/>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not finite or outside its range.</exception>
    public static Greeks Greeks(
        OptionRight right, bool american, double spot, double strike, double volAnnual, double years, double ratePerYear, double yieldPerYear,
        IReadOnlyList<CashDividend> dividends, PriceGrid? grid = null) =>
        Greeks(right, american, spot, strike, volAnnual, years, ratePerYear, yieldPerYear, dividends, grid, differences: true);

    private static Greeks Greeks(
        OptionRight right, bool american, double spot, double strike, double vol, double years, double rate, double yield,
        IReadOnlyList<CashDividend> dividends, PriceGrid? grid, bool differences)
    {
        grid ??= new PriceGrid();
        BlackScholes.Check(spot, strike, vol, years, rate, yield);
        if (vol * Math.Sqrt(years) < 1e-4)
            throw new ArgumentOutOfRangeException(nameof(vol), vol, $"volatility {vol} over {years} years leaves nothing to resolve. The grid needs vol·√years of 0.0001 or more.");
        if (grid.PriceSteps is < 50 or > 20_000 || grid.PriceSteps % 2 != 0 || grid.TimeSteps is < 20 or > 20_000)
            throw new ArgumentOutOfRangeException(nameof(grid), grid, $"{grid} is not usable. Take an even 50 to 20,000 price steps and 20 to 20,000 time steps.");
        foreach (CashDividend dividend in dividends)
        {
            if (!(dividend.YearsToExDate > 0 && dividend.CashPerShare >= 0) || !double.IsFinite(dividend.YearsToExDate + dividend.CashPerShare))
                throw new ArgumentOutOfRangeException(nameof(dividends), dividend, $"{dividend} is not usable. Give an ex-date after today and cash of 0 or more.");
        }

        CashDividend[] ahead = [.. dividends.Where(d => d.YearsToExDate < years && d.CashPerShare > 0).OrderByDescending(d => d.YearsToExDate)];
        // Wide enough for the law of the price, for what the dividends take from it, and for the strike.
        double cash = ahead.Sum(d => d.CashPerShare), deviation = vol * Math.Sqrt(years);
        double width = (6 * deviation) + (Math.Abs(rate - yield - (0.5 * vol * vol)) * years) + Math.Min(Math.Abs(Math.Log(strike / spot)), 4 * deviation)
            + (spot > cash ? Math.Log(spot / (spot - cash)) : 1);
        var contract = new Contract(right == OptionRight.Call ? 1 : -1, american, spot, strike, years, yield, ahead, Math.Min(width, 60));
        (double price, double delta, double gamma) = contract.Extrapolate(vol, rate, grid);
        price = american ? Math.Max(price, contract.Intrinsic) : Math.Max(price, 0);
        if (!differences)
            return new Greeks(price, 0, 0, 0, 0, 0);
        double volStep = 0.01 * vol, rateStep = 1e-3;
        double vega = (contract.Extrapolate(vol + volStep, rate, grid).Price - contract.Extrapolate(vol - volStep, rate, grid).Price) / (2 * volStep);
        double rho = (contract.Extrapolate(vol, rate + rateStep, grid).Price - contract.Extrapolate(vol, rate - rateStep, grid).Price) / (2 * rateStep);
        double theta = american && price <= contract.Intrinsic
            ? 0
            : (rate * price) - ((rate - yield) * spot * delta) - (0.5 * vol * vol * spot * spot * gamma);
        return new Greeks(price, delta, gamma, 0.01 * vega, theta / BlackScholes.DaysPerYear, 0.01 * rho);
    }

    private sealed record Contract(
        double Sign, bool American, double Spot, double Strike, double Years, double Yield, CashDividend[] Dividends, double Width)
    {
        public double Intrinsic => Math.Max(Sign * (Spot - Strike), 0);

        // Both steps halve, so the error of second order falls to a quarter.
        public (double Price, double Delta, double Gamma) Extrapolate(double vol, double rate, PriceGrid grid)
        {
            (double Price, double Delta, double Gamma) fine = Solve(vol, rate, grid.PriceSteps, grid.TimeSteps);
            (double Price, double Delta, double Gamma) coarse = Solve(vol, rate, grid.PriceSteps / 4 * 2, Math.Max(grid.TimeSteps / 2, 10));
            static double Limit(double fine, double coarse) => fine + ((fine - coarse) / 3);
            return (Limit(fine.Price, coarse.Price), Limit(fine.Delta, coarse.Delta), Limit(fine.Gamma, coarse.Gamma));
        }

        private (double Price, double Delta, double Gamma) Solve(double vol, double rate, int priceSteps, int timeSteps)
        {
            double step = 2 * Width / priceSteps;
            int middle = priceSteps / 2;
            var price = new double[priceSteps + 1];
            var exercised = new double[price.Length];
            var value = new double[price.Length];
            for (int i = 0; i < price.Length; i++)
            {
                price[i] = Spot * Math.Exp((i - middle) * step);
                exercised[i] = Math.Max(Sign * (price[i] - Strike), 0);
                value[i] = Averaged(price[i], step);
            }

            var stepper = new Stepper(price.Length, step, vol, rate, rate - Yield);
            double from = Years;
            foreach (CashDividend dividend in Dividends)
            {
                March(stepper, value, exercised, from - dividend.YearsToExDate, timeSteps);
                Pay(value, price, step, dividend.CashPerShare);
                if (American)
                {
                    for (int i = 0; i < value.Length; i++)
                        value[i] = Math.Max(value[i], exercised[i]);
                }

                from = dividend.YearsToExDate;
            }

            March(stepper, value, exercised, from, timeSteps);
            // Central differences of fourth order in the log price, then in the price.
            double slope = ((8 * (value[middle + 1] - value[middle - 1])) - (value[middle + 2] - value[middle - 2])) / (12 * step);
            double bend = ((16 * (value[middle + 1] + value[middle - 1])) - (value[middle + 2] + value[middle - 2]) - (30 * value[middle])) / (12 * step * step);
            return (value[middle], slope / Spot, (bend - slope) / (Spot * Spot));
        }

        // The mean of the payoff over the cell around a node: the kink then costs no order of convergence wherever it lies.
        private double Averaged(double price, double step)
        {
            double low = price * Math.Exp(-0.5 * step), high = price * Math.Exp(0.5 * step);
            double from = Sign > 0 ? Math.Max(low, Strike) : low, to = Sign > 0 ? high : Math.Min(high, Strike);
            return from >= to ? 0 : Sign * ((to - from) - (Strike * Math.Log(to / from))) / step;
        }

        private void March(Stepper stepper, double[] value, double[] exercised, double duration, int timeSteps)
        {
            if (duration <= 0)
                return;
            int steps = Math.Max((int)Math.Ceiling(timeSteps * duration / Years), LeastSteps);
            double dt = duration / steps;
            stepper.Forget();
            // Four implicit half steps damp what the kink excites; Crank–Nicolson does the rest.
            for (int i = 0; i < 4; i++)
                stepper.Step(value, American ? exercised : null, 0.5 * dt, implicitShare: 1);
            for (int i = 2; i < steps; i++)
                stepper.Step(value, American ? exercised : null, dt, implicitShare: 0.5);
        }

        // V(t⁻, S) = V(t⁺, S − D), by cubics through the four nodes around S − D.
        private void Pay(double[] value, double[] price, double step, double cash)
        {
            double[] after = [.. value];
            double lowest = Math.Log(price[0]);
            for (int i = 0; i < value.Length; i++)
            {
                double left = price[i] - cash;
                if (left <= price[0])
                {
                    value[i] = after[0];
                    continue;
                }

                double x = (Math.Log(left) - lowest) / step;
                int k = Math.Clamp((int)x - 1, 0, value.Length - 4);
                double u = x - k;
                value[i] = (after[k] * (u - 1) * (u - 2) * (u - 3) / -6) + (after[k + 1] * u * (u - 2) * (u - 3) / 2)
                    + (after[k + 2] * u * (u - 1) * (u - 3) / -2) + (after[k + 3] * u * (u - 1) * (u - 2) / 6);
            }
        }
    }

    /// <summary>One step back in time of V' = ½σ²(V_xx − V_x) + (r − q)V_x − rV, linear in the price at both ends.</summary>
    private sealed class Stepper(int count, double step, double vol, double rate, double carry)
    {
        private readonly double[] _right = new double[count], _ratio = new double[count], _push = new double[count];

        /// <summary>Starts with no push from early exercise.</summary>
        public void Forget() => _push.AsSpan().Clear();

        public void Step(double[] value, double[]? exercised, double dt, double implicitShare)
        {
            double diffusion = 0.5 * vol * vol / (step * step), drift = (carry - (0.5 * vol * vol)) / (2 * step);
            double down = diffusion - drift, up = diffusion + drift, here = -(2 * diffusion) - rate;
            // V_xx = V_x at the ends, so only the carry moves the value there.
            double edge = carry / step;
            double before = (1 - implicitShare) * dt, after = implicitShare * dt;
            int last = count - 1;
            _right[0] = value[0] + (before * ((edge * (value[1] - value[0])) - (rate * value[0])));
            _right[last] = value[last] + (before * ((edge * (value[last] - value[last - 1])) - (rate * value[last])));
            for (int i = 1; i < last; i++)
                _right[i] = value[i] + (before * ((down * value[i - 1]) + (here * value[i]) + (up * value[i + 1])));
            if (exercised is not null)
            {
                for (int i = 0; i < count; i++)
                    _right[i] += dt * _push[i];
            }

            // Thomas's elimination.
            double pivot = 1 + (after * (edge + rate));
            _ratio[0] = -after * edge / pivot;
            _right[0] /= pivot;
            for (int i = 1; i < last; i++)
            {
                pivot = 1 - (after * here) + (after * down * _ratio[i - 1]);
                _ratio[i] = -after * up / pivot;
                _right[i] = (_right[i] + (after * down * _right[i - 1])) / pivot;
            }

            pivot = 1 - (after * (edge - rate)) + (after * -edge * _ratio[last - 1]);
            _right[last] = (_right[last] - (after * edge * _right[last - 1])) / pivot;
            for (int i = last - 1; i >= 0; i--)
                _right[i] -= _ratio[i] * _right[i + 1];

            if (exercised is null)
            {
                _right.AsSpan().CopyTo(value);
                return;
            }

            for (int i = 0; i < count; i++)
            {
                double held = _right[i] - (dt * _push[i]);
                value[i] = Math.Max(held, exercised[i]);
                _push[i] = Math.Max((value[i] - held) / dt, 0);
            }
        }
    }
}
