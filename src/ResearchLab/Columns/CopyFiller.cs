using Apache.Arrow;

namespace ResearchLab.Columns;

/// <summary>Values stored as wanted: one copy a batch.</summary>
internal sealed class CopyFiller<T>(int rows) : ArrowFiller<T>(rows)
    where T : unmanaged
{
    protected override void Copy(IArrowArray source, Span<T> target) => Stored<T>(source).CopyTo(target);
}
