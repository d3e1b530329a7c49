namespace ResearchLab.Statistics;

/// <summary>Block lengths that minimise the error of the estimated variance of the mean.</summary>
/// <param name="Stationary">Mean length for <see cref="BlockKind.Stationary"/>, in rows.</param>
/// <param name="Circular">Length for <see cref="BlockKind.Circular"/>, in rows; the bootstrap rounds it up.</param>
public readonly record struct BlockLengths(double Stationary, double Circular);
