namespace ResearchLab.Market;

/// <summary>Times of day in a column of their own; a missing one is midnight.</summary>
/// <param name="column">Position in the file.</param>
internal sealed class CsvTimes(int column) : CsvIngestField(column)
{
    public List<long> Values { get; } = [];

    public override bool Add(ReadOnlySpan<char> text)
    {
        bool read = CsvStampText.TryReadTime(text, out long ticks);
        Values.Add(read ? ticks : 0);
        return read || IsMissing(text);
    }
}

/// <summary>Option symbols of the OCC.</summary>
internal sealed class CsvContracts(int column) : CsvIngestField(column)
{
    public List<(string Root, DateOnly Expiry, string Right, double Strike)> Values { get; } = [];

    public override bool Add(ReadOnlySpan<char> text)
    {
        bool read = OccSymbol.TryRead(text, out string root, out DateOnly expiry, out string right, out double strike);
        Values.Add((root, expiry, right, strike));
        return read;
    }
}

/// <summary>Ratios of splits, new shares for one old: 2, 2:1, 3/2, 4 for 1; none is 0 or 1.</summary>
/// <param name="column">Position in the file.</param>
/// <param name="sign">Decimal sign of the file.</param>
internal sealed class CsvRatios(int column, DecimalSign sign) : CsvIngestField(column)
{
    public List<double> Values { get; } = [];

    /// <summary>The first ratio that was in per cent; null when none was.</summary>
    public string? Percent { get; private set; }

    public override bool Add(ReadOnlySpan<char> text)
    {
        Percent ??= text.Contains('%') ? text.ToString() : null;
        int mark = text.IndexOfAny(':', '/'), length = 1;
        if (mark < 0 && (mark = text.IndexOf("for", StringComparison.OrdinalIgnoreCase)) > 0)
        {
            length = "for".Length;
            text = text.TrimEnd("abcdefghijklmnopqrstuvwxyz ").TrimEnd('-');
        }

        double value = double.NaN, below = 1;
        bool read = mark > 0
            ? mark + length <= text.Length && CsvNumberText.TryRead(text[..mark].Trim(" -"), sign, out value, out _)
                && CsvNumberText.TryRead(text[(mark + length)..].Trim(" -"), sign, out below, out _) && below > 0
            : CsvNumberText.TryRead(text, sign, out value, out _);
        Values.Add(read && value > 0 ? value / below : double.NaN);
        return read || IsMissing(text);
    }
}
