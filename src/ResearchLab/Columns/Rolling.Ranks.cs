using System.Numerics;

namespace ResearchLab.Columns;

public static partial class Rolling
{
    /// <summary>Share of the last <paramref name="window"/> values, the newest included, that are ≤ the newest: in (0, 1].</summary>
    /// <param name="values">Input column.</param>
    /// <param name="window">Rows in the window, at least 1.</param>
    /// <param name="destination">Receives one value a row; NaN for the first <paramref name="window"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public static void Percentile(ReadOnlySpan<double> values, int window, Span<double> destination)
    {
        Require(window, 1, values.Length, destination.Length);
        Run(new RankBlock(strict: false, 0, window), values, values, window, destination);
    }

    /// <summary>Share of the <paramref name="window"/> values before the newest that are below it: in [0, 1].</summary>
    /// <param name="values">Input column.</param>
    /// <param name="window">Earlier rows compared, at least 1; the first value comes at row <paramref name="window"/>.</param>
    /// <param name="tolerance">Values closer than this to the newest count as ties, so rounding cannot order equals; ≥ 0.</param>
    /// <param name="destination">Receives one value a row; NaN for the first <paramref name="window"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1 or <paramref name="tolerance"/> negative.</exception>
    public static void ShareBelow(ReadOnlySpan<double> values, int window, double tolerance, Span<double> destination)
    {
        Require(window, 1, values.Length, destination.Length);
        ArgumentOutOfRangeException.ThrowIfNegative(tolerance);
        Run(new RankBlock(strict: true, tolerance, window), values, values, window + 1, destination);
    }

    private readonly struct RankBlock(bool strict, double tolerance, int divisor) : IBlock
    {
        private readonly bool _strict = strict;
        private readonly double _tolerance = tolerance;
        private readonly int _divisor = divisor;

        public void Compute(ref readonly double oldestX, ref readonly double oldestY, int window, ref double destination)
        {
            int width = Vector<double>.Count;
            Vector<double> one = Vector<double>.One, margin = new(_tolerance);
            for (int v = 0; v < Unroll * width; v += 2 * width)
            {
                Vector<double> newestA = Load(in oldestX, v + window - 1), newestB = Load(in oldestX, v + window - 1 + width);
                Vector<double> countA = Vector<double>.Zero, countB = countA, missingA = countA, missingB = countA;
                for (int k = 0; k < window; k++)
                {
                    Vector<double> a = Load(in oldestX, v + k), b = Load(in oldestX, v + k + width);
                    Vector<long> belowA = _strict ? Vector.LessThan(a + margin, newestA) : Vector.LessThanOrEqual(a, newestA);
                    Vector<long> belowB = _strict ? Vector.LessThan(b + margin, newestB) : Vector.LessThanOrEqual(b, newestB);
                    countA += Vector.AsVectorDouble(belowA) & one;
                    countB += Vector.AsVectorDouble(belowB) & one;
                    missingA += a - a;
                    missingB += b - b;
                }

                var compared = new Vector<double>(_divisor);
                Store((countA + missingA) / compared, ref destination, v);
                Store((countB + missingB) / compared, ref destination, v + width);
            }
        }
    }
}
