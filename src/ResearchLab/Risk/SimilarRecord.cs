namespace ResearchLab.Risk;

/// <summary>What similar past sessions led to, as far as a limit looks at it.</summary>
/// <param name="Count">Similar sessions with a known outcome.</param>
/// <param name="EffectiveCount">After the overlap of their labels is taken out.</param>
/// <param name="WinRate">Weighted share of them with a profit; NaN when there are none.</param>
/// <param name="LowerBound">Lower bound of the 80% interval of that rate.</param>
/// <param name="BaseRate">Share of all known sessions with a profit.</param>
/// <param name="HasSkill">Whether the search has shown skill over the base rate out of sample; without it the limit does not act.</param>
public readonly record struct SimilarRecord(int Count, double EffectiveCount, double WinRate, double LowerBound, double BaseRate, bool HasSkill);
