namespace ResearchLab.Options;

/// <summary>How the vendor of a chain computed the volatilities and deltas stored with it, read off these numbers.</summary>
/// <remarks>
/// With Black's delta discounted, e^(−rT)·N(d1), a stored volatility and delta tell the forward behind them: their median near the money is the
/// vendor's. The rate is the one, in steps of 0.05%, at which mids and stored volatilities agree best; the time of the snapshot is one number a session,
/// with 0.29 days less for series that settle in the morning. Agreement is judged by what most quotes say, each counting for at most 0.001. What
/// stored volatilities of other quotes than those beside them cannot tell, this cannot either.
/// </remarks>
public static class VendorConvention
{
    private const int MinQuotes = 10, NearMin = 4, NearMax = 40, MinNear = 5;
    private const double MorningDays = 0.29, ShareStep = 0.02, MostShare = 0.44, RateStep = 5e-4, RateReach = 0.012, Cap = 1e-3;
    private const double ForwardReach = 0.2, ForwardStep = 0.02;

    /// <summary>The convention of each expiry with at least ten stored volatilities and deltas; empty when the chain stores none.</summary>
    /// <param name="chain">A chain with the vendor's volatilities and deltas.</param>
    public static IReadOnlyDictionary<DateOnly, VendorExpiry> Infer(OptionChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        var expiries = new Dictionary<DateOnly, VendorExpiry>();
        (ExpirySlice Slice, int[] Rows)[] usable = [.. ExpirySlice.Of(chain).Where(slice => slice.Days >= 1).Select(slice => (slice, Rows(slice)))
            .Where(found => found.Item2.Length >= MinQuotes)];
        if (usable.Length == 0)
            return expiries;
        var near = usable.Where(found => found.Slice.Days is >= NearMin and <= NearMax).ToArray();
        double share = 0, least = double.PositiveInfinity;
        for (double trial = -MostShare; near.Length > 0 && trial <= MostShare; trial += ShareStep)
        {
            double miss = 0;
            foreach ((ExpirySlice slice, int[] rows) in near)
                miss += Miss(chain, rows, (slice.Days + trial) / BlackScholes.DaysPerYear, chain.RatePerYear, double.NaN, out _);
            (share, least) = miss < least ? (trial, miss) : (share, least);
        }

        foreach ((ExpirySlice slice, int[] rows) in usable)
            expiries[slice.Expiry] = Fit(chain, slice, rows, share);
        return expiries;
    }

    private static VendorExpiry Fit(OptionChain chain, ExpirySlice slice, int[] rows, double share)
    {
        VendorExpiry best = default;
        double least = double.PositiveInfinity;
        foreach (double extra in (ReadOnlySpan<double>)[share, share - MorningDays])
        {
            double years = (slice.Days + extra) / BlackScholes.DaysPerYear;
            for (double rate = chain.RatePerYear - RateReach; years > 0 && rate <= chain.RatePerYear + RateReach; rate += RateStep)
            {
                double miss = Miss(chain, rows, years, rate, double.NaN, out double forward);
                if (miss < least)
                    (best, least) = (new VendorExpiry(extra, rate, forward), miss);
            }
        }

        // Within the rounding of the deltas.
        double centre = best.Forward;
        for (double move = -ForwardReach; move <= ForwardReach; move += ForwardStep)
        {
            double miss = Miss(chain, rows, (slice.Days + best.ExtraDays) / BlackScholes.DaysPerYear, best.RatePerYear, centre + move, out double forward);
            if (miss < least)
                (best, least) = (best with { Forward = forward }, miss);
        }

        return best;
    }

    // Mean distance of stored volatilities from the mids, at most the cap each; without a forward that behind the deltas.
    private static double Miss(OptionChain chain, int[] rows, double years, double rate, double forward, out double used)
    {
        double discount = Math.Exp(-rate * years), sum = 0;
        used = double.IsNaN(forward) ? ForwardBehind(chain, rows, discount, years) : forward;
        foreach (int row in rows)
        {
            OptionContract contract = chain.Contracts[row];
            Greeks greeks = BlackScholes.Greeks(contract.Right, used * discount, contract.Strike, chain.ImpliedVol[row], years, rate);
            sum += Math.Min(Math.Abs(greeks.Price - Mid(chain, row)) / Math.Max(100 * greeks.VegaPerVolPoint, 1e-9), Cap);
        }

        return sum / rows.Length;
    }

    private static double ForwardBehind(OptionChain chain, int[] rows, double discount, double years)
    {
        double[] forwards = new double[rows.Length];
        int count = 0, near = 0;
        foreach (int row in rows)
            near += Math.Abs(chain.Delta[row]) is > 0.2 and < 0.8 ? 1 : 0;
        foreach (int row in rows)
        {
            double delta = chain.Delta[row];
            if (near >= MinNear && !(Math.Abs(delta) is > 0.2 and < 0.8))
                continue;
            OptionContract contract = chain.Contracts[row];
            double probability = Math.Clamp(contract.Right == OptionRight.Call ? delta / discount : 1 + (delta / discount), 1e-6, 1 - 1e-6);
            double deviation = chain.ImpliedVol[row] * Math.Sqrt(years), d1 = MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, probability);
            forwards[count++] = contract.Strike * Math.Exp((d1 * deviation) - (0.5 * deviation * deviation));
        }

        Array.Sort(forwards, 0, count);
        return 0.5 * (forwards[(count - 1) / 2] + forwards[count / 2]);
    }

    private static int[] Rows(ExpirySlice slice)
    {
        OptionChain chain = slice.Chain;
        return [.. Enumerable.Range(slice.Start, slice.End - slice.Start).Where(row =>
            Mid(chain, row) > 0.20 && Math.Abs(chain.Delta[row]) is >= 0.05 and <= 0.95 && chain.ImpliedVol[row] > 0 && double.IsFinite(chain.Ask[row]))];
    }

    private static double Mid(OptionChain chain, int row) => 0.5 * ((chain.Bid[row] > 0 ? chain.Bid[row] : 0) + chain.Ask[row]);
}
