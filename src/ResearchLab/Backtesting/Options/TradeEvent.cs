namespace ResearchLab.Backtesting;

/// <summary>Something that happened to a position, in words.</summary>
/// <param name="Session">Session at whose close it happened.</param>
/// <param name="Text">What, such as <c>sold 1 2024-02-16 470C at 3.10 (bid 3.05, ask 3.15)</c>.</param>
public readonly record struct TradeEvent(DateOnly Session, string Text);
