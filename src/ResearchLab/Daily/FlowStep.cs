namespace ResearchLab.Daily;

/// <summary>One step of a flow.</summary>
/// <typeparam name="T">What travels through the flow: session, data, and what the steps before have made.</typeparam>
/// <param name="Name">Name in the journal, snake-case.</param>
/// <param name="Meaning">What it does, in words.</param>
/// <param name="Inputs">What it reads, by name.</param>
/// <param name="Outputs">What it makes, by name.</param>
/// <param name="Run">
/// Does it, given what was written down when it was done before, or null. What is kept (rows, models, records, pages) is not made again; what is
/// computed in milliseconds from what is kept is computed, and must be what was written down.
/// </param>
public sealed record FlowStep<T>(string Name, string Meaning, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, Func<T, string?, StepOutcome> Run)
{
    /// <summary>Whether it keeps something outside of the flow. Of the others no crash loses more than milliseconds of work.</summary>
    public bool Keeps { get; init; }
}
