namespace ResearchLab.Market.Sources;

/// <summary>Why a source gave nothing usable.</summary>
public enum SourceFailure : byte
{
    /// <summary>The host cannot be reached, is too slow, cuts answers off or keeps failing.</summary>
    Unavailable,

    /// <summary>The key is missing or refused, or the plan does not include the data.</summary>
    Refused,

    /// <summary>The vendor does not know the symbol.</summary>
    UnknownSymbol,

    /// <summary>The answer is not what the vendor documents: another format, another symbol, a page instead of data.</summary>
    BadAnswer,

    /// <summary>The calls of the day are used up, or the vendor asks for a longer wait than allowed.</summary>
    Exhausted,
}
