namespace ResearchLab.Market;

/// <summary>The values of one column as they are read; a field that cannot be read leaves a missing value and says so.</summary>
/// <param name="column">Position in the file; negative when the file has no such column.</param>
internal abstract class CsvIngestField(int column)
{
    private const int LongestMissing = 8;
    private static readonly string[] s_missing = ["", "nan", "null", "none", "n/a", "na", "#n/a", "#value!", "-", "--", ".", "#n/a n/a"];

    /// <summary>Position in the file; negative when the file has no such column.</summary>
    public int Column { get; } = column;

    /// <summary>What to write in a field that cannot be read, for a message; empty when its style tells.</summary>
    public virtual string Wanted => "";

    /// <summary>Reads one field; false when it is not what the column holds.</summary>
    public abstract bool Add(ReadOnlySpan<char> text);

    /// <summary>Whether a field stands for no value.</summary>
    public static bool IsMissing(ReadOnlySpan<char> text)
    {
        if (text.Length > LongestMissing)
            return false;
        foreach (string word in s_missing)
        {
            if (text.Equals(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
