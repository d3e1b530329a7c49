namespace ResearchLab.Columns;

/// <summary>The first and the last rows of an answer that comes in frames, and how many rows it has: what a table of it shows.</summary>
/// <param name="shown">Rows kept of both ends together, at least 0.</param>
public sealed class FrameEnds(int shown)
{
    private readonly int _head = FrameText.Head(shown);
    private readonly List<Frame> _first = [], _last = [];
    private int _firstRows, _lastRows;

    /// <summary>Rows of all frames.</summary>
    public long Rows { get; private set; }

    /// <summary>Adds the next rows; all frames have the same columns.</summary>
    public void Add(Frame page)
    {
        ArgumentNullException.ThrowIfNull(page);
        Rows += page.Rows;
        int taken = Math.Min(_head - _firstRows, page.Rows);
        if (taken > 0 || _first.Count == 0)
            _first.Add(page.Head(taken));
        _firstRows += taken;
        Frame rest = page.Tail(Math.Min(page.Rows - taken, shown));
        if (rest.Rows == 0)
            return;
        _last.Add(rest);
        _lastRows += rest.Rows;
        while (_lastRows - _last[0].Rows >= shown)
        {
            _lastRows -= _last[0].Rows;
            _last.RemoveAt(0);
        }
    }

    /// <summary>Whether the table leaves digits of a number out.</summary>
    public bool IsRounded => _first.Count > 0 && Shown() is var table && table.Any(column => Enumerable.Range(0, table.Rows).Any(column.IsRounded));

    /// <summary>Whether the table cuts a text, or shows it without its line breaks.</summary>
    public bool IsClipped =>
        _first.Count > 0 && Shown() is var table && table.Any(column => Enumerable.Range(0, table.Rows).Any(row => FrameText.IsClipped(column.Format(row))));

    /// <summary>The table, with the total and how many rows of it are shown.</summary>
    public override string ToString() => _first.Count == 0 ? "" : FrameText.Table(Shown(), _firstRows, Rows);

    /// <summary>All rows when they fit; those of the end are as many as the start leaves.</summary>
    private Frame Shown()
    {
        int tail = (int)Math.Min(_lastRows, shown - _firstRows);
        return Frame.Concat([.. _first, .. _last.Count == 0 ? [] : new[] { Frame.Concat(_last).Tail(tail) }]);
    }
}
