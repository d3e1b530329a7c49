namespace ResearchLab.Features;

/// <summary>The seven groups of the catalogue, in its order.</summary>
public enum FeatureGroup
{
    /// <summary>Price and trend, 1–20.</summary>
    PriceAndTrend,

    /// <summary>Momentum and oscillators, 21–32.</summary>
    Momentum,

    /// <summary>Realised volatility and shape of returns, 33–48.</summary>
    Volatility,

    /// <summary>Volume and flow, 49–54.</summary>
    Volume,

    /// <summary>Option chain, 55–70.</summary>
    OptionChain,

    /// <summary>Market context and regime, 71–80.</summary>
    Market,

    /// <summary>Calendar, 81–84.</summary>
    Calendar,
}
