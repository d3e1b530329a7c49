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
            throw new ArgumentOutOfRangeException(nameof(date), date,
                Invariant($"The position lives from {position.Session:yyyy-MM-dd} to {position.Expiry:yyyy-MM-dd}. Pass a date between."));
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
    /// Expected value at expiry in dollars of one unit under the risk-neutral distributions of its expiries, discounted, less the net mid:
    /// what the mids give away against a smile without arbitrage. Costs are not in it.
    /// </summary>
    /// <remarks>
    /// The discounted mean of a payoff is its price under the distribution, leg by leg; a later leg of a calendar
    /// counts at its own price, the mean of its worth at the nearer expiry. Options that can be exercised early are worth that right besides,
    /// as their mids are: were it left out, every leg in the money would seem too dear.
    /// </remarks>
    /// <param name="position">The position.</param>
    /// <param name="distributions">Distributions of its chain.</param>
    /// <returns>Null where an expiry of its legs has no distribution.</returns>
    public static double? Expected(StructurePosition position, ChainDistributions distributions)
    {
        ArgumentNullException.ThrowIfNull(position);
        ArgumentNullException.ThrowIfNull(distributions);
        double value = 0;
        foreach (Leg leg in position.Legs)
        {
            (OptionRight right, double strike) = (leg.Contract.Right, leg.Contract.Strike);
            if (distributions.At(leg.Contract.Expiry).Distribution is not { } distribution)
                return null;
            double price = distribution.Price(right, strike);
            if (distributions.Exercise == ExerciseStyle.American)
            {
                double years = distribution.Years, rate = -Math.Log(distribution.Discount) / years,
                    yield = rate - (Math.Log(distribution.Forward / distribution.Spot) / years);
                price += AmericanVolatilities.Premium(right, distribution.Spot, strike, distribution.Vol(strike), years, rate, yield);
            }

            value += leg.Quantity * price;
        }

        return OptionContract.Multiplier * (value - position.NetMid);
    }

    /// <summary>The position with <see cref="StructurePosition.ExpectedValue"/>.</summary>
    /// <param name="position">A position chosen from the chain.</param>
    /// <param name="chain">The chain.</param>
    public static StructurePosition WithExpectedValue(StructurePosition position, OptionChain chain) =>
        WithExpectedValue(position, new ChainDistributions(chain));

    /// <summary>The same from the distributions that the position was chosen with.</summary>
    public static StructurePosition WithExpectedValue(StructurePosition position, ChainDistributions distributions)
    {
        ArgumentNullException.ThrowIfNull(position);
        return position with { ExpectedValue = Expected(position, distributions) };
    }
}
