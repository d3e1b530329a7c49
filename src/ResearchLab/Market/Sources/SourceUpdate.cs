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
    public static IReadOnlyList<(SourceChoice Wish, SymbolIngest Result)> Run(
        DataLake lake, SourceSettings settings, IReadOnlyList<SourceChoice> wishes, TimeProvider time, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(wishes);
        using var http = new SourceHttp(settings.Folder, settings.Http, time);
        var ingest = new SourceIngest(lake, http, settings.Folder);
        var done = new List<(SourceChoice, SymbolIngest)>(wishes.Count);
        foreach (SourceChoice wish in wishes)
        {
            progress?.Report((double)done.Count / wishes.Count);
            SourceDescription source = SourceCatalog.Find(wish.Source, settings);
            done.Add((wish, SourceCatalog.MissingKey(source, settings) is { } missing
                ? new SymbolIngest(wish.Symbol, [], missing, 0, [])
                : ingest.RunAsync(SourceCatalog.Open(source, settings, http, time), wish.Symbol, new SourceIngestOptions { Dataset = wish.Dataset }, null,
                    cancellation).GetAwaiter().GetResult()));
        }

        return done;
    }
}
