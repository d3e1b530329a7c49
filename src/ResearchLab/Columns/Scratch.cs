using System.Buffers;

namespace ResearchLab.Columns;

/// <summary>A pooled temporary column: rented on construction, given back on disposal, contents undefined.</summary>
internal readonly ref struct Scratch
{
    private readonly double[] _rented;

    public Scratch(int rows)
    {
        _rented = ArrayPool<double>.Shared.Rent(rows);
        Span = _rented.AsSpan(0, rows);
    }

    /// <summary>The column.</summary>
    public Span<double> Span { get; }

    public void Dispose() => ArrayPool<double>.Shared.Return(_rented);
}
