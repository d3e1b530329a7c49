namespace ResearchLab.Options;

/// <summary>Whether options are dear by the standard of the last year.</summary>
public enum VolatilityRegime : byte
{
    /// <summary>No year of a volatility index is known.</summary>
    Unknown,

    /// <summary>The index is not among the highest of its last year.</summary>
    Calm,

    /// <summary>It was among the highest fifth and has not been in the lower half since.</summary>
    Stressed,
}
