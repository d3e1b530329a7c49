using ResearchLab.Market;

namespace ResearchLab;

public sealed partial class Lab
{
    /// <summary>Switches of the simulated market of a canary; null in a demo and over ingested data.</summary>
    private SimulatedMarketOptions? Canary { get; init; }

    /// <summary>
    /// A lab over a simulated market with something planted in it or taken from it, for tests that show what the lab finds and what it does not. For tests
    /// alone: no command and no configuration opens one, and its folder is <c>canary</c>, never <c>demo</c>.
    /// </summary>
    /// <param name="market">Switches of the market, such as <see cref="SimulatedMarketOptions.Rich"/> and <see cref="SimulatedMarketOptions.Fair"/>; one set a
    /// data folder.</param>
    /// <param name="symbol">Name of the simulated underlying.</param>
    /// <param name="seed">Seed of the market.</param>
    /// <param name="options">Options of the lab.</param>
    internal static Lab OpenCanary(SimulatedMarketOptions market, string symbol, ulong seed, LabOptions options) =>
        new(options with { Seed = seed }, Path.Combine(options.DataFolder, "canary", $"{symbol.ToLowerInvariant()}-{seed}"),
            symbol.ToUpperInvariant())
        { Canary = market };
}
