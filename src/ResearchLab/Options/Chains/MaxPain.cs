using ResearchLab.Time;

namespace ResearchLab.Options;

/// <summary>The strike at which the holders of all open options of an expiry together receive least.</summary>
public static class MaxPain
{
    /// <summary>Of the nearest monthly expiry after the session; NaN when the chain has none or no open interest in it.</summary>
    public static double OfNearestMonthly(OptionChain chain)
    {
        foreach (ExpirySlice slice in ExpirySlice.Of(chain))
        {
            if (slice.Days > 0 && OptionExpiries.IsMonthly(slice.Expiry))
                return Of(slice);
        }

        return double.NaN;
    }

    /// <summary>Of one expiry; among equals the strike nearest to the spot. NaN without open interest.</summary>
    public static double Of(ExpirySlice slice)
    {
        OptionChain chain = slice.Chain;
        // The payout is linear between strikes: walk up once, keeping its value and slope.
        double payout = 0, slope = 0, total = 0;
        double previous = chain.Contracts[slice.Start].Strike;
        for (int row = slice.Start; row < slice.End; row++)
        {
            double interest = chain.OpenInterest[row] > 0 ? chain.OpenInterest[row] : 0;
            total += interest;
            if (chain.Contracts[row].Right == OptionRight.Call)
                continue;
            payout += interest * (chain.Contracts[row].Strike - previous);
            slope -= interest;
        }

        if (total == 0)
            return double.NaN;
        double best = double.PositiveInfinity, bestStrike = double.NaN;
        for (int row = slice.Start; row < slice.End; row++)
        {
            double strike = chain.Contracts[row].Strike;
            payout += slope * (strike - previous);
            previous = strike;
            slope += chain.OpenInterest[row] > 0 ? chain.OpenInterest[row] : 0;
            double slack = 1e-9 * total * strike;
            bool nearer = Math.Abs(strike - chain.Spot) < Math.Abs(bestStrike - chain.Spot);
            if (payout < best - slack || (payout <= best + slack && nearer))
                (best, bestStrike) = (payout, strike);
        }

        return bestStrike;
    }
}
