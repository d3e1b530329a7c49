namespace ResearchLab.Features;

/// <summary>Unit of a column, which also says how it scales with prices and volumes.</summary>
public enum IndicatorUnit
{
    /// <summary>A pure number, such as an oscillator or a count: unchanged when prices or volumes are scaled.</summary>
    Number,

    /// <summary>Price units.</summary>
    Price,

    /// <summary>Price units squared.</summary>
    PriceSquared,

    /// <summary>Shares.</summary>
    Shares,

    /// <summary>Price units times shares.</summary>
    Money,

    /// <summary>One over price units times shares.</summary>
    PerMoney,
}
