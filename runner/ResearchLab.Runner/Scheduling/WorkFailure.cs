namespace ResearchLab.Runner.Scheduling;

/// <summary>Work that failed.</summary>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Error">Why it failed last, in one line.</param>
/// <param name="At">When it failed last.</param>
internal sealed record WorkFailure(int Attempts, string Error, DateTimeOffset At);
