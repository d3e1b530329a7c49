using Apache.Arrow;

namespace ResearchLab.Columns;

/// <summary>What a frame does not hold, as text.</summary>
internal sealed class ValueTextFiller(int rows) : ArrowFiller<string>(rows)
{
    protected override void Copy(IArrowArray source, Span<string> target)
    {
        for (int row = 0; row < target.Length; row++)
            target[row] = ArrowText.IsNull(source, row) ? null! : ArrowText.Of(source, row);
    }
}
