namespace ResearchLab.Options;

/// <summary>A quote as a vendor delivers it.</summary>
/// <param name="Contract">The series.</param>
/// <param name="Bid">Best bid; 0 or NaN when there is none.</param>
/// <param name="Ask">Best ask; 0 or NaN when there is none.</param>
/// <param name="Volume">Contracts traded; NaN when unknown.</param>
/// <param name="OpenInterest">Open contracts; NaN when unknown.</param>
public readonly record struct RawQuote(OptionContract Contract, double Bid, double Ask, double Volume, double OpenInterest);
