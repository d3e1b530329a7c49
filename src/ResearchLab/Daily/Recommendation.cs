using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Risk;

namespace ResearchLab.Daily;

/// <summary>The product of a daily run: one symbol, one session.</summary>
public sealed record Recommendation
{
    /// <summary>Session at whose close everything was known; the position is entered at the next one.</summary>
    public required DateOnly Session { get; init; }

    /// <summary>Symbol of the underlying.</summary>
    public required string Symbol { get; init; }

    /// <summary>Origin of the option quotes, and with <see cref="ChainOrigin.Demo"/> of all prices.</summary>
    public required ChainOrigin Data { get; init; }

    /// <summary>The least real origin of the chains behind the outcomes that were learned from.</summary>
    public required ChainOrigin LearnedFrom { get; init; }

    /// <summary>Whether the desk has shown no edge, so that what it recommends is on paper only.</summary>
    public required bool OnPaper { get; init; }

    /// <summary>What to do.</summary>
    public required Decision Decision { get; init; }

    /// <summary>The structure proposed; no trade when none was.</summary>
    public required Structure Structure { get; init; }

    /// <summary>
    /// Calibrated probability that the proposed trade ends with a profit after costs under the exit rules; NaN without a proposal or enough outcomes.
    /// </summary>
    public required double Confidence { get; init; }

    /// <summary>What is expected of the proposed trade.</summary>
    public required TradeForecast Forecast { get; init; }

    /// <summary>All eleven structures, the eligible ones by expected return first.</summary>
    public required IReadOnlyList<Candidate> Candidates { get; init; }

    /// <summary>What is known of the desk behind the decision.</summary>
    public required DeskSummary Desk { get; init; }

    /// <summary>Calibrated probabilities of the twelve classes, indexed by <see cref="Options.Structure"/>; they sum to 1.</summary>
    public required IReadOnlyList<double> Probabilities { get; init; }

    /// <summary>The position the rules chose for the proposed structure; null when none was proposed.</summary>
    public required StructurePosition? Position { get; init; }

    /// <summary>Structure units to trade; 0 unless recommended.</summary>
    public required int Contracts { get; init; }

    /// <summary>Every limit that was applied, in order.</summary>
    public required IReadOnlyList<LimitCheck> Checks { get; init; }

    /// <summary>Account and limits that were not the defaults, and who set them.</summary>
    public IReadOnlyList<OverriddenSetting> Overridden { get; init; } = [];

    /// <summary>Why, in words, most important first.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>What moved the raw score of the pick; null when it was not computed.</summary>
    public Explanation? Explanation { get; init; }

    /// <summary>Whether the features still look as they did when the model was trained; null when it was not computed.</summary>
    public FeatureDriftReport? Drift { get; init; }

    /// <summary>What past sessions like this one led to; null when the pick is no trade.</summary>
    public required SimilarStates? Similar { get; init; }

    /// <summary>What it was computed from.</summary>
    public required Evidence Evidence { get; init; }
}
