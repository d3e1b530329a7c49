namespace ResearchLab.Options;

/// <summary>Standard normal density and distribution to about 1e-15 in absolute and, far in the tails, x²·1e-16 in relative terms.</summary>
/// <remarks>
/// Rational Chebyshev approximations of erf and of the scaled erfc: Cody (1969), Mathematics of Computation 23(107), 631–637. The
/// Gaussian factor is split as Cody does, so that the relative error does not grow with the square of the argument.
/// </remarks>
internal static class NormalDistribution
{
    private const double InverseSqrtPi = 0.56418958354775628695, InverseSqrt2 = 0.70710678118654752440;
    private const double InverseSqrt2Pi = 0.39894228040143267794;

    /// <summary>Density φ(x).</summary>
    public static double Density(double x) => InverseSqrt2Pi * Math.Exp(-0.5 * x * x);

    /// <summary>Distribution Φ(x); in the lower tail the rounding of x/√2 alone costs x²·1e-16 of relative precision.</summary>
    public static double Cdf(double x) => 0.5 * Erfc(-x * InverseSqrt2);

    /// <summary>
    /// Φ(x) and 1 − Φ(x), neither by subtraction where it is small, from one exponential that the caller has or can share between arguments; x²·1e-16 in
    /// relative terms.
    /// </summary>
    /// <param name="x">Argument.</param>
    /// <param name="gaussian">exp(−x²/2).</param>
    public static (double Below, double Above) Both(double x, double gaussian)
    {
        double y = Math.Abs(x) * InverseSqrt2;
        if (y <= 0.46875)
        {
            double half = 0.5 * InverseSqrt2 * x * ErfOverX(y * y);
            return (0.5 + half, 0.5 - half);
        }

        double tail = 0.5 * gaussian * ScaledTail(y);
        return x < 0 ? (tail, 1 - tail) : (1 - tail, tail);
    }

    /// <summary>1 − erf(x).</summary>
    public static double Erfc(double x)
    {
        double y = Math.Abs(x);
        if (y <= 0.46875)
            return 1 - (x * ErfOverX(y * y));
        double tail = y > 26.6 ? 0 : Gaussian(y) * ScaledTail(y);
        return x < 0 ? 2 - tail : tail;
    }

    /// <summary>exp(x²)·(1 − erf(x)); infinite below about −26.6.</summary>
    public static double ScaledErfc(double x)
    {
        double y = Math.Abs(x);
        if (y <= 0.46875)
            return Math.Exp(y * y) * (1 - (x * ErfOverX(y * y)));
        double tail = ScaledTail(y);
        return x >= 0 ? tail : (2 / Gaussian(y)) - tail;
    }

    // exp(−y²) with y split into a part of four binary digits and a small rest.
    private static double Gaussian(double y)
    {
        double coarse = Math.Truncate(y * 16) / 16;
        return Math.Exp(-coarse * coarse) * Math.Exp(-(y - coarse) * (y + coarse));
    }

    private static double ErfOverX(double z)
    {
        double p = ((((((((1.85777706184603153e-1 * z) + 3.16112374387056560e0) * z) + 1.13864154151050156e2) * z)
            + 3.77485237685302021e2) * z) + 3.20937758913846947e3);
        double q = ((((((z + 2.36012909523441209e1) * z) + 2.44024637934444173e2) * z) + 1.28261652607737228e3) * z) + 2.84423683343917062e3;
        return p / q;
    }

    private static double ScaledTail(double y)
    {
        if (y <= 4)
        {
            double p = 2.15311535474403846e-8, q = 1;
            p = (p * y) + 5.64188496988670089e-1;
            q = (q * y) + 1.57449261107098347e1;
            p = (p * y) + 8.88314979438837594e0;
            q = (q * y) + 1.17693950891312499e2;
            p = (p * y) + 6.61191906371416295e1;
            q = (q * y) + 5.37181101862009858e2;
            p = (p * y) + 2.98635138197400131e2;
            q = (q * y) + 1.62138957456669019e3;
            p = (p * y) + 8.81952221241769090e2;
            q = (q * y) + 3.29079923573345963e3;
            p = (p * y) + 1.71204761263407058e3;
            q = (q * y) + 4.36261909014324716e3;
            p = (p * y) + 2.05107837782607147e3;
            q = (q * y) + 3.43936767414372164e3;
            p = (p * y) + 1.23033935479799725e3;
            q = (q * y) + 1.23033935480374942e3;
            return p / q;
        }

        double z = 1 / (y * y);
        double a = ((((((((((1.63153871373020978e-2 * z) + 3.05326634961232344e-1) * z) + 3.60344899949804439e-1) * z)
            + 1.25781726111229246e-1) * z) + 1.60837851487422766e-2) * z) + 6.58749161529837803e-4);
        double b = ((((((((z + 2.56852019228982242e0) * z) + 1.87295284992346725e0) * z) + 5.27905102951428412e-1) * z)
            + 6.05183413124413191e-2) * z) + 2.33520497626869185e-3;
        return (InverseSqrtPi - (z * a / b)) / y;
    }
}
