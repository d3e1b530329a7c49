namespace ResearchLab.Options;

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
