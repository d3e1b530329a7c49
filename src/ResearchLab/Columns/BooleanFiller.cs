using Apache.Arrow;

namespace ResearchLab.Columns;

/// <summary>Truths, a bit each.</summary>
internal sealed class BooleanFiller(int rows) : ArrowFiller<bool>(rows)
{
    protected override void Copy(IArrowArray source, Span<bool> target)
    {
        ReadOnlySpan<byte> bits = ((BooleanArray)source).Values;
        for (int row = 0; row < target.Length; row++)
            target[row] = BitUtility.GetBit(bits, source.Data.Offset + row);
    }
}
