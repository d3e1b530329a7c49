namespace ResearchLab.Statistics;

/// <summary>How the blocks of a bootstrap end.</summary>
public enum BlockKind
{
    /// <summary>Blocks of geometric length: resamples are stationary, and the result hardly depends on the mean length chosen.</summary>
    Stationary,

    /// <summary>Blocks of one length, <see cref="BootstrapOptions.MeanBlock"/> rounded up: less variance at the best length.</summary>
    Circular,
}
