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

            report.Add($"{session.Key:yyyy-MM-dd}: {near} of {counted} ({(double)near / counted:P2}), published value outside bid and ask "
                + $"{(double)outside / counted:P1}, calls and puts agree {agreeing:P1}");
            (allCounted, allClose, outsideQuote) = (allCounted + counted, allClose + near, outsideQuote + outside);
            if (agreeing < 0.95)
                continue;
            (sessions, synchronous, close) = (sessions + 1, synchronous + counted, close + near);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join("\n", report));
        TestContext.Current.TestOutputHelper?.WriteLine($"{sessions} sessions of one instant: {close} of {synchronous} ({(double)close / synchronous:P2}); "
            + $"all: {allClose} of {allCounted} ({(double)allClose / allCounted:P2})");
        Assert.True(sessions >= 4 && synchronous > 20_000, $"{sessions} sessions, {synchronous} quotes");
        Assert.True(close >= 0.99 * synchronous, string.Join("\n", report));
        // Volatilities of other instants than the quotes: their prices lie beyond bid and ask, and no convention can bring them back.
        Assert.True(outsideQuote >= 0.02 * allCounted, $"{outsideQuote} of {allCounted}");
    }

    private static void Count(SpxRoots.Day day, ref int counted, ref int close, ref int outside)
    {
        OptionChain stored = day.Chain with { ImpliedVol = day.PublishedVol, Delta = day.PublishedDelta };
        IReadOnlyDictionary<DateOnly, VendorExpiry> conventions = VendorConvention.Infer(stored);
        CleanedChain cleaned = ChainCleaning.Clean(stored, new CleaningOptions { Vendor = conventions });
        foreach (CleanedExpiry expiry in cleaned.Expiries)
        {
            if (!conventions.ContainsKey(expiry.Expiry))
                continue;
            for (int row = expiry.Start; row < expiry.End; row++)
            {
                double mid = 0.5 * ((stored.Bid[row] > 0 ? stored.Bid[row] : 0) + stored.Ask[row]);
                if (!(mid > 0.20) || !(Math.Abs(day.PublishedDelta[row]) is >= 0.05 and <= 0.95) || !(day.PublishedVol[row] > 0))
                    continue;
                counted++;
                close += Math.Abs(cleaned.Chain.ImpliedVol[row] - day.PublishedVol[row]) <= Tolerance ? 1 : 0;
                double price = BlackScholes.Price(
                    stored.Contracts[row].Right, expiry.Forward * expiry.Discount, stored.Contracts[row].Strike, day.PublishedVol[row], expiry.Years,
                    -Math.Log(expiry.Discount) / expiry.Years);
                outside += price < stored.Bid[row] - 0.005 || price > stored.Ask[row] + 0.005 ? 1 : 0;
            }
        }
    }

    [Fact]
    public void Infer_ChainMadeByAKnownConvention_FindsIt()
    {
        const double extra = 0.12, rate = 0.021;
        OptionChain made = TestChains.Synthetic(3);
        double[] vol = new double[made.Count], delta = new double[made.Count], bid = new double[made.Count], ask = new double[made.Count];
        for (int row = 0; row < made.Count; row++)
        {
            OptionContract contract = made.Contracts[row];
            double years = (contract.Expiry.DayNumber - made.Session.DayNumber + extra) / 365, forward = Forward(years);
            Greeks greeks = BlackScholes.Greeks(contract.Right, forward * Math.Exp(-rate * years), contract.Strike, 0.2, years, rate);
            (vol[row], delta[row], bid[row], ask[row]) = (0.2, Math.Round(greeks.DeltaPerUnit * Math.Exp(-rate * years), 4), greeks.Price, greeks.Price);
        }

        OptionChain chain = made with { ImpliedVol = vol, Delta = delta, Bid = bid, Ask = ask, RatePerYear = 0.024 };
        IReadOnlyDictionary<DateOnly, VendorExpiry> found = VendorConvention.Infer(chain);
        Assert.NotEmpty(found);
        foreach ((DateOnly expiry, VendorExpiry convention) in found)
        {
            int days = expiry.DayNumber - made.Session.DayNumber;
            Assert.Equal(extra, convention.ExtraDays, 0.03);
            Assert.Equal(Forward((days + extra) / 365), convention.Forward, 0.05 + (1e-4 * made.Spot));
            if (days >= 60) // nearer ones hardly depend on it
                Assert.Equal(rate, convention.RatePerYear, 0.002);
        }

        Assert.Empty(VendorConvention.Infer(chain with { ImpliedVol = new double[made.Count] }));

        double Forward(double years) => made.Spot * Math.Exp(0.005 * years);
    }
}
