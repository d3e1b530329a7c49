namespace ResearchLab.Statistics;

/// <summary>How a block bootstrap resamples.</summary>
/// <param name="MeanBlock">Mean length of a block in rows, at least 1; see <see cref="BlockLength"/>.</param>
/// <param name="Resamples">Number of resamples, at least 100.</param>
/// <param name="Seed">Seed; resample i is its own stream.</param>
/// <param name="Kind">How blocks end.</param>
public readonly record struct BootstrapOptions(double MeanBlock, int Resamples, ulong Seed, BlockKind Kind = BlockKind.Stationary);
