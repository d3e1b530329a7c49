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
        var columns = new CsvIngestColumns(path, text.Header, new CsvIngestOptions { Kind = CsvKind.Bars }, []);
        foreach (string needed in (string[])["session", "open", "high", "low", "close"])
        {
            if (!columns.Has(needed))
                throw new CsvIngestException($"File '{path}' has no column '{(needed is "session" ? "date" : needed)}' (found: "
                    + $"{string.Join(", ", text.Header.Take(15))}). Name the columns date, open, high, low, close, volume.");
        }

        int[] places = [columns.Required("open"), columns.Required("high"), columns.Required("low"), columns.Required("close"), columns.Optional("volume")];
        CsvSurvey survey = CsvSurvey.Of(path, [columns.Required("session")], places.Where(at => at >= 0).ToHashSet(), new CsvIngestOptions { Calendar = null },
            DateOnly.MaxValue);
        var dates = new CsvStamps(columns.Required("session"), survey.Style(columns.Required("session")));
        CsvNumbers open = new(places[0], survey.Sign), high = new(places[1], survey.Sign), low = new(places[2], survey.Sign),
            close = new(places[3], survey.Sign), volume = new(places[4], survey.Sign);
        CsvIngestField[] fields = [dates, open, high, low, close, volume];
        Span<Range> ranges = stackalloc Range[MaxColumns];
        while (text.Next() is { } line)
        {
            text.Fields(line, ranges, out int count);
            foreach (CsvIngestField field in fields)
            {
                if (field.Column >= count)
                    throw Wrong(path, text.Line, Invariant($"has {count} fields where the header names {text.Header.Length}"));
                ReadOnlySpan<char> value = field.Column < 0 ? "" : line.AsSpan()[ranges[field.Column]].Trim();
                if (!field.Add(value))
                    throw Wrong(path, text.Line, $"has '{value}' as {text.Header[field.Column]}");
            }

            if (dates.Values.Count > 1 && dates.Values[^1].Date <= dates.Values[^2].Date)
                throw Wrong(path, text.Line, Invariant($"is of {dates.Values[^1].Date:yyyy-MM-dd}, after a line of {dates.Values[^2].Date:yyyy-MM-dd}"));
        }

        if (dates.Values.Count == 0)
            throw new CsvIngestException($"File '{path}' has a header and no bars. Give a file with at least one line of them.");
        return new BarSeries(
            Path.GetFileName(path), [.. dates.Values.Select(stamp => stamp.Date)], [.. open.Values], [.. high.Values], [.. low.Values], [.. close.Values],
            [.. volume.Values]);
    }

    private static CsvIngestException Wrong(string path, long line, string what) =>
        new(Invariant($"Line {line} of '{path}' {what}. Write one bar a day, oldest first, dates as YYYY-MM-DD and numbers with a decimal point."));
}
