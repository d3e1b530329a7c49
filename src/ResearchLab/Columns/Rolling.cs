using System.Numerics;
using System.Runtime.CompilerServices;

namespace ResearchLab.Columns;

/// <summary>
/// Kernels over a sliding window of a column: spans in, a destination of the caller out, NaN until the window is full and
/// for exactly the windows that hold a NaN.
/// </summary>
/// <remarks>
/// Every window is computed afresh, oldest value first, several windows at once in the lanes of a vector. A value therefore
/// depends on its own window to the last bit: not on where the history starts or ends, nor on the row's position. Running
/// sums would be fewer additions, but carry the rounding of all earlier rows. Sums are taken of differences to the newest
/// value wherever a level would cancel, so a constant window has a mean equal to itself and a variance of exactly 0.
/// A destination must not overlap an input.
/// </remarks>
public static partial class Rolling
{
    /// <summary>Independent vectors a block keeps in flight to hide the latency of one addition.</summary>
    private const int Unroll = 4;

    private static int BlockRows => Unroll * Vector<double>.Count;

    /// <summary>Computes the windows that end at rows <c>row … row + BlockRows − 1</c>.</summary>
    private interface IBlock
    {
        void Compute(ref readonly double oldestX, ref readonly double oldestY, int window, ref double destination);
    }

    /// <summary>Throws unless <paramref name="window"/> is at least <paramref name="least"/> and the destination holds every row.</summary>
    internal static void Require(int window, int least, int rows, int destinationRows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, least);
        if (destinationRows < rows)
            throw new ArgumentException(Invariant($"The destination has {destinationRows} rows for {rows} values; make it at least as long."),
                nameof(destinationRows));
    }

    /// <summary>Throws unless both columns have the same number of rows.</summary>
    internal static void RequireSameLength(int rows, int otherRows, string other)
    {
        if (rows != otherRows)
            throw new ArgumentException(Invariant($"Column '{other}' has {otherRows} rows where {rows} are needed; align the columns first."), other);
    }

    private static void Run<TBlock>(
        TBlock block, ReadOnlySpan<double> x, ReadOnlySpan<double> y, int window, Span<double> destination)
        where TBlock : struct, IBlock, allows ref struct
    {
        int rows = x.Length, first = Math.Min(window - 1, rows), lanes = BlockRows;
        destination[..first].Fill(double.NaN);
        if (rows - first < lanes)
        {
            RunPadded(block, x, y, window, destination);
            return;
        }

        ref readonly double startX = ref x[0];
        ref readonly double startY = ref y[0];
        int row = first;
        for (; row <= rows - lanes; row += lanes)
            ComputeAt(block, in startX, in startY, window, row, destination);
        if (row < rows)
            ComputeAt(block, in startX, in startY, window, rows - lanes, destination);
    }

    private static void ComputeAt<TBlock>(
        TBlock block, ref readonly double startX, ref readonly double startY, int window, int row, Span<double> destination)
        where TBlock : struct, IBlock, allows ref struct
    {
        int oldest = row - window + 1;
        block.Compute(
            in Unsafe.Add(ref Unsafe.AsRef(in startX), oldest), in Unsafe.Add(ref Unsafe.AsRef(in startY), oldest), window, ref destination[row]);
    }

    /// <summary>Fewer windows than lanes: the same block over a padded copy, so the bits are the same.</summary>
    private static void RunPadded<TBlock>(
        TBlock block, ReadOnlySpan<double> x, ReadOnlySpan<double> y, int window, Span<double> destination)
        where TBlock : struct, IBlock, allows ref struct
    {
        int outputs = x.Length - window + 1, length = window - 1 + BlockRows;
        if (outputs <= 0)
            return;
        using var padded = new Scratch((2 * length) + BlockRows);
        Span<double> paddedX = padded.Span[..length], paddedY = padded.Span.Slice(length, length), results = padded.Span[(2 * length)..];
        padded.Span.Clear();
        x.CopyTo(paddedX);
        y.CopyTo(paddedY);
        block.Compute(in paddedX[0], in paddedY[0], window, ref results[0]);
        results[..outputs].CopyTo(destination[(window - 1)..]);
    }

    private static Vector<double> Load(ref readonly double start, int offset) => Vector.LoadUnsafe(in start, (nuint)offset);

    private static void Store(Vector<double> values, ref double start, int offset) => Vector.StoreUnsafe(values, ref start, (nuint)offset);

    private static Vector<double> NaNWhere(Vector<long> condition, Vector<double> otherwise) =>
        Vector.ConditionalSelect(condition, new Vector<double>(double.NaN), otherwise);

    private static Vector<double> AtLeastZero(Vector<double> values) =>
        Vector.ConditionalSelect(Vector.LessThan(values, Vector<double>.Zero), Vector<double>.Zero, values);
}
