using ResearchLab.Options;

namespace ResearchLab.Tests.Options;

public sealed class ChainBuilderTests
{
    private static readonly DateOnly s_session = new(2024, 1, 16), s_expiry = new(2024, 3, 15);

    [Fact]
    public void Build_RealIndexChains_ReproducesThePublishedVolatilities()
    {
        var volGaps = new List<double>();
        var deltaGaps = new List<double>();
        foreach (TestChains.SpxDay day in TestChains.Spx.Values)
        {
            OptionChain chain = day.Chain;
            for (int row = 0; row < chain.Count; row++)
            {
                OptionContract contract = chain.Contracts[row];
                (double vol, double delta) = day.Published[contract];
                int days = contract.Expiry.DayNumber - chain.Session.DayNumber;
                bool near = Math.Abs(Math.Log(contract.Strike / chain.Spot)) < 0.1 && days is >= 14 and <= 120;
                bool outOfTheMoney = contract.Right == OptionRight.Call == contract.Strike >= chain.Spot;
                if (!near || !outOfTheMoney || vol <= 0 || double.IsNaN(chain.ImpliedVol[row]) || chain.Bid[row] < 0.5)
                    continue;
                volGaps.Add(Math.Abs(chain.ImpliedVol[row] - vol));
                deltaGaps.Add(Math.Abs(chain.Delta[row] - delta));
            }
        }

        volGaps.Sort();
        deltaGaps.Sort();
        Assert.True(volGaps.Count > 10_000, $"{volGaps.Count} quotes");
        // The publisher's rate, dividends and minute of the day are not known, hence not the last digits.
        Assert.InRange(volGaps[volGaps.Count / 2], 0, 0.003);
        Assert.InRange(volGaps[(int)(volGaps.Count * 0.95)], 0, 0.010);
        Assert.InRange(deltaGaps[deltaGaps.Count / 2], 0, 0.01);
        Assert.InRange(deltaGaps[(int)(deltaGaps.Count * 0.95)], 0, 0.03);
    }

    [Fact]
    public void Forward_OfRealIndexChains_IsNearTheSpotAndSmoothInExpiry()
    {
        foreach (TestChains.SpxDay day in TestChains.Spx.Values)
        {
            foreach (ExpirySlice slice in ExpirySlice.Of(day.Chain).Where(s => s.Days is >= 7 and <= 180))
            {
                double carry = Math.Log(slice.Forward() / day.Chain.Spot);
                // Bill rate less dividends of the index was about half a percent a year in 2019.
                Assert.InRange(carry, -0.003, 0.02 * slice.Years + 0.003);
                Assert.Equal(day.Chain.Spot * Math.Exp((0.0235 - slice.Yield(slice.Forward())) * slice.Years), slice.Forward(), 1e-8);
            }
        }
    }

    [Fact]
    public void Build_KnownMarket_RecoversForwardVolatilityAndDelta()
    {
        const double Spot = 471.5, Rate = 0.05, Yield = 0.014, Vol = 0.17;
        double years = BlackScholes.Years(s_session, s_expiry);
        var quotes = new List<RawQuote>();
        for (double strike = 420; strike <= 520; strike += 5)
        {
            foreach (OptionRight right in new[] { OptionRight.Put, OptionRight.Call })
            {
                double mid = BlackScholes.Price(right, Spot, strike, Vol, years, Rate, Yield);
                quotes.Add(new(new(s_expiry, strike, right), mid - 0.01, mid + 0.01, 1, 1));
            }
        }

        OptionChain chain = ChainBuilder.Build("SPY", s_session, Spot, Rate, ChainOrigin.Observed, [.. quotes]).Chain;
        ExpirySlice slice = Assert.Single(ExpirySlice.Of(chain));
        Assert.Equal(Spot * Math.Exp((Rate - Yield) * years), slice.Forward(), 1e-8);
        for (int row = 0; row < chain.Count; row++)
        {
            Assert.True(row == 0 || OptionChain.Compare(chain.Contracts[row - 1], chain.Contracts[row]) < 0);
            Assert.Equal(Vol, chain.ImpliedVol[row], 1e-8);
            OptionContract c = chain.Contracts[row];
            Assert.Equal(BlackScholes.Greeks(c.Right, Spot, c.Strike, Vol, years, Rate, Yield).DeltaPerUnit, chain.Delta[row], 1e-7);
        }
    }

    [Fact]
    public void Build_BadQuotes_AreFlaggedOrRejectedWithTheReason()
    {
        OptionContract At(double strike, OptionRight right = OptionRight.Call) => new(s_expiry, strike, right);
        RawQuote[] quotes =
        [
            new(At(100), 5, 5.2, 1, 1), new(At(100), 6, 6.2, 1, 1), new(At(105), 0, 0.05, 1, 1), new(At(110), 1, 0.9, 1, 1),
            new(At(115), 0.1, double.NaN, 1, 1), new(At(90), 1, 1.1, 1, 1), new(At(-5), 1, 2, 1, 1),
            new(new(new(2024, 1, 12), 100, OptionRight.Call), 1, 2, 1, 1), new(At(120), -1, 2, 1, 1),
        ];
        ChainBuild build = ChainBuilder.Build("X", s_session, 100, 0.05, ChainOrigin.Observed, quotes);
        QuoteFlags Flags(double strike) => build.Flags[build.Chain.IndexOf(At(strike))];
        Assert.Equal(QuoteFlags.None, Flags(100));
        Assert.Equal(5, build.Chain.Bid[build.Chain.IndexOf(At(100))]);
        Assert.Equal(QuoteFlags.ZeroBid, Flags(105));
        Assert.Equal(QuoteFlags.Crossed | QuoteFlags.NoImpliedVol, Flags(110));
        Assert.Equal(QuoteFlags.NoAsk | QuoteFlags.NoImpliedVol, Flags(115));
        Assert.Equal(QuoteFlags.NoImpliedVol, Flags(90)); // far below intrinsic
        Assert.Equal(
            ["strike is not a positive number", "expired before the session", "negative price", "second quote of the series"],
            build.Rejected.Select(r => r.Reason));
        Assert.Throws<ArgumentOutOfRangeException>(() => ChainBuilder.Build("X", s_session, 0, 0.05, ChainOrigin.Observed, quotes));
    }
}
