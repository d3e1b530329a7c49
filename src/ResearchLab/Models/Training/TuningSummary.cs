namespace ResearchLab.Models;

/// <summary>How hyperparameters were searched for.</summary>
/// <param name="Candidates">Settings tried in each window.</param>
/// <param name="Trials">Different specifications tried in all windows together: settings at each number of rounds.</param>
/// <param name="ByFold">Parameters that each fold of the walk-forward chose inside its own window.</param>
public sealed record TuningSummary(int Candidates, int Trials, IReadOnlyList<string> ByFold);
