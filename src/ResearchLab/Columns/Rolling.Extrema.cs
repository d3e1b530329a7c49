using System.Buffers;
using System.Numerics;

namespace ResearchLab.Columns;

public static partial class Rolling
{
    private interface IOrder
    {
        static abstract bool Yields(double older, double newer);
    }

    /// <summary>Highest of the last <paramref name="window"/> values.</summary>
    /// <remarks>Monotone queue, O(rows) whatever the window (Lemire, 2006, "Streaming Maximum-Minimum Filter").</remarks>
    /// <param name="values">Input column.</param>
    /// <param name="window">Rows in the window, at least 1.</param>
    /// <param name="destination">Receives one value a row; NaN for the first <paramref name="window"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public static void Max(ReadOnlySpan<double> values, int window, Span<double> destination) =>
        Extreme<Highest>(values, window, age: false, destination);

    /// <summary>Lowest of the last <paramref name="window"/> values.</summary>
    /// <inheritdoc cref="Max"/>
    public static void Min(ReadOnlySpan<double> values, int window, Span<double> destination) =>
        Extreme<Lowest>(values, window, age: false, destination);

    /// <summary>Rows since the highest of the last <paramref name="window"/> values, 0 when it is the newest; the latest of equals counts.</summary>
    /// <inheritdoc cref="Max"/>
    public static void RowsSinceMax(ReadOnlySpan<double> values, int window, Span<double> destination) =>
        Extreme<Highest>(values, window, age: true, destination);

    /// <summary>Rows since the lowest of the last <paramref name="window"/> values, 0 when it is the newest; the latest of equals counts.</summary>
    /// <inheritdoc cref="Max"/>
    public static void RowsSinceMin(ReadOnlySpan<double> values, int window, Span<double> destination) =>
        Extreme<Lowest>(values, window, age: true, destination);

    private static void Extreme<TOrder>(ReadOnlySpan<double> values, int window, bool age, Span<double> destination)
        where TOrder : struct, IOrder
    {
        Require(window, 1, values.Length, destination.Length);
        int capacity = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Min(window, values.Length) + 1), mask = capacity - 1;
        int[] rented = ArrayPool<int>.Shared.Rent(capacity);
        Span<int> queue = rented;
        int head = 0, tail = 0, runStart = 0;
        for (int row = 0; row < values.Length; row++)
        {
            double value = values[row];
            if (double.IsNaN(value))
            {
                head = tail;
                runStart = row + 1;
            }
            else
            {
                while (tail != head && TOrder.Yields(values[queue[(tail - 1) & mask]], value))
                    tail--;
                queue[tail++ & mask] = row;
                if (queue[head & mask] <= row - window)
                    head++;
            }

            bool full = row - runStart + 1 >= window;
            int best = full ? queue[head & mask] : -1;
            destination[row] = !full ? double.NaN : age ? row - best : values[best];
        }

        ArrayPool<int>.Shared.Return(rented);
    }

    private readonly struct Highest : IOrder
    {
        public static bool Yields(double older, double newer) => older <= newer;
    }

    private readonly struct Lowest : IOrder
    {
        public static bool Yields(double older, double newer) => older >= newer;
    }
}
