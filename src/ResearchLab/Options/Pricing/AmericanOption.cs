using System.Numerics;
using System.Runtime.CompilerServices;

namespace ResearchLab.Options;

/// <summary>American options on an underlying with a continuous yield, from fast to near machine precision.</summary>
/// <remarks>
/// Andersen, Lake and Offengenden (2016), J. Computational Finance 20(1), 39–87; calls through the symmetry C(S, K, r, q) = P(K, S, q, r)
/// of McDonald and Schroder (1998), J. Computational Finance 1(3), 5–13. Where early exercise can never pay (a call while yield ≤ 0 ≤ rate,
/// a put while rate ≤ 0 ≤ yield, and the like with both negative) the European price is exact and returned. With both negative and the
/// other way round the exercise region has two boundaries, which this method does not treat: it says so instead of giving a wrong number.
/// </remarks>
public static partial class AmericanOption
{
    private const double InverseSqrt2 = 0.70710678118654752440, InverseSqrt2Pi = 0.39894228040143267794;

    internal enum Regime
    {
        European,
        OneBoundary,
        TwoBoundaries,
    }

    /// <summary>Premium per unit of the underlying.</summary>
    /// <param name="right">Call or put.</param>
    /// <param name="spot">Price of the underlying, &gt; 0.</param>
    /// <param name="strike">Strike, &gt; 0.</param>
    /// <param name="volAnnual">Annualised volatility as a fraction, ≥ 0.</param>
    /// <param name="years">ACT/365F years to expiry, ≥ 0.</param>
    /// <param name="ratePerYear">Continuously compounded risk-free rate as a fraction.</param>
    /// <param name="yieldPerYear">Continuously compounded dividend yield as a fraction.</param>
    /// <param name="scheme">Precision; <see cref="AmericanScheme.Accurate"/> by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not finite or outside its range, or the region has two boundaries.</exception>
    public static double Price(
        OptionRight right, double spot, double strike, double volAnnual, double years, double ratePerYear, double yieldPerYear = 0,
        AmericanScheme? scheme = null) =>
        Evaluate(right, spot, strike, volAnnual, years, ratePerYear, yieldPerYear, scheme, slopes: false).Price;

    /// <summary>Price, delta, gamma and theta from the integrals; vega and rho by central differences. Arguments as for <see cref="Price"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not finite or outside its range, or the region has two boundaries.</exception>
    public static Greeks Greeks(
        OptionRight right, double spot, double strike, double volAnnual, double years, double ratePerYear, double yieldPerYear = 0,
        AmericanScheme? scheme = null)
    {
        (double price, double delta, double gamma) = Evaluate(right, spot, strike, volAnnual, years, ratePerYear, yieldPerYear, scheme, slopes: true);
        bool exercised = price <= (right == OptionRight.Call ? spot - strike : strike - spot);
        if ((volAnnual == 0 || years == 0) && exercised && price > 0)
            return new Greeks(price, right == OptionRight.Call ? 1 : -1, 0, 0, 0, 0);
        if (volAnnual == 0 || years == 0 || RegimeOf(right, ratePerYear, yieldPerYear) == Regime.European)
            return BlackScholes.Greeks(right, spot, strike, volAnnual, years, ratePerYear, yieldPerYear) with { Price = price };
        double At(double vol, double rate) => Price(right, spot, strike, vol, years, rate, yieldPerYear, scheme);
        double volStep = 1e-3 * volAnnual;
        double vega = (At(volAnnual + volStep, ratePerYear) - At(volAnnual - volStep, ratePerYear)) / (2 * volStep);
        // The step must not cross into the region of two boundaries.
        double rateStep = 1e-5, down = RegimeOf(right, ratePerYear - rateStep, yieldPerYear) == Regime.TwoBoundaries ? 0 : rateStep;
        double up = RegimeOf(right, ratePerYear + rateStep, yieldPerYear) == Regime.TwoBoundaries ? 0 : rateStep;
        double rho = (At(volAnnual, ratePerYear + up) - At(volAnnual, ratePerYear - down)) / (up + down);
        // Where it is exercised nothing decays; elsewhere the Black–Scholes equation gives theta.
        double theta = exercised
            ? 0
            : (ratePerYear * price) - ((ratePerYear - yieldPerYear) * spot * delta) - (0.5 * volAnnual * volAnnual * spot * spot * gamma);
        return new Greeks(price, delta, gamma, 0.01 * vega, theta / BlackScholes.DaysPerYear, 0.01 * rho);
    }

    /// <summary>
    /// Price and every greek up to vanna, volga and charm: those that <see cref="Greeks"/> has are its own, the others central differences of
    /// its delta and vega. Arguments as for <see cref="Price"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not finite or outside its range, or the region has two boundaries.</exception>
    public static FullGreeks FullGreeks(
        OptionRight right, double spot, double strike, double volAnnual, double years, double ratePerYear, double yieldPerYear = 0,
        AmericanScheme? scheme = null)
    {
        Greeks g = Greeks(right, spot, strike, volAnnual, years, ratePerYear, yieldPerYear, scheme);
        bool exercised = g.Price > 0 && g.Price <= (right == OptionRight.Call ? spot - strike : strike - spot);
        if (exercised)
            return new FullGreeks(g.Price, g.DeltaPerUnit, g.GammaPerUnit, g.VegaPerVolPoint, g.ThetaPerDay, g.RhoPerPct, 0, 0, 0, 0);
        if (volAnnual == 0 || years == 0 || RegimeOf(right, ratePerYear, yieldPerYear) == Regime.European)
            return BlackScholes.FullGreeks(right, spot, strike, volAnnual, years, ratePerYear, yieldPerYear) with { Price = g.Price };
        Greeks At(double vol, double time) => Greeks(right, spot, strike, vol, time, ratePerYear, yieldPerYear, scheme);
        double PriceAt(double yield) => Price(right, spot, strike, volAnnual, years, ratePerYear, yield, scheme);
        double volStep = 5e-3 * volAnnual, yearStep = 5e-3 * years, yieldStep = 1e-5;
        Greeks volUp = At(volAnnual + volStep, years), volDown = At(volAnnual - volStep, years);
        Greeks longer = At(volAnnual, years + yearStep), shorter = At(volAnnual, years - yearStep);
        // The step must not cross into the region of two boundaries.
        double down = RegimeOf(right, ratePerYear, yieldPerYear - yieldStep) == Regime.TwoBoundaries ? 0 : yieldStep;
        double up = RegimeOf(right, ratePerYear, yieldPerYear + yieldStep) == Regime.TwoBoundaries ? 0 : yieldStep;
        return new FullGreeks(
            g.Price, g.DeltaPerUnit, g.GammaPerUnit, g.VegaPerVolPoint, g.ThetaPerDay, g.RhoPerPct,
            YieldRhoPerPct: 0.01 * (PriceAt(yieldPerYear + up) - PriceAt(yieldPerYear - down)) / (up + down),
            VannaPerVolPoint: 0.01 * (volUp.DeltaPerUnit - volDown.DeltaPerUnit) / (2 * volStep),
            VolgaPerVolPointSquared: 0.01 * (volUp.VegaPerVolPoint - volDown.VegaPerVolPoint) / (2 * volStep),
            CharmPerDay: (shorter.DeltaPerUnit - longer.DeltaPerUnit) / (2 * yearStep) / BlackScholes.DaysPerYear);
    }

    /// <summary>
    /// Whether the exercise region lies between two prices instead of beyond one, as it can when rate and yield are both negative; then
    /// <see cref="DividendOption"/> prices the option, with no dividends too.
    /// </summary>
    /// <param name="right">Call or put.</param>
    /// <param name="ratePerYear">Continuously compounded risk-free rate as a fraction.</param>
    /// <param name="yieldPerYear">Continuously compounded dividend yield as a fraction.</param>
    public static bool HasTwoBoundaries(OptionRight right, double ratePerYear, double yieldPerYear) =>
        RegimeOf(right, ratePerYear, yieldPerYear) == Regime.TwoBoundaries;

    /// <summary>Whether early exercise can pay, and at how many prices of the underlying its region ends.</summary>
    internal static Regime RegimeOf(OptionRight right, double rate, double yield)
    {
        // As of the put; the call is the put with both exchanged.
        if (right == OptionRight.Call)
            (rate, yield) = (yield, rate);
        if (rate > 0 || (rate == 0 && yield < 0))
            return Regime.OneBoundary;
        return yield >= rate ? Regime.European : Regime.TwoBoundaries;
    }

    internal static void RefuseTwoBoundaries(OptionRight right, double rate, double yield)
    {
        if (RegimeOf(right, rate, yield) == Regime.TwoBoundaries)
            throw new ArgumentOutOfRangeException(
                nameof(rate), rate, Invariant($"A {(right == OptionRight.Call ? "call" : "put")} with rate {rate} and yield {yield} has two exercise ")
                    + "boundaries. Use the finite-difference method.");
    }

    private static (double Price, double Delta, double Gamma) Evaluate(
        OptionRight right, double spot, double strike, double vol, double years, double rate, double yield, AmericanScheme? scheme, bool slopes)
    {
        BlackScholes.Check(spot, strike, vol, years, rate, yield);
        bool call = right == OptionRight.Call;
        Regime regime = RegimeOf(right, rate, yield);
        if (regime == Regime.European)
        {
            if (!slopes)
                return (BlackScholes.Price(right, spot, strike, vol, years, rate, yield), 0, 0);
            Greeks european = BlackScholes.Greeks(right, spot, strike, vol, years, rate, yield);
            return (european.Price, european.DeltaPerUnit, european.GammaPerUnit);
        }

        RefuseTwoBoundaries(right, rate, yield);
        if (vol == 0 || years == 0)
            return (WithoutVolatility(call, spot, strike, years, rate, yield), 0, 0);
        if (call)
            (spot, strike, rate, yield) = (strike, spot, yield, rate);
        scheme ??= AmericanScheme.Accurate;
        // The features of the integrands are as wide as vol/|drift| in √time, and a strong carry slows the iteration: both need more work.
        if (Math.Abs(rate - yield) * Math.Sqrt(years) > vol)
            scheme = AmericanScheme.HighPrecision;
        (double price, double delta, double gamma) = Put(spot / strike, vol, years, rate, yield, scheme, slopes);
        price = Math.Max(price * strike, Math.Max(strike - spot, 0));
        // By homogeneity the slope in the put's strike, which is the call's spot.
        return call
            ? (price, (price - (spot * delta)) / strike, gamma / strike * (spot / strike) * (spot / strike))
            : (price, delta, gamma / strike);
    }

    /// <summary>A certain future: the best of exercising now, at expiry, or where the gains of waiting end.</summary>
    private static double WithoutVolatility(bool call, double spot, double strike, double years, double rate, double yield)
    {
        double At(double t) => (call ? 1 : -1) * ((spot * Math.Exp(-yield * t)) - (strike * Math.Exp(-rate * t)));
        double best = Math.Max(Math.Max(At(0), At(years)), 0);
        double turn = Math.Log(rate * strike / (yield * spot)) / (rate - yield);
        return turn > 0 && turn < years ? Math.Max(best, At(turn)) : best;
    }

    [SkipLocalsInit]
    private static (double Price, double Delta, double Gamma) Put(
        double spot, double vol, double years, double rate, double yield, AmericanScheme scheme, bool slopes)
    {
        // What is exercised even by the holder of an endless put needs no boundary.
        double end = PutBoundary.AtExpiry(rate, yield);
        if (spot <= PutBoundary.Perpetual(vol, rate, yield))
            return (1 - spot, -1, 0);
        Span<double> squares = stackalloc double[scheme.BoundaryNodes];
        PutBoundary.Solve(vol, years, rate, yield, scheme, squares);
        double logSpot = Math.Log(spot / end);
        if (logSpot <= -Math.Sqrt(squares[0]))
            return (1 - spot, -1, 0);

        double rootYears = Math.Sqrt(years);
        (QuadratureNodes nodes, double[] boundaryWeights) = scheme.PricingFor(Math.Abs(rate - yield) * rootYears / vol);
        Vector<double> priceSum = default, deltaSum = default, gammaSum = default;
        Vector<double> one = Vector<double>.One, half = new(0.5), minusHalf = new(-0.5), zero = Vector<double>.Zero;
        Vector<double> strikeRate = new(rate), spotYield = new(yield * spot), inverseRoot2 = new(InverseSqrt2);
        for (int k = 0; k < nodes.Padded; k += Vector<double>.Count)
        {
            var sine = new Vector<double>(nodes.Sine, k);
            Vector<double> weight = new Vector<double>(nodes.Weight, k) * new Vector<double>(nodes.Cosine, k) * sine;
            Vector<double> deviation = sine * new Vector<double>(vol * rootYears), theta = sine * sine * new Vector<double>(years);
            Vector<double> distance = new Vector<double>(logSpot) - PutBoundary.LogBoundary(boundaryWeights, nodes.Padded, k, squares);
            Vector<double> dPlus = ((distance + (theta * new Vector<double>(rate - yield))) / deviation) + (half * deviation), dMinus = dPlus - deviation;
            Vector<double> strikeDiscount = theta * new Vector<double>(-rate), spotDiscount = theta * new Vector<double>(-yield);
            Vector<double> minusDensity = Vector.Exp((minusHalf * dMinus * dMinus) + strikeDiscount);
            Vector<double> minusTail = half * VectorNormal.ScaledErfc(Vector.Abs(dMinus) * inverseRoot2) * minusDensity;
            Vector<double> strikeTerm = strikeRate * Vector.ConditionalSelect(Vector.LessThan(dMinus, zero), Vector.Exp(strikeDiscount) - minusTail, minusTail);
            Vector<double> plusDensity = default, spotCdf = default;
            if (yield != 0)
            {
                plusDensity = Vector.Exp((minusHalf * dPlus * dPlus) + spotDiscount);
                Vector<double> plusTail = half * VectorNormal.ScaledErfc(Vector.Abs(dPlus) * inverseRoot2) * plusDensity;
                spotCdf = Vector.ConditionalSelect(Vector.LessThan(dPlus, zero), Vector.Exp(spotDiscount) - plusTail, plusTail);
            }

            priceSum += weight * (strikeTerm - (spotYield * spotCdf));
            if (!slopes)
                continue;
            Vector<double> strikeSlope = strikeRate * minusDensity * new Vector<double>(InverseSqrt2Pi / spot) / deviation;
            Vector<double> spotSlope = new Vector<double>(yield * InverseSqrt2Pi) * plusDensity / deviation;
            deltaSum += weight * (spotSlope - strikeSlope - (new Vector<double>(yield) * spotCdf));
            gammaSum += weight * new Vector<double>(1 / spot)
                * ((strikeSlope * ((dMinus / deviation) + one)) + (spotSlope * (one - (dPlus / deviation))));
        }

        double scale = 2 * years;
        if (!slopes)
            return (BlackScholes.Price(OptionRight.Put, spot, 1, vol, years, rate, yield) + (scale * Vector.Sum(priceSum)), 0, 0);
        Greeks held = BlackScholes.Greeks(OptionRight.Put, spot, 1, vol, years, rate, yield);
        return (held.Price + (scale * Vector.Sum(priceSum)), held.DeltaPerUnit + (scale * Vector.Sum(deltaSum)),
            held.GammaPerUnit + (scale * Vector.Sum(gammaSum)));
    }
}
