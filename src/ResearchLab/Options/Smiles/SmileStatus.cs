namespace ResearchLab.Options;

/// <summary>How the smile of an expiry was found.</summary>
public enum SmileStatus : byte
{
    /// <summary>Raw SVI through at least six quotes.</summary>
    Svi,

    /// <summary>
    /// SSVI, whose shape excludes butterfly arbitrage: through three to five quotes, or where no raw SVI without arbitrage was found.
    /// </summary>
    Ssvi,

    /// <summary>The same volatility at all strikes: one or two quotes.</summary>
    Flat,

    /// <summary>No smile: no usable quote, or the expiry is past.</summary>
    None,
}
