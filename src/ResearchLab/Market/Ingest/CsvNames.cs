namespace ResearchLab.Market;

/// <summary>Short texts, upper-cased, doubled quotes read as one; equal neighbours share one string.</summary>
/// <param name="column">Position in the file.</param>
/// <param name="mayBeBlank">Whether an empty one is good.</param>
internal sealed class CsvNames(int column, bool mayBeBlank = false) : CsvIngestField(column)
{
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);

    public List<string> Values { get; } = [];

    public override bool Add(ReadOnlySpan<char> text)
    {
        if (!_known.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out string? name))
        {
            string raw = text.ToString();
            name = _known[raw] = raw.Replace("\"\"", "\"", StringComparison.Ordinal).Trim('\uFEFF', ' ').ToUpperInvariant();
        }

        Values.Add(name);
        return mayBeBlank || name.Length > 0;
    }
}
