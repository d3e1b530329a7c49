namespace ResearchLab.Models;

/// <summary>What a contender scored out of fold: what the desk walks beside its own pickers.</summary>
/// <param name="Name">Name among the arms.</param>
/// <param name="SplitId">Walk-forward split of the folds.</param>
/// <param name="Sessions">Tested sessions, ascending.</param>
/// <param name="Scores">Twelve a session.</param>
public sealed record ContenderScores(string Name, string SplitId, DateOnly[] Sessions, double[] Scores);
