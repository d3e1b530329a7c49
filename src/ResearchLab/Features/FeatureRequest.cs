using ResearchLab.Market;
using ResearchLab.Options;

namespace ResearchLab.Features;

/// <summary>Everything the features of one symbol are computed from.</summary>
/// <param name="Bars">Split-adjusted daily bars.</param>
/// <param name="Summaries">One chain summary a bar; <c>default</c> where there is no chain.</param>
/// <param name="Context">The market around it; symbols may share one.</param>
public sealed record FeatureRequest(BarSeries Bars, ChainSummary[] Summaries, MarketContext Context)
{
    /// <summary>A request without chains.</summary>
    public FeatureRequest(BarSeries bars, MarketContext context)
        : this(bars, new ChainSummary[bars.Count], context)
    {
    }
}
