namespace ResearchLab.Options;

/// <summary>What a Reg-T margin account must hold against a structure.</summary>
/// <remarks>
/// FINRA Rule 4210(f)(2)(H) and Cboe Rule 10.3 for covered structures: long options are paid in full; a spread, condor or butterfly holds
/// the largest amount its options can cost at expiry, of a put side and a call side only the larger, since both cannot lose. The
/// credit received counts towards it. Naked shorts are not used by the lab and have no answer here.
/// </remarks>
public static class Margin
{
    /// <summary>The requirement in dollars per structure unit: spread requirement plus the net debit, if one is paid.</summary>
    /// <param name="legs">The legs.</param>
    /// <param name="netPrice">Net price per unit of the underlying: positive a debit, negative a credit.</param>
    /// <returns>The requirement, ≥ 0; positive infinity when a short leg is not covered by a long one that lives as long.</returns>
    public static double RegT(IReadOnlyList<Leg> legs, double netPrice)
    {
        double side = Math.Max(SideLoss(legs, OptionRight.Call), SideLoss(legs, OptionRight.Put));
        return OptionContract.Multiplier * (side + Math.Max(netPrice, 0));
    }

    // The most that the legs of one right can cost when exercised, over all prices; piecewise linear, so its extremes are at strikes.
    private static double SideLoss(IReadOnlyList<Leg> legs, OptionRight right)
    {
        int net = 0;
        DateOnly lastShort = default, firstLong = DateOnly.MaxValue;
        foreach (Leg leg in legs)
        {
            if (leg.Contract.Right != right)
                continue;
            net += leg.Quantity;
            if (leg.Quantity < 0 && leg.Contract.Expiry > lastShort)
                lastShort = leg.Contract.Expiry;
            if (leg.Quantity > 0 && leg.Contract.Expiry < firstLong)
                firstLong = leg.Contract.Expiry;
        }

        if (lastShort != default && (net < 0 || firstLong < lastShort))
            return double.PositiveInfinity;
        double worst = 0;
        foreach (Leg at in legs)
        {
            if (at.Contract.Right == right)
                worst = Math.Max(worst, Cost(legs, right, at.Contract.Strike));
        }

        return Math.Max(worst, right == OptionRight.Put ? Cost(legs, right, 0) : worst);
    }

    private static double Cost(IReadOnlyList<Leg> legs, OptionRight right, double price)
    {
        double cost = 0;
        foreach (Leg leg in legs)
        {
            if (leg.Contract.Right == right)
                cost -= leg.Quantity * Math.Max(right == OptionRight.Call ? price - leg.Contract.Strike : leg.Contract.Strike - price, 0);
        }

        return cost;
    }
}
