using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace ResearchLab.Columns;

/// <summary>
/// A small immutable table of typed columns of equal length: what the lake returns and a notebook prints. Every operation
/// returns a new frame and leaves this one as it was.
/// </summary>
public sealed partial class Frame : IReadOnlyList<Column>
{
    private readonly Column[] _columns;
    private readonly Dictionary<string, int> _index;

    /// <summary>A frame of <paramref name="columns"/>, in that order.</summary>
    /// <exception cref="ArgumentException">Two columns share a name or differ in length.</exception>
    public Frame(params IEnumerable<Column> columns)
    {
        _columns = [.. columns];
        _index = new Dictionary<string, int>(_columns.Length, StringComparer.Ordinal);
        for (int i = 0; i < _columns.Length; i++)
        {
            if (!_index.TryAdd(_columns[i].Name, i))
                throw new ArgumentException($"Two columns are named '{_columns[i].Name}'. Rename one.", nameof(columns));
            if (_columns[i].Length != _columns[0].Length)
                throw new ArgumentException($"Column '{_columns[i].Name}' has {_columns[i].Length} rows but '{_columns[0].Name}' has {_columns[0].Length}.",
                    nameof(columns));
        }
    }

    /// <summary>Number of rows.</summary>
    public int Rows => _columns.Length == 0 ? 0 : _columns[0].Length;

    /// <summary>Number of columns.</summary>
    public int Count => _columns.Length;

    /// <summary>Names of the columns, in order.</summary>
    public IReadOnlyList<string> Names => Array.ConvertAll(_columns, column => column.Name);

    /// <summary>The column at <paramref name="index"/>.</summary>
    public Column this[int index] => _columns[index];

    /// <summary>The column named <paramref name="name"/>.</summary>
    /// <exception cref="KeyNotFoundException">There is none; the message names the nearest.</exception>
    public Column this[string name] => TryGet(name, out Column? column) ? column : throw new KeyNotFoundException(FrameText.Missing(name, Names));

    /// <summary>Finds the column named <paramref name="name"/>.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out Column? column)
    {
        column = _index.TryGetValue(name, out int index) ? _columns[index] : null;
        return column is not null;
    }

    /// <summary>The values of one column.</summary>
    /// <typeparam name="T">Exactly the type of the column.</typeparam>
    /// <exception cref="KeyNotFoundException">There is no such column; the message names the nearest.</exception>
    /// <exception cref="ArgumentException">The column has another type; the message names it.</exception>
    public ReadOnlySpan<T> Get<T>(string name) => Typed<T>(name).Span;

    /// <summary>A copy of the values of one column; see <see cref="Get{T}"/>.</summary>
    public T[] ToArray<T>(string name) => Typed<T>(name).ToArray();

    /// <summary>Only the columns named, in that order.</summary>
    public Frame Select(params IEnumerable<string> names) => new(names.Select(name => this[name]));

    /// <summary>All columns but those named.</summary>
    /// <exception cref="KeyNotFoundException">One does not exist; the message names the nearest.</exception>
    public Frame Without(params IEnumerable<string> names)
    {
        HashSet<Column> dropped = [.. names.Select(name => this[name])];
        return new Frame(_columns.Where(column => !dropped.Contains(column)));
    }

    /// <summary>The same columns, one under another name.</summary>
    /// <exception cref="KeyNotFoundException">It does not exist; the message names the nearest.</exception>
    /// <exception cref="ArgumentException">Another column has the new name.</exception>
    public Frame Rename(string name, string newName)
    {
        Column renamed = this[name];
        return new Frame(_columns.Select(column => column == renamed ? column.Rename(newName) : column));
    }

    /// <summary>This frame with <paramref name="column"/> added, or put in place of the one with its name.</summary>
    public Frame With(Column column)
    {
        if (!_index.TryGetValue(column.Name, out int index))
            return new Frame(_columns.Append(column));
        Column[] columns = [.. _columns];
        columns[index] = column;
        return new Frame(columns);
    }

    /// <summary>Only the rows where <paramref name="mask"/> is true.</summary>
    /// <exception cref="ArgumentException">The mask is not as long as the frame.</exception>
    public Frame Where(ReadOnlySpan<bool> mask)
    {
        if (mask.Length != Rows)
            throw new ArgumentException(Invariant($"The mask has {mask.Length} rows but the frame has {Rows}."), nameof(mask));
        var rows = new List<int>(mask.Length);
        for (int row = 0; row < mask.Length; row++)
        {
            if (mask[row])
                rows.Add(row);
        }

        return Take(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(rows));
    }

    /// <summary>Only the rows whose value in <paramref name="name"/> is present and satisfies <paramref name="predicate"/>.</summary>
    public Frame Where<T>(string name, Func<T, bool> predicate)
    {
        Column<T> column = Typed<T>(name);
        var mask = new bool[Rows];
        for (int row = 0; row < mask.Length; row++)
            mask[row] = !column.IsNull(row) && predicate(column.Span[row]);
        return Where(mask);
    }

    /// <summary>The rows numbered, in that order; a number may repeat.</summary>
    public Frame Take(ReadOnlySpan<int> rows)
    {
        var columns = new Column[_columns.Length];
        for (int i = 0; i < columns.Length; i++)
            columns[i] = _columns[i].Take(rows);
        return new Frame(columns);
    }

    /// <summary>The first <paramref name="count"/> rows, or all when there are fewer.</summary>
    public Frame Head(int count = 10) => Take(Range(0, Math.Clamp(count, 0, Rows)));

    /// <summary>The last <paramref name="count"/> rows, or all when there are fewer.</summary>
    public Frame Tail(int count = 10) => Take(Range(Rows - Math.Clamp(count, 0, Rows), Rows));

    /// <summary>Rows in ascending order of the columns named, first name first; equal rows keep their order, missing values come last.</summary>
    public Frame Sort(params IEnumerable<string> names) => Sorted(names, descending: false);

    /// <summary>Rows in descending order of the columns named; equal rows keep their order, missing values come first.</summary>
    public Frame SortDescending(params IEnumerable<string> names) => Sorted(names, descending: true);

    /// <summary>The rows of all <paramref name="frames"/> below each other, with the columns and order of the first.</summary>
    /// <exception cref="ArgumentException">No frame is given, or one lacks a column, has one too many, or has one of another type.</exception>
    public static Frame Concat(params IReadOnlyList<Frame> frames)
    {
        if (frames.Count == 0)
            throw new ArgumentException("Give at least one frame to join.", nameof(frames));
        Frame first = frames[0];
        Frame[] rest = [.. frames.Skip(1)];
        if (Array.Find(rest, frame => frame.Count != first.Count) is { } odd)
            throw new ArgumentException($"Frames to join need the same columns: {string.Join(", ", first.Names)} against {string.Join(", ", odd.Names)}.",
                nameof(frames));
        return rest.Length == 0 ? first : new Frame(first._columns.Select(column => column.Append([.. rest.Select(frame => frame[column.Name])])));
    }

    /// <summary>A text table of at most 20 rows and the total.</summary>
    public override string ToString() => ToString(20);

    /// <summary>A text table of at most <paramref name="maxRows"/> rows, from both ends when there are more, and the total.</summary>
    public string ToString(int maxRows) => FrameText.Table(this, maxRows);

    /// <summary>An HTML table of at most <paramref name="maxRows"/> rows, from both ends when there are more, and the total.</summary>
    public string ToHtml(int maxRows = 20) => FrameHtml.Table(this, maxRows);

    /// <inheritdoc/>
    public IEnumerator<Column> GetEnumerator() => ((IEnumerable<Column>)_columns).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Column<T> Typed<T>(string name) => this[name] is { } column && column is Column<T> typed
        ? typed
        : throw new ArgumentException($"Column '{name}' holds {this[name].ElementType.Name}, not {typeof(T).Name}. Ask for Get<{this[name].ElementType.Name}>.",
            nameof(name));

    private Frame Sorted(IEnumerable<string> names, bool descending)
    {
        Column[] keys = [.. names.Select(name => this[name])];
        int[] rows = Range(0, Rows);
        Array.Sort(rows, (left, right) =>
        {
            foreach (Column key in keys)
            {
                int order = key.Compare(left, right);
                if (order != 0)
                    return descending ? -order : order;
            }

            return left.CompareTo(right);
        });
        return Take(rows);
    }

    private static int[] Range(int from, int to)
    {
        var rows = new int[to - from];
        for (int i = 0; i < rows.Length; i++)
            rows[i] = from + i;
        return rows;
    }
}
