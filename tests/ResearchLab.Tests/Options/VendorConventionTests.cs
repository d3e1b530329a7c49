using ResearchLab.Options;

namespace ResearchLab.Tests.Options;

/// <summary>
/// The vendor's own convention, inferred from what it published: deltas are e^(−rT)·N(d1) of Black's formula, so that each quote's volatility
/// and delta tell the forward behind them. That forward is one number an expiry, to the rounding of the deltas, and the rate is one number
/// an expiry. With both, and option time counted from the snapshot, the volatilities follow from the published mids wherever both are of
/// one instant.
/// </summary>
public sealed class VendorConventionTests
{
    private const double Tolerance = 5e-4;

    [Fact]
    public void Solve_ForwardBehindThePublishedDeltas_GivesThePublishedVolatilities()
    {
        int synchronous = 0, close = 0, sessions = 0, allCounted = 0, allClose = 0, outsideQuote = 0;
        var report = new List<string>();
        foreach (IGrouping<DateOnly, SpxRoots.Day> session in SpxRoots.Days.GroupBy(day => day.Chain.Session))
        {
            int counted = 0, near = 0, outside = 0;
            double agreeing = 1;
            foreach (SpxRoots.Day day in session)
            {
                agreeing = Math.Min(agreeing, SpxRoots.AgreeingPairs(day));
                Count(day, ref counted, ref near, ref outside);
            }

            report.Add($"{session.Key:yyyy-MM-dd}: {near} of {counted} ({(double)near / counted:P2}), published value outside bid and ask {(double)outside / counted:P1}, calls and puts agree {agreeing:P1}");
            (allCounted, allClose, outsideQuote) = (allCounted + counted, allClose + near, outsideQuote + outside);
            if (agreeing < 0.95)
                continue;
            (sessions, synchronous, close) = (sessions + 1, synchronous + counted, close + near);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join("\n", report));
        TestContext.Current.TestOutputHelper?.WriteLine($"{sessions} sessions of one instant: {close} of {synchronous} ({(double)close / synchronous:P2}); all: {allClose} of {allCounted} ({(double)allClose / allCounted:P2})");
        Assert.True(sessions >= 4 && synchronous > 20_000, $"{sessions} sessions, {synchronous} quotes");
        Assert.True(close >= 0.99 * synchronous, string.Join("\n", report));
        // Volatilities of other instants than the quotes: their prices lie beyond bid and ask, and no convention can bring them back.
        Assert.True(outsideQuote >= 0.02 * allCounted, $"{outsideQuote} of {allCounted}");
    }

    private static void Count(SpxRoots.Day day, ref int counted, ref int close, ref int outside)
    {
        double share = BestShare(day);
        foreach (ExpirySlice slice in ExpirySlice.Of(day.Chain))
        {
            int[] rows = Rows(day, slice);
            double years = (slice.Days + share) / 365;
            if (rows.Length < 10 || slice.Days < 1)
                continue;
            (double rate, double forward, _) = Fit(day, rows, years, wide: true);
            foreach (int row in rows)
            {
                (double price, _) = Value(day, row, rate, forward, years);
                counted++;
                outside += price < day.Chain.Bid[row] - 0.005 || price > day.Chain.Ask[row] + 0.005 ? 1 : 0;
                OptionContract contract = day.Chain.Contracts[row];
                ImpliedVol vol = ImpliedVolatility.Solve(contract.Right, Mid(day, row), forward * Math.Exp(-rate * years), contract.Strike, years, rate, 0);
                close += Math.Abs(vol.VolAnnual - day.PublishedVol[row]) <= Tolerance ? 1 : 0;
            }
        }
    }

    // The time of the snapshot is one number a root and session: what fits the near expiries best.
    private static double BestShare(SpxRoots.Day day)
    {
        ExpirySlice[] near = [.. ExpirySlice.Of(day.Chain).Where(slice => slice.Days is >= 4 and <= 40 && Rows(day, slice).Length >= 10)];
        (double low, double high) = day.Root == "SPX" ? (-0.35, -0.1) : (-0.05, 0.35);
        double best = low, least = double.PositiveInfinity;
        for (double share = low; share <= high; share += 0.02)
        {
            double miss = near.Sum(slice => Fit(day, Rows(day, slice), (slice.Days + share) / 365, wide: false).Miss);
            if (miss < least)
                (best, least) = (share, miss);
        }

        return best;
    }

    // The rate by trial; the forward the median of those behind the deltas, then moved within their rounding.
    private static (double Rate, double Forward, double Miss) Fit(SpxRoots.Day day, int[] rows, double years, bool wide)
    {
        (double Rate, double Forward, double Miss) best = (0, 0, double.PositiveInfinity);
        for (double rate = wide ? 0.012 : 0.0235; rate <= (wide ? 0.032 : 0.0236); rate += 0.0005)
        {
            double forward = ForwardBehindDeltas(day, rows, rate, years);
            double miss = Miss(day, rows, rate, forward, years);
            best = miss < best.Miss ? (rate, forward, miss) : best;
        }

        for (double move = -0.2; wide && move <= 0.2; move += 0.02)
        {
            double miss = Miss(day, rows, best.Rate, best.Forward + move, years);
            best = miss < best.Miss ? (best.Rate, best.Forward + move, miss) : best;
        }

        return best;
    }

    private static double ForwardBehindDeltas(SpxRoots.Day day, int[] rows, double rate, double years)
    {
        double discount = Math.Exp(-rate * years);
        var forwards = new List<double>();
        int[] near = [.. rows.Where(row => Math.Abs(day.PublishedDelta[row]) is > 0.2 and < 0.8)];
        foreach (int row in near.Length >= 5 ? near : rows)
        {
            OptionContract contract = day.Chain.Contracts[row];
            double probability = contract.Right == OptionRight.Call ? day.PublishedDelta[row] / discount : 1 + (day.PublishedDelta[row] / discount);
            double deviation = day.PublishedVol[row] * Math.Sqrt(years);
            double d1 = MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, Math.Clamp(probability, 1e-6, 1 - 1e-6));
            forwards.Add(contract.Strike * Math.Exp((d1 * deviation) - (0.5 * deviation * deviation)));
        }

        forwards.Sort();
        return 0.5 * (forwards[(forwards.Count - 1) / 2] + forwards[forwards.Count / 2]);
    }

    private static double Miss(SpxRoots.Day day, int[] rows, double rate, double forward, double years)
    {
        double sum = 0;
        foreach (int row in rows)
        {
            (double price, double vega) = Value(day, row, rate, forward, years);
            sum += Math.Min(Math.Abs(price - Mid(day, row)) / Math.Max(vega, 1e-9), 2 * Tolerance);
        }

        return sum / rows.Length;
    }

    // Black's price and its slope in volatility at the published volatility.
    private static (double Price, double Vega) Value(SpxRoots.Day day, int row, double rate, double forward, double years)
    {
        OptionContract contract = day.Chain.Contracts[row];
        Greeks greeks = BlackScholes.Greeks(
            contract.Right, forward * Math.Exp(-rate * years), contract.Strike, day.PublishedVol[row], years, rate);
        return (greeks.Price, 100 * greeks.VegaPerVolPoint);
    }

    private static int[] Rows(SpxRoots.Day day, ExpirySlice slice) => [.. Enumerable.Range(slice.Start, slice.End - slice.Start).Where(row =>
        Mid(day, row) > 0.20 && Math.Abs(day.PublishedDelta[row]) is >= 0.05 and <= 0.95 && day.PublishedVol[row] > 0)];

    private static double Mid(SpxRoots.Day day, int row) => 0.5 * ((day.Chain.Bid[row] > 0 ? day.Chain.Bid[row] : 0) + day.Chain.Ask[row]);
}
