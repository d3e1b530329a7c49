namespace ResearchLab.Options;

/// <summary>Where the quotes of a chain come from; carried to every report that uses them.</summary>
public enum ChainOrigin : byte
{
    /// <summary>Quotes seen on a real exchange.</summary>
    Observed,

    /// <summary>Quotes computed from a volatility index, because no chain was observed.</summary>
    Modelled,

    /// <summary>Quotes of the embedded simulated market.</summary>
    Demo,
}
