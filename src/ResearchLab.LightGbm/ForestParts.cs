namespace ResearchLab.LightGbm;

/// <summary>What predicts in a model text.</summary>
/// <param name="Features">Values a row has.</param>
/// <param name="Outputs">Trees a round grows: tree t adds to output t mod this.</param>
/// <param name="Trees">All trees, in the order of the text.</param>
internal sealed record ForestParts(int Features, int Outputs, IReadOnlyList<TreeParts> Trees);
