namespace ResearchLab.Options;

/// <summary>
/// The finite differences behind <see cref="DividendOption"/>: one option on a grid whose place does not move with volatility, rate or yield.
/// </summary>
internal sealed record DividendGrid(
    double Sign, bool American, double Spot, double Strike, double Years, double Yield, CashDividend[] Dividends, double Width)
{
    private const int LeastSteps = 8;

    public double Intrinsic => Math.Max(Sign * (Spot - Strike), 0);

    // Both steps halve, so the error of second order falls to a quarter.
    public GridValue Extrapolate(double vol, double rate, PriceGrid grid)
    {
        GridValue fine = Solve(vol, rate, grid.PriceSteps, grid.TimeSteps);
        GridValue coarse = Solve(vol, rate, grid.PriceSteps / 4 * 2, Math.Max(grid.TimeSteps / 2, 10));
        static double Limit(double fine, double coarse) => fine + ((fine - coarse) / 3);
        return new GridValue(Limit(fine.Price, coarse.Price), Limit(fine.Delta, coarse.Delta), Limit(fine.Gamma, coarse.Gamma),
            Limit(fine.Speed, coarse.Speed));
    }

    private GridValue Solve(double vol, double rate, int priceSteps, int timeSteps)
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
        double third = (value[middle + 2] - value[middle - 2] - (2 * (value[middle + 1] - value[middle - 1]))) / (2 * step * step * step);
        return new GridValue(
            value[middle], slope / Spot, (bend - slope) / (Spot * Spot), (third - (3 * bend) + (2 * slope)) / (Spot * Spot * Spot));
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
