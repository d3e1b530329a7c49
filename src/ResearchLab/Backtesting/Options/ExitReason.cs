namespace ResearchLab.Backtesting;

/// <summary>Why a simulated trade ended.</summary>
public enum ExitReason : byte
{
    /// <summary>It could not be opened; the outcome is missing.</summary>
    NotTraded,

    /// <summary>The take-profit level was reached.</summary>
    TakeProfit,

    /// <summary>The stop level was reached.</summary>
    StopLoss,

    /// <summary>The last session to hold was reached, or the first after it with quotes to leave at.</summary>
    TimeLimit,

    /// <summary>The data ended before the trade did; its outcome is not known and must not be used.</summary>
    Open,

    /// <summary>The market regime changed, as told by the caller.</summary>
    RegimeChange,

    /// <summary>A sold leg was assigned before expiry; the rest was closed at the next session.</summary>
    Assigned,

    /// <summary>It was held to expiry and settled.</summary>
    Expired,
}
