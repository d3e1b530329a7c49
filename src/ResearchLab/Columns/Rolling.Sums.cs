using System.Numerics;
using System.Runtime.CompilerServices;

namespace ResearchLab.Columns;

public static partial class Rolling
{
    /// <summary>Sum of the last <paramref name="window"/> values.</summary>
    /// <param name="values">Input column.</param>
    /// <param name="window">Rows in the window, at least 1.</param>
    /// <param name="destination">Receives one value a row; NaN for the first <paramref name="window"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public static void Sum(ReadOnlySpan<double> values, int window, Span<double> destination)
    {
        Require(window, 1, values.Length, destination.Length);
        Run(default(SumBlock), values, values, window, destination);
    }

    /// <summary>Arithmetic mean of the last <paramref name="window"/> values; exact for a constant window.</summary>
    /// <param name="values">Input column.</param>
    /// <param name="window">Rows in the window, at least 1.</param>
    /// <param name="destination">Receives one value a row; NaN for the first <paramref name="window"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public static void Mean(ReadOnlySpan<double> values, int window, Span<double> destination)
    {
        Require(window, 1, values.Length, destination.Length);
        Run(default(MeanBlock), values, values, window, destination);
    }

    /// <summary>
    /// Σ weightₖ·(valueₖ − newest value) over the window, the oldest value having the first weight. For weights that sum
    /// to 0 this is the plain weighted sum, without the rounding of the level.
    /// </summary>
    /// <param name="values">Input column.</param>
    /// <param name="weights">One weight a row of the window, oldest first; at least 1.</param>
    /// <param name="destination">Receives one value a row; NaN before the first full window.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="weights"/> is empty.</exception>
    public static void WeightedDifference(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, Span<double> destination)
    {
        Require(weights.Length, 1, values.Length, destination.Length);
        Run(new WeightedBlock(weights, anchored: true), values, values, weights.Length, destination);
    }

    /// <summary>Σ weightₖ·valueₖ over the window, the oldest value having the first weight.</summary>
    /// <inheritdoc cref="WeightedDifference"/>
    public static void WeightedSum(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, Span<double> destination)
    {
        Require(weights.Length, 1, values.Length, destination.Length);
        Run(new WeightedBlock(weights, anchored: false), values, values, weights.Length, destination);
    }

    private readonly struct SumBlock : IBlock
    {
        public void Compute(ref readonly double oldestX, ref readonly double oldestY, int window, ref double destination)
        {
            int width = Vector<double>.Count;
            Vector<double> a = Vector<double>.Zero, b = a, c = a, d = a;
            for (int k = 0; k < window; k++)
            {
                a += Load(in oldestX, k);
                b += Load(in oldestX, k + width);
                c += Load(in oldestX, k + (2 * width));
                d += Load(in oldestX, k + (3 * width));
            }

            Store(a, ref destination, 0);
            Store(b, ref destination, width);
            Store(c, ref destination, 2 * width);
            Store(d, ref destination, 3 * width);
        }
    }

    private readonly struct MeanBlock : IBlock
    {
        public void Compute(ref readonly double oldestX, ref readonly double oldestY, int window, ref double destination)
        {
            int width = Vector<double>.Count, newest = window - 1;
            var count = new Vector<double>(window);
            Vector<double> a = Vector<double>.Zero, b = a, c = a, d = a;
            Vector<double> newestA = Load(in oldestX, newest), newestB = Load(in oldestX, newest + width);
            Vector<double> newestC = Load(in oldestX, newest + (2 * width)), newestD = Load(in oldestX, newest + (3 * width));
            for (int k = 0; k < newest; k++)
            {
                a += Load(in oldestX, k) - newestA;
                b += Load(in oldestX, k + width) - newestB;
                c += Load(in oldestX, k + (2 * width)) - newestC;
                d += Load(in oldestX, k + (3 * width)) - newestD;
            }

            Store(newestA + (a / count), ref destination, 0);
            Store(newestB + (b / count), ref destination, width);
            Store(newestC + (c / count), ref destination, 2 * width);
            Store(newestD + (d / count), ref destination, 3 * width);
        }
    }

    private readonly ref struct WeightedBlock(ReadOnlySpan<double> weights, bool anchored) : IBlock
    {
        private readonly ReadOnlySpan<double> _weights = weights;
        private readonly bool _anchored = anchored;

        public void Compute(ref readonly double oldestX, ref readonly double oldestY, int window, ref double destination)
        {
            int width = Vector<double>.Count;
            for (int v = 0; v < Unroll * width; v += 2 * width)
            {
                ref readonly double x = ref Unsafe.Add(ref Unsafe.AsRef(in oldestX), v);
                Vector<double> a = Vector<double>.Zero, b = a;
                Vector<double> newestA = _anchored ? Load(in x, window - 1) : a, newestB = _anchored ? Load(in x, window - 1 + width) : a;
                for (int k = 0; k < _weights.Length; k++)
                {
                    var weight = new Vector<double>(_weights[k]);
                    a += weight * (Load(in x, k) - newestA);
                    b += weight * (Load(in x, k + width) - newestB);
                }

                Store(a, ref destination, v);
                Store(b, ref destination, v + width);
            }
        }
    }
}
