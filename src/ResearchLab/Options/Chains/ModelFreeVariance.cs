namespace ResearchLab.Options;

/// <summary>
/// The fair variance of a smile: what a swap on the realised variance until expiry costs, and what volatility indices of the VIX's kind measure.
/// </summary>
public static class ModelFreeVariance
{
    private const double Step = 0.2, Reach = 6;

    /// <summary>Total model-free variance, variance a year times years.</summary>
    /// <param name="smile">A smile free of butterfly arbitrage, with positive variance.</param>
    /// <remarks>
    /// ∫ w(k) n(d₂(k)) |d₂′(k)| dk by Fukasawa (2012), "The normalizing transformation of the implied volatility smile", Mathematical Finance 22(4),
    /// 753–762, equal to the integral over out-of-the-money prices. Trapezoids in asinh(k), until six deviations on both sides.
    /// </remarks>
    public static double Of(in SviSmile smile)
    {
        double scale = Math.Sqrt(smile.TotalVariance(0)), sum = 0;
        for (int side = -1; side <= 1; side += 2)
        {
            for (int n = side < 0 ? 0 : 1; ; n++)
            {
                double u = side * n * Step, k = scale * Math.Sinh(u);
                (double w, double first, _) = smile.Derivatives(k);
                double root = Math.Sqrt(w), d2 = (-k / root) - (0.5 * root);
                double slope = (-1 / root) + (first * ((0.5 * k / (w * root)) - (0.25 / root)));
                sum += w * Math.Exp(-0.5 * d2 * d2) * -slope * scale * Math.Cosh(u);
                if (Math.Abs(d2) > Reach || n > 200)
                    break;
            }
        }

        return sum * Step / Math.Sqrt(2 * Math.PI);
    }
}
