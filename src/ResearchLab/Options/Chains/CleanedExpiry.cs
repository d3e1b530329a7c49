namespace ResearchLab.Options;

/// <summary>One expiry of a cleaned chain.</summary>
/// <param name="Expiry">The expiry.</param>
/// <param name="Start">First row of the chain.</param>
/// <param name="End">Row after the last.</param>
/// <param name="Years">Option time in years of 365 days.</param>
/// <param name="Parity">Forward and discount.</param>
/// <param name="AtmVol">Implied volatility at the forward, linear between the strikes around it; NaN without strikes within 10% on both sides.</param>
/// <param name="Solved">Quotes with an implied volatility.</param>
/// <param name="Flagged">Quotes with any flag.</param>
public sealed record CleanedExpiry(
    DateOnly Expiry, int Start, int End, double Years, ParityFit Parity, double AtmVol, int Solved, int Flagged)
{
    /// <summary>Forward price of the underlying.</summary>
    public double Forward => Parity.Forward;

    /// <summary>Value today of one unit paid at expiry.</summary>
    public double Discount => Parity.Discount;

    /// <summary>Number of quotes.</summary>
    public int Count => End - Start;
}
