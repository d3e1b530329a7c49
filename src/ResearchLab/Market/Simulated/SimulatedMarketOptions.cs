namespace ResearchLab.Market;

/// <summary>Switches of the simulated market for tests of the lab itself; the defaults are the demo.</summary>
/// <param name="PlantedSignal">
/// Strength of a planted edge, default none: the symbol's expected return of the next session, in units of its daily volatility, per
/// standard deviation of the surprise in today's volume. 0.1 is weak, 0.5 blatant.
/// </param>
/// <param name="RiskPremium">
/// Multiple of what the demo pays for risk: at 1 variance is sold as dear as <see cref="SimulatedMarket.VariancePremium"/> says and the index earns more than
/// bills; at 0 the market is fair, so that options cost what follows on average, the index earns the bill rate, and whatever trades loses its costs.
/// </param>
/// <param name="PlantedPremium">
/// A planted edge for sellers of options, default none: share by which implied variance is raised further in two fifths of the sessions, in spells of about
/// 60 that show in the volatility indices against realised volatility. 1 is clear after costs.
/// </param>
/// <param name="First">First date; null for <see cref="SimulatedMarket.FirstSession"/>.</param>
public sealed record SimulatedMarketOptions(double PlantedSignal = 0, double RiskPremium = 1, double PlantedPremium = 0, DateOnly? First = null)
{
    /// <summary>The demo: no planted edge, the usual premium.</summary>
    public static SimulatedMarketOptions Demo { get; } = new();

    /// <summary>A canary without an edge: nothing is paid for risk.</summary>
    public static SimulatedMarketOptions Fair { get; } = new(RiskPremium: 0);

    /// <summary>A canary with an edge: the demo, in whose rich spells selling options earns clearly after costs.</summary>
    public static SimulatedMarketOptions Rich { get; } = new(PlantedPremium: 1.2);
}
