using System.Numerics;
using System.Runtime.CompilerServices;

namespace ResearchLab.Columns;

public static partial class Rolling
{
    /// <summary>Spread below which a window counts as constant, relative to its mean: the rounding of the values themselves.</summary>
    private const double ConstantTolerance = 1e-10;

    /// <summary>Variance of the last <paramref name="window"/> values: divisor n − 1 (sample) or n (population).</summary>
    /// <remarks>
    /// From Σd and Σd² of the differences d to the newest value. The newest value is in the window, so |d̄|² ≤ n·variance
    /// and the subtraction loses at most a factor n of precision.
    /// </remarks>
    /// <param name="values">Input column.</param>
    /// <param name="window">Rows in the window: at least 2 for a sample, 1 for a population.</param>
    /// <param name="sample">True divides by n − 1, false by n.</param>
    /// <param name="destination">Receives one value a row; NaN for the first <paramref name="window"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is too short.</exception>
    public static void Variance(ReadOnlySpan<double> values, int window, bool sample, Span<double> destination)
    {
        Require(window, sample ? 2 : 1, values.Length, destination.Length);
        Run(new VarianceBlock(sample ? window - 1 : window, root: false), values, values, window, destination);
    }

    /// <summary>Standard deviation, the root of <see cref="Variance"/>.</summary>
    /// <inheritdoc cref="Variance"/>
    public static void StandardDeviation(ReadOnlySpan<double> values, int window, bool sample, Span<double> destination)
    {
        Require(window, sample ? 2 : 1, values.Length, destination.Length);
        Run(new VarianceBlock(sample ? window - 1 : window, root: true), values, values, window, destination);
    }

    /// <summary>Bias-corrected sample skewness G₁; NaN for a constant window.</summary>
    /// <remarks>Joanes and Gill (1998), The Statistician 47(1), 183–189, eq. G₁: what pandas, SAS and Excel report.</remarks>
    /// <param name="values">Input column.</param>
    /// <param name="window">Rows in the window, at least 3.</param>
    /// <param name="destination">Receives one value a row; NaN for the first <paramref name="window"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 3.</exception>
    public static void Skewness(ReadOnlySpan<double> values, int window, Span<double> destination)
    {
        Require(window, 3, values.Length, destination.Length);
        double n = window, scale = Math.Sqrt(n * (n - 1)) / (n - 2);
        CentralMoments(new CentralMomentBlock(fourth: false, scale, 0), values, window, destination);
    }

    /// <summary>Bias-corrected sample excess kurtosis G₂ (0 for a normal distribution); NaN for a constant window.</summary>
    /// <remarks>Joanes and Gill (1998), The Statistician 47(1), 183–189, eq. G₂.</remarks>
    /// <param name="values">Input column.</param>
    /// <param name="window">Rows in the window, at least 4.</param>
    /// <param name="destination">Receives one value a row; NaN for the first <paramref name="window"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 4.</exception>
    public static void ExcessKurtosis(ReadOnlySpan<double> values, int window, Span<double> destination)
    {
        Require(window, 4, values.Length, destination.Length);
        double n = window, common = (n - 1) / ((n - 2) * (n - 3));
        CentralMoments(new CentralMomentBlock(fourth: true, common * (n + 1), 3 * common * (n - 1)), values, window, destination);
    }

    /// <summary>Mean absolute deviation from the window's own mean.</summary>
    /// <param name="values">Input column.</param>
    /// <param name="window">Rows in the window, at least 1.</param>
    /// <param name="destination">Receives one value a row; NaN for the first <paramref name="window"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public static void MeanAbsoluteDeviation(ReadOnlySpan<double> values, int window, Span<double> destination)
    {
        Require(window, 1, values.Length, destination.Length);
        using var means = new Scratch(values.Length);
        Mean(values, window, means.Span);
        Run(default(AbsoluteDeviationBlock), values, means.Span, window, destination);
    }

    private static void CentralMoments(CentralMomentBlock block, ReadOnlySpan<double> values, int window, Span<double> destination)
    {
        using var means = new Scratch(values.Length);
        Mean(values, window, means.Span);
        Run(block, values, means.Span, window, destination);
    }

    private readonly struct VarianceBlock(int divisor, bool root) : IBlock
    {
        private readonly int _divisor = divisor;
        private readonly bool _root = root;

        public void Compute(ref readonly double oldestX, ref readonly double oldestY, int window, ref double destination)
        {
            int width = Vector<double>.Count, newest = window - 1;
            for (int v = 0; v < Unroll * width; v += 2 * width)
            {
                ref readonly double x = ref Unsafe.Add(ref Unsafe.AsRef(in oldestX), v);
                Vector<double> sumA = Vector<double>.Zero, sumB = sumA, squaresA = sumA, squaresB = sumA;
                Vector<double> newestA = Load(in x, newest), newestB = Load(in x, newest + width);
                for (int k = 0; k < newest; k++)
                {
                    Vector<double> a = Load(in x, k) - newestA, b = Load(in x, k + width) - newestB;
                    sumA += a;
                    sumB += b;
                    squaresA += a * a;
                    squaresB += b * b;
                }

                Store(Finish(sumA, squaresA, newestA, window), ref destination, v);
                Store(Finish(sumB, squaresB, newestB, window), ref destination, v + width);
            }
        }

        private Vector<double> Finish(Vector<double> sum, Vector<double> squares, Vector<double> newest, int window)
        {
            // newest − newest is 0, or NaN when the newest value is missing and the window is that value alone.
            Vector<double> variance =
                AtLeastZero(squares - (sum * sum / new Vector<double>(window)) + (newest - newest)) / new Vector<double>(_divisor);
            return _root ? Vector.SquareRoot(variance) : variance;
        }
    }

    /// <summary>y holds the mean of the window ending at each row.</summary>
    private readonly struct CentralMomentBlock(bool fourth, double scale, double offset) : IBlock
    {
        private readonly bool _fourth = fourth;
        private readonly double _scale = scale;
        private readonly double _offset = offset;

        public void Compute(ref readonly double oldestX, ref readonly double oldestY, int window, ref double destination)
        {
            int width = Vector<double>.Count;
            var count = new Vector<double>(window);
            for (int v = 0; v < Unroll * width; v += width)
            {
                Vector<double> mean = Load(in oldestY, v + window - 1), second = Vector<double>.Zero, higher = second;
                for (int k = 0; k < window; k++)
                {
                    Vector<double> d = Load(in oldestX, v + k) - mean, square = d * d;
                    second += square;
                    higher += square * (_fourth ? square : d);
                }

                second /= count;
                higher /= count;
                Vector<double> spread = new Vector<double>(ConstantTolerance) * mean;
                Vector<double> standardised = _fourth ? higher / (second * second) : higher / (second * Vector.SquareRoot(second));
                Store(
                    NaNWhere(Vector.LessThanOrEqual(second, spread * spread), (standardised * new Vector<double>(_scale)) - new Vector<double>(_offset)),
                    ref destination, v);
            }
        }
    }

    /// <summary>y holds the mean of the window ending at each row.</summary>
    private readonly struct AbsoluteDeviationBlock : IBlock
    {
        public void Compute(ref readonly double oldestX, ref readonly double oldestY, int window, ref double destination)
        {
            int width = Vector<double>.Count;
            for (int v = 0; v < Unroll * width; v += width)
            {
                Vector<double> mean = Load(in oldestY, v + window - 1), sum = Vector<double>.Zero;
                for (int k = 0; k < window; k++)
                    sum += Vector.Abs(Load(in oldestX, v + k) - mean);
                Store(sum / new Vector<double>(window), ref destination, v);
            }
        }
    }
}
