namespace ResearchLab.Options;

/// <summary>How the strike of a leg is found.</summary>
public enum LegTarget : byte
{
    /// <summary>Nearest absolute delta.</summary>
    Delta,

    /// <summary>Strike nearest to the spot, the same for all such legs of a structure.</summary>
    AtTheMoney,

    /// <summary>A multiple of the expected move beyond the leg before it, at least one strike.</summary>
    Wing,
}
