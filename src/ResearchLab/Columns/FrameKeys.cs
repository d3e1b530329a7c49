namespace ResearchLab.Columns;

/// <summary>Rows numbered by the values of their keys.</summary>
internal static class FrameKeys
{
    /// <summary>
    /// A number from 0 for each combination of values, in order of appearance; rows with the same values have the same. A missing value is a value.
    /// </summary>
    public static int[] Groups(IReadOnlyList<Column> keys, int rows, out int count)
    {
        int[] codes = new int[rows];
        count = Math.Min(rows, 1);
        foreach (Column key in keys)
        {
            int[] own = key.Codes();
            var numbers = new Dictionary<long, int>();
            for (int row = 0; row < rows; row++)
            {
                long pair = ((long)codes[row] << 32) | (uint)own[row];
                if (!numbers.TryGetValue(pair, out int number))
                    numbers.Add(pair, number = numbers.Count);
                codes[row] = number;
            }

            count = numbers.Count;
        }

        return codes;
    }

    /// <summary>The same over the rows of two frames, whose numbers can be compared; −1 where a key is missing, which matches nothing.</summary>
    /// <exception cref="ArgumentException">A key has another type on the other side.</exception>
    /// <exception cref="KeyNotFoundException">A frame has no such column; the message names the nearest.</exception>
    public static (int[] Left, int[] Right, int Count) Shared(Frame left, Frame right, IReadOnlyList<string> keys)
    {
        Column[] both = [.. keys.Select(key => left[key].Append([right[key]]))];
        int[] codes = Groups(both, left.Rows + right.Rows, out int count);
        foreach (Column key in both)
        {
            for (int row = 0; row < codes.Length; row++)
                codes[row] = key.IsNull(row) ? -1 : codes[row];
        }

        return (codes[..left.Rows], codes[left.Rows..], count);
    }
}
