using ResearchLab.Market;
using ResearchLab.Options;
using ResearchLab.Time;

namespace ResearchLab.Features;

/// <summary>Computes the catalogue, for one symbol or many.</summary>
public static partial class FeatureEngine
{
    /// <summary>The 84 features of every session of <paramref name="bars"/>, each from nothing later than its session's close.</summary>
    /// <remarks>
    /// A price that is not positive and a volume that is negative or not finite count as missing. A missing input makes exactly the
    /// values NaN whose window holds it; a recursive feature is seeded afresh and NaN for its whole warm-up. The market's series are
    /// carried forward at most <see cref="DailySeries.MaxCarrySessions"/> sessions; a missing chain makes that session's chain
    /// features NaN, and inside the 252-session windows of IV rank and percentile it is bridged over as many sessions at most.
    /// A ratio with denominator 0, such as RSI of a price that never moved, is NaN.
    /// </remarks>
    /// <param name="bars">Split-adjusted daily bars.</param>
    /// <param name="summaries">One chain summary a bar; <c>default</c> where there is no chain.</param>
    /// <param name="context">Market symbol, volatility indices and T-bill yield; any of them may be empty.</param>
    /// <param name="calendar">Exchange calendar.</param>
    /// <exception cref="ArgumentException">
    /// Columns differ in length, sessions do not ascend, there is not one summary a bar, or a summary is of another session.
    /// </exception>
    public static FeatureMatrix Compute(
        BarSeries bars, ReadOnlySpan<ChainSummary> summaries, MarketContext context, ExchangeCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(bars);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(calendar);
        RequireAligned(bars, summaries);

        var columns = new FeatureColumns(bars.Count);
        BarColumns prices = BarColumns.From(bars);
        PriceAndTrendFeatures.Compute(prices, columns);
        PriceAndTrendFeatures.ComputeRecursive(prices, columns);
        MomentumFeatures.Compute(prices, columns);
        MomentumFeatures.ComputeRecursive(prices, columns);
        VolatilityFeatures.Compute(prices, columns);
        VolumeFeatures.Compute(prices, columns);
        ChainFeatures.Compute(summaries, prices, columns);
        MarketFeatures.Compute(bars.Sessions, prices, context, columns);
        CalendarFeatures.Compute(bars.Sessions, calendar, columns);
        WarmUp.Apply(prices, columns);
        return new FeatureMatrix(bars.Symbol, FeatureCatalog.SetVersion, bars.Sessions, columns.All);
    }

    private static void RequireAligned(BarSeries bars, ReadOnlySpan<ChainSummary> summaries)
    {
        DateOnly[] sessions = bars.Sessions;
        foreach (double[] column in (ReadOnlySpan<double[]>)[bars.Open, bars.High, bars.Low, bars.Close, bars.Volume])
        {
            if (column.Length != sessions.Length)
                throw new ArgumentException(
                    $"A bar column of {bars.Symbol} has {column.Length} rows for {sessions.Length} sessions; build the series from whole bars.", nameof(bars));
        }

        if (summaries.Length != sessions.Length)
            throw new ArgumentException(
                $"{summaries.Length} chain summaries for {sessions.Length} bars of {bars.Symbol}; give one a bar, default where there is no chain.",
                nameof(summaries));
        for (int i = 0; i < sessions.Length; i++)
        {
            if (i > 0 && sessions[i] <= sessions[i - 1])
                throw new ArgumentException(
                    Invariant($"Session {sessions[i]:yyyy-MM-dd} of {bars.Symbol} follows {sessions[i - 1]:yyyy-MM-dd}; sort the bars and drop duplicates."),
                    nameof(bars));
            if (summaries[i].Session != default && summaries[i].Session != sessions[i])
                throw new ArgumentException(
                    Invariant($"The chain summary at the bar of {sessions[i]:yyyy-MM-dd} is of {summaries[i].Session:yyyy-MM-dd}; align them by session."),
                    nameof(summaries));
        }
    }
}
