using ResearchLab.Basics;
using ResearchLab.Features;
using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Time;

namespace ResearchLab.Daily;

/// <summary>Brings the stored features of many symbols up to date, from the same data as the daily run's.</summary>
public static class FeatureUpdates
{
    /// <summary>Adds the sessions the lake lacks, symbols side by side; see <see cref="FeatureStore.Update"/>.</summary>
    /// <param name="lake">Where to.</param>
    /// <param name="view">What is read, and as of when.</param>
    /// <param name="symbols">Upper-case tickers; none for every symbol with bars.</param>
    /// <param name="names">Names of the market's series.</param>
    /// <param name="demo">Whether the chains are simulated.</param>
    /// <param name="threads">Threads to use, at least 1; no value depends on it.</param>
    /// <param name="progress">Share of the symbols done, in [0, 1]; may be null.</param>
    /// <param name="cancellation">Stops between symbols; what was added stays.</param>
    /// <returns>One a symbol, in the order asked for.</returns>
    /// <exception cref="DataUnusableException">The lake holds no bars of a symbol or of the market.</exception>
    public static IReadOnlyList<FeatureUpdate> Update(
        DataLake lake, LakeView view, IReadOnlyList<string> symbols, MarketNames names, bool demo, int threads, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        IReadOnlyList<BarSeries> all = symbols.Count == 0 ? LakeMarket.AllBars(view) : [.. symbols.Select(symbol => LakeMarket.Bars(view, symbol))];
        if (all.Sum(bars => bars.Count) == 0 && LakeAhead.Remark(lake, Datasets.Bars) is { } ahead)
            throw new DataUnusableException($"No daily bar can be read: {ahead}");
        if (all.Count == 0)
            throw new DataUnusableException($"The lake '{view.Root}' holds no daily bars. Ingest some with './lab ingest csv FILE', or use '--data demo'.");
        if (all.FirstOrDefault(bars => bars.Count == 0) is { } none)
            throw new DataUnusableException(
                $"The lake '{view.Root}' holds no daily bars of {none.Symbol}. Ingest some with './lab ingest csv FILE --symbol {none.Symbol}'.");
        BarSeries market = all.FirstOrDefault(bars => bars.Symbol == names.Market) ?? LakeMarket.Bars(view, names.Market);
        if (market.Count == 0)
            throw new DataUnusableException($"The lake '{view.Root}' holds no daily bars of {names.Market}, the market that features compare with. "
                + $"Ingest them with './lab ingest csv FILE --symbol {names.Market}'.");

        SessionData.Surroundings around = SessionData.Surroundings.Read(view, names, market);
        var updates = new FeatureUpdate[all.Count];
        int done = 0;
        Parallel.For(
            0, updates.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation },
            () => lake.AsOf(view.Known, view.Recorded), // threads that share a view take turns
            (i, _, own) =>
            {
                SessionData data = SessionData.Load(lake, own, all[i], around, names, demo, cancellation: cancellation);
                updates[i] = FeatureStore.Update(lake, own, data.FeatureRequest, data.Snapshot, ExchangeCalendar.Nyse);
                progress?.Report((double)Interlocked.Increment(ref done) / updates.Length);
                return own;
            },
            own => own.Dispose());
        return updates;
    }
}
