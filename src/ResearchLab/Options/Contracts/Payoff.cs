namespace ResearchLab.Options;

/// <summary>What the legs of a structure are worth at their nearest expiry, and where that crosses what was paid.</summary>
/// <remarks>
/// Legs that expire then are worth their intrinsic value, so a structure of one expiry pays a piecewise-linear function that is known
/// exactly from its values at the strikes. A later leg is worth its Black–Scholes price at its own implied volatility, and never less
/// than intrinsic, since its holder may exercise it. Money is per unit of the underlying.
/// </remarks>
public static class Payoff
{
    /// <summary>Value of all legs when the nearest of them expires with the underlying at <paramref name="underlying"/> ≥ 0.</summary>
    /// <param name="legs">The legs, at least one.</param>
    /// <param name="underlying">Price of the underlying at the nearest expiry, ≥ 0.</param>
    /// <param name="ratePerYear">Continuously compounded rate, for a leg that lives on.</param>
    /// <param name="yieldPerYear">Continuously compounded yield, for a leg that lives on.</param>
    public static double AtExpiry(IReadOnlyList<Leg> legs, double underlying, double ratePerYear = 0, double yieldPerYear = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(underlying);
        DateOnly expiry = NearestExpiry(legs);
        double sum = 0;
        foreach (Leg leg in legs)
            sum += leg.Quantity * Value(leg, expiry, underlying, ratePerYear, yieldPerYear);
        return sum;
    }

    /// <summary>
    /// Profit of a position, in dollars per structure unit, when its nearest leg expires at <paramref name="underlying"/>, entered at
    /// <see cref="StructurePosition.NetMid"/>.
    /// </summary>
    /// <param name="position">The position.</param>
    /// <param name="underlying">Price of the underlying at the nearest expiry, ≥ 0.</param>
    /// <param name="ratePerYear">Continuously compounded rate; matters for a calendar only.</param>
    /// <param name="yieldPerYear">Continuously compounded yield; matters for a calendar only.</param>
    public static double Profit(StructurePosition position, double underlying, double ratePerYear = 0, double yieldPerYear = 0) =>
        OptionContract.Multiplier * (AtExpiry(position.Legs, underlying, ratePerYear, yieldPerYear) - position.NetMid);

    /// <summary>Largest profit, largest loss (positive) and breakevens of legs bought for <paramref name="cost"/> net.</summary>
    /// <param name="legs">The legs; of one expiry, or a calendar of one strike.</param>
    /// <param name="cost">Net price paid per unit of the underlying; negative for a credit.</param>
    /// <param name="ratePerYear">Continuously compounded rate; matters for a calendar only.</param>
    /// <param name="yieldPerYear">Continuously compounded yield; matters for a calendar only.</param>
    /// <returns>Per unit of the underlying; the profit or the loss is positive infinity when unbounded.</returns>
    /// <exception cref="ArgumentException">Legs of several expiries that are not a calendar of one strike.</exception>
    public static (double MaxProfit, double MaxLoss, List<double> Breakevens) Extremes(
        IReadOnlyList<Leg> legs, double cost, double ratePerYear = 0, double yieldPerYear = 0)
    {
        DateOnly expiry = NearestExpiry(legs);
        foreach (Leg leg in legs)
        {
            if (leg.Contract.Expiry != expiry)
                return CalendarExtremes(legs, cost, ratePerYear, yieldPerYear);
        }

        return LinearExtremes(legs, cost, expiry);
    }

    internal static DateOnly NearestExpiry(IReadOnlyList<Leg> legs)
    {
        DateOnly expiry = legs[0].Contract.Expiry;
        for (int i = 1; i < legs.Count; i++)
            expiry = legs[i].Contract.Expiry < expiry ? legs[i].Contract.Expiry : expiry;
        return expiry;
    }

    private static double Value(Leg leg, DateOnly expiry, double underlying, double ratePerYear, double yieldPerYear)
    {
        OptionContract contract = leg.Contract;
        double intrinsic = Math.Max(contract.Right == OptionRight.Call ? underlying - contract.Strike : contract.Strike - underlying, 0);
        if (contract.Expiry == expiry || underlying == 0)
            return intrinsic;
        double years = BlackScholes.Years(expiry, contract.Expiry);
        return Math.Max(
            intrinsic,
            BlackScholes.Price(contract.Right, underlying, contract.Strike, leg.ImpliedVol, years, ratePerYear, yieldPerYear));
    }

    private static (double MaxProfit, double MaxLoss, List<double> Breakevens) LinearExtremes(
        IReadOnlyList<Leg> legs, double cost, DateOnly expiry)
    {
        Span<double> kinks = stackalloc double[legs.Count + 1];
        double lastSlope = 0;
        for (int i = 0; i < legs.Count; i++)
        {
            kinks[i + 1] = legs[i].Contract.Strike;
            if (legs[i].Contract.Right == OptionRight.Call)
                lastSlope += legs[i].Quantity;
        }

        kinks.Sort();
        double best = double.NegativeInfinity, worst = double.PositiveInfinity, before = 0, profit = 0;
        var breakevens = new List<double>(2);
        for (int i = 0; i < kinks.Length; i++)
        {
            before = profit;
            profit = -cost;
            foreach (Leg leg in legs)
                profit += leg.Quantity * Value(leg, expiry, kinks[i], 0, 0);
            (best, worst) = (Math.Max(best, profit), Math.Min(worst, profit));
            if (profit == 0)
                AddDistinct(breakevens, kinks[i]);
            else if (i > 0 && before * profit < 0)
                AddDistinct(breakevens, kinks[i - 1] + ((kinks[i] - kinks[i - 1]) * before / (before - profit)));
        }

        if (profit * lastSlope < 0)
            AddDistinct(breakevens, kinks[^1] - (profit / lastSlope));
        return (
            lastSlope > 0 ? double.PositiveInfinity : best,
            lastSlope < 0 ? double.PositiveInfinity : -worst,
            breakevens);
    }

    // A calendar of one strike is worth most at the strike and falls away on both sides, since the later option's delta lies between 0
    // and 1 and the nearer one's is 0 or 1; far away both are intrinsic, which leaves the cost as the largest loss.
    private static (double MaxProfit, double MaxLoss, List<double> Breakevens) CalendarExtremes(
        IReadOnlyList<Leg> legs, double cost, double ratePerYear, double yieldPerYear)
    {
        if (legs.Count != 2 || legs[0].Contract.Strike != legs[1].Contract.Strike || legs[0].Quantity + legs[1].Quantity != 0
            || legs[0].Contract.Right != legs[1].Contract.Right || legs[0].Contract.Expiry < legs[1].Contract.Expiry != legs[0].Quantity < 0)
        {
            throw new ArgumentException(
                "Legs of several expiries must be a calendar: the nearer option sold, the later of the same strike bought. Price other mixtures leg by leg.",
                nameof(legs));
        }

        double strike = legs[0].Contract.Strike;
        double Profit(double underlying) => AtExpiry(legs, underlying, ratePerYear, yieldPerYear) - cost;
        double best = Profit(strike);
        var breakevens = new List<double>(2);
        if (best > 0 && cost > 0)
        {
            breakevens.Add(Root(Profit, 0, strike));
            double far = 2 * strike;
            while (Profit(far) > 0 && far < 1e6 * strike)
                far *= 2;
            if (Profit(far) <= 0)
                breakevens.Add(Root(Profit, far, strike));
        }

        return (best, cost, breakevens);
    }

    // Bisection between a losing and a winning price, to the last bits.
    private static double Root(Func<double, double> profit, double losing, double winning)
    {
        for (int i = 0; i < 100; i++)
        {
            double middle = 0.5 * (losing + winning);
            if (Math.Abs(winning - losing) <= 1e-13 * winning)
                break;
            if (profit(middle) > 0)
                winning = middle;
            else
                losing = middle;
        }

        return 0.5 * (losing + winning);
    }

    private static void AddDistinct(List<double> values, double value)
    {
        if (values.Count == 0 || values[^1] != value)
            values.Add(value);
    }
}
