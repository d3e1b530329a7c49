using System.Runtime.InteropServices;

namespace ResearchLab.Columns;

/// <summary>Joins. Rows keep the left frame's order, matches of one row the right frame's; a missing key matches nothing.</summary>
public sealed partial class Frame
{
    /// <summary>The rows of this frame beside those of <paramref name="right"/> with equal keys, without the right frame's keys.</summary>
    /// <param name="right">The other frame.</param>
    /// <param name="on">Names of the keys, the same in both.</param>
    /// <param name="kind">Which rows are kept.</param>
    /// <param name="suffix">Put after names of right columns that the left frame has too.</param>
    /// <exception cref="KeyNotFoundException">A frame lacks a key; the message names the nearest column.</exception>
    /// <exception cref="ArgumentException">There is no key, or one has another type on the other side.</exception>
    public Frame Join(Frame right, IReadOnlyList<string> on, JoinKind kind = JoinKind.Inner, string suffix = "_right")
    {
        ArgumentNullException.ThrowIfNull(right);
        if (on.Count == 0)
            throw new ArgumentException("A join needs at least one key.", nameof(on));
        (int[] leftKeys, int[] rightKeys, int count) = FrameKeys.Shared(this, right, on);
        var first = new int[count];
        var next = new int[right.Rows];
        Array.Fill(first, -1);
        for (int row = right.Rows - 1; row >= 0; row--)
        {
            if (rightKeys[row] >= 0)
                (next[row], first[rightKeys[row]]) = (first[rightKeys[row]], row);
        }

        var leftRows = new List<int>(Rows);
        var rightRows = new List<int>(Rows);
        for (int row = 0; row < Rows; row++)
        {
            int match = leftKeys[row] < 0 ? -1 : first[leftKeys[row]];
            if (match < 0 && kind == JoinKind.Inner)
                continue;
            do
            {
                leftRows.Add(row);
                rightRows.Add(match);
                match = match < 0 ? -1 : next[match];
            }
            while (match >= 0);
        }

        return Take(CollectionsMarshal.AsSpan(leftRows)).Beside(right, on, CollectionsMarshal.AsSpan(rightRows), suffix);
    }

    /// <inheritdoc cref="Join(Frame, IReadOnlyList{string}, JoinKind, string)"/>
    public Frame Join(Frame right, string on, JoinKind kind = JoinKind.Inner, string suffix = "_right") => Join(right, [on], kind, suffix);

    /// <summary>
    /// Every row of this frame beside the newest row of <paramref name="right"/> that is not later: same <paramref name="by"/>, largest
    /// <paramref name="on"/> at or before the left one. What could not be known yet never joins. Right columns are missing where there is none.
    /// </summary>
    /// <param name="right">The other frame, in any order; of rows with equal times the last one wins.</param>
    /// <param name="on">Name of the times in both: dates, instants or numbers.</param>
    /// <param name="by">Names of keys that must be equal; none by default.</param>
    /// <param name="strictlyBefore">Whether a row with the same time is too late.</param>
    /// <param name="suffix">Put after names of right columns that the left frame has too.</param>
    /// <exception cref="KeyNotFoundException">A frame lacks a key; the message names the nearest column.</exception>
    /// <exception cref="ArgumentException">A key has another type on the other side, or the times have no order in time.</exception>
    public Frame JoinAsOf(Frame right, string on, IReadOnlyList<string>? by = null, bool strictlyBefore = false, string suffix = "_right")
    {
        ArgumentNullException.ThrowIfNull(right);
        by ??= [];
        (int[] leftKeys, int[] rightKeys, int count) = FrameKeys.Shared(this, right, by);
        if (this[on].ElementType != right[on].ElementType)
            throw new ArgumentException(
                $"Column '{on}' is {this[on].ElementType.Name} in one frame and {right[on].ElementType.Name} in the other. Convert one before joining.",
                nameof(on));
        long[] leftTimes = this[on].Ordinals(), rightTimes = right[on].Ordinals();
        int[] order = [.. Enumerable.Range(0, right.Rows).Where(row => rightKeys[row] >= 0 && !right[on].IsNull(row)).OrderBy(row => rightKeys[row])
            .ThenBy(row => rightTimes[row])];
        var start = new int[count + 1];
        foreach (int row in order)
            start[rightKeys[row] + 1]++;
        for (int key = 0; key < count; key++)
            start[key + 1] += start[key];

        var matches = new int[Rows];
        for (int row = 0; row < Rows; row++)
        {
            matches[row] = -1;
            if (leftKeys[row] < 0 || this[on].IsNull(row))
                continue;
            int from = start[leftKeys[row]], to = start[leftKeys[row] + 1], low = from;
            while (low < to)
            {
                int middle = (low + to) >> 1;
                long time = rightTimes[order[middle]];
                if (strictlyBefore ? time < leftTimes[row] : time <= leftTimes[row])
                    low = middle + 1;
                else
                    to = middle;
            }

            matches[row] = low > from ? order[low - 1] : -1;
        }

        return Beside(right, [.. by, on], matches, suffix);
    }

    private Frame Beside(Frame right, IReadOnlyList<string> keys, ReadOnlySpan<int> rightRows, string suffix)
    {
        var columns = new List<Column>(_columns);
        foreach (Column column in right._columns.Where(column => !keys.Contains(column.Name)))
        {
            Column taken = column.TakeOrMissing(rightRows);
            columns.Add(_index.ContainsKey(column.Name) ? taken.Rename(column.Name + suffix) : taken);
        }

        return new Frame(columns);
    }
}
