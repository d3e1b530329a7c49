using ResearchLab.Options;

namespace ResearchLab.Tests.Options;

/// <summary>
/// The vendor's volatilities come from the mid, the forward of the pair whose mids differ least, the T-bill rate, and option time counted from the snapshot:
/// calendar days plus one share of a day that is the same for every series of a root in a session, over 365. That share is read off the at-the-money quotes
/// here (one number for about 6,000 quotes) because the files do not carry the time of the snapshot. Two things of the vendor are missing here: its
/// rate by expiry (one T-bill rate stands in, which shows in the money), and on sessions of fast markets the instant of its volatilities,
/// which is not that of the quotes; such sessions are told by published calls and puts that disagree at one strike.
/// </summary>
public sealed class ChainCleaningSpxTests
{
    [Fact]
    public void Clean_RealIndexChains_GiveThePublishedVolatilities()
    {
        int counted = 0, close = 0, allCounted = 0, allClose = 0, outside = 0, outsideClose = 0;
        var report = new List<string>();
        foreach (SpxRoots.Day day in SpxRoots.Days)
        {
            var timing = new QuoteTiming(SnapshotShare(day));
            CleanedChain cleaned = ChainCleaning.Clean(day.Chain, new CleaningOptions { Timing = timing, Parity = ParityMethod.NearestPair });
            double agreeing = SpxRoots.AgreeingPairs(day);
            int all = 0, near = 0;
            for (int row = 0; row < day.Chain.Count; row++)
            {
                double mid = 0.5 * (day.Chain.Bid[row] + day.Chain.Ask[row]);
                if (!(mid > 0.20) || !(Math.Abs(day.PublishedDelta[row]) is >= 0.05 and <= 0.95) || !(day.PublishedVol[row] > 0))
                    continue;
                if (Math.Abs(day.PublishedDelta[row]) <= 0.5 && agreeing >= 0.95)
                {
                    outside++;
                    outsideClose += Math.Abs(cleaned.Chain.ImpliedVol[row] - day.PublishedVol[row]) <= 5e-4 ? 1 : 0;
                }

                all++;
                if (Math.Abs(cleaned.Chain.ImpliedVol[row] - day.PublishedVol[row]) <= 5e-4)
                    near++;
            }

            report.Add($"{day.Chain.Session:yyyy-MM-dd} {day.Root}: {near} of {all} ({(double)near / all:P2}), snapshot share {timing.ExtraDays:0.000} days, "
                + $"pairs agreeing {agreeing:P1}");
            allCounted += all;
            allClose += near;
            if (agreeing < 0.95)
                continue;
            counted += all;
            close += near;
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join("\n", report));
        TestContext.Current.TestOutputHelper?.WriteLine($"one snapshot: {close} of {counted}: {(double)close / counted:P3}; all: {allClose} of {allCounted}: "
            + $"{(double)allClose / allCounted:P3}; one snapshot, out of the money: {outsideClose} of {outside}: {(double)outsideClose / outside:P3}");
        Assert.True(outside > 10_000);
        Assert.True(outsideClose >= 0.99 * outside, $"{outsideClose} of {outside}");
        Assert.True(close >= 0.94 * counted && allClose >= 0.80 * allCounted, string.Join("\n", report));
    }

    // Time such that the published volatility at the money is mine: T·(mine / published)², less the calendar days.
    private static double SnapshotShare(SpxRoots.Day day)
    {
        double share = 0;
        for (int pass = 0; pass < 2; pass++)
        {
            CleanedChain cleaned = ChainCleaning.Clean(day.Chain, new CleaningOptions { Timing = new QuoteTiming(share), Parity = ParityMethod.NearestPair });
            var shares = new List<double>();
            foreach (CleanedExpiry expiry in cleaned.Expiries)
            {
                int days = expiry.Expiry.DayNumber - day.Chain.Session.DayNumber;
                for (int row = expiry.Start; row < expiry.End && days is >= 2 and <= 60; row++)
                {
                    double ratio = cleaned.Chain.ImpliedVol[row] / day.PublishedVol[row];
                    if (Math.Abs(day.PublishedDelta[row]) is >= 0.35 and <= 0.5 && ratio is > 0.5 and < 2)
                        shares.Add((expiry.Years * BlackScholes.DaysPerYear * ratio * ratio) - days);
                }
            }

            shares.Sort();
            share = shares[shares.Count / 2];
        }

        return share;
    }
}
