using ResearchLab.Lake;

namespace ResearchLab.Market.Sources;

/// <summary>Brings everything that is wished for up to date: what a schedule does before it decides.</summary>
public static class SourceUpdate
{
    /// <summary>Asks each source for what the lake lacks. One that fails does not keep the others from being asked.</summary>
    /// <param name="lake">Where to.</param>
    /// <param name="settings">Addresses, keys and limits.</param>
    /// <param name="wishes">What is wished for.</param>
    /// <param name="time">The clock.</param>
    /// <param name="progress">Told the fraction done; may be null.</param>
    /// <param name="cancellation">Stops between answers; what was stored stays.</param>
    /// <returns>What became of each, in order.</returns>
    /// <exception cref="LakeException">The lake cannot be written.</exception>
    public static IReadOnlyList<(SourceWish Wish, SymbolIngest Result)> Run(
        DataLake lake, SourceSettings settings, IReadOnlyList<SourceWish> wishes, TimeProvider time, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(wishes);
        using var http = new SourceHttp(settings.Folder, settings.Http, time);
        var ingest = new SourceIngest(lake, http, settings.Folder);
        var done = new List<(SourceWish, SymbolIngest)>(wishes.Count);
        foreach (SourceWish wish in wishes)
        {
            progress?.Report((double)done.Count / wishes.Count);
            done.Add((wish, MissingKey(wish.Source, settings) is { } missing
                ? new SymbolIngest(wish.Symbol, [], missing, 0, [])
                : ingest.RunAsync(SourceCatalog.Open(wish.Source, settings, http, time), wish.Symbol, new SourceIngestOptions { Dataset = wish.Dataset }, null, cancellation).GetAwaiter().GetResult()));
        }

        return done;
    }

    /// <summary>One line with the remedy when a source needs a key that is not set; null when it can be asked.</summary>
    /// <param name="source">Name of the source.</param>
    /// <param name="settings">Addresses, keys and limits.</param>
    public static string? MissingKey(string source, SourceSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        SourceEndpoint? endpoint = source switch { "massive" => settings.Massive, "fmp" => settings.Fmp, "fred" => settings.Fred, _ => null };
        return endpoint is { KeyVariable: { } variable, Key: null } ? $"{source}: no key is set. Set {variable} to your key; docs/guide/data-sources.md says how to get one." : null;
    }
}
