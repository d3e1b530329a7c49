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

/// <summary>Greeks of a whole position, per structure unit of 100 shares.</summary>
/// <param name="Delta">Dollars per 1-dollar move of the underlying.</param>
/// <param name="Gamma">Change of <paramref name="Delta"/> per 1-dollar move.</param>
/// <param name="Vega">Dollars per volatility point (0.01).</param>
/// <param name="Theta">Dollars per calendar day.</param>
public readonly record struct PositionGreeks(double Delta, double Gamma, double Vega, double Theta);

/// <summary>When to leave a position; all of them are checked at each session's close, the first that holds acts.</summary>
/// <param name="TakeProfit">Profit in dollars per structure unit at which to close; infinite when there is none.</param>
/// <param name="StopLoss">Loss in dollars per structure unit (positive) at which to close; infinite when there is none.</param>
/// <param name="CloseOn">Last session to hold: 21 days before expiry for spreads, the last session before expiry otherwise.</param>
public readonly record struct ExitRules(double TakeProfit, double StopLoss, DateOnly CloseOn)
{
    /// <summary>Whether to leave once the market's regime has been another than at the entry for two closes running.</summary>
    public bool OnRegimeChange { get; init; } = true;
}

/// <summary>
/// A tradable choice of strikes and expiry for one structure, priced at the chain it was chosen from.
/// Money is in dollars per structure unit (100 shares a leg) unless a member says otherwise.
/// </summary>
public sealed record StructurePosition
{
    /// <summary>Which structure.</summary>
    public required Structure Structure { get; init; }

    /// <summary>Symbol of the underlying.</summary>
    public required string Underlying { get; init; }

    /// <summary>Session of the chain.</summary>
    public required DateOnly Session { get; init; }

    /// <summary>Price of the underlying at that close.</summary>
    public required double Spot { get; init; }

    /// <summary>Where the quotes come from.</summary>
    public required ChainOrigin Origin { get; init; }

    /// <summary>The legs, by expiry and strike.</summary>
    public required IReadOnlyList<Leg> Legs { get; init; }

    /// <summary>Nearest expiry of the legs.</summary>
    public required DateOnly Expiry { get; init; }

    /// <summary>Net mid per unit of the underlying: positive a debit paid, negative a credit received.</summary>
    public required double NetMid { get; init; }

    /// <summary>Limit price per unit of the underlying, signed as <see cref="NetMid"/> and rounded to the tick.</summary>
    public required double LimitPrice { get; init; }

    /// <summary>Most that can be made; positive infinity when unbounded.</summary>
    public required double MaxProfit { get; init; }

    /// <summary>Most that can be lost, as a positive number.</summary>
    public required double MaxLoss { get; init; }

    /// <summary>Capital at risk: <see cref="MaxLoss"/> at the limit price; always finite and positive.</summary>
    public required double CapitalAtRisk { get; init; }

    /// <summary>Prices of the underlying at the nearest expiry where the position neither makes nor loses, ascending.</summary>
    public required IReadOnlyList<double> Breakevens { get; init; }

    /// <summary>Risk-neutral probability of a profit at the nearest expiry, in [0, 1].</summary>
    public required double WinProbability { get; init; }

    /// <summary>Reg-T requirement before the credit received counts towards it (<see cref="Margin"/>).</summary>
    public double Margin { get; init; }

    /// <summary>Risk-neutral probability that a short strike is touched before the nearest expiry; null when no leg is short.</summary>
    public double? TouchProbability { get; init; }

    /// <summary>
    /// Discounted expected value at expiry under the distributions of its expiries less the net mid; null until valued with
    /// <see cref="PositionValue.WithExpectedValue(StructurePosition, ChainDistributions)"/>, or when an expiry of the legs has no distribution.
    /// </summary>
    public double? ExpectedValue { get; init; }

    /// <summary>One-standard-deviation move to the nearest expiry, in the currency of the underlying.</summary>
    public required double ExpectedMove { get; init; }

    /// <summary>Greeks of the position.</summary>
    public required PositionGreeks Greeks { get; init; }

    /// <summary>When to leave.</summary>
    public required ExitRules Exits { get; init; }

    /// <summary>Why each leg was chosen, in words, in the order of the choices.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }
}

/// <summary>Either a tradable position or the reason why there is none.</summary>
/// <param name="Position">The position; null when not tradable.</param>
/// <param name="NotTradable">Why not, such as <c>not tradable: no put between 0.20Δ and 0.36Δ with a bid</c>; null when tradable.</param>
public readonly record struct StructureChoice(StructurePosition? Position, string? NotTradable);

/// <summary>The few market facts that adjust the rules; NaN means unknown and adjusts nothing.</summary>
/// <param name="IvRank252">Feature 56 in [0, 1].</param>
/// <param name="CloseToSma50">Feature 10, fraction.</param>
/// <param name="Atr14Pct">Feature 40, fraction.</param>
public readonly record struct RuleContext(double IvRank252, double CloseToSma50, double Atr14Pct);
