using System.Numerics;
using System.Runtime.CompilerServices;

namespace ResearchLab.Options;

/// <summary>American prices from a flat exercise boundary (1993) and from one with a step (2002): closed forms and lower bounds.</summary>
/// <remarks>
/// Bjerksund and Stensland (1993), Scandinavian J. Management 9, S87–S99; Bjerksund and Stensland (2002), Closed form valuation of American
/// options, Norwegian School of Economics, whose formula of the boundary both use. Puts through C(S, K, r, q) = P(K, S, q, r). Where early
/// exercise never pays the European price is returned; the European price is also a floor.
/// </remarks>
public static class BjerksundStensland
{
    // Of the flat boundary, padded to whole vectors of any width.
    private const int Terms = 16;

    // The step of 2002 lies at the golden section of the life, so that the correlation of both dates never changes.
    private static readonly double s_share = 0.5 * (Math.Sqrt(5) - 1), s_correlation = Math.Sqrt(s_share);
    private static readonly (double[] Sine, double[] InverseCosineSquared, double[] Weight) s_arc = Arc();

    /// <summary>Premium with a boundary of two steps (2002); arguments as for <see cref="AmericanOption.Price"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not finite or outside its range, or the region has two boundaries.</exception>
    public static double Price(
        OptionRight right, double spot, double strike, double volAnnual, double years, double ratePerYear, double yieldPerYear = 0) =>
        Evaluate(right, spot, strike, volAnnual, years, ratePerYear, yieldPerYear, twoSteps: true);

    /// <summary>Premium with one flat boundary (1993), quicker and a little lower; arguments as for <see cref="AmericanOption.Price"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not finite or outside its range, or the region has two boundaries.</exception>
    public static double PriceFlat(
        OptionRight right, double spot, double strike, double volAnnual, double years, double ratePerYear, double yieldPerYear = 0) =>
        Evaluate(right, spot, strike, volAnnual, years, ratePerYear, yieldPerYear, twoSteps: false);

    private static double Evaluate(
        OptionRight right, double spot, double strike, double vol, double years, double rate, double yield, bool twoSteps)
    {
        BlackScholes.Check(spot, strike, vol, years, rate, yield);
        if (AmericanOption.RegimeOf(right, rate, yield) == AmericanOption.Regime.European)
            return BlackScholes.Price(right, spot, strike, vol, years, rate, yield);
        AmericanOption.RefuseTwoBoundaries(right, rate, yield);
        if (vol * Math.Sqrt(years) < 1e-12)
            return AmericanOption.Price(right, spot, strike, 0, years, rate, yield);
        if (right == OptionRight.Put)
            (spot, strike, rate, yield) = (strike, spot, yield, rate);
        double Floor() => Math.Max(BlackScholes.Price(OptionRight.Call, spot, strike, vol, years, rate, yield), spot - strike);
        // The call in units of its strike: spot s, carry b = r − q.
        double s = spot / strike, carry = rate - yield, variance = vol * vol, drift = (carry / variance) - 0.5;
        double beta = -drift + Math.Sqrt((drift * drift) + (2 * rate / variance));
        if (!(beta > 1 + 1e-12))
            return Floor();
        double endless = beta / (beta - 1), start = rate > carry ? Math.Max(1, rate / (rate - carry)) : 1;
        double gap = endless - start;
        if (s >= endless || !(gap > 0))
            return Floor();
        double Trigger(double t)
        {
            double h = ((carry * t) + (2 * vol * Math.Sqrt(t))) / (gap * start);
            return start + (gap * (1 - Math.Exp(-h)));
        }

        double last = Trigger(years);
        if (!(last > 1) || s >= last)
            return Floor();
        var p = new Process(s, Math.Log(s), vol, rate, carry);
        double value, european;
        if (twoSteps)
            (value, european) = (TwoSteps(p, beta, last, Trigger(s_share * years), years), BlackScholes.Price(OptionRight.Call, s, 1, vol, years, rate, yield));
        else
            value = Flat(p, beta, last, years, out european);
        double floor = Math.Max(european, s - 1);
        return strike * (double.IsFinite(value) ? Math.Max(value, floor) : floor);
    }

    private readonly record struct Process(double Spot, double LogSpot, double Vol, double Rate, double Carry)
    {
        public double Growth(double gamma) => -Rate + (gamma * Carry) + (0.5 * gamma * (gamma - 1) * Vol * Vol);

        public double Drift(double gamma) => Carry + ((gamma - 0.5) * Vol * Vol);

        public double Kappa(double gamma) => (2 * Carry / (Vol * Vol)) + (2 * gamma) - 1;
    }

    private static double Flat(in Process p, double beta, double trigger, double years, out double european)
    {
        double alpha = trigger - 1, log = Math.Log(trigger), deviation = p.Vol * Math.Sqrt(years);
        // φ with γ = β has no growth, and its power of the spot joins the trigger's.
        double held = alpha * Math.Exp(beta * (p.LogSpot - log));
        Span<double> weight = stackalloc double[Terms], logScale = stackalloc double[Terms], d = stackalloc double[Terms];
        weight.Clear();
        logScale.Clear();
        d.Clear();
        Split(p, years, deviation, beta, log, log, -beta * log, -alpha, 0, weight, logScale, d);
        Split(p, years, deviation, 1, log, log, 0, 1, 2, weight, logScale, d);
        Split(p, years, deviation, 1, 0, log, 0, -1, 4, weight, logScale, d);
        Split(p, years, deviation, 0, log, log, 0, -1, 6, weight, logScale, d);
        Split(p, years, deviation, 0, 0, log, 0, 1, 8, weight, logScale, d);
        // The European call in the lanes that are left.
        (weight[10], logScale[10], d[10]) = (p.Spot, (p.Carry - p.Rate) * years, ((p.LogSpot + (p.Carry * years)) / deviation) + (0.5 * deviation));
        (weight[11], logScale[11], d[11]) = (-1, -p.Rate * years, d[10] - deviation);
        Span<double> term = weight;
        WeightedTails(weight, logScale, d, 12, term);
        european = Math.Max(term[10] + term[11], 0);
        for (int i = 0; i < 10; i++)
            held += term[i];
        return held;
    }

    /// <summary>φ(S, T, γ, H, X) of the papers times exp(<paramref name="scale"/>) and a factor, as two terms weight·exp(log)·N(d).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Split(
        in Process p, double years, double deviation, double gamma, double logLevel, double logTrigger, double scale, double factor, int at,
        Span<double> weight, Span<double> logs, Span<double> d)
    {
        double toTrigger = logTrigger - p.LogSpot;
        (weight[at], weight[at + 1]) = (factor, -factor);
        logs[at] = (p.Growth(gamma) * years) + (gamma * p.LogSpot) + scale;
        logs[at + 1] = logs[at] + (p.Kappa(gamma) * toTrigger);
        d[at] = -((p.LogSpot - logLevel) + (p.Drift(gamma) * years)) / deviation;
        d[at + 1] = d[at] - (2 * toTrigger / deviation);
    }

    /// <summary>
    /// weight·exp(log)·N(d), several terms at a time; scale and tail share an exponential, so that a huge scale of a tiny tail is no infinity.
    /// </summary>
    private static void WeightedTails(ReadOnlySpan<double> weight, ReadOnlySpan<double> logScale, ReadOnlySpan<double> d, int count, Span<double> term)
    {
        Vector<double> half = new(0.5), root = new(0.70710678118654752440);
        for (int i = 0; i < count; i += Vector<double>.Count)
        {
            Vector<double> x = new(d[i..]), log = new(logScale[i..]);
            Vector<double> tail = half * Vector.Exp(log - (half * x * x)) * VectorNormal.ScaledErfc(Vector.Abs(x) * root);
            (new Vector<double>(weight[i..]) * Vector.ConditionalSelect(Vector.LessThan(x, Vector<double>.Zero), tail,
                Vector.Exp(log) - tail)).CopyTo(term[i..]);
        }
    }

    private static double TwoSteps(in Process p, double beta, double last, double first, double years)
    {
        double t = s_share * years, logLast = Math.Log(last), logFirst = Math.Log(first);
        double alphaLast = last - 1, alphaFirst = first - 1;
        double held = alphaLast * Math.Exp(beta * (p.LogSpot - logLast));
        double untilFirst = held - (alphaLast * Phi(p, t, beta, logLast, logLast, -beta * logLast))
            + Phi(p, t, 1, logLast, logLast, 0) - Phi(p, t, 1, logFirst, logLast, 0)
            - Phi(p, t, 0, logLast, logLast, 0) + Phi(p, t, 0, logFirst, logLast, 0)
            + (alphaFirst * Phi(p, t, beta, logFirst, logLast, -beta * logFirst));
        return untilFirst - (alphaFirst * Psi(p, years, beta, logFirst, logLast, logFirst, t, -beta * logFirst))
            + Psi(p, years, 1, logFirst, logLast, logFirst, t, 0) - Psi(p, years, 1, 0, logLast, logFirst, t, 0)
            - Psi(p, years, 0, logFirst, logLast, logFirst, t, 0) + Psi(p, years, 0, 0, logLast, logFirst, t, 0);
    }

    /// <summary>φ(S, T, γ, H, X) of the papers, times exp(<paramref name="logScale"/>).</summary>
    private static double Phi(in Process p, double years, double gamma, double logLevel, double logTrigger, double logScale)
    {
        double deviation = p.Vol * Math.Sqrt(years), toTrigger = logTrigger - p.LogSpot;
        double d = -((p.LogSpot - logLevel) + (p.Drift(gamma) * years)) / deviation;
        double log = (p.Growth(gamma) * years) + (gamma * p.LogSpot) + logScale;
        double reflected = NormalDistribution.Cdf(d - (2 * toTrigger / deviation));
        return (Math.Exp(log) * NormalDistribution.Cdf(d)) - (reflected > 0 ? Math.Exp(log + (p.Kappa(gamma) * toTrigger)) * reflected : 0);
    }

    /// <summary>Ψ(S, T, γ, H, X₂, X₁, t) of the paper of 2002, times exp(<paramref name="logScale"/>).</summary>
    private static double Psi(
        in Process p, double years, double gamma, double logLevel, double logLast, double logFirst, double firstYears, double logScale)
    {
        double early = p.Vol * Math.Sqrt(firstYears), late = p.Vol * Math.Sqrt(years);
        double earlyDrift = p.Drift(gamma) * firstYears, lateDrift = p.Drift(gamma) * years, x = p.LogSpot;
        double kappa = p.Kappa(gamma), log = (p.Growth(gamma) * years) + (gamma * x) + logScale;
        double Term(double logWeight, double e, double f, bool same)
        {
            double m = Both(-e, -f, same);
            return m > 0 ? Math.Exp(log + logWeight) * m : 0;
        }

        return Term(0, (x - logFirst + earlyDrift) / early, (x - logLevel + lateDrift) / late, same: true)
            - Term(kappa * (logLast - x), ((2 * logLast) - x - logFirst + earlyDrift) / early, ((2 * logLast) - x - logLevel + lateDrift) / late, same: true)
            - Term(kappa * (logFirst - x), (x - logFirst - earlyDrift) / early, ((2 * logFirst) - x - logLevel + lateDrift) / late, same: false)
            + Term(kappa * (logFirst - logLast), ((2 * logLast) - x - logFirst - earlyDrift) / early,
                (x + (2 * logFirst) - logLevel - (2 * logLast) + lateDrift) / late, same: false);
    }

    /// <summary>Bivariate normal distribution at the fixed correlation or at its negative: Plackett's integral over the arc to asin ρ.</summary>
    internal static double Both(double h, double k, bool same)
    {
        Vector<double> sum = default, cross = new(same ? h * k : -h * k), squares = new(-0.5 * ((h * h) + (k * k)));
        for (int i = 0; i < s_arc.Sine.Length; i += Vector<double>.Count)
        {
            Vector<double> exponent = ((cross * new Vector<double>(s_arc.Sine, i)) + squares) * new Vector<double>(s_arc.InverseCosineSquared, i);
            sum += new Vector<double>(s_arc.Weight, i) * Vector.Exp(exponent);
        }

        double arc = Vector.Sum(sum);
        return Math.Max((NormalDistribution.Cdf(h) * NormalDistribution.Cdf(k)) + (same ? arc : -arc), 0);
    }

    private static (double[] Sine, double[] InverseCosineSquared, double[] Weight) Arc()
    {
        const int Count = 24;
        double length = Math.Asin(s_correlation);
        var sine = new double[Count];
        var inverse = new double[Count];
        var weight = new double[Count];
        for (int i = 0; i < Count; i++)
        {
            (double share, double part) = QuadratureNodes.Legendre(Count, i);
            sine[i] = Math.Sin(length * share);
            inverse[i] = 1 / (1 - (sine[i] * sine[i]));
            weight[i] = length * part / (2 * Math.PI);
        }

        return (sine, inverse, weight);
    }
}
