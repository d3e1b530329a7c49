using System.Runtime.InteropServices;

namespace ResearchLab.Options;

/// <summary>
/// Total variance of one expiry with its derivatives: an SVI smile and a small smooth correction that follows the quotes where five numbers cannot.
/// </summary>
/// <remarks>
/// The correction is a cubic B-spline on even knots (de Boor 1978, A Practical Guide to Splines), twice differentiable, and zero two knots beyond its
/// coefficients, so that beyond the quotes the smile is SVI again.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
public readonly struct SmileCurve
{
    private const int PlainPoints = 160, PointsPerKnot = 4;
    private readonly double[] _coefficients;
    private readonly double _first, _step;

    /// <summary>An SVI smile without a correction.</summary>
    public SmileCurve(SviSmile smile)
        : this(smile, 0, 1, [])
    {
    }

    /// <summary>A smile with a correction.</summary>
    /// <param name="smile">The smile.</param>
    /// <param name="first">Log-moneyness of the first coefficient's knot.</param>
    /// <param name="step">Distance of the knots, positive.</param>
    /// <param name="coefficients">One a knot; kept, not copied.</param>
    internal SmileCurve(SviSmile smile, double first, double step, double[] coefficients) =>
        (Smile, _first, _step, _coefficients) = (smile, first, step, coefficients);

    /// <summary>The SVI smile beneath the correction.</summary>
    public SviSmile Smile { get; }

    /// <summary>Whether there is a correction.</summary>
    public bool IsCorrected => _coefficients is { Length: > 0 };

    /// <summary>Log-moneyness where the correction begins.</summary>
    internal double CorrectedFrom => _first - (2 * _step);

    /// <summary>Log-moneyness where the correction ends.</summary>
    internal double CorrectedTo => _first + ((_coefficients.Length + 1) * _step);

    /// <summary>Distance of points between which g hides nothing, over a range of log-moneyness.</summary>
    internal double CheckStep(double low, double high) => Math.Min((high - low) / PlainPoints, IsCorrected ? _step / PointsPerKnot : double.PositiveInfinity);

    /// <summary>Total variance, volatility squared times years, at log-moneyness ln(strike / forward).</summary>
    public double TotalVariance(double logMoneyness)
    {
        double variance = Smile.TotalVariance(logMoneyness);
        if (!IsCorrectedAt(logMoneyness, out int cell, out double share))
            return variance;
        Span<double> value = stackalloc double[4];
        Values(share, value);
        for (int i = 0; i < 4; i++)
            variance += Coefficient(cell - 1 + i) * value[i];
        return variance;
    }

    /// <summary>Total variance and its first and second derivative in log-moneyness.</summary>
    public (double Variance, double First, double Second) At(double logMoneyness)
    {
        (double variance, double first, double second) = Smile.Derivatives(logMoneyness);
        if (!IsCorrectedAt(logMoneyness, out int cell, out double t))
            return (variance, first, second);
        double s = 1 - t;
        Span<double> value = stackalloc double[4];
        Values(t, value);
        ReadOnlySpan<double> slope = [-0.5 * s * s, (1.5 * t * t) - (2 * t), (-1.5 * s * s) + (2 * s), 0.5 * t * t], bend = [s, (3 * t) - 2, (3 * s) - 2, t];
        for (int i = 0; i < 4; i++)
        {
            double c = Coefficient(cell - 1 + i);
            variance += c * value[i];
            first += c * slope[i] / _step;
            second += c * bend[i] / (_step * _step);
        }

        return (variance, first, second);
    }

    /// <summary>Gatheral and Jacquier's g(k), see <see cref="SviSmile.Butterfly(double)"/>.</summary>
    public double Butterfly(double logMoneyness)
    {
        (double w, double first, double second) = At(logMoneyness);
        return SviSmile.Butterfly(logMoneyness, w, first, second);
    }

    /// <summary>The four cubic B-splines that are not zero at a share t of a cell, that of the knot before the cell first.</summary>
    internal static void Values(double t, Span<double> value)
    {
        double s = 1 - t;
        (value[0], value[1], value[2], value[3]) = (s * s * s / 6, ((3 * t * t * t) - (6 * t * t) + 4) / 6, ((3 * s * s * s) - (6 * s * s) + 4) / 6,
            t * t * t / 6);
    }

    private bool IsCorrectedAt(double logMoneyness, out int cell, out double share)
    {
        (cell, share) = (0, 0);
        if (!IsCorrected || !(logMoneyness > CorrectedFrom && logMoneyness < CorrectedTo))
            return false;
        double x = (logMoneyness - _first) / _step;
        cell = (int)Math.Floor(x);
        share = x - cell;
        return true;
    }

    private double Coefficient(int knot) => (uint)knot < (uint)_coefficients.Length ? _coefficients[knot] : 0;
}
