using ResearchLab.Market;

namespace ResearchLab.Daily;

/// <summary>Under which names the lake holds the market around a symbol.</summary>
/// <param name="Market">Symbol of the market's bars.</param>
/// <param name="Vix">Series of the 30-day volatility index, in points.</param>
/// <param name="Vix3M">Series of the 3-month volatility index, in points.</param>
/// <param name="TBill13W">Series of the 13-week T-bill yield, fraction a year.</param>
/// <param name="FedFunds">Series of the effective fed funds rate, fraction a year: the pricing rate where no T-bill yield is known.</param>
/// <param name="Skew">Series of Cboe's SKEW index.</param>
/// <param name="Index">Index that the volatility indices are made of, whose observed chains refit the chain model; empty for none.</param>
public sealed record MarketNames(string Market, string Vix, string Vix3M, string TBill13W, string FedFunds, string Skew, string Index)
{
    /// <summary>The United States: SPY and the VIX family.</summary>
    public static MarketNames UnitedStates { get; } = new("SPY", "vix", "vix3m", "tbill_13w", "fed_funds", "skew", "SPX");

    /// <summary>The embedded simulated market, under the same series names.</summary>
    public static MarketNames Demo { get; } = UnitedStates with { Market = SimulatedMarket.IndexSymbol, Index = "" };
}
