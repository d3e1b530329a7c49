namespace ResearchLab.Models;

/// <summary>How rows are split in every combination.</summary>
/// <param name="Groups">Groups of neighbouring rows, 2 to 20.</param>
/// <param name="TestGroups">Groups tested at a time, at least 1 and below <paramref name="Groups"/>.</param>
/// <param name="EmbargoSessions">Sessions kept free on either side of a tested group; null takes the longest label.</param>
/// <param name="MinimumTrainRows">Fewest rows of a training set.</param>
public sealed record CombinatorialOptions(int Groups = 6, int TestGroups = 2, int? EmbargoSessions = null, int MinimumTrainRows = 200);
