namespace ResearchLab.Market;

/// <summary>Daily bars straight from a CSV file, for a look at them without the lake.</summary>
public static class BarsFile
{
    private const int MaxColumns = 1024;

    /// <summary>Reads a CSV file, plain or gzipped, with the columns date, open, high, low, close and, if there is one, volume.</summary>
    /// <remarks>An empty field is NaN. Nothing is repaired: whatever else is not a date or a number ends the reading.</remarks>
    /// <param name="path">The file; its first line names the columns.</param>
    /// <exception cref="CsvIngestException">It cannot be read or a line is wrong; the message is one line with the cause, the line and the remedy.</exception>
    public static BarSeries Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using CsvIngestText text = CsvIngestText.Open(path);
        var columns = new CsvIngestColumns(path, text.Header, new CsvIngestOptions());
        foreach (string needed in (string[])["session", "open", "high", "low", "close"])
        {
            if (!columns.Has(needed))
                throw new CsvIngestException($"File '{path}' has no column '{(needed is "session" ? "date" : needed)}' (found: {string.Join(", ", text.Header.Take(15))}). Name the columns date, open, high, low, close, volume.");
        }

        var dates = new CsvDates(columns.Required("session"));
        CsvNumbers open = new(columns.Required("open")), high = new(columns.Required("high")), low = new(columns.Required("low")), close = new(columns.Required("close"));
        var volume = new CsvNumbers(columns.Optional("volume"));
        CsvIngestField[] fields = [dates, open, high, low, close, volume];
        Span<Range> ranges = stackalloc Range[MaxColumns];
        while (text.Next() is { } line)
        {
            int count = CsvIngestText.Split(line, text.Delimiter, ranges);
            foreach (CsvIngestField field in fields)
            {
                if (field.Column >= count)
                    throw Wrong(path, text.Line, $"has {count} fields where the header names {text.Header.Length}");
                ReadOnlySpan<char> value = field.Column < 0 ? "" : line.AsSpan()[ranges[field.Column]].Trim();
                if (!field.Add(value))
                    throw Wrong(path, text.Line, $"has '{value}' as {text.Header[field.Column]}");
            }

            if (dates.Values.Count > 1 && dates.Values[^1] <= dates.Values[^2])
                throw Wrong(path, text.Line, $"is of {dates.Values[^1]:yyyy-MM-dd}, after a line of {dates.Values[^2]:yyyy-MM-dd}");
        }

        if (dates.Values.Count == 0)
            throw new CsvIngestException($"File '{path}' has a header and no bars. Give a file with at least one line of them.");
        return new BarSeries(
            Path.GetFileName(path), [.. dates.Values], [.. open.Values], [.. high.Values], [.. low.Values], [.. close.Values], [.. volume.Values]);
    }

    private static CsvIngestException Wrong(string path, long line, string what) =>
        new($"Line {line} of '{path}' {what}. Write one bar a day, oldest first, dates as YYYY-MM-DD and numbers with a decimal point.");
}
