using System.Runtime.InteropServices;

namespace ResearchLab.Options;

/// <summary>Prices a choice of legs at the chain it was taken from.</summary>
/// <remarks>
/// <see cref="StructurePosition.MaxProfit"/>, <see cref="StructurePosition.MaxLoss"/>, the breakevens and the win probability are those
/// of an entry at the net mid; win and touch probability and the expected move come from the distribution of the nearest expiry; capital at risk and exits are
/// those of an entry at the limit price. The limit is the mid rounded to 0.01 below 3.00 and to 0.05 from there, at least one tick.
/// </remarks>
public static class PositionBuilder
{
    private const double SmallTick = 0.01, LargeTick = 0.05, LargeTickFrom = 3;

    /// <summary>Builds a position of a named structure from contracts of a chain.</summary>
    /// <param name="structure">Which structure the legs form.</param>
    /// <param name="chain">Chain that quotes every contract.</param>
    /// <param name="legs">Contracts and quantities, positive bought.</param>
    /// <returns>The position, or the reason why it cannot be traded or priced.</returns>
    public static StructureChoice Build(Structure structure, OptionChain chain, IReadOnlyList<(OptionContract Contract, int Quantity)> legs)
    {
        var rows = new List<LegRow>(legs.Count);
        foreach ((OptionContract contract, int quantity) in legs)
        {
            int row = chain.IndexOf(contract);
            if (row < 0)
                return NotTradable($"{contract} is not quoted");
            rows.Add(new LegRow(row, quantity));
        }

        return rows.Count == 0 ? NotTradable("there is no leg") : Build(structure, new ChainDistributions(chain), CollectionsMarshal.AsSpan(rows), []);
    }

    internal static StructureChoice NotTradable(string reason) => new(null, $"not tradable: {reason}");

    internal static StructureChoice Build(
        Structure structure, ChainDistributions distributions, ReadOnlySpan<LegRow> rows, IReadOnlyList<string> reasons, RuleOptions? options = null)
    {
        OptionChain chain = distributions.Chain;
        var legs = new Leg[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows[i].Row;
            legs[i] = new Leg(
                chain.Contracts[row], rows[i].Quantity, chain.Bid[row], chain.Ask[row], chain.ImpliedVol[row], chain.Delta[row],
                chain.OpenInterest[row]);
            if (!Quotes.IsTwoSided(chain, row))
                return NotTradable($"{legs[i].Contract} has no two-sided quote");
            if (!(legs[i].ImpliedVol > 0) || !double.IsFinite(legs[i].Delta))
                return NotTradable($"{legs[i].Contract} has no implied volatility");
        }

        Array.Sort(legs, (a, b) => OptionChain.Compare(a.Contract, b.Contract));
        ExpirySlice near = ExpirySlice.Of(chain, legs[0].Contract.Expiry), far = ExpirySlice.Of(chain, legs[^1].Contract.Expiry);
        if (near.Days <= 0)
            return NotTradable($"{legs[0].Contract} expires on the session itself");
        double forward = near.Forward(), yield = far.Yield(far.Start == near.Start ? forward : far.Forward());
        (RiskNeutralDistribution? distribution, string? reason) = distributions.At(near.Expiry);
        return distribution is null
            ? NotTradable($"no risk-neutral distribution: {reason}")
            : Price(structure, chain, legs, near, distribution, yield, reasons, options);
    }

    private static StructureChoice Price(
        Structure structure, OptionChain chain, Leg[] legs, ExpirySlice near, RiskNeutralDistribution distribution, double yield, IReadOnlyList<string> reasons,
        RuleOptions? options)
    {
        double net = 0;
        foreach (Leg leg in legs)
            net += leg.Quantity * leg.Mid;
        bool credit = structure.IsCredit();
        if (credit ? net > -SmallTick : net < SmallTick)
            return NotTradable(
                Invariant($"the mids give a net {(net > 0 ? "debit" : "credit")} of {Math.Abs(net):0.##} where a {(credit ? "credit" : "debit")} is due"));
        double limit = RoundToTick(net);

        (double maxProfit, double maxLoss, List<double> breakevens) = Payoff.Extremes(legs, net, chain.RatePerYear, yield);
        // Every structure of the lab has a bounded loss, and the price shifts payoff and loss alike.
        double risk = maxLoss + (limit - net);
        if (!(maxLoss > 0 && risk > 0) || double.IsInfinity(maxLoss))
            return NotTradable(double.IsInfinity(maxLoss)
                ? "the loss is unbounded"
                : Invariant($"the mids leave no risk: a net of {net:0.##} cannot be right"));
        if (!(maxProfit > 0))
            return NotTradable(Invariant($"no profit is possible at a net of {net:0.##}"));

        double capitalAtRisk = OptionContract.Multiplier * risk;
        var position = new StructurePosition
        {
            Structure = structure,
            Underlying = chain.Underlying,
            Session = chain.Session,
            Spot = chain.Spot,
            Origin = chain.Origin,
            Legs = legs,
            Expiry = near.Expiry,
            NetMid = net,
            LimitPrice = limit,
            MaxProfit = OptionContract.Multiplier * maxProfit,
            MaxLoss = OptionContract.Multiplier * maxLoss,
            CapitalAtRisk = capitalAtRisk,
            Breakevens = breakevens,
            WinProbability = WinProbability.Of(
                distribution, breakevens, underlying => Payoff.AtExpiry(legs, underlying, chain.RatePerYear, yield) - net),
            Margin = Margin.RegT(legs, limit),
            TouchProbability = TouchProbability.OfShortStrikes(legs, distribution),
            ExpectedMove = distribution.ExpectedMove,
            Greeks = GreeksOf(chain, legs),
            Exits = ExitPlan.For(structure, chain.Session, near.Expiry, Math.Round(OptionContract.Multiplier * Math.Abs(limit), 2), capitalAtRisk, options),
            Reasons = reasons,
        };
        return IsComplete(position) ? new(position, null) : NotTradable("the chain does not support every value of the position");
    }

    private static PositionGreeks GreeksOf(OptionChain chain, Leg[] legs)
    {
        double delta = 0, gamma = 0, vega = 0, theta = 0, yield = 0;
        DateOnly expiry = default;
        foreach (Leg leg in legs)
        {
            OptionContract contract = leg.Contract;
            if (contract.Expiry != expiry)
            {
                expiry = contract.Expiry;
                ExpirySlice slice = ExpirySlice.Of(chain, expiry);
                yield = slice.Yield(slice.Forward());
            }

            double size = leg.Quantity * OptionContract.Multiplier;
            Greeks greeks = BlackScholes.Greeks(
                contract.Right, chain.Spot, contract.Strike, leg.ImpliedVol, BlackScholes.Years(chain.Session, expiry), chain.RatePerYear, yield);
            delta += size * greeks.DeltaPerUnit;
            gamma += size * greeks.GammaPerUnit;
            vega += size * greeks.VegaPerVolPoint;
            theta += size * greeks.ThetaPerDay;
        }

        return new PositionGreeks(delta, gamma, vega, theta);
    }

    private static double RoundToTick(double net)
    {
        double size = Math.Abs(net), tick = size < LargeTickFrom ? SmallTick : LargeTick;
        return Math.CopySign(Math.Round(Math.Max(1, Math.Round(size / tick)) * tick, 2), net);
    }

    private static bool IsComplete(StructurePosition position)
    {
        PositionGreeks greeks = position.Greeks;
        double sum = position.NetMid + position.LimitPrice + position.MaxLoss + position.CapitalAtRisk + position.WinProbability + position.Margin
            + (position.TouchProbability ?? 0)
            + position.ExpectedMove + greeks.Delta + greeks.Gamma + greeks.Vega + greeks.Theta;
        foreach (double breakeven in position.Breakevens)
            sum += breakeven;
        // A level that is turned off is infinite.
        return double.IsFinite(sum) && position.Exits is { TakeProfit: > 0, StopLoss: > 0 } && !double.IsNaN(position.MaxProfit)
            && position.Breakevens.Count > 0;
    }
}
