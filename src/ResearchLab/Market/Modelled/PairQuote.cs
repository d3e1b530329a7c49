namespace ResearchLab.Market;

/// <summary>Call and put of one strike as a surface and the spread model quote them.</summary>
internal readonly record struct PairQuote(double Vol, double CallDelta, double CallBid, double CallAsk, double PutBid, double PutAsk);
