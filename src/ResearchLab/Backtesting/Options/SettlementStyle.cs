namespace ResearchLab.Backtesting;

/// <summary>How an option is exercised and settled.</summary>
public enum SettlementStyle : byte
{
    /// <summary>American exercise into the underlying: equities and ETFs.</summary>
    Physical,

    /// <summary>European exercise for cash: broad indices such as SPX.</summary>
    Cash,
}
