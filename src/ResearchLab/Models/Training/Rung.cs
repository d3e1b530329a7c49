namespace ResearchLab.Models;

/// <summary>One rung of a bracket.</summary>
/// <param name="Candidates">Candidates that are measured on it.</param>
/// <param name="Resource">Resource that each of them is given.</param>
public readonly record struct Rung(int Candidates, int Resource);
