namespace ResearchLab.Options;

/// <summary>Prices of the underlying at which an American option is exercised: at or below for puts, at or above for calls.</summary>
public sealed class ExerciseBoundary
{
    private readonly AmericanScheme _scheme;
    private readonly double[] _squares;
    private readonly double _end, _sign;

    internal ExerciseBoundary(OptionRight right, double years, double end, double[] squares, AmericanScheme scheme)
    {
        Right = right;
        Years = years;
        _end = end;
        _sign = right == OptionRight.Call ? 1 : -1;
        _squares = squares;
        _scheme = scheme;
    }

    /// <summary>Call or put.</summary>
    public OptionRight Right { get; }

    /// <summary>The longest time to expiry it covers, ACT/365F years.</summary>
    public double Years { get; }

    /// <summary>The boundary in the currency of the strike.</summary>
    /// <param name="yearsToExpiry">0 to <see cref="Years"/>; at 0 it is the limit before expiry.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is outside that range.</exception>
    public double At(double yearsToExpiry)
    {
        if (!(yearsToExpiry >= 0 && yearsToExpiry <= Years))
            throw new ArgumentOutOfRangeException(nameof(yearsToExpiry), yearsToExpiry, $"The boundary covers 0 to {Years} years to expiry. Ask within that, or solve it for longer.");
        Span<double> weights = stackalloc double[_scheme.BoundaryNodes];
        _scheme.InterpolateAt(Math.Sqrt(yearsToExpiry / Years), weights);
        double square = 0;
        for (int j = 0; j < weights.Length; j++)
            square += weights[j] * _squares[j];
        return _end * Math.Exp(_sign * Math.Sqrt(Math.Max(square, 0)));
    }
}

public static partial class AmericanOption
{
    /// <summary>The early-exercise boundary over the option's life; null where early exercise never pays.</summary>
    /// <param name="right">Call or put.</param>
    /// <param name="strike">Strike, &gt; 0.</param>
    /// <param name="volAnnual">Annualised volatility as a fraction, &gt; 0.</param>
    /// <param name="years">ACT/365F years to expiry, &gt; 0.</param>
    /// <param name="ratePerYear">Continuously compounded risk-free rate as a fraction.</param>
    /// <param name="yieldPerYear">Continuously compounded dividend yield as a fraction.</param>
    /// <param name="scheme">Precision; <see cref="AmericanScheme.Accurate"/> by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not finite or outside its range, or the region has two boundaries.</exception>
    public static ExerciseBoundary? Boundary(
        OptionRight right, double strike, double volAnnual, double years, double ratePerYear, double yieldPerYear = 0, AmericanScheme? scheme = null)
    {
        BlackScholes.Check(strike, strike, volAnnual, years, ratePerYear, yieldPerYear);
        ArgumentOutOfRangeException.ThrowIfZero(volAnnual);
        ArgumentOutOfRangeException.ThrowIfZero(years);
        if (RegimeOf(right, ratePerYear, yieldPerYear) == Regime.European)
            return null;
        RefuseTwoBoundaries(right, ratePerYear, yieldPerYear);
        bool call = right == OptionRight.Call;
        (double rate, double yield) = call ? (yieldPerYear, ratePerYear) : (ratePerYear, yieldPerYear);
        scheme ??= AmericanScheme.Accurate;
        var squares = new double[scheme.BoundaryNodes];
        PutBoundary.Solve(volAnnual, years, rate, yield, scheme, squares);
        double end = PutBoundary.AtExpiry(rate, yield);
        // Call and put boundaries mirror each other at the strike: B_call(r, q)·B_put(q, r) = K².
        return new ExerciseBoundary(right, years, call ? strike / end : strike * end, squares, scheme);
    }
}
