namespace ResearchLab.Options;

/// <summary>Bid and ask of the call and the put at one strike; a missing quote is 0 or NaN.</summary>
/// <param name="Strike">Exercise price.</param>
/// <param name="CallBid">Bid of the call.</param>
/// <param name="CallAsk">Ask of the call.</param>
/// <param name="PutBid">Bid of the put.</param>
/// <param name="PutAsk">Ask of the put.</param>
public readonly record struct StrikeQuotes(double Strike, double CallBid, double CallAsk, double PutBid, double PutAsk);
