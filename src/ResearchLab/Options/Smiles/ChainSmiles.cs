namespace ResearchLab.Options;

/// <summary>The model behind quotes that nobody saw.</summary>
/// <param name="Style">When its options may be exercised.</param>
/// <param name="Smiles">One an expiry, ascending.</param>
public sealed record ChainSmiles(ExerciseStyle Style, IReadOnlyList<ExpirySmile> Smiles);
