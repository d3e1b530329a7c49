namespace ResearchLab.Options;

/// <summary>Bends a fitted SVI smile to the quotes it misses, as little as needed and never to a negative density.</summary>
/// <remarks>
/// Penalised cubic B-splines (Eilers and Marx 1996, Statistical Science 11(2), 89–121) through what the smile leaves over, errors in half spreads and large
/// ones counted linearly, so that a stale quote carries nothing away. The penalty on bends falls until nearly all prices lie inside their quotes; it stops
/// before the density would be negative anywhere.
/// </remarks>
internal static class SmileCorrection
{
    private const int MinQuotes = 3, MostKnots = 48, Stiffnesses = 10;
    private const double KnotDeviations = 0.3, EnoughInside = 0.99, StiffestPenalty = 1e3, Loosen = 0.2, MinButterfly = 1e-3, LinearFrom = 1;

    /// <summary>Corrects.</summary>
    /// <param name="smile">Fitted smile, g ≥ 0 on the range.</param>
    /// <param name="k">Log-moneynesses of the quotes, ascending.</param>
    /// <param name="w">Their total variances.</param>
    /// <param name="halfSpread">Half their spreads in total variance, positive.</param>
    /// <param name="low">Least log-moneyness at which the density counts.</param>
    /// <param name="high">Largest.</param>
    public static SmileCurve Of(SviSmile smile, double[] k, double[] w, double[] halfSpread, double low, double high)
    {
        var best = new SmileCurve(smile);
        if (k.Length < MinQuotes || Inside(best, k, w, halfSpread) >= EnoughInside)
            return best;
        double step = Math.Max(KnotDeviations * Math.Sqrt(smile.TotalVariance(0)), (k[^1] - k[0]) / (MostKnots - 3));
        int knots = (int)Math.Ceiling((k[^1] - k[0]) / step) + 3;
        double first = k[0] - step;
        var normal = new double[knots * knots];
        var right = new double[knots];
        double penalty = StiffestPenalty;
        for (int i = 0; i < Stiffnesses; i++, penalty *= Loosen)
        {
            double data = Normal(best, k, w, halfSpread, first, step, normal, right);
            if (Solve(normal, right, penalty * data / knots) is not { } coefficients)
                break;
            var curve = new SmileCurve(smile, first, step, coefficients);
            if (!IsDensity(curve, low, high))
                break;
            best = curve;
            if (Inside(curve, k, w, halfSpread) >= EnoughInside)
                break;
        }

        return best;
    }

    private static double Inside(SmileCurve curve, double[] k, double[] w, double[] halfSpread)
    {
        int inside = 0;
        for (int i = 0; i < k.Length; i++)
            inside += Math.Abs(curve.TotalVariance(k[i]) - w[i]) <= halfSpread[i] ? 1 : 0;
        return (double)inside / k.Length;
    }

    private static bool IsDensity(SmileCurve curve, double low, double high)
    {
        double step = curve.CheckStep(low, high), to = Math.Min(high, curve.CorrectedTo);
        for (double k = Math.Max(low, curve.CorrectedFrom); k <= to; k += step)
        {
            if (!(curve.Butterfly(k) >= Math.Min(MinButterfly, 0.5 * curve.Smile.Butterfly(k))))
                return false;
        }

        return true;
    }

    // Normal equations of the least squares, quotes weighted by what the curve found last makes of them (Huber); returns the trace.
    private static double Normal(SmileCurve last, double[] k, double[] w, double[] halfSpread, double first, double step, double[] normal, double[] right)
    {
        int knots = right.Length;
        Array.Clear(normal);
        Array.Clear(right);
        Span<double> value = stackalloc double[4];
        for (int i = 0; i < k.Length; i++)
        {
            double x = (k[i] - first) / step, miss = w[i] - last.Smile.TotalVariance(k[i]), off = Math.Abs(last.TotalVariance(k[i]) - w[i]) / halfSpread[i];
            double weight = Math.Min(1, LinearFrom / off) / (halfSpread[i] * halfSpread[i]);
            int cell = Math.Clamp((int)x, 1, knots - 3);
            SmileCurve.Values(x - cell, value);
            for (int a = 0; a < 4; a++)
            {
                int row = cell - 1 + a;
                right[row] += weight * value[a] * miss;
                for (int b = 0; b < 4; b++)
                    normal[(row * knots) + cell - 1 + b] += weight * value[a] * value[b];
            }
        }

        double trace = 0;
        for (int i = 0; i < knots; i++)
            trace += normal[(i * knots) + i];
        return trace;
    }

    // Cholesky of the banded system with a penalty on second differences, coefficients beyond the ends counting as 0.
    private static double[]? Solve(double[] normal, double[] right, double penalty)
    {
        const int band = 3;
        int n = right.Length;
        var factor = new double[n * n];
        ReadOnlySpan<double> bend = [6, -4, 1, 0];
        for (int i = 0; i < n; i++)
        {
            for (int j = Math.Max(0, i - band); j <= i; j++)
                factor[(i * n) + j] = normal[(i * n) + j] + (penalty * bend[i - j]);
        }

        for (int i = 0; i < n; i++)
        {
            for (int j = Math.Max(0, i - band); j <= i; j++)
            {
                double sum = factor[(i * n) + j];
                for (int l = Math.Max(0, i - band); l < j; l++)
                    sum -= factor[(i * n) + l] * factor[(j * n) + l];
                if (i == j && !(sum > 0))
                    return null;
                factor[(i * n) + j] = i == j ? Math.Sqrt(sum) : sum / factor[(j * n) + j];
            }
        }

        var x = (double[])right.Clone();
        for (int i = 0; i < n; i++)
        {
            for (int j = Math.Max(0, i - band); j < i; j++)
                x[i] -= factor[(i * n) + j] * x[j];
            x[i] /= factor[(i * n) + i];
        }

        for (int i = n - 1; i >= 0; i--)
        {
            for (int j = i + 1; j <= Math.Min(n - 1, i + band); j++)
                x[i] -= factor[(j * n) + i] * x[j];
            x[i] /= factor[(i * n) + i];
        }

        return x;
    }
}
