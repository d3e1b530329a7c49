namespace ResearchLab.Market;

/// <summary>Switches of the simulated market for tests of the lab itself; the defaults are the demo.</summary>
/// <param name="PlantedSignal">
/// Strength of a planted edge, default none: the symbol's expected return of the next session, in units of its daily volatility, per
/// standard deviation of the surprise in today's volume. 0.1 is weak, 0.5 blatant.
/// </param>
/// <param name="VarianceRiskPremium">
/// Multiple of the demo's variance risk premium: 1 sells volatility as dear as the demo does, 0 prices at-the-money options near their
/// expected cost, so that before costs volatility is neither cheap nor dear.
/// </param>
/// <param name="First">First date; null for <see cref="SimulatedMarket.FirstSession"/>.</param>
public sealed record SimulatedMarketOptions(double PlantedSignal = 0, double VarianceRiskPremium = 1, DateOnly? First = null)
{
    /// <summary>The demo: no planted edge, the usual premium.</summary>
    public static SimulatedMarketOptions Demo { get; } = new();
}
