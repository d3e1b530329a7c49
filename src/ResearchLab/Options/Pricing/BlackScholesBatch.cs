using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ResearchLab.Options;

/// <summary>European prices and greeks of whole chains, several options at a time in the processor's vectors.</summary>
/// <remarks>
/// The formulas of <see cref="BlackScholes.Greeks"/>, to 1e-12 of the larger of spot and strike. One exponential serves the density and
/// both tails: the tails are the density times a scaled error function, and the density at d₂ is that at d₁ times forward over strike.
/// </remarks>
public static class BlackScholesBatch
{
    /// <summary>Prices the options of one expiry.</summary>
    /// <param name="right">Of every option.</param>
    /// <param name="spot">Price of the underlying, &gt; 0.</param>
    /// <param name="strike">Strikes.</param>
    /// <param name="volAnnual">Annualised volatility of each as a fraction.</param>
    /// <param name="years">ACT/365F years to expiry, ≥ 0.</param>
    /// <param name="ratePerYear">Continuously compounded risk-free rate as a fraction.</param>
    /// <param name="yieldPerYear">Continuously compounded dividend yield as a fraction.</param>
    /// <param name="destination">Receives a row an option: NaN in every column where the strike or the volatility is missing or out of range.</param>
    /// <exception cref="ArgumentException">The columns differ in length or a destination is too short.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Spot, years, rate or yield is not finite or outside its range.</exception>
    public static void Greeks(
        OptionRight right, double spot, ReadOnlySpan<double> strike, ReadOnlySpan<double> volAnnual, double years, double ratePerYear, double yieldPerYear,
        GreekColumns destination)
    {
        BlackScholes.Check(spot, 1, 0, years, ratePerYear, yieldPerYear);
        if (volAnnual.Length != strike.Length || !destination.Hold(strike.Length))
            throw new ArgumentException($"{strike.Length} strikes, {volAnnual.Length} volatilities: pass as many of each and columns at least as long.",
                nameof(destination));

        var expiry = new Expiry(right == OptionRight.Call ? 1 : -1, spot, years, ratePerYear, yieldPerYear);
        int width = Vector<double>.Count, i = 0;
        for (; i <= strike.Length - width; i += width)
            Repair(expiry.Write(Load(strike, i), Load(volAnnual, i), destination, i), width, right, spot, strike, volAnnual, years, ratePerYear, yieldPerYear,
                destination, i);

        int rest = strike.Length - i;
        if (rest == 0)
            return;
        // The rest goes through the same vectors, so that an option's numbers do not depend on its place.
        Span<double> strikes = stackalloc double[width], vols = stackalloc double[width], columns = stackalloc double[6 * width];
        strikes.Fill(spot);
        vols.Clear();
        strike[i..].CopyTo(strikes);
        volAnnual[i..].CopyTo(vols);
        var padded = new GreekColumns(
            columns[..width], columns.Slice(width, width), columns.Slice(2 * width, width), columns.Slice(3 * width, width), columns.Slice(4 * width, width),
            columns.Slice(5 * width, width));
        Vector<long> usable = expiry.Write(Load(strikes, 0), Load(vols, 0), padded, 0);
        padded.Price[..rest].CopyTo(destination.Price[i..]);
        padded.DeltaPerUnit[..rest].CopyTo(destination.DeltaPerUnit[i..]);
        padded.GammaPerUnit[..rest].CopyTo(destination.GammaPerUnit[i..]);
        padded.VegaPerVolPoint[..rest].CopyTo(destination.VegaPerVolPoint[i..]);
        padded.ThetaPerDay[..rest].CopyTo(destination.ThetaPerDay[i..]);
        padded.RhoPerPct[..rest].CopyTo(destination.RhoPerPct[i..]);
        Repair(usable, rest, right, spot, strike, volAnnual, years, ratePerYear, yieldPerYear, destination, i);
    }

    /// <summary>Lanes that need the care of the scalar code get it; their neighbours keep what they have.</summary>
    private static void Repair(
        Vector<long> usable, int lanes, OptionRight right, double spot, ReadOnlySpan<double> strike, ReadOnlySpan<double> vol, double years, double rate,
        double yield,
        GreekColumns to, int from)
    {
        if (Vector.EqualsAll(usable, Vector<long>.AllBitsSet))
            return;
        for (int lane = 0; lane < lanes; lane++)
        {
            if (usable[lane] == 0)
                Scalar(right, spot, strike, vol, years, rate, yield, to, from + lane, from + lane + 1);
        }
    }

    private static void Scalar(
        OptionRight right, double spot, ReadOnlySpan<double> strike, ReadOnlySpan<double> vol, double years, double rate, double yield,
        GreekColumns to, int from, int end)
    {
        for (int i = from; i < end; i++)
        {
            bool usable = strike[i] > 0 && double.IsFinite(strike[i]) && vol[i] >= 0 && double.IsFinite(vol[i]);
            Greeks g = usable
                ? BlackScholes.Greeks(right, spot, strike[i], vol[i], years, rate, yield)
                : new Greeks(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
            (to.Price[i], to.DeltaPerUnit[i], to.GammaPerUnit[i]) = (g.Price, g.DeltaPerUnit, g.GammaPerUnit);
            (to.VegaPerVolPoint[i], to.ThetaPerDay[i], to.RhoPerPct[i]) = (g.VegaPerVolPoint, g.ThetaPerDay, g.RhoPerPct);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Load(ReadOnlySpan<double> values, int i) =>
        Vector.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)i);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector<double> value, Span<double> to, int i) =>
        value.StoreUnsafe(ref MemoryMarshal.GetReference(to), (nuint)i);

    /// <summary>What all options of one expiry share.</summary>
    private readonly struct Expiry(double sign, double spot, double years, double rate, double yield)
    {
        private const double InverseSqrt2 = 0.70710678118654752440, InverseSqrt2Pi = 0.39894228040143267794;
        private readonly double _rootYears = Math.Sqrt(years), _yieldFactor = Math.Exp(-yield * years);
        private readonly double _strikeFactor = Math.Exp(-rate * years), _carry = (rate - yield) * years;

        /// <summary>Which lanes are written; the others need the care of the scalar code.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<long> Write(Vector<double> strike, Vector<double> vol, GreekColumns to, int i)
        {
            Vector<double> zero = Vector<double>.Zero, one = Vector<double>.One, half = new(0.5), signs = new(sign);
            Vector<double> deviation = vol * new Vector<double>(_rootYears);
            var least = new Vector<double>(1e-6);
            var most = new Vector<double>(1e3);
            Vector<long> usable = Vector.GreaterThan(deviation, least) & Vector.LessThan(deviation, most)
                & Vector.GreaterThan(strike, new Vector<double>(1e-9 * spot)) & Vector.LessThan(strike, new Vector<double>(1e9 * spot));
            // Harmless numbers in the other lanes: one of them out of range would send the exponentials of all down another path, and move their last bits.
            strike = Vector.ConditionalSelect(usable, strike, new Vector<double>(spot));
            deviation = Vector.ConditionalSelect(usable, deviation, one);
            Vector<double> inverse = one / deviation;
            Vector<double> d1 = ((Vector.Log(new Vector<double>(spot) / strike) + new Vector<double>(_carry)) * inverse) + (half * deviation);
            Vector<double> d2 = d1 - deviation;
            var spotThen = new Vector<double>(spot * _yieldFactor);
            Vector<double> strikeThen = strike * new Vector<double>(_strikeFactor);
            Vector<double> gauss = Vector.Exp(Vector.Max(-half * d1 * d1, new Vector<double>(-700)));
            Vector<double> spotGauss = spotThen * gauss;
            Vector<double> root = new(InverseSqrt2);
            // Tails beyond |d| in money; the strike's uses K·e^(−rT)·φ(d₂) = S·e^(−qT)·φ(d₁).
            Vector<double> spotTail = half * spotGauss * VectorNormal.ScaledErfc(Vector.Abs(d1) * root);
            Vector<double> strikeTail = half * spotGauss * VectorNormal.ScaledErfc(Vector.Abs(d2) * root);
            Vector<double> spotTerm = Vector.ConditionalSelect(Vector.LessThan(signs * d1, zero), spotTail, spotThen - spotTail);
            Vector<double> strikeTerm = Vector.ConditionalSelect(Vector.LessThan(signs * d2, zero), strikeTail, strikeThen - strikeTail);
            Vector<double> price = Vector.Max(signs * (spotTerm - strikeTerm), zero);
            Vector<double> spotDensity = spotGauss * new Vector<double>(InverseSqrt2Pi);
            Store(price, to.Price, i);
            Store(spotTerm * new Vector<double>(sign / spot), to.DeltaPerUnit, i);
            Store(spotDensity * inverse * new Vector<double>(1 / (spot * spot)), to.GammaPerUnit, i);
            Store(spotDensity * new Vector<double>(0.01 * _rootYears), to.VegaPerVolPoint, i);
            Vector<double> theta = (spotTerm * new Vector<double>(sign * yield / BlackScholes.DaysPerYear))
                - (strikeTerm * new Vector<double>(sign * rate / BlackScholes.DaysPerYear))
                - (spotDensity * vol * new Vector<double>(0.5 / (_rootYears * BlackScholes.DaysPerYear)));
            Store(theta, to.ThetaPerDay, i);
            Store(strikeTerm * new Vector<double>(0.01 * sign * years), to.RhoPerPct, i);
            return usable;
        }
    }
}
