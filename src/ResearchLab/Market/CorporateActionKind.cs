namespace ResearchLab.Market;

/// <summary>What a company did to its shares.</summary>
public enum CorporateActionKind : byte
{
    /// <summary>New shares for old ones; the value is new shares for one old.</summary>
    Split,

    /// <summary>Cash paid; the value is dollars a share as it was before any later split, a split of the same session included.</summary>
    Dividend,
}
