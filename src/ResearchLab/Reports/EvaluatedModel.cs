using ResearchLab.Models;
using ResearchLab.Options;

namespace ResearchLab.Reports;

/// <summary>A model with all that was found out of it.</summary>
/// <param name="Card">Its card.</param>
/// <param name="OutOfSample">What its picks earned.</param>
/// <param name="Chains">Origins of the chains.</param>
/// <param name="Rival">The rival design on the same rows; null when it was not run.</param>
/// <param name="Leak">What careless splits would have claimed; null when they were not run.</param>
/// <param name="Search">What is left of the best of all trials; null with fewer than two.</param>
/// <param name="Page">Its page.</param>
public sealed record EvaluatedModel(
    ModelCard Card, PolicyReturns OutOfSample, ChainMix Chains, OutcomeRegressorReport? Rival, LeakReport? Leak, SearchAudit? Search, string Page)
{
    /// <summary>The whole decision walked forward; null when it was not.</summary>
    public Daily.DeskEvaluation? Desk { get; init; }

    /// <summary>What one session's delay of every exit changes, one a structure; empty when it was not computed.</summary>
    public IReadOnlyList<OutcomeVariants> Variants { get; init; } = [];

    /// <summary>The baseline that earned most.</summary>
    public PolicyResult BestBaseline => Card.Evaluation.Policies.Skip(1).MaxBy(policy => policy.MeanReturn)!;
}
