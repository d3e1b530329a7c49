namespace ResearchLab.Models;

/// <summary>How hyperparameters are searched for, by successive halving inside each training window.</summary>
/// <param name="Candidates">Settings tried, the given ones first, 2 to 1000.</param>
/// <param name="InnerFolds">Test blocks inside a window that they are judged on, at least 1.</param>
/// <param name="Eta">One of so many goes on to the next rung with so many times the rounds, at least 2.</param>
public sealed record TuningOptions(int Candidates = 9, int InnerFolds = 2, int Eta = 3);
