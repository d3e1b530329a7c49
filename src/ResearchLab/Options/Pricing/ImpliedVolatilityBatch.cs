using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ResearchLab.Options;

/// <summary>Implied volatilities of whole chains, several options at a time in the processor's vectors.</summary>
/// <remarks>
/// The normalised problem of <see cref="ImpliedVolatility"/>, solved on the logarithm of the price, or of the room left to the largest price where
/// that is the smaller. Householder's method of third order converges with the fourth power of the error (Jäckel 2015, "Let's be rational",
/// Wilmott 75, 40–53), so that a step below 1e-4 ends it. Lanes that need more care, or have no solution, go to the scalar code: results agree with
/// it to 1e-11 in relative terms, and every status is its own.
/// </remarks>
public static class ImpliedVolatilityBatch
{
    private const int MaxSteps = 12;
    private const double LastStep = 1e-4, SmallestTarget = 1e-250, SmallestUpperTarget = 1e-6, LargestLogMoneyness = 20;
    private const double InverseSqrt2 = 0.70710678118654752440, InverseSqrt2Pi = 0.39894228040143267794;

    /// <summary>Solves for the volatilities of the options of one expiry.</summary>
    /// <param name="right">Of every option.</param>
    /// <param name="price">Premiums.</param>
    /// <param name="spot">Price of the underlying.</param>
    /// <param name="strike">Strikes.</param>
    /// <param name="years">ACT/365F years to expiry, &gt; 0.</param>
    /// <param name="ratePerYear">Continuously compounded risk-free rate as a fraction.</param>
    /// <param name="yieldPerYear">Continuously compounded dividend yield as a fraction.</param>
    /// <param name="volAnnual">Receives the annualised volatilities as fractions; NaN unless the status is Solved.</param>
    /// <param name="status">Receives what became of each.</param>
    /// <exception cref="ArgumentException">The columns differ in length or a destination is too short.</exception>
    public static void Solve(
        OptionRight right, ReadOnlySpan<double> price, double spot, ReadOnlySpan<double> strike, double years, double ratePerYear, double yieldPerYear,
        Span<double> volAnnual, Span<ImpliedVolStatus> status)
    {
        if (strike.Length != price.Length || volAnnual.Length < price.Length || status.Length < price.Length)
            throw new ArgumentException($"{price.Length} prices, {strike.Length} strikes: pass as many of each and destinations at least as long.",
                nameof(strike));

        int width = Vector<double>.Count, i = 0;
        double discountedSpot = spot * Math.Exp(-yieldPerYear * years), discount = Math.Exp(-ratePerYear * years), rootYears = Math.Sqrt(years);
        if (spot > 0 && years > 0 && double.IsNormal(discountedSpot) && double.IsNormal(discount))
        {
            Span<double> lanes = stackalloc double[width], prices = stackalloc double[width], strikes = stackalloc double[width];
            for (; i < price.Length; i += width)
            {
                // The rest goes through the same vectors, so that an option's number does not depend on its place.
                int count = Math.Min(width, price.Length - i);
                scoped ReadOnlySpan<double> somePrices = price[i..], someStrikes = strike[i..];
                if (count < width)
                {
                    prices.Fill(price[i]);
                    strikes.Fill(strike[i]);
                    somePrices.CopyTo(prices);
                    someStrikes.CopyTo(strikes);
                    somePrices = prices;
                    someStrikes = strikes;
                }

                Vector<double> deviation = Deviation(
                    right == OptionRight.Call, Load(somePrices, 0), new Vector<double>(discountedSpot), Load(someStrikes, 0) * new Vector<double>(discount),
                    out Vector<long> solved);
                (deviation / new Vector<double>(rootYears)).CopyTo(lanes);
                for (int lane = 0; lane < count; lane++)
                {
                    (volAnnual[i + lane], status[i + lane]) = solved[lane] != 0
                        ? (lanes[lane], ImpliedVolStatus.Solved)
                        : Scalar(ImpliedVolatility.Solve(right, price[i + lane], spot, strike[i + lane], years, ratePerYear, yieldPerYear));
                }
            }
        }

        for (; i < price.Length; i++)
            (volAnnual[i], status[i]) = Scalar(ImpliedVolatility.Solve(right, price[i], spot, strike[i], years, ratePerYear, yieldPerYear));
    }

    private static (double VolAnnual, ImpliedVolStatus Status) Scalar(ImpliedVol solved) => (solved.VolAnnual, solved.Status);

    /// <summary>σ√T of each lane; a lane that is not solved is left to the scalar code.</summary>
    private static Vector<double> Deviation(bool call, Vector<double> price, Vector<double> discountedSpot, Vector<double> discountedStrike,
        out Vector<long> solved)
    {
        Vector<double> zero = Vector<double>.Zero, one = Vector<double>.One, half = new(0.5);
        Vector<double> side = call ? discountedSpot - discountedStrike : discountedStrike - discountedSpot;
        Vector<double> scale = Vector.SquareRoot(discountedSpot) * Vector.SquareRoot(discountedStrike);
        Vector<double> target = (price - Vector.Max(side, zero)) / scale;
        Vector<double> room = ((call ? discountedSpot : discountedStrike) - price) / scale;
        Vector<double> k = Vector.Abs(Vector.Log(discountedSpot / discountedStrike));
        Vector<double> inflection = Vector.SquareRoot(k + k), edge = Vector.Exp(-half * k);
        Vector<double> priceThere = half * edge * (one - VectorNormal.ScaledErfc(Vector.SquareRoot(k)));
        Vector<long> lower = Vector.LessThan(target, priceThere), byRoom = Vector.LessThan(room, target);
        Vector<long> usable = Vector.GreaterThan(target,
            Vector.ConditionalSelect(lower, new Vector<double>(SmallestTarget), new Vector<double>(SmallestUpperTarget)))
            & Vector.GreaterThan(room, new Vector<double>(SmallestTarget)) & Vector.LessThan(k, new Vector<double>(LargestLogMoneyness))
            & Vector.GreaterThan(discountedStrike, zero) & (Vector.GreaterThan(k, new Vector<double>(1e-8)) | ~lower);

        if (!Vector.EqualsAll(usable, Vector<long>.AllBitsSet))
        {
            // Harmless numbers in the other lanes: one of them out of range would send the exponentials of all down another path, and move their last bits.
            Vector<double> Or(Vector<double> value, double harmless) => Vector.ConditionalSelect(usable, value, new Vector<double>(harmless));
            (k, target, room) = (Or(k, 0.1), Or(target, 0.2), Or(room, 0.75));
            (inflection, edge, priceThere) = (Or(inflection, 0.4472135955), Or(edge, 0.9512294245), Or(priceThere, 0.13));
            lower &= usable;
            byRoom &= usable;
        }

        Vector<double> logAim = Vector.Log(Vector.ConditionalSelect(byRoom, room, target));
        Vector<double> s = Start(k, inflection, edge, target, room, priceThere, logAim, lower, byRoom);
        solved = Vector<long>.Zero;
        for (int step = 0; step < MaxSteps; step++)
        {
            Vector<double> next = Step(s, k, edge, logAim, byRoom);
            // Steps may not leave the region of one order of magnitude around the last value.
            next = Vector.Min(Vector.Max(next, new Vector<double>(0.25) * s), new Vector<double>(4) * s);
            Vector<long> near = Vector.LessThan(Vector.Abs(next - s), new Vector<double>(LastStep) * s);
            s = Vector.ConditionalSelect(solved, s, next);
            solved |= near;
            if (Vector.EqualsAll(solved | ~usable, Vector<long>.AllBitsSet))
                break;
        }

        solved &= usable;
        return s;
    }

    /// <summary>
    /// A first s: below the inflection the price is nearly log-linear in 1/s², above it nearly linear, and close to its maximum a normal tail.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Start(
        Vector<double> k, Vector<double> inflection, Vector<double> edge, Vector<double> target, Vector<double> room, Vector<double> priceThere,
        Vector<double> logAim,
        Vector<long> lower, Vector<long> byRoom)
    {
        Vector<double> one = Vector<double>.One, two = new(2);
        Vector<double> low = one / Vector.SquareRoot((one / (inflection * inflection)) + (two * (Vector.Log(priceThere) - logAim) / (k * k)));
        Vector<double> middle = inflection + ((target - priceThere) / (edge * new Vector<double>(InverseSqrt2Pi)));
        // Abramowitz and Stegun 26.2.23, for the room as a tail of the same height on both sides.
        Vector<double> u = Vector.SquareRoot(-two * Vector.Log(room / (edge + (one / edge))));
        Vector<double> top = new Vector<double>(2.515517) + (u * (new Vector<double>(0.802853) + (u * new Vector<double>(0.010328))));
        Vector<double> bottom = one + (u * (new Vector<double>(1.432788) + (u * (new Vector<double>(0.189269) + (u * new Vector<double>(0.001308))))));
        Vector<double> high = Vector.Max(two * (u - (top / bottom)), inflection);
        return Vector.ConditionalSelect(lower, low, Vector.ConditionalSelect(byRoom, high, middle));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Step(Vector<double> s, Vector<double> k, Vector<double> edge, Vector<double> logAim, Vector<long> byRoom)
    {
        Vector<double> one = Vector<double>.One, half = new(0.5), root = new(InverseSqrt2);
        Vector<double> inverse = one / s, h = k * inverse, t = half * s;
        Vector<double> exponent = -half * ((h * h) + (t * t));
        Vector<double> gauss = Vector.Exp(Vector.Max(exponent, new Vector<double>(-700)));
        Vector<double> near = half * VectorNormal.ScaledErfc(Vector.Abs(h - t) * root), far = half * VectorNormal.ScaledErfc((h + t) * root);
        Vector<long> below = Vector.LessThan(t, h);

        // In units of the Gaussian, so that deep out of the money nothing underflows: below the inflection the price is near − far, above it the room is near +
        // far.
        Vector<double> rest = edge / gauss;
        Vector<double> inGauss = Vector.ConditionalSelect(
            byRoom,
            Vector.ConditionalSelect(below, rest - near + far, near + far),
            Vector.ConditionalSelect(below, near - far, rest - near - far));
        Vector<double> log = exponent + Vector.Log(inGauss);
        Vector<double> ratio = new Vector<double>(InverseSqrt2Pi) / inGauss;
        ratio = Vector.ConditionalSelect(byRoom, -ratio, ratio);

        // b''/b' and b'''/b' of the price; those of its logarithm follow.
        Vector<double> hOverS = h * inverse;
        Vector<double> second = (h * hOverS) - (half * t), third = (second * second) - (new Vector<double>(3) * hOverS * hOverS) - new Vector<double>(0.25);
        Vector<double> newton = (logAim - log) / ratio;
        Vector<double> g2 = second - ratio, g3 = third - (ratio * ((new Vector<double>(3) * second) - (ratio + ratio)));
        Vector<double> top = one + (half * g2 * newton), bottom = one + (newton * (g2 + (newton * g3 * new Vector<double>(1.0 / 6))));
        Vector<double> step = newton * top / bottom;
        // Far from the root the rational correction may turn the step around; Newton's own does not.
        Vector<long> turned = Vector.LessThanOrEqual(step * newton, Vector<double>.Zero);
        return s + Vector.ConditionalSelect(turned, newton, step);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Load(ReadOnlySpan<double> values, int i) =>
        Vector.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)i);
}
