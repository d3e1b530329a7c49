using System.Numerics;

namespace ResearchLab.Columns;

public static partial class Rolling
{
    /// <summary>Slope of the least-squares line through the last <paramref name="window"/> values, per row.</summary>
    /// <param name="values">Input column.</param>
    /// <param name="window">Rows in the window, at least 2.</param>
    /// <param name="destination">Receives one value a row; NaN for the first <paramref name="window"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 2.</exception>
    public static void Slope(ReadOnlySpan<double> values, int window, Span<double> destination)
    {
        Require(window, 2, values.Length, destination.Length);
        using var weights = new Scratch(window);
        SlopeWeights(weights.Span);
        WeightedDifference(values, weights.Span, destination);
    }

    /// <summary>Coefficient of determination of that line, in [0, 1]; NaN for a constant window.</summary>
    /// <inheritdoc cref="Slope"/>
    public static void RSquared(ReadOnlySpan<double> values, int window, Span<double> destination)
    {
        Require(window, 2, values.Length, destination.Length);
        using var slopes = new Scratch(values.Length);
        Slope(values, window, slopes.Span);
        Variance(values, window, sample: false, destination);
        double rowVariance = (((double)window * window) - 1) / 12;
        for (int i = 0; i < values.Length; i++)
        {
            double share = slopes.Span[i] * slopes.Span[i] * rowVariance / destination[i];
            destination[i] = destination[i] > 0 ? Math.Min(1, share) : double.NaN;
        }
    }

    /// <summary>
    /// Least-squares slope of <paramref name="values"/> on <paramref name="explaining"/> over the window (beta); NaN where the latter is constant.
    /// </summary>
    /// <param name="values">Explained column, such as an asset's returns.</param>
    /// <param name="explaining">Explaining column of the same length, such as the market's returns.</param>
    /// <param name="window">Rows in the window, at least 2.</param>
    /// <param name="destination">Receives one value a row; NaN for the first <paramref name="window"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 2.</exception>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public static void Beta(ReadOnlySpan<double> values, ReadOnlySpan<double> explaining, int window, Span<double> destination)
    {
        Require(window, 2, values.Length, destination.Length);
        RequireSameLength(values.Length, explaining.Length, nameof(explaining));
        Run(new CoMomentBlock(correlation: false), explaining, values, window, destination);
    }

    /// <summary>Pearson correlation of two columns over the window, in [−1, 1]; NaN where either is constant.</summary>
    /// <inheritdoc cref="Beta"/>
    public static void Correlation(ReadOnlySpan<double> values, ReadOnlySpan<double> explaining, int window, Span<double> destination)
    {
        Require(window, 2, values.Length, destination.Length);
        RequireSameLength(values.Length, explaining.Length, nameof(explaining));
        Run(new CoMomentBlock(correlation: true), explaining, values, window, destination);
    }

    /// <summary>Weights whose sum with a column is its least-squares slope a row, oldest row first; they sum to 0.</summary>
    internal static void SlopeWeights(Span<double> weights)
    {
        double n = weights.Length, middle = (n - 1) / 2, squares = n * ((n * n) - 1) / 12;
        for (int k = 0; k < weights.Length; k++)
            weights[k] = (k - middle) / squares;
    }

    /// <summary>Co-moments of the differences to the newest pair.</summary>
    private readonly struct CoMomentBlock(bool correlation) : IBlock
    {
        private readonly bool _correlation = correlation;

        public void Compute(ref readonly double oldestX, ref readonly double oldestY, int window, ref double destination)
        {
            int width = Vector<double>.Count, newest = window - 1;
            var count = new Vector<double>(window);
            for (int v = 0; v < Unroll * width; v += width)
            {
                Vector<double> newestX = Load(in oldestX, v + newest), newestY = Load(in oldestY, v + newest);
                Vector<double> sumX = Vector<double>.Zero, sumY = sumX, xx = sumX, yy = sumX, xy = sumX;
                for (int k = 0; k < newest; k++)
                {
                    Vector<double> x = Load(in oldestX, v + k) - newestX, y = Load(in oldestY, v + k) - newestY;
                    sumX += x;
                    sumY += y;
                    xx += x * x;
                    yy += y * y;
                    xy += x * y;
                }

                Vector<double> meanX = sumX / count, meanY = sumY / count;
                xx = (xx / count) - (meanX * meanX);
                yy = (yy / count) - (meanY * meanY);
                xy = (xy / count) - (meanX * meanY);
                Vector<long> constant = Constant(xx, newestX + meanX);
                if (_correlation)
                {
                    Vector<double> r = Vector.Min(Vector<double>.One, Vector.Max(-Vector<double>.One, xy / Vector.SquareRoot(xx * yy)));
                    constant |= Constant(yy, newestY + meanY);
                    Store(NaNWhere(constant, r + (xy - xy)), ref destination, v);
                }
                else
                {
                    Store(NaNWhere(constant, xy / xx), ref destination, v);
                }
            }
        }

        private static Vector<long> Constant(Vector<double> variance, Vector<double> mean)
        {
            Vector<double> spread = new Vector<double>(ConstantTolerance) * mean;
            return Vector.LessThanOrEqual(variance, spread * spread);
        }
    }
}
