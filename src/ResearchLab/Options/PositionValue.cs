namespace ResearchLab.Options;

/// <summary>What a position is worth before expiry and what the surface expects of it.</summary>
public static class PositionValue
{
    /// <summary>
    /// Profit in dollars of one unit, entered at its net mid, were the underlying at a price on a date. Living legs are worth their
    /// Black–Scholes price at the implied volatility they were chosen with.
    /// </summary>
    /// <param name="position">The position.</param>
    /// <param name="date">A date from the position's session to its nearest expiry.</param>
    /// <param name="underlying">Price of the underlying, &gt; 0.</param>
    /// <param name="ratePerYear">Continuously compounded rate as a fraction.</param>
    /// <param name="yieldPerYear">Continuously compounded yield as a fraction.</param>
    /// <param name="volShift">Added to every leg's volatility, as a fraction; volatilities stay at 0 or above.</param>
    /// <remarks>
    /// A leg is worth at least intrinsic, since its holder may exercise it; but in a spread of one expiry the right to exercise early is
    /// left out on both sides, where it nearly cancels.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The date is outside the life of the position.</exception>
    public static double Profit(
        StructurePosition position, DateOnly date, double underlying, double ratePerYear = 0, double yieldPerYear = 0, double volShift = 0)
    {
        if (date < position.Session || date > position.Expiry)
            throw new ArgumentOutOfRangeException(nameof(date), date, $"The position lives from {position.Session:yyyy-MM-dd} to {position.Expiry:yyyy-MM-dd}. Pass a date between.");
        bool isSpread = position.Legs.Any(leg => leg.Quantity < 0) && position.Legs.All(leg => leg.Contract.Expiry == position.Expiry);
        double value = 0;
        foreach (Leg leg in position.Legs)
        {
            OptionContract contract = leg.Contract;
            double years = BlackScholes.Years(date, contract.Expiry), vol = Math.Max(0, leg.ImpliedVol + volShift);
            double least = isSpread ? 0 : Math.Max(0, contract.Right == OptionRight.Call ? underlying - contract.Strike : contract.Strike - underlying);
            value += leg.Quantity * Math.Max(least, BlackScholes.Price(contract.Right, underlying, contract.Strike, vol, years, ratePerYear, yieldPerYear));
        }

        return OptionContract.Multiplier * (value - position.NetMid);
    }

    /// <summary>
    /// Expected value at expiry in dollars of one unit under the risk-neutral density of a fitted surface, discounted, less the net mid:
    /// what the mids give away against a smile without arbitrage. Costs are not in it.
    /// </summary>
    /// <remarks>
    /// The discounted mean of a payoff under the density of the surface is the surface's price of it, leg by leg; a later leg of a calendar
    /// counts at its own price, the mean of its worth at the nearer expiry. Options that can be exercised early are worth that right besides,
    /// as their mids are: were it left out, every leg in the money would seem too dear.
    /// </remarks>
    /// <returns>NaN when the surface has no smile.</returns>
    public static double Expected(StructurePosition position, ChainSurface surface)
    {
        double value = 0;
        foreach (Leg leg in position.Legs)
        {
            double years = BlackScholes.Years(position.Session, leg.Contract.Expiry);
            value += leg.Quantity * surface.ListedPrice(leg.Contract.Right, leg.Contract.Strike, years);
        }

        return OptionContract.Multiplier * (value - position.NetMid);
    }

    /// <summary>
    /// The position with <see cref="StructurePosition.ExpectedValue"/> from a surface fitted to the expiries of its legs; null where calls and puts imply no
    /// believable forward, because the smile of a wrong one says nothing.
    /// </summary>
    /// <param name="position">A position chosen from the chain.</param>
    /// <param name="chain">The chain.</param>
    public static StructurePosition WithExpectedValue(StructurePosition position, OptionChain chain)
    {
        CleanedChain cleaned = ChainCleaning.Clean(Only(chain, position.Legs));
        double expected = cleaned.Expiries.Any(expiry => expiry.Parity.Status == ParityStatus.Implausible) ? double.NaN : Expected(position, ChainSurface.Fit(cleaned));
        return position with { ExpectedValue = double.IsFinite(expected) ? expected : null };
    }

    // Only the expiries of the legs matter, and fitting them alone is quick.
    private static OptionChain Only(OptionChain chain, IReadOnlyList<Leg> legs)
    {
        int[] rows = [.. Enumerable.Range(0, chain.Count).Where(row => legs.Any(leg => leg.Contract.Expiry == chain.Contracts[row].Expiry))];
        T[] Pick<T>(T[] column) => Array.ConvertAll(rows, row => column[row]);
        return chain with
        {
            Contracts = Pick(chain.Contracts),
            Bid = Pick(chain.Bid),
            Ask = Pick(chain.Ask),
            Volume = Pick(chain.Volume),
            OpenInterest = Pick(chain.OpenInterest),
            ImpliedVol = Pick(chain.ImpliedVol),
            Delta = Pick(chain.Delta),
        };
    }
}
