namespace ResearchLab.Models;

/// <summary>How the leak laboratory splits and resamples.</summary>
/// <param name="Split">Folds; null for six of the usual walk-forward.</param>
/// <param name="Resamples">Bootstrap resamples of each interval, at least 100.</param>
/// <param name="Seed">Seed of shuffling and bootstrap.</param>
/// <param name="Threads">Fits side by side; does not change the result.</param>
public sealed record LeakOptions(WalkForwardOptions? Split = null, int Resamples = 1_000, ulong Seed = 1, int Threads = 1);
