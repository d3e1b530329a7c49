namespace ResearchLab.Options;

/// <summary>The volatility at which Black–Scholes gives an observed price.</summary>
/// <remarks>
/// The price is reduced to the normalised out-of-the-money price b(k, s) with k = |ln(F/K)| and s = σ√T (Jäckel 2015, "Let's be
/// rational", Wilmott 75, 40–53). Below the inflection point s = √(2k) Newton's method runs on ln b over 1/s², where b is nearly
/// log-linear; above it on b, or on the logarithm of the distance to the maximum. Starting at the inflection point makes Newton
/// monotone (Manaster and Koehler 1982, J. Finance 37(1), 227–230); every step is kept inside a bracket that otherwise is bisected,
/// so the iteration cannot diverge.
/// </remarks>
public static class ImpliedVolatility
{
    private const int NewtonSteps = 24, MaxSteps = 160;
    private const double RelativeTolerance = 1e-13, InverseSqrt2 = 0.70710678118654752440, InverseSqrt2Pi = 0.39894228040143267794;

    /// <summary>Solves for the annualised volatility.</summary>
    /// <param name="right">Call or put.</param>
    /// <param name="price">Premium per unit of the underlying.</param>
    /// <param name="spot">Price of the underlying.</param>
    /// <param name="strike">Strike.</param>
    /// <param name="years">ACT/365F years to expiry, &gt; 0.</param>
    /// <param name="ratePerYear">Continuously compounded risk-free rate as a fraction.</param>
    /// <param name="yieldPerYear">Continuously compounded dividend yield as a fraction.</param>
    /// <returns>Never throws: bad numbers are a status, since one bad quote among many is data.</returns>
    public static ImpliedVol Solve(
        OptionRight right, double price, double spot, double strike, double years, double ratePerYear, double yieldPerYear = 0)
    {
        if (!(price >= 0 && spot > 0 && strike > 0 && years > 0) || !double.IsFinite(price + spot + strike + years + ratePerYear + yieldPerYear))
            return new(double.NaN, ImpliedVolStatus.InvalidInput);

        double discountedSpot = spot * Math.Exp(-yieldPerYear * years), discountedStrike = strike * Math.Exp(-ratePerYear * years);
        bool call = right == OptionRight.Call;
        double intrinsic = Math.Max(call ? discountedSpot - discountedStrike : discountedStrike - discountedSpot, 0);
        double room = (call ? discountedSpot : discountedStrike) - price;
        if (room <= 0)
            return new(double.NaN, ImpliedVolStatus.AboveMaximum);
        double timeValue = price - intrinsic;
        if (timeValue <= 0)
            return new(double.NaN, ImpliedVolStatus.BelowIntrinsic);

        double scale = Math.Sqrt(discountedSpot) * Math.Sqrt(discountedStrike);
        double k = Math.Abs(Math.Log(discountedSpot / discountedStrike));
        double deviation = Deviation(k, timeValue / scale, room / scale);
        double vol = deviation / Math.Sqrt(years);
        return double.IsFinite(vol) && vol > 0 ? new(vol, ImpliedVolStatus.Solved) : new(double.NaN, ImpliedVolStatus.NotConverged);
    }

    /// <summary>The s at which the normalised out-of-the-money price is <paramref name="target"/>; NaN when it did not converge.</summary>
    private static double Deviation(double k, double target, double room)
    {
        double inflection = Math.Sqrt(2 * k);
        double priceThere = 0.5 * Math.Exp(-0.5 * k) * (1 - NormalDistribution.ScaledErfc(Math.Sqrt(k)));
        if (target < priceThere)
            return LowerBranch(k, target, inflection, priceThere);
        // Past half of the way to the maximum the price saturates, while the logarithm of the remaining room keeps falling.
        return UpperBranch(k, target, room, inflection, priceThere, byRoom: room < target);
    }

    private static double LowerBranch(double k, double target, double inflection, double priceThere)
    {
        double logTarget = Math.Log(target);
        double low = 0, high = inflection;
        // ln b falls by about k²/2 per unit of 1/s².
        double s = 1 / Math.Sqrt((1 / (inflection * inflection)) + (2 * (Math.Log(priceThere) - logTarget) / (k * k)));
        for (int step = 0; step < MaxSteps; step++)
        {
            double h = k / s, t = 0.5 * s;
            double difference = NormalDistribution.ScaledErfc((h - t) * InverseSqrt2) - NormalDistribution.ScaledErfc((h + t) * InverseSqrt2);
            // Where both terms agree to the last bit, their difference is the derivative of the scaled tail.
            if (difference <= 0)
                difference = 2 * t / (h * h) * 2 * InverseSqrt2Pi;
            double gap = (-0.5 * ((h * h) + (t * t))) + Math.Log(0.5 * difference) - logTarget;
            if (gap == 0)
                return s;
            if (gap < 0)
                low = s;
            else
                high = s;
            // b'/b = 2φ-scale / difference; in w = 1/s² the slope is −s³/2 of it.
            double slope = 2 * InverseSqrt2Pi / difference * (-0.5 * s * s * s);
            double w = (1 / (s * s)) - (gap / slope);
            double next = w > 0 && step < NewtonSteps ? 1 / Math.Sqrt(w) : double.NaN;
            if (!(next > low && next < high))
            {
                // Newton may land on the end of the bracket by rounding only.
                if (Math.Abs(next - s) <= RelativeTolerance * s)
                    return s;
                next = 0.5 * (low + high);
            }

            if (Math.Abs(next - s) <= RelativeTolerance * s)
                return next;
            s = next;
        }

        return double.NaN;
    }

    private static double UpperBranch(double k, double target, double room, double inflection, double priceThere, bool byRoom)
    {
        double low = inflection, high = double.PositiveInfinity;
        double s = inflection + ((target - priceThere) / (InverseSqrt2Pi * Math.Exp(-0.5 * k)));
        if (s <= inflection)
            return inflection > 0 ? inflection : double.NaN;
        double up = Math.Exp(0.5 * k), down = 1 / up;
        for (int step = 0; step < MaxSteps; step++)
        {
            double h = k / s, t = 0.5 * s;
            double slope = InverseSqrt2Pi * Math.Exp(-0.5 * ((h * h) + (t * t)));
            double gap, move;
            if (byRoom)
            {
                double left = (down * NormalDistribution.Cdf(h - t)) + (up * NormalDistribution.Cdf(-h - t));
                gap = Math.Log(room / left);
                move = -gap * left / slope;
            }
            else
            {
                gap = (down * NormalDistribution.Cdf(t - h)) - (up * NormalDistribution.Cdf(-h - t)) - target;
                move = -gap / slope;
            }

            if (gap == 0)
                return s;
            if (gap < 0)
                low = s;
            else
                high = s;
            double next = step < NewtonSteps ? s + move : double.NaN;
            if (!(next > low && next < high))
            {
                if (Math.Abs(next - s) <= RelativeTolerance * s)
                    return s;
                next = double.IsPositiveInfinity(high) ? 2 * s : 0.5 * (low + high);
            }

            if (Math.Abs(next - s) <= RelativeTolerance * s)
                return next;
            s = next;
        }

        return double.NaN;
    }
}
