using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ResearchLab.Options;

/// <summary>The early-exercise boundary of an American put of strike 1 and the premium it adds, by spectral collocation.</summary>
/// <remarks>
/// Andersen, Lake and Offengenden (2016), High-performance American option pricing, J. Computational Finance 20(1), 39–87: system FP-A, or FP-B
/// where the carry is strong and FP-A would not converge, Chebyshev collocation of ln²(B/X) in √τ, Jacobi–Newton iteration from the boundary of
/// Bjerksund and Stensland (1993).
/// </remarks>
internal static class PutBoundary
{
    private const double InverseSqrt2 = 0.70710678118654752440, InverseSqrt2Pi = 0.39894228040143267794;

    /// <summary>Where the boundary of a put of strike 1 ends at expiry; needs rate &gt; 0, or rate = 0 and a negative yield.</summary>
    public static double AtExpiry(double rate, double yield) => yield > rate ? rate / yield : 1;

    /// <summary>Boundary where an endless put of strike 1 is exercised.</summary>
    public static double Perpetual(double vol, double rate, double yield)
    {
        double variance = vol * vol, drift = ((rate - yield) / variance) - 0.5;
        // Both roots of the quadratic have the product −2r/σ²; the larger sum avoids cancellation.
        double root = Math.Sqrt((drift * drift) + (2 * rate / variance));
        double negative = drift >= 0 ? -(drift + root) : -2 * rate / variance / (root - drift);
        return negative / (negative - 1);
    }

    /// <summary>Solves for H = ln²(B/X) at the nodes of the scheme, longest time first.</summary>
    [SkipLocalsInit]
    public static void Solve(double vol, double years, double rate, double yield, AmericanScheme scheme, Span<double> squares)
    {
        int count = scheme.BoundaryNodes;
        double end = AtExpiry(rate, yield), rootYears = Math.Sqrt(years);
        Span<double> logs = stackalloc double[count];
        Span<double> lastBoundary = stackalloc double[count], lastImage = stackalloc double[count];
        if (scheme.Start is { } coarse)
        {
            // Many nodes amplify a rough start: begin from the smooth boundary of few.
            Span<double> start = stackalloc double[coarse.BoundaryNodes], weights = stackalloc double[coarse.BoundaryNodes];
            Solve(vol, years, rate, yield, coarse, start);
            for (int i = 0; i < count; i++)
            {
                coarse.InterpolateAt(scheme.RootTime[i], weights);
                double square = 0;
                for (int j = 0; j < start.Length; j++)
                    square += weights[j] * start[j];
                logs[i] = -Math.Sqrt(Math.Max(square, 0));
            }
        }
        else
        {
            Guess(vol, rootYears, rate, yield, scheme, logs);
        }

        bool steep = Math.Abs(rate - yield) * rootYears > 0.5 * vol, byTails = (rate - yield) * rootYears > vol;
        for (int i = 0; i < count; i++)
            squares[i] = logs[i] * logs[i];
        for (int iteration = 0; iteration < scheme.Iterations; iteration++)
        {
            double moved = 0;
            for (int i = 0; i < count; i++)
            {
                double rootTau = rootYears * scheme.RootTime[i], deviation = vol * rootTau, tau = rootTau * rootTau;
                double boundary = end * Math.Exp(logs[i]);
                double dPlus = (Math.Log(boundary) + ((rate - yield) * tau)) / deviation, dMinus = dPlus - (0.5 * deviation);
                dPlus += 0.5 * deviation;
                double plus = NormalDistribution.Density(dPlus), minus = NormalDistribution.Density(dMinus);
                Sums sums = Integrals(scheme, i, logs[i], squares, vol, rootTau, rate, yield, byTails);
                double top, bottom, image, slope;
                if (byTails)
                {
                    top = NormalDistribution.Cdf(dMinus) + sums.StrikeTail;
                    bottom = NormalDistribution.Cdf(dPlus) + sums.SpotTail;
                    image = Math.Exp((yield - rate) * tau) * top / bottom;
                    slope = image / boundary * ((((minus / deviation) + sums.StrikeDensity) / top) - (((plus / deviation) + sums.SpotDensity) / bottom));
                }
                else
                {
                    top = (minus / deviation) + sums.StrikeDensity;
                    bottom = (plus / deviation) + NormalDistribution.Cdf(dPlus) + sums.SpotDensity + sums.SpotTail;
                    image = Math.Exp((yield - rate) * tau) * top / bottom;
                    slope = image * ((-minus * dMinus / (boundary * deviation * deviation) / top)
                        - (plus * ((1 / deviation) - (dPlus / (deviation * deviation))) / boundary / bottom));
                }

                // With a strong carry the whole map turns steeper than its local part and would oscillate; the last step shows by how much.
                double step = boundary - lastBoundary[i], seen = (image - lastImage[i]) / step;
                if (steep && iteration > 0 && Math.Abs(step) > 1e-11 && seen is > -8 and < -0.15)
                    slope = seen;
                (lastBoundary[i], lastImage[i]) = (boundary, image);
                double next = slope < 0.5 ? boundary + ((boundary - image) / (slope - 1)) : image;
                if (!(next > 0.1 * boundary))
                    next = image > 0 ? image : 0.5 * boundary;
                double log = Math.Min(Math.Log(next / end), 0);
                moved = Math.Max(moved, Math.Abs(log - logs[i]));
                logs[i] = log;
            }

            for (int i = 0; i < count; i++)
                squares[i] = logs[i] * logs[i];
            if (moved < 1e-14)
                break;
        }
    }

    /// <summary>
    /// The integrals of the paper times rate (strike) and yield (spot), of the normal density and of its distribution; FP-A has no use for the strike's tail.
    /// </summary>
    private readonly record struct Sums(double StrikeDensity, double StrikeTail, double SpotDensity, double SpotTail);

    // One exponential carries both the discounting and the density.
    private static Sums Integrals(
        AmericanScheme scheme, int node, double log, ReadOnlySpan<double> squares, double vol, double rootTau, double rate, double yield, bool strikeTail)
    {
        QuadratureNodes nodes = scheme.Iteration;
        double tau = rootTau * rootTau;
        var inverse = new Vector<double>(1 / (vol * rootTau));
        var plusDrift = new Vector<double>((((rate - yield) / vol) + (0.5 * vol)) * rootTau);
        var deviation = new Vector<double>(vol * rootTau);
        var own = new Vector<double>(log);
        Vector<double> strikeDensities = default, strikeTails = default, spotDensities = default, spotTails = default;
        var half = new Vector<double>(-0.5);
        for (int k = 0; k < nodes.Padded; k += Vector<double>.Count)
        {
            Vector<double> logBoundary = LogBoundary(scheme.IterationWeights[node], nodes.Padded, k, squares);
            var sine = new Vector<double>(nodes.Sine, k);
            var cosine = new Vector<double>(nodes.Cosine, k);
            Vector<double> weight = new Vector<double>(nodes.Weight, k) * cosine;
            Vector<double> elapsed = cosine * cosine * new Vector<double>(tau);
            Vector<double> dPlus = ((own - logBoundary) * inverse / sine) + (plusDrift * sine);
            Vector<double> dMinus = dPlus - (deviation * sine);
            Vector<double> strikeGrowth = elapsed * new Vector<double>(rate);
            Vector<double> strikeDensity = Vector.Exp((half * dMinus * dMinus) + strikeGrowth);
            strikeDensities += weight * strikeDensity;
            if (strikeTail)
                strikeTails += weight * sine * Tail(dMinus, strikeDensity, strikeGrowth);
            if (yield != 0)
            {
                Vector<double> growth = elapsed * new Vector<double>(yield);
                Vector<double> density = Vector.Exp((half * dPlus * dPlus) + growth);
                spotDensities += weight * density;
                spotTails += weight * sine * Tail(dPlus, density, growth);
            }
        }

        double densityScale = 2 * rootTau * InverseSqrt2Pi / vol, tailScale = 2 * tau;
        return new Sums(
            densityScale * rate * Vector.Sum(strikeDensities), tailScale * rate * Vector.Sum(strikeTails), densityScale * yield * Vector.Sum(spotDensities),
            tailScale * yield * Vector.Sum(spotTails));
    }

    /// <summary>e^growth·Φ(d), from the density e^(growth − d²/2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Tail(Vector<double> d, Vector<double> density, Vector<double> growth)
    {
        Vector<double> tail = new Vector<double>(0.5) * VectorNormal.ScaledErfc(Vector.Abs(d) * new Vector<double>(InverseSqrt2)) * density;
        return Vector.ConditionalSelect(Vector.LessThan(d, Vector<double>.Zero), tail, Vector.Exp(growth) - tail);
    }

    /// <summary>ln(B/X) interpolated at one vector of quadrature nodes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> LogBoundary(double[] weights, int padded, int k, ReadOnlySpan<double> squares)
    {
        Vector<double> square = default;
        ref double first = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(weights), k);
        for (int j = 0; j < squares.Length; j++)
            square = Vector.FusedMultiplyAdd(new Vector<double>(squares[j]), Vector.LoadUnsafe(ref Unsafe.Add(ref first, j * padded)), square);
        return -Vector.SquareRoot(Vector.Max(square, Vector<double>.Zero));
    }

    // Bjerksund and Stensland (1993), mirrored: the call they treat has this put's strike as spot and the other way round.
    private static void Guess(double vol, double rootYears, double rate, double yield, AmericanScheme scheme, Span<double> logs)
    {
        double end = AtExpiry(rate, yield), low = Perpetual(vol, rate, yield);
        // In terms of the call on 1/B: from 1/end up to 1/low.
        double start = 1 / end, gap = (1 / Math.Max(low, 1e-12)) - start;
        for (int i = 0; i < logs.Length; i++)
        {
            double rootTau = rootYears * scheme.RootTime[i];
            double exponent = (((yield - rate) * rootTau * rootTau) + (2 * vol * rootTau)) / (gap * start);
            double trigger = start - (gap * (exponent > 0 ? Expm1(-exponent) : Expm1(-2 * vol * rootTau / (gap * start))));
            logs[i] = -Math.Log(trigger * end);
        }
    }

    private static double Expm1(double x) => Math.Abs(x) < 1e-5 ? x * (1 + (0.5 * x)) : Math.Exp(x) - 1;
}
