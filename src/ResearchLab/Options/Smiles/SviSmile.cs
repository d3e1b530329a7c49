using System.Runtime.InteropServices;

namespace ResearchLab.Options;

/// <summary>A raw SVI smile: total variance w(k) = a + b·(ρ(k − m) + √((k − m)² + σ²)) at log-moneyness k = ln(strike / forward).</summary>
/// <param name="Level">a.</param>
/// <param name="Slope">b ≥ 0: half the sum of the wings' slopes.</param>
/// <param name="Tilt">ρ in [−1, 1].</param>
/// <param name="Centre">m.</param>
/// <param name="Width">σ &gt; 0: how wide the bend is.</param>
/// <remarks>Gatheral and Jacquier (2014), "Arbitrage-free SVI volatility surfaces", Quantitative Finance 14(1), 59–71.</remarks>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SviSmile(double Level, double Slope, double Tilt, double Centre, double Width)
{
    /// <summary>The same total variance at every strike.</summary>
    public static SviSmile Flat(double totalVariance) => new(totalVariance, 0, 0, 0, 1);

    /// <summary>The SSVI smile of at-the-money total variance θ, tilt ρ and curvature φ.</summary>
    public static SviSmile Ssvi(double theta, double tilt, double phi)
    {
        if (phi == 0)
            return Flat(theta);
        double root = Math.Sqrt(1 - (tilt * tilt));
        return new SviSmile(0.5 * theta * root * root, 0.5 * theta * phi, tilt, -tilt / phi, root / phi);
    }

    /// <summary>Total variance, volatility squared times years.</summary>
    public double TotalVariance(double logMoneyness)
    {
        double x = logMoneyness - Centre;
        return Level + (Slope * ((Tilt * x) + Math.Sqrt((x * x) + (Width * Width))));
    }

    /// <summary>Total variance and its first and second derivative in log-moneyness.</summary>
    public (double Variance, double First, double Second) Derivatives(double logMoneyness)
    {
        double x = logMoneyness - Centre, root = Math.Sqrt((x * x) + (Width * Width));
        return (Level + (Slope * ((Tilt * x) + root)), Slope * (Tilt + (x / root)), Slope * Width * Width / (root * root * root));
    }

    /// <summary>
    /// Gatheral and Jacquier's g(k): the risk-neutral density is g times a positive factor, so g ≥ 0 everywhere is no butterfly
    /// arbitrage. Negative infinity where the variance is not positive.
    /// </summary>
    public double Butterfly(double logMoneyness)
    {
        (double w, double first, double second) = Derivatives(logMoneyness);
        return Butterfly(logMoneyness, w, first, second);
    }

    /// <summary>g(k) of any smile from its total variance and derivatives there.</summary>
    internal static double Butterfly(double logMoneyness, double w, double first, double second)
    {
        if (!(w > 0))
            return double.NegativeInfinity;
        double lead = 1 - (0.5 * logMoneyness * first / w);
        return (lead * lead) - (0.25 * first * first * ((1 / w) + 0.25)) + (0.5 * second);
    }

    /// <summary>The smallest g(k) on an even grid.</summary>
    public double MinButterfly(double low, double high, int points = 81)
    {
        double least = double.PositiveInfinity, step = (high - low) / (points - 1);
        for (int i = 0; i < points; i++)
            least = Math.Min(least, Butterfly(low + (i * step)));
        return least;
    }
}
