namespace ResearchLab.Models;

/// <summary>One way to choose the groups that are tested; the numbers index the rows that were split.</summary>
/// <param name="Train">Rows to train on, before and after the tested groups.</param>
/// <param name="Test">Rows to predict, in order of time.</param>
/// <param name="Groups">Numbers of the tested groups, ascending.</param>
public sealed record CombinatorialFold(int[] Train, int[] Test, int[] Groups);
