namespace ResearchLab.Market.Sources;

/// <summary>One thing that is to be kept up to date from a source.</summary>
/// <param name="Source">Name of the source.</param>
/// <param name="Dataset">Dataset of it; null for its first.</param>
/// <param name="Symbol">Symbol as the vendor writes it.</param>
public sealed record SourceChoice(string Source, string? Dataset, string Symbol)
{
    /// <summary>Such as <c>yahoo/series/^VIX</c>.</summary>
    public override string ToString() => Dataset is null ? $"{Source}/{Symbol}" : $"{Source}/{Dataset}/{Symbol}";

    /// <summary>Reads a list such as <c>yahoo/SPY, yahoo/series/^VIX, fred/DTB3</c>.</summary>
    /// <param name="text">The list.</param>
    /// <param name="settings">Settings, for the sources there are.</param>
    /// <exception cref="FormatException">A part is no source with a symbol; the message says which, as the end of a sentence.</exception>
    public static IReadOnlyList<SourceChoice> Parse(string text, SourceSettings settings)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(part => One(part, settings)).Distinct()];
    }

    private static SourceChoice One(string part, SourceSettings settings)
    {
        string[] words = part.Split('/', StringSplitOptions.TrimEntries);
        if (words.Length is < 2 or > 3 || words.Any(word => word.Length == 0))
            throw new FormatException($"it holds '{part}'; write source/symbol or source/dataset/symbol, such as yahoo/SPY or yahoo/series/^VIX.");
        string source = words[0].ToLowerInvariant();
        return settings.Sources.Any(one => one.Name == source)
            ? new SourceChoice(source, words.Length == 3 ? words[1].ToLowerInvariant() : null, words[^1].ToUpperInvariant())
            : throw new FormatException($"it holds '{part}'. {SourceCatalog.Unknown(source, settings.Names)}");
    }
}
