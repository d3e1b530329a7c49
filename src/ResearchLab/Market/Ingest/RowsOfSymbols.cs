namespace ResearchLab.Market;

/// <summary>Rows of a table of several symbols, one symbol after the other.</summary>
internal static class RowsOfSymbols
{
    /// <summary>The rows of each symbol that are wanted, ascending by session.</summary>
    public static IEnumerable<int[]> InOrder(string[] symbols, DateOnly[] sessions, Func<int, bool> wanted)
    {
        int[] rows = [.. Enumerable.Range(0, symbols.Length).Where(wanted)];
        bool ordered = true;
        for (int i = 1; i < rows.Length && ordered; i++)
            ordered = Compare(rows[i - 1], rows[i]) < 0;
        if (!ordered)
            Array.Sort(rows, (left, right) => Compare(left, right) is var order && order != 0 ? order : left.CompareTo(right));
        for (int from = 0, to; from < rows.Length; from = to)
        {
            to = from + 1;
            while (to < rows.Length && symbols[rows[to]] == symbols[rows[from]])
                to++;
            yield return rows[from..to];
        }

        int Compare(int left, int right) =>
            string.CompareOrdinal(symbols[left], symbols[right]) is var order && order != 0 ? order : sessions[left].CompareTo(sessions[right]);
    }
}
