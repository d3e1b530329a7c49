namespace ResearchLab.Options;

/// <summary>Whether a constant-maturity volatility could be computed.</summary>
public enum VixStyleStatus : byte
{
    /// <summary>It could.</summary>
    Solved,

    /// <summary>No expiry on one side of the tenor.</summary>
    NotBracketed,

    /// <summary>No strike has both a call and a put with a bid and an ask that is not below it.</summary>
    NoForward,

    /// <summary>Fewer than <see cref="VixStyleVol.MinStrikesASide"/> puts below or calls above the forward have a bid.</summary>
    TooFewStrikes,

    /// <summary>Strikes with bids end so near to the forward that much of the variance lies beyond them, or leave a wide hole beside it.</summary>
    StrikesTooNarrow,

    /// <summary>The quotes contradict each other: the variance comes out negative.</summary>
    Inconsistent,
}
