namespace ResearchLab.Market;

/// <summary>What prices are to mean.</summary>
public enum PriceBasis : byte
{
    /// <summary>As they were traded.</summary>
    Raw,

    /// <summary>In today's shares: no jump at a split.</summary>
    Split,

    /// <summary>In today's shares with dividends reinvested: their ratio is the total return.</summary>
    Total,
}
