namespace ResearchLab.Market;

/// <summary>What the numbers of a series file mean.</summary>
public enum SeriesUnit : byte
{
    /// <summary>Stored as they stand: index points, ratios, fractions.</summary>
    AsIs,

    /// <summary>Percent, stored as fractions: 5.33 becomes 0.0533.</summary>
    Percent,

    /// <summary>Fractions, stored as points: 0.1245 becomes 12.45.</summary>
    Fraction,
}
