using ResearchLab.Daily;
using ResearchLab.Features;
using ResearchLab.Market;
using ResearchLab.Models;
using ResearchLab.Options;

namespace ResearchLab.Reports;

/// <summary>Everything a daily report shows.</summary>
public sealed record DailyReportInput
{
    /// <summary>What was decided and why.</summary>
    public required Recommendation Recommendation { get; init; }

    /// <summary>Bars of the underlying through the session; the last 250 are drawn.</summary>
    public required BarSeries Bars { get; init; }

    /// <summary>The chain of the session; null when there was none.</summary>
    public required OptionChain? Chain { get; init; }

    /// <summary>The session's feature row as <see cref="FeatureMatrix.CopyRow"/> gives it: 84 values in catalogue order, NaN where missing.</summary>
    public required IReadOnlyList<double> Features { get; init; }

    /// <summary>The model that picked; null when none was trained.</summary>
    public required ModelCard? Model { get; init; }

    /// <summary>Steps of the run, in order.</summary>
    public required IReadOnlyList<StepTiming> Timings { get; init; }

    /// <summary>What the reader must know of the page itself, such as that it was made again; empty for nothing.</summary>
    public string Note { get; init; } = "";

    /// <summary>plotly.js; an empty one leaves the charts out and the texts in.</summary>
    public required PlotlySource Plotly { get; init; }
}
