using ResearchLab.Market;
using ResearchLab.Time;

namespace ResearchLab.Features;

/// <content>Many symbols at once, and only the newest sessions.</content>
public static partial class FeatureEngine
{
    /// <summary>
    /// Sessions before the first one wanted that the features without memory can see: the longest window of the catalogue, and the sessions over which
    /// a value of the market or a chain may be carried into it.
    /// </summary>
    private static readonly int s_reach =
        FeatureCatalog.All.Where(feature => !feature.Recursive).Max(feature => feature.WarmUpSessions) + (4 * DailySeries.MaxCarrySessions);

    /// <summary>
    /// The features of the newest <paramref name="rows"/> sessions, to the bit what <see cref="Compute"/> gives for them and several times as fast:
    /// features without memory see only the sessions their windows reach, the recursive ones are run over the whole history.
    /// </summary>
    /// <param name="request">Bars, chains and market, with all their history.</param>
    /// <param name="calendar">Exchange calendar.</param>
    /// <param name="rows">Sessions wanted, at least 0; all when there are fewer.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rows"/> is negative.</exception>
    /// <exception cref="ArgumentException">As <see cref="Compute"/>.</exception>
    public static FeatureMatrix ComputeNewest(FeatureRequest request, ExchangeCalendar calendar, int rows)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        BarSeries bars = request.Bars;
        rows = Math.Min(rows, bars.Count);
        int start = bars.Count - rows - s_reach;
        if (start <= 0)
            return Newest(Compute(bars, request.Summaries, request.Context, calendar), rows);

        RequireAligned(bars, request.Summaries);
        FeatureMatrix near = Newest(Compute(bars[start..], request.Summaries.AsSpan(start), request.Context, calendar), rows);
        var recursive = new FeatureColumns(bars.Count, recursiveOnly: true);
        BarColumns prices = BarColumns.From(bars);
        PriceAndTrendFeatures.ComputeRecursive(prices, recursive);
        MomentumFeatures.ComputeRecursive(prices, recursive, from: bars.Count - rows);
        WarmUp.Apply(prices, recursive, from: bars.Count - rows);
        for (int column = 0; column < near.Columns.Length; column++)
        {
            if (recursive.All[column].Length > 0)
                near.Columns[column] = recursive.All[column][^rows..];
        }

        return near;
    }

    /// <summary>
    /// The features of many symbols, in the order of <paramref name="requests"/>. Each is computed on its own: neither the number of threads nor
    /// the company a symbol is in changes a bit of it.
    /// </summary>
    /// <param name="requests">One a symbol.</param>
    /// <param name="calendar">Exchange calendar.</param>
    /// <param name="threads">Threads to use, at least 1.</param>
    /// <param name="progress">Share of the symbols done, in [0, 1]; may be null.</param>
    /// <param name="cancellation">Stops between symbols.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is below 1.</exception>
    /// <exception cref="ArgumentException">As <see cref="Compute"/>.</exception>
    public static FeatureMatrix[] ComputeAll(
        IReadOnlyList<FeatureRequest> requests, ExchangeCalendar calendar, int threads, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var matrices = new FeatureMatrix[requests.Count];
        int done = 0;
        try
        {
            Parallel.For(0, matrices.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, i =>
            {
                FeatureRequest request = requests[i];
                matrices[i] = Compute(request.Bars, request.Summaries, request.Context, calendar);
                progress?.Report((double)Interlocked.Increment(ref done) / matrices.Length);
            });
        }
        catch (AggregateException error) when (error.InnerExceptions is [ArgumentException, ..])
        {
            throw error.InnerExceptions[0];
        }

        return matrices;
    }

    private static FeatureMatrix Newest(FeatureMatrix features, int rows) => rows == features.Sessions.Length
        ? features
        : features with { Sessions = features.Sessions[^rows..], Columns = Array.ConvertAll(features.Columns, column => column[^rows..]) };
}
