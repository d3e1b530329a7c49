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
            throw new ArgumentOutOfRangeException(nameof(yearsToExpiry), yearsToExpiry,
                Invariant($"The boundary covers 0 to {Years} years to expiry. Ask within that, or solve it for longer."));
        Span<double> weights = stackalloc double[_scheme.BoundaryNodes];
        _scheme.InterpolateAt(Math.Sqrt(yearsToExpiry / Years), weights);
        double square = 0;
        for (int j = 0; j < weights.Length; j++)
            square += weights[j] * _squares[j];
        return _end * Math.Exp(_sign * Math.Sqrt(Math.Max(square, 0)));
    }
}
