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

/// <summary>What a feature is computed from.</summary>
[Flags]
public enum FeatureInputs
{
    /// <summary>Nothing but the session's date.</summary>
    None = 0,

    /// <summary>Opens.</summary>
    Open = 1,

    /// <summary>Highs.</summary>
    High = 2,

    /// <summary>Lows.</summary>
    Low = 4,

    /// <summary>Closes.</summary>
    Close = 8,

    /// <summary>Volumes.</summary>
    Volume = 16,

    /// <summary>Chain summaries.</summary>
    Chain = 32,

    /// <summary>Closes of the market symbol.</summary>
    MarketClose = 64,

    /// <summary>30-day volatility index of the market.</summary>
    Vix = 128,

    /// <summary>3-month volatility index of the market.</summary>
    Vix3M = 256,

    /// <summary>13-week T-bill yield.</summary>
    TBill13W = 512,

    /// <summary>Exchange calendar.</summary>
    Calendar = 1024,
}

/// <summary>One feature of the catalogue.</summary>
/// <param name="Number">Place in the feature set, 1 … 84.</param>
/// <param name="Name">Column name, part of the contract with models.</param>
/// <param name="Group">Group of the catalogue.</param>
/// <param name="Description">What it is.</param>
/// <param name="Unit">Unit of the value.</param>
/// <param name="Inputs">What it is computed from.</param>
/// <param name="WarmUpSessions">
/// Sessions that must precede the first value: NaN in rows before this (0-based) row, complete data given. For a recursive
/// feature it is the row from which 500 sessions more of history move the value by less than 10⁻⁴ of itself.
/// </param>
/// <param name="Source">Definition followed.</param>
/// <param name="ScaleFree">Whether multiplying all prices of the bars, or all volumes, by a constant leaves it unchanged, the chain and the market staying as they are.</param>
/// <param name="Recursive">Whether it smooths over all earlier sessions, so that a gap in its inputs costs the whole warm-up again.</param>
public sealed record FeatureDefinition(
    int Number,
    string Name,
    FeatureGroup Group,
    string Description,
    string Unit,
    FeatureInputs Inputs,
    int WarmUpSessions,
    string Source,
    bool ScaleFree = true,
    bool Recursive = false);
