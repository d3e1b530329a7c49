namespace ResearchLab.Models;

/// <summary>What past sessions most like today's led to, for one structure.</summary>
/// <param name="Structure">The structure looked up.</param>
/// <param name="Count">Similar sessions with a known outcome.</param>
/// <param name="EffectiveCount">After the overlap of their labels is taken out.</param>
/// <param name="WeightedWinRate">Similarity-weighted share of them with a profit; NaN when there are none.</param>
/// <param name="LowerBound">Lower bound of the 80% beta-binomial interval of that rate.</param>
/// <param name="BaseRate">Share of all known sessions with a profit for that structure.</param>
/// <param name="Sessions">The similar sessions, most similar first, at most 20.</param>
public sealed record SimilarStates(
    Options.Structure Structure, int Count, double EffectiveCount, double WeightedWinRate, double LowerBound, double BaseRate,
    IReadOnlyList<DateOnly> Sessions)
{
    /// <summary>As the limits look at it.</summary>
    /// <param name="hasSkill">Whether the search has shown skill over the base rate.</param>
    public Risk.SimilarRecord ToRecord(bool hasSkill) => new(Count, EffectiveCount, WeightedWinRate, LowerBound, BaseRate, hasSkill);
}
