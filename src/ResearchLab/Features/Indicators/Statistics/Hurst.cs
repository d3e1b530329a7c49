using System.Numerics.Tensors;
using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Hurst exponent by rescaled range (Hurst, 1951; Peters, 1994, "Fractal Market Analysis").</summary>
public static class Hurst
{
    private const int LeastChunk = 8, MostScales = 6;

    /// <summary>
    /// Least-squares slope of log(R/S) on log(chunk length), the log returns of the window being cut into 1, 2, 4 … 32 chunks of at least 8.
    /// The corrected exponent adds √(πn/2) − E[R/S] to each R/S, E being its mean for independent returns of that length.
    /// </summary>
    /// <remarks>
    /// Anis and Lloyd (1976), Biometrika 63, 111–116, for E[R/S], exact at every length. Short windows are noisy: independent returns
    /// give 0.5 ± 0.1 over 100 sessions. Returns left over by a division are dropped at the start of the window.
    /// </remarks>
    /// <param name="prices">Positive prices.</param>
    /// <param name="window">Returns, at least 20; usually 100.</param>
    /// <param name="exponent">Receives the exponent; NaN for the first <paramref name="window"/> sessions and where a scale never moved.</param>
    /// <param name="corrected">Receives the corrected one; NaN likewise.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 20.</exception>
    /// <exception cref="ArgumentException">A destination is too short.</exception>
    public static void Compute(ReadOnlySpan<double> prices, int window, Span<double> exponent, Span<double> corrected)
    {
        Rolling.Require(window, 20, prices.Length, Math.Min(exponent.Length, corrected.Length));
        using var returns = new Scratch(prices.Length);
        LogReturn.Compute(prices, 1, returns.Span);
        Span<double> sizes = stackalloc double[MostScales], raw = stackalloc double[MostScales], shifted = stackalloc double[MostScales],
            shifts = stackalloc double[MostScales];
        int scales = 0;
        for (int chunks = 1; scales < MostScales && window / chunks >= LeastChunk; chunks *= 2)
        {
            int size = window / chunks;
            sizes[scales] = Math.Log(size);
            shifts[scales++] = Math.Sqrt(Math.PI * size / 2) - ExpectedRange(size);
        }

        int first = Math.Min(window, prices.Length);
        exponent[..first].Fill(double.NaN);
        corrected[..first].Fill(double.NaN);
        for (int i = window; i < prices.Length; i++)
        {
            ReadOnlySpan<double> slice = returns.Span.Slice(i - window + 1, window);
            for (int scale = 0; scale < scales; scale++)
            {
                double range = RescaledRange(slice, 1 << scale);
                raw[scale] = range > 0 ? Math.Log(range) : double.NaN;
                shifted[scale] = range > 0 ? Math.Log(range + shifts[scale]) : double.NaN;
            }

            exponent[i] = Slope(sizes[..scales], raw);
            corrected[i] = Slope(sizes[..scales], shifted);
        }
    }

    /// <summary>Mean over the chunks of the range of their cumulated deviations / their population standard deviation.</summary>
    private static double RescaledRange(ReadOnlySpan<double> returns, int chunks)
    {
        int size = returns.Length / chunks;
        double total = 0;
        for (ReadOnlySpan<double> rest = returns[^(size * chunks)..]; rest.Length > 0; rest = rest[size..])
        {
            ReadOnlySpan<double> chunk = rest[..size];
            double mean = TensorPrimitives.Sum(chunk) / size, sum = 0, squares = 0, highest = chunk[0] - mean, lowest = highest;
            foreach (double value in chunk)
            {
                double deviation = value - mean;
                sum += deviation;
                squares += deviation * deviation;
                highest = Math.Max(highest, sum);
                lowest = Math.Min(lowest, sum);
            }

            double spread = Math.Sqrt(squares / size);
            total += spread > 0 ? (highest - lowest) / spread : spread;
        }

        return total / chunks;
    }

    /// <summary>Γ((n − 1)/2) / (√π·Γ(n/2)) · Σ √((n − j)/j), by the recursion of the gamma ratio.</summary>
    private static double ExpectedRange(int size)
    {
        double ratio = size % 2 == 0 ? 1 : 2 / Math.PI, sum = 0;
        for (int n = size % 2 == 0 ? 2 : 3; n < size; n += 2)
            ratio *= (n - 1.0) / n;
        for (int j = 1; j < size; j++)
            sum += Math.Sqrt((double)(size - j) / j);
        return ratio * sum;
    }

    private static double Slope(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double meanX = 0, meanY = 0, xy = 0, xx = 0;
        for (int i = 0; i < x.Length; i++)
        {
            meanX += x[i] / x.Length;
            meanY += y[i] / x.Length;
        }

        for (int i = 0; i < x.Length; i++)
        {
            xy += (x[i] - meanX) * (y[i] - meanY);
            xx += (x[i] - meanX) * (x[i] - meanX);
        }

        return Ratio.Of(xy, xx);
    }
}
