using ResearchLab.Columns;

namespace ResearchLab.Market;

/// <summary>
/// Looks for another table in the rows of a file: a second line of names, or a title between rows. What stands below may be of something else, or in
/// another order, so the file is refused whole.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="header">Names of its columns.</param>
/// <param name="namesItself">Whether each row names what it is of, so that a title changes nothing.</param>
internal sealed class SecondTable(string path, string[] header, bool namesItself)
{
    private const int FewestNames = 3, LongestTitle = 15, TitleDistance = 2;
    private (string Text, long Line)? _title, _alone;
    private bool _rows;

    /// <summary>Takes a row that was read.</summary>
    /// <exception cref="CsvIngestException">A title stands between it and the rows before.</exception>
    public void Good()
    {
        _rows = true;
        if (_title is { } title && !namesItself)
            throw Refusal($"the title '{title.Text}'", title.Line);
    }

    /// <summary>Takes a row that could not be read.</summary>
    /// <exception cref="CsvIngestException">It names other columns, or the same ones below a title.</exception>
    public void Bad(string line, char delimiter, long number)
    {
        string[] fields = CsvLayout.Fields(line, delimiter);
        string[] words = [.. fields.Where(field => field.Length > 0)];
        if (words.Length == 1 && _rows && char.IsAsciiLetter(words[0][0]))
        {
            _alone = (words[0], number);
            _title = words[0].Length <= LongestTitle && Symbols.IsValid(words[0].ToUpperInvariant()) ? _alone : _title;
        }

        bool dated = fields.Length > 1 && CsvAliases.IsDate(CsvAliases.Key(fields[0]));
        if (!dated && fields.Count(field => CsvAliases.IsKnown(CsvAliases.Key(field))) < FewestNames)
            return;
        bool titled = _alone is { } above && number - above.Line <= TitleDistance;
        // The same names again are those of the pages of one table.
        if (titled && !namesItself)
            throw Refusal($"the title '{CsvLayout.Clip(_alone!.Value.Text)}'", _alone.Value.Line);
        if (!fields.AsSpan(0, Math.Min(fields.Length, header.Length)).SequenceEqual(header.AsSpan(0, Math.Min(fields.Length, header.Length))))
            throw Refusal($"a second line of names ('{CsvLayout.Clip(line)}')", number);
    }

    private CsvIngestException Refusal(string what, long line)
    {
        string from = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? $"<(zcat {ShellText.Word(path)})" : ShellText.Word(path),
            first = ShellText.Word(path + ".1.csv"), second = ShellText.Word(path + ".2.csv");
        return new CsvIngestException(
            Invariant($"{Path.GetFileName(path)} has {what} on line {line}: what follows is another table. Cut it there (head -n {line - 1} {from} > ")
                + Invariant($"{first}; tail -n +{line} {from} > {second}) and ingest each with its own --symbol."));
    }
}
