using ResearchLab.Lake;

namespace ResearchLab.Features;

/// <summary>What an update of the stored features did.</summary>
/// <param name="Symbol">Symbol.</param>
/// <param name="Computed">Sessions that were computed.</param>
/// <param name="Rows">What the lake did with them.</param>
/// <param name="Revised">Whether the inputs of stored sessions had changed, so that all were computed again.</param>
public sealed record FeatureUpdate(string Symbol, int Computed, AppendResult Rows, bool Revised);
