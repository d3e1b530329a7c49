namespace ResearchLab.Options;

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
