namespace ResearchLab.Options;

/// <summary>What a leg must offer to be traded.</summary>
/// <param name="MaxRelativeSpread">Largest bid–ask spread as a fraction of the mid.</param>
/// <param name="AbsoluteSpread">
/// A spread up to this many units of currency is accepted however cheap the option: a wing at 0.10 × 0.15 is 40% wide and costs a nickel.
/// </param>
/// <param name="MinOpenInterest">Fewest open contracts, where known.</param>
public sealed record LiquidityRules(double MaxRelativeSpread = 0.15, double AbsoluteSpread = 0.10, double MinOpenInterest = 100)
{
    /// <summary>The rules of the lab.</summary>
    public static LiquidityRules Default { get; } = new();

    /// <summary>
    /// The observed chain of the session before: quotes that did not move since although the underlying did are refused. Null to accept them.
    /// </summary>
    public OptionChain? Previous { get; init; }

    /// <summary>Whether a row can be traded: two-sided, tight, enough open interest, with a volatility and a delta, and not stale.</summary>
    public bool Accepts(OptionChain chain, int row)
    {
        double bid = chain.Bid[row], ask = chain.Ask[row];
        // A hair of slack keeps a spread of exactly 0.10 from failing by its binary rounding.
        return Quotes.IsTwoSided(bid, ask)
            && (ask - bid <= MaxRelativeSpread * 0.5 * (bid + ask) || ask - bid <= AbsoluteSpread + 1e-9)
            && !(chain.OpenInterest[row] < MinOpenInterest)
            && chain.ImpliedVol[row] > 0
            && double.IsFinite(chain.Delta[row])
            && !(Previous is { } previous && StaleQuotes.IsStale(chain, row, previous));
    }

    /// <summary>Why a row was refused, in words, such as <c>2855P had open interest 12</c>.</summary>
    public string Objection(OptionChain chain, int row)
    {
        double bid = chain.Bid[row], ask = chain.Ask[row];
        OptionContract contract = chain.Contracts[row];
        string name = Invariant($"{contract.Strike:0.###}{(contract.Right == OptionRight.Call ? 'C' : 'P')}");
        if (!(bid > 0))
            return $"{name} had no bid";
        if (!Quotes.IsTwoSided(bid, ask))
            return $"{name} had {(bid > ask ? "crossed quotes" : "no ask")}";
        if (chain.OpenInterest[row] < MinOpenInterest)
            return Invariant($"{name} had open interest {chain.OpenInterest[row]:0}");
        if (ask - bid > MaxRelativeSpread * 0.5 * (bid + ask) && ask - bid > AbsoluteSpread)
            return Invariant($"{name} had a spread of {Quotes.RelativeSpread(bid, ask):0%} of its mid");
        return Previous is { } previous && StaleQuotes.IsStale(chain, row, previous)
            ? Invariant($"{name} had the stale quotes of {previous.Session:yyyy-MM-dd} although the underlying moved from {previous.Spot:0.##} to ")
                + Invariant($"{chain.Spot:0.##}")
            : $"{name} had no implied volatility";
    }
}
