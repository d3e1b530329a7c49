namespace ResearchLab.Options;

/// <summary>What is wrong with a row of a chain.</summary>
[Flags]
public enum QuoteFlags : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Nobody bids; the mid is half the ask.</summary>
    ZeroBid = 1,

    /// <summary>Nobody asks; there is no mid.</summary>
    NoAsk = 2,

    /// <summary>The bid is above the ask; there is no mid.</summary>
    Crossed = 4,

    /// <summary>The mid has no implied volatility: below intrinsic, above the maximum, or on the expiry date.</summary>
    NoImpliedVol = 8,

    /// <summary>The spread is wider than the liquidity rules allow (set by <see cref="ChainCleaning"/>).</summary>
    WideSpread = 16,

    /// <summary>Fewer open contracts than the liquidity rules ask for (set by <see cref="ChainCleaning"/>).</summary>
    LowOpenInterest = 32,

    /// <summary>
    /// The same bid and ask as a session before although the underlying moved by more than they can hide (set by <see cref="ChainCleaning"/>).
    /// </summary>
    Stale = 64,

    /// <summary>
    /// The implied volatility is solved and above 500%: a tiny price far from the money, or a wrong one (set by <see cref="ChainCleaning"/>).
    /// </summary>
    ExtremeVol = 128,
}
