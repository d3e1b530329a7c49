namespace ResearchLab.Features;

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
