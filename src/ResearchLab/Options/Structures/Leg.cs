namespace ResearchLab.Options;

/// <summary>One leg of a structure as quoted when it was chosen.</summary>
/// <param name="Contract">The series.</param>
/// <param name="Quantity">Contracts per structure unit: positive bought, negative sold.</param>
/// <param name="Bid">Best bid per unit of the underlying.</param>
/// <param name="Ask">Best ask per unit of the underlying.</param>
/// <param name="ImpliedVol">Annualised implied volatility as a fraction.</param>
/// <param name="Delta">Spot delta of one long contract per unit.</param>
/// <param name="OpenInterest">Open contracts; NaN when unknown.</param>
public readonly record struct Leg(
    OptionContract Contract, int Quantity, double Bid, double Ask, double ImpliedVol, double Delta, double OpenInterest)
{
    /// <summary>Middle of bid and ask.</summary>
    public double Mid => 0.5 * (Bid + Ask);
}
