namespace ResearchLab.Lake;

/// <summary>Why a row does not enter the lake, or enters it with a mark.</summary>
public enum QualityReason : byte
{
    /// <summary>The row is good.</summary>
    None,

    /// <summary>A field cannot be read as what its column holds, or the row has too few fields.</summary>
    Unparsable,

    /// <summary>A required number is missing, NaN or infinite.</summary>
    NotFinite,

    /// <summary>A price, strike or spot is zero or negative, or a volume is negative.</summary>
    NonPositivePrice,

    /// <summary>The high is below the low.</summary>
    HighBelowLow,

    /// <summary>Open or close lies outside low to high by more than rounding.</summary>
    OutsideRange,

    /// <summary>The same key stands earlier in the same input.</summary>
    DuplicateKey,

    /// <summary>The exchange was closed on that date.</summary>
    NotASession,

    /// <summary>The close moved by more than the limit and no action explains it.</summary>
    Jump,

    /// <summary>The bar repeats the one before it in a run of at least five.</summary>
    Stale,

    /// <summary>The prices stand on another basis than those stored for the symbol, and do not replace all of them.</summary>
    OtherBasis,

    /// <summary>The bid is above the ask.</summary>
    Crossed,

    /// <summary>Neither a bid nor an ask.</summary>
    NoQuote,

    /// <summary>The option had expired before the session.</summary>
    Expired,

    /// <summary>The row is of a day that has not come.</summary>
    Future,

    /// <summary>A number lies outside what its column can hold in its unit, such as a spot far from every strike or an implied vol of 4000%.</summary>
    Implausible,

    /// <summary>The symbol is one that no command can name.</summary>
    BadSymbol,

    /// <summary>A mark only: an ask without a bid. The row is kept.</summary>
    ZeroBid,

    /// <summary>The same series is quoted under another root with the wanted settlement; the row is left out, not quarantined.</summary>
    OtherRoot,

    /// <summary>Another snapshot of the same session stands for the row; it is left out, not quarantined.</summary>
    OtherSnapshot,
}
