namespace ResearchLab.Market;

/// <summary>Call or put, as C or P: by their words, by 1 and −1, or by yes and no in a column that asks whether it is one of them.</summary>
/// <param name="column">Position in the file.</param>
/// <param name="key">Name of the column, as <see cref="CsvAliases.Key"/> gives it.</param>
internal sealed class CsvRights(int column, string key) : CsvIngestField(column)
{
    private static readonly HashSet<string> s_calls = new(["c", "call", "calls", "ce"], StringComparer.OrdinalIgnoreCase),
        s_puts = new(["p", "put", "puts", "pe"], StringComparer.OrdinalIgnoreCase);
    private static readonly HashSet<string> s_yes = new(["true", "t", "yes", "y", "1", "1.0"], StringComparer.OrdinalIgnoreCase),
        s_no = new(["false", "f", "no", "n", "0", "0.0"], StringComparer.OrdinalIgnoreCase);
    private readonly bool _asksCall = key.StartsWith("iscall", StringComparison.Ordinal), _asksPut = key.StartsWith("isput", StringComparison.Ordinal);
    private int _ones, _minusOnes;

    public List<string> Values { get; } = [];

    public override string Wanted => " (write C or call, P or put)";

    public override bool Add(ReadOnlySpan<char> text)
    {
        bool? call = Read(text);
        Values.Add(call == true ? "C" : "P");
        return call is not null;
    }

    /// <summary>Refuses ones without a minus one: what they stand for is not told.</summary>
    /// <param name="file">Name of the file.</param>
    /// <param name="header">Name of the column.</param>
    /// <exception cref="CsvIngestException">There are ones and no minus ones, or the other way round.</exception>
    public void RequireBoth(string file, string header)
    {
        if (_ones > 0 != _minusOnes > 0)
            throw new CsvIngestException($"{file} has {(_ones > 0 ? "1 and no -1" : "-1 and no 1")} in '{header}', so it does not tell whether that is a "
                + "call or a put. Write C or call, P or put.");
    }

    private bool? Read(ReadOnlySpan<char> text)
    {
        string word = text.ToString();
        if (_asksCall || _asksPut)
            return s_yes.Contains(word) ? _asksCall : s_no.Contains(word) ? _asksPut : null;
        if (s_calls.Contains(word) || s_puts.Contains(word))
            return s_calls.Contains(word);
        if (word.Trim('+') is "1" or "1.0")
            return _ones++ >= 0;
        return word is "-1" or "-1.0" or "−1" ? _minusOnes++ < 0 : null;
    }
}
