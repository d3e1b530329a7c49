using ResearchLab.Options;

namespace ResearchLab.Tests.Options;

public sealed class ChainSummariesTests
{
    private const double Spot = 400, Rate = 0.03;
    private static readonly DateOnly s_session = new(2023, 3, 1);

    [Fact]
    public void Summarise_FlatSmileAndSlopedTerm_IsInterpolatedInTotalVariance()
    {
        OptionChain chain = Chain([(20, 0.20), (50, 0.26), (100, 0.30)], (vol, _) => vol);
        ChainSummary summary = ChainSummaries.Summarise(chain);
        double total30 = (0.04 * 20) + (((0.26 * 0.26 * 50) - (0.04 * 20)) * 10 / 30);
        Assert.Equal(Math.Sqrt(total30 / 30), summary.AtmIv30, 1e-6);
        double total60 = (0.26 * 0.26 * 50) + (((0.09 * 100) - (0.26 * 0.26 * 50)) * 10 / 50);
        Assert.Equal(Math.Sqrt(total60 / 60), summary.AtmIv60, 1e-6);
        Assert.Equal(summary.AtmIv30, summary.PutIv25Delta30, 1e-6);
        Assert.Equal(summary.AtmIv30, summary.CallIv25Delta30, 1e-6);
        // An at-the-money-forward straddle is worth about √(2/π)·σ√T of the spot.
        double straddle = Spot * Math.Sqrt(2 / Math.PI) * summary.AtmIv30 * Math.Sqrt(30 / 365.0);
        Assert.InRange(summary.StraddleMid30 / straddle, 0.98, 1.02);
        Assert.InRange(summary.AtmSpreadPct, 0.001, 0.01);
        Assert.Equal(summary.AtmIv30, ChainSummaries.AtmVol(chain, 30));
    }

    [Fact]
    public void Summarise_SkewedSmile_FindsThe25DeltaVolatilities()
    {
        static double Smile(double vol, double logMoneyness) => vol - (0.5 * logMoneyness);
        ChainSummary summary = ChainSummaries.Summarise(Chain([(30, 0.20)], Smile));
        double years = 30 / 365.0;
        double Exact(OptionRight right, double target)
        {
            (double low, double high) = (Spot * 0.7, Spot * 1.3);
            for (int i = 0; i < 80; i++)
            {
                double strike = 0.5 * (low + high), vol = Smile(0.20, Math.Log(strike / Spot));
                double delta = BlackScholes.Greeks(right, Spot, strike, vol, years, Rate).DeltaPerUnit;
                (low, high) = delta > target ? (strike, high) : (low, strike);
            }

            return Smile(0.20, Math.Log(low / Spot));
        }

        Assert.Equal(Exact(OptionRight.Put, -0.25), summary.PutIv25Delta30, 2e-4);
        Assert.Equal(Exact(OptionRight.Call, 0.25), summary.CallIv25Delta30, 2e-4);
        Assert.True(summary.PutIv25Delta30 > summary.AtmIv30 && summary.AtmIv30 > summary.CallIv25Delta30);
    }

    [Theory]
    [InlineData(24, true)]  // a quarter of 30 days away
    [InlineData(37, true)]
    [InlineData(20, false)]
    [InlineData(45, false)]
    public void Summarise_OneExpiry_IsUsedOnlyNearTheTenor(int days, bool usable)
    {
        ChainSummary summary = ChainSummaries.Summarise(Chain([(days, 0.2)], (vol, _) => vol));
        Assert.Equal(usable ? 0.2 : double.NaN, summary.AtmIv30, 1e-6);
        Assert.Equal(usable, double.IsFinite(summary.StraddleMid30));
        Assert.Equal(double.NaN, summary.AtmIv90);
    }

    [Fact]
    public void Summarise_TooFewStrikesOrNothing_IsNaN()
    {
        OptionChain full = Chain([(30, 0.2)], (vol, _) => vol, strikeStep: 60);
        ChainSummary sparse = ChainSummaries.Summarise(full);
        Assert.True(double.IsNaN(sparse.AtmIv30) && double.IsNaN(sparse.StraddleMid30));
        ChainSummary empty = ChainSummaries.Summarise(ChainBuilder.Build("X", s_session, Spot, Rate, ChainOrigin.Modelled, []).Chain);
        Assert.Equal(s_session, empty.Session);
        Assert.Equal(ChainOrigin.Modelled, empty.Origin);
        Assert.All(
            [empty.AtmIv30, empty.PutVolume, empty.CallOpenInterest, empty.MaxPainStrike, empty.DollarGamma, empty.AtmSpreadPct],
            value => Assert.True(double.IsNaN(value)));
    }

    [Fact]
    public void Summarise_VolumesAndGamma_AreSummedWithTheirSigns()
    {
        OptionChain chain = Chain([(30, 0.2)], (vol, _) => vol);
        for (int row = 0; row < chain.Count; row++)
        {
            bool call = chain.Contracts[row].Right == OptionRight.Call;
            (chain.Volume[row], chain.OpenInterest[row]) = (call ? 1 : 2, call ? 10 : 30);
        }

        ChainSummary summary = ChainSummaries.Summarise(chain);
        int half = chain.Count / 2;
        Assert.Equal((1.0 * half, 2.0 * half, 10.0 * half, 30.0 * half), (
            summary.CallVolume, summary.PutVolume, summary.CallOpenInterest, summary.PutOpenInterest));
        double expected = 0;
        foreach (OptionContract c in chain.Contracts.Where(c => c.Right == OptionRight.Call))
            expected -= 20 * BlackScholes.Greeks(c.Right, Spot, c.Strike, 0.2, 30 / 365.0, Rate).GammaPerUnit;
        Assert.Equal(1, summary.DollarGamma / (expected * 100 * Spot * Spot * 0.01), 1e-3);
    }

    [Fact]
    public void MaxPain_AgainstBruteForce_IsTheLeastPayout()
    {
        for (ulong seed = 0; seed < 40; seed++)
        {
            OptionChain chain = TestChains.Synthetic(seed, rough: true);
            foreach (ExpirySlice slice in ExpirySlice.Of(chain).Take(4))
            {
                double Payout(double price)
                {
                    double sum = 0;
                    for (int row = slice.Start; row < slice.End; row++)
                    {
                        OptionContract c = chain.Contracts[row];
                        double interest = double.IsNaN(chain.OpenInterest[row]) ? 0 : chain.OpenInterest[row];
                        sum += interest * Math.Max(c.Right == OptionRight.Call ? price - c.Strike : c.Strike - price, 0);
                    }

                    return sum;
                }

                double least = chain.Contracts[slice.Start..slice.End].Min(c => Payout(c.Strike));
                Assert.Equal(1, (1 + Payout(MaxPain.Of(slice))) / (1 + least), 1e-6);
            }
        }
    }

    [Fact]
    public void Summarise_RealIndexChains_LookLikeTheSpringOf2019()
    {
        foreach (TestChains.SpxDay day in TestChains.Spx.Values)
        {
            ChainSummary s = ChainSummaries.Summarise(day.Chain);
            // The volatility index ran from 12 to 21 in those weeks, and it sits above at-the-money volatility.
            Assert.InRange(s.AtmIv30, 0.09, 0.20);
            Assert.InRange(s.AtmIv60, 0.10, 0.20);
            Assert.InRange(s.AtmIv90, 0.10, 0.20);
            Assert.InRange(s.PutIv25Delta30 - s.CallIv25Delta30, 0.02, 0.09);
            Assert.InRange(s.StraddleMid30 / day.Chain.Spot / (s.AtmIv30 * Math.Sqrt(30 / 365.0)), 0.75, 0.85);
            Assert.InRange(s.AtmSpreadPct, 0.001, 0.06);
            Assert.InRange(s.MaxPainStrike / day.Chain.Spot, 0.9, 1.1);
            Assert.True(s.PutVolume > s.CallVolume && s.PutOpenInterest > s.CallOpenInterest);
            Assert.True(double.IsFinite(s.DollarGamma));
        }
    }

    private static OptionChain Chain((int Days, double Vol)[] expiries, Func<double, double, double> smile, double strikeStep = 5)
    {
        var quotes = new List<RawQuote>();
        foreach ((int days, double vol) in expiries)
        {
            for (double strike = 280; strike <= 520; strike += strikeStep)
            {
                foreach (OptionRight right in new[] { OptionRight.Call, OptionRight.Put })
                {
                    double mid = BlackScholes.Price(right, Spot, strike, smile(vol, Math.Log(strike / Spot)), days / 365.0, Rate);
                    quotes.Add(new(new(s_session.AddDays(days), strike, right), mid * 0.998, mid * 1.002, double.NaN, double.NaN));
                }
            }
        }

        return ChainBuilder.Build("X", s_session, Spot, Rate, ChainOrigin.Observed, [.. quotes]).Chain;
    }
}
