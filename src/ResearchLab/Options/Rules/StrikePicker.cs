namespace ResearchLab.Options;

/// <summary>Searches one expiry for the tradable row nearest to a target.</summary>
internal static class StrikePicker
{
    /// <summary>Distance in delta within which another strike may stand in.</summary>
    public const double DeltaTolerance = 0.08;

    /// <summary>The row nearest in absolute delta, strictly beyond a strike (out of the money) when one is given.</summary>
    public static Pick ByDelta(ExpirySlice slice, OptionRight right, double target, double beyond, LiquidityRules liquidity)
    {
        OptionChain chain = slice.Chain;
        int best = -1, tradable = -1;
        double bestGap = double.PositiveInfinity, tradableGap = DeltaTolerance + 1e-12;
        for (int row = slice.Start; row < slice.End; row++)
        {
            double gap = Math.Abs(Math.Abs(chain.Delta[row]) - target);
            if (!(gap < bestGap || gap < tradableGap) || chain.Contracts[row].Right != right || !IsBeyond(chain.Contracts[row], beyond))
                continue;
            if (gap < bestGap)
                (best, bestGap) = (row, gap);
            if (gap < tradableGap && liquidity.Accepts(chain, row))
                (tradable, tradableGap) = (row, gap);
        }

        return new Pick(tradable, best == tradable ? -1 : best);
    }

    /// <summary>
    /// The row nearest to <paramref name="distance"/> beyond a strike, at least one strike beyond, <paramref name="extra"/> strikes
    /// further; a stand-in lies between half and twice the distance.
    /// </summary>
    public static Pick Wing(ExpirySlice slice, OptionRight right, double shortStrike, double distance, int extra, LiquidityRules liquidity)
    {
        int step = right == OptionRight.Call ? 1 : -1;
        int best = Nearest(slice, right, shortStrike, shortStrike + (step * distance), null, double.PositiveInfinity);
        for (int row = best; extra > 0 && row >= slice.Start && row < slice.End; row += step)
        {
            if (row != best && slice.Chain.Contracts[row].Right == right)
                (best, extra) = (row, extra - 1);
        }

        if (best < 0 || liquidity.Accepts(slice.Chain, best))
            return new Pick(best, -1);
        double target = slice.Chain.Contracts[best].Strike;
        double width = Math.Abs(target - shortStrike);
        return new Pick(Nearest(slice, right, shortStrike + (step * 0.5 * width * (1 - 1e-9)), target, liquidity, 1.5 * width), best);
    }

    /// <summary>
    /// The strike nearest to the spot at which every right of <paramref name="legs"/> is tradable: the nearest listed one, or another within
    /// <paramref name="reach"/>; never beyond <paramref name="furthest"/>.
    /// </summary>
    public static double AtTheMoney(
        ExpirySlice near, ExpirySlice? far, IReadOnlyList<LegRule> legs, double reach, double furthest, LiquidityRules liquidity, out Pick refused)
    {
        OptionChain chain = near.Chain;
        int up = near.FirstAtOrAbove(chain.Spot), down = up - 1;
        refused = new Pick(-1, -1);
        double nearest = double.PositiveInfinity;
        while (down >= near.Start || up < near.End)
        {
            bool takeUp = up < near.End && (down < near.Start || chain.Contracts[up].Strike - chain.Spot <= chain.Spot - chain.Contracts[down].Strike);
            double strike = chain.Contracts[takeUp ? up++ : down--].Strike;
            double distance = Math.Abs(strike - chain.Spot);
            nearest = Math.Min(nearest, distance);
            if (distance > furthest || distance > Math.Max(reach, nearest))
                break;
            int objection = FirstUntradable(near, far, legs, strike, liquidity);
            if (objection == Tradable)
                return strike;
            if (refused.PassedOver < 0 && objection >= 0)
                refused = new Pick(-1, objection);
        }

        return double.NaN;
    }

    private const int Tradable = -2, NotQuoted = -1;

    // Tradable, NotQuoted, or the first row that liquidity refuses.
    private static int FirstUntradable(ExpirySlice near, ExpirySlice? far, IReadOnlyList<LegRule> legs, double strike, LiquidityRules liquidity)
    {
        for (int i = 0; i < legs.Count; i++)
        {
            if (legs[i].Target != LegTarget.AtTheMoney)
                continue;
            DateOnly expiry = legs[i].IsFar ? far!.Value.Expiry : near.Expiry;
            int row = near.Chain.IndexOf(new OptionContract(expiry, strike, legs[i].Right));
            if (row < 0)
                return NotQuoted;
            if (!liquidity.Accepts(near.Chain, row))
                return row;
        }

        return Tradable;
    }

    private static int Nearest(
        ExpirySlice slice, OptionRight right, double beyond, double target, LiquidityRules? liquidity, double furthest)
    {
        OptionChain chain = slice.Chain;
        int best = -1;
        double bestGap = double.PositiveInfinity;
        for (int row = slice.Start; row < slice.End; row++)
        {
            double strike = chain.Contracts[row].Strike, gap = Math.Abs(strike - target);
            if (gap < bestGap && chain.Contracts[row].Right == right && IsBeyond(chain.Contracts[row], beyond)
                && Math.Abs(strike - beyond) <= furthest * (1 + 1e-9) && (liquidity is null || liquidity.Accepts(chain, row)))
            {
                (best, bestGap) = (row, gap);
            }
        }

        return best;
    }

    private static bool IsBeyond(OptionContract contract, double strike) =>
        double.IsNaN(strike) || (contract.Right == OptionRight.Call ? contract.Strike > strike : contract.Strike < strike);
}
