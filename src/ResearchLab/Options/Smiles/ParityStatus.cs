namespace ResearchLab.Options;

/// <summary>How forward and discount of an expiry were found.</summary>
public enum ParityStatus : byte
{
    /// <summary>Both from put–call parity.</summary>
    ForwardAndDiscount,

    /// <summary>The forward from put–call parity, the discount from the given rate: the pairs do not pin a rate.</summary>
    ForwardOnly,

    /// <summary>Neither: no strike has a two-sided call and put. The forward is spot grown at the given rate.</summary>
    NoPairs,

    /// <summary>Neither: the forward that the pairs imply cannot be right. The forward is spot grown at the given rate.</summary>
    Implausible,
}
