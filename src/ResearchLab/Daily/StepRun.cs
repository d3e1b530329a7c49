namespace ResearchLab.Daily;

/// <summary>One step of one passage through a flow.</summary>
/// <param name="Name">Name of the step.</param>
/// <param name="State">How it went.</param>
/// <param name="Milliseconds">How long it took in this run; 0 while it runs.</param>
/// <param name="OutputJson">What it gave, as JSON; empty while it runs.</param>
/// <param name="FirstRun">Run that did it first; this run's id when that is it.</param>
public sealed record StepRun(string Name, StepState State, double Milliseconds, string OutputJson, string FirstRun)
{
    /// <summary>What the step does, in words.</summary>
    public required string Meaning { get; init; }

    /// <summary>What it reads, by name.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>What it makes, by name.</summary>
    public required IReadOnlyList<string> Outputs { get; init; }

    /// <summary>What failed of a step done in part, one line each; empty otherwise.</summary>
    public IReadOnlyList<string> Failures { get; init; } = [];

    /// <summary>The state as one lower-case word.</summary>
    public string StateName => State switch
    {
        StepState.Running => "running",
        StepState.Done => "done",
        StepState.Reused => "reused",
        StepState.Same => "same",
        StepState.Changed => "changed",
        StepState.Partial => "partial",
        _ => throw new InvalidOperationException(Invariant($"There is no step state {(int)State}.")),
    };
}
