namespace ResearchLab.Daily;

/// <summary>What a step of a flow gave.</summary>
/// <param name="OutputJson">What is written down of it, as JSON: enough to know it again.</param>
/// <param name="Reused">Whether what it makes was there already, by this or an earlier run.</param>
public sealed record StepOutcome(string OutputJson, bool Reused = false)
{
    /// <summary>What failed, one line each: the step is done in part, and again by the next run. Empty when all is done.</summary>
    public IReadOnlyList<string> Failures { get; init; } = [];
}
