using ResearchLab.Market;
using ResearchLab.Options;

namespace ResearchLab.Tests.Options;

[Trait("Tier", "full")]
public sealed class RiskNeutralDistributionTests
{
    private static readonly DateOnly s_session = new(2023, 11, 15), s_expiry = new(2023, 12, 29);
    private static readonly double s_years = BlackScholes.Years(s_session, s_expiry);

    [Fact]
    public void FlatSmile_IsLognormal()
    {
        const double forward = 101, vol = 0.25;
        RiskNeutralDistribution flat = Of(SviSmile.Flat(vol * vol * s_years), forward: forward);
        double deviation = vol * Math.Sqrt(s_years);
        foreach (double price in new[] { 60.0, 90, 101, 115, 160 })
        {
            double z = (Math.Log(price / forward) / deviation) + (0.5 * deviation);
            Assert.Equal(NormalDistribution.Cdf(z), flat.Below(price), 1e-12);
            Assert.Equal(NormalDistribution.Cdf(-z), flat.Above(price), 1e-12);
            Assert.Equal(NormalDistribution.Density(z) / (deviation * price), flat.Density(price), 1e-12);
            Assert.Equal(price, flat.Quantile(flat.Below(price)), 1e-6 * price);
            Assert.Equal(vol, flat.Vol(price), 1e-12);
            foreach (OptionRight right in new[] { OptionRight.Call, OptionRight.Put })
            {
                double expected = flat.Discount * BlackScholes.Price(right, forward, price, vol, s_years, 0);
                Assert.Equal(expected, flat.Price(right, price), 1e-10);
                Assert.Equal(expected, flat.Discount * flat.Expectation(s => Math.Max(0, right == OptionRight.Call ? s - price : price - s), price), 1e-9);
            }
        }

        Assert.Equal(deviation, flat.ExpectedMove / flat.Spot, 0.001 * deviation);
        // A payoff without kinks: E[S²] = F²·e^(σ²T).
        Assert.Equal(1, flat.Expectation(s => s * s) / (forward * forward * Math.Exp(deviation * deviation)), 1e-4);
    }

    [Fact]
    public void EveryDistribution_IsOne_OnRealMadeAndModelledChains()
    {
        int count = 0;
        foreach (RiskNeutralDistribution distribution in Many())
        {
            count++;
            string which = $"{distribution.Expiry} forward {distribution.Forward}";
            const int Steps = 20_000;
            double low = Math.Log(distribution.Quantile(1e-9)), high = Math.Log(distribution.Quantile(1 - 1e-9)), step = (high - low) / Steps, total = 0,
                mean = 0, before = 0;
            for (int i = 0; i < Steps; i++)
            {
                double price = Math.Exp(low + ((i + 0.5) * step)), density = distribution.Density(price), below = distribution.Below(price);
                Assert.True(density >= 0, $"{which}: density {density} at {price}");
                Assert.True(below >= before - 1e-9, $"{which}: the distribution function falls at {price}");
                before = below;
                total += density * price * step;
                mean += density * price * price * step;
            }

            Assert.Equal(1, total, 1e-4);
            Assert.Equal(1, mean / distribution.Forward, 1e-4);
            Assert.Equal(1, distribution.Expectation(_ => 1), 1e-9);
            Assert.Equal(1, distribution.Expectation(price => price) / distribution.Forward, 1e-9);
            foreach (double probability in new[] { 1e-6, 0.01, 0.16, 0.5, 0.84, 0.99, 1 - 1e-6 })
            {
                double at = distribution.Quantile(probability);
                Assert.Equal(probability, distribution.Below(at), 1e-7);
                Assert.Equal(1, distribution.Below(at) + distribution.Above(at), 1e-12);
            }
        }

        Assert.True(count > 100, $"{count}");
    }

    [Fact]
    public void BelowAndDensity_AreTheSlopesOfThePrices()
    {
        foreach (RiskNeutralDistribution distribution in Many().Where((_, i) => i % 10 == 0))
        {
            foreach (double probability in new[] { 0.02, 0.2, 0.45, 0.7, 0.97 })
            {
                double price = distribution.Quantile(probability), step = 1e-4 * price;
                double Put(double strike) => distribution.Price(OptionRight.Put, strike) / distribution.Discount;
                Assert.Equal((Put(price + step) - Put(price - step)) / (2 * step), distribution.Below(price), 1e-5);
                Assert.Equal((distribution.Below(price + step) - distribution.Below(price - step)) / (2 * step), distribution.Density(price),
                    0.01 * distribution.Density(price) + (1e-6 / price));
            }
        }
    }

    [Fact]
    public void Tails_BeyondTheSmile_AreContinuousPowersOfTheStrike()
    {
        // The smile counts between 80 and 125 only, far inside of what can happen.
        (RiskNeutralDistribution? found, _) = RiskNeutralDistribution.Of(
            s_expiry, s_years, 100, 100, 0.99, new SmileCurve(SviSmile.Ssvi(0.04, -0.6, 4)), Math.Log(0.8), Math.Log(1.25));
        RiskNeutralDistribution cut = found!;
        Assert.Equal((80, 125), (Math.Round(cut.LowestPrice, 9), Math.Round(cut.HighestPrice, 9)));
        Assert.True(cut.Below(80) > 0.05 && cut.Above(125) > 0.02);
        foreach (double edge in new[] { 80.0, 125 })
        {
            Assert.Equal(cut.Below(edge - 1e-7), cut.Below(edge + 1e-7), 1e-7);
            Assert.Equal(cut.Price(OptionRight.Put, edge - 1e-7), cut.Price(OptionRight.Put, edge + 1e-7), 1e-6);
        }

        double power = Math.Log(cut.Price(OptionRight.Put, 60) / cut.Price(OptionRight.Put, 70)) / Math.Log(60 / 70.0);
        Assert.Equal(power, Math.Log(cut.Price(OptionRight.Put, 20) / cut.Price(OptionRight.Put, 40)) / Math.Log(0.5), 1e-9);
        Assert.True(power > 1);
        Assert.Equal(100, cut.Expectation(price => price), 1e-7);
        Assert.True(cut.Vol(60) > cut.Vol(80) && cut.Vol(60) < 1.5 * cut.Vol(80), $"{cut.Vol(60)} {cut.Vol(80)}");
        Assert.Equal(0.001, cut.Below(cut.Quantile(0.001)), 1e-12);
        Assert.Equal(0.999, cut.Below(cut.Quantile(0.999)), 1e-12);
    }

    [Fact]
    public void Smile_ThatGivesNoDistribution_GivesTheReason()
    {
        // Wings that rise three times as fast as prices allow.
        SviSmile wild = new(0.0005, 1.5, -0.9, 0.02, 0.001);
        Assert.True(wild.Butterfly(-0.02) < 0);
        (RiskNeutralDistribution? none, string? reason) = RiskNeutralDistribution.Of(s_expiry, s_years, 100, 100, 0.99, new SmileCurve(wild), -0.5, 0.5);
        Assert.Null(none);
        Assert.Contains("negative probabilities", reason, StringComparison.Ordinal);
        Assert.Contains("no life", RiskNeutralDistribution.Of(s_expiry, 0, 100, 100, 1, new SmileCurve(SviSmile.Flat(0.01)), -1, 1).Reason,
            StringComparison.Ordinal);
        Assert.Contains("no volatility", RiskNeutralDistribution.Of(s_expiry, 1, 100, 100, 1, new SmileCurve(SviSmile.Flat(0)), -1, 1).Reason,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Of(SviSmile.Flat(0.01)).Quantile(1));
    }

    [Fact]
    public void Chain_WhoseCallsAndPutsContradictEachOther_IsNotTradableAndSaysWhy()
    {
        OptionChain chain = AmericanChains.Made(0.03, 0, (_, _) => 0.3, days: [45]);
        RuleContext unknown = new(double.NaN, double.NaN, double.NaN);
        Assert.NotNull(ParameterRules.Choose(Structure.BullPutSpread, chain, unknown).Position);
        for (int row = 0; row < chain.Count; row++)
        {
            double price = AmericanOption.Price(OptionRight.Call, 125, chain.Contracts[row].Strike, 0.3, 45 / 365.0, 0.03);
            if (chain.Contracts[row].Right == OptionRight.Call)
                (chain.Bid[row], chain.Ask[row]) = (price - 0.01, price + 0.01);
        }

        Assert.Contains("no risk-neutral distribution: calls and puts of", ParameterRules.Choose(Structure.BullPutSpread, chain, unknown).NotTradable,
            StringComparison.Ordinal);
    }

    [Fact]
    public void ModelledChain_HasTheDistributionOfItsSurface_AlsoWhenItIsScaledOrCutDown()
    {
        VolSurface surface = ModelledChain.Surface(17, 18, 1, 0.05) with { Style = ExerciseStyle.American };
        OptionChain chain = ModelledChain.Build("SPY", s_session, 450, surface);
        var distributions = new ChainDistributions(chain);
        Assert.Equal(ExerciseStyle.American, distributions.Exercise);
        foreach (DateOnly expiry in chain.Contracts.Select(contract => contract.Expiry).Distinct())
        {
            RiskNeutralDistribution distribution = distributions.At(expiry).Distribution!;
            VolSlice slice = surface.At(450, BlackScholes.Years(s_session, expiry));
            Assert.Equal(slice.Forward, distribution.Forward, 1e-9);
            Assert.Equal(slice.Discount, distribution.Discount);
            foreach (double strike in new[] { 350.0, 440, 455, 500 })
                Assert.Equal(slice.ImpliedVol(strike), distribution.Vol(strike), 1e-12);
        }

        RiskNeutralDistribution whole = distributions.At(s_expiry).Distribution!;
        Assert.Equal(whole.Below(440), new ChainDistributions(ExpirySlice.Of(chain, s_expiry).Alone()).At(s_expiry).Distribution!.Below(440));
        OptionChain doubled = chain with
        {
            Spot = 900,
            Contracts = [.. chain.Contracts.Select(contract => contract with { Strike = 2 * contract.Strike })],
            Bid = [.. chain.Bid.Select(bid => 2 * bid)],
            Ask = [.. chain.Ask.Select(ask => 2 * ask)],
        };
        Assert.Equal(whole.Below(440), new ChainDistributions(doubled).At(s_expiry).Distribution!.Below(880), 1e-12);
        // The same quotes without their model: cleaned as American options and fitted, they say nearly the same.
        OptionChain seen = chain with { Model = null, Origin = ChainOrigin.Observed };
        foreach (double price in new[] { 400.0, 430, 450, 470 })
            Assert.Equal(whole.Below(price), new ChainDistributions(seen).At(s_expiry).Distribution!.Below(price), 0.01);
    }

    [Fact]
    public void StatedVolatilities_AreUsed_WhereNoQuoteIsUsable()
    {
        OptionChain chain = FlatAmerican();
        Array.Fill(chain.Bid, 0);
        RiskNeutralDistribution distribution = new ChainDistributions(chain).At(chain.Contracts[0].Expiry).Distribution!;
        Assert.Equal(0.3, distribution.Vol(100), 0.01);
        Array.Fill(chain.ImpliedVol, double.NaN);
        Assert.Contains("no usable quote and no volatility", new ChainDistributions(chain).At(chain.Contracts[0].Expiry).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void ModelledSmile_WithoutVolatility_GivesTheReason_AndAFlatOneIsFlat()
    {
        OptionChain chain = ModelledChain.Build("SPY", s_session, 450, ModelledChain.Surface(17, 18, 1, 0.05));
        OptionChain With(SviSmile smile) => chain with { Model = new ChainSmiles(ExerciseStyle.European, [new ExpirySmile(s_expiry, s_years, 1, 1, smile)]) };
        Assert.Contains("no volatility at the money", new ChainDistributions(With(SviSmile.Flat(double.NaN))).At(s_expiry).Reason, StringComparison.Ordinal);
        Assert.Equal(0.2, new ChainDistributions(With(SviSmile.Ssvi(0.04 * s_years, -0.5, 0))).At(s_expiry).Distribution!.Vol(400), 1e-12);
        // Beyond the bounds within which the shape excludes arbitrage it is checked, and tails take over.
        RiskNeutralDistribution wide = new ChainDistributions(With(SviSmile.Ssvi(1.2, -0.3, 0.8))).At(s_expiry).Distribution!;
        Assert.True(wide.LowestPrice > 0 && wide.HighestPrice < double.PositiveInfinity);
        Assert.Equal(1, wide.Expectation(price => price) / wide.Forward, 1e-9);
        Assert.Contains("negative probabilities", new ChainDistributions(With(new SviSmile(0.002, 1.3, -0.6, 0, 0.1))).At(s_expiry).Reason,
            StringComparison.Ordinal);
    }

    private static OptionChain FlatAmerican() => AmericanChains.Made(0.03, 0, (_, _) => 0.3, days: [45]);

    private static RiskNeutralDistribution Of(SviSmile smile, double forward = 100) =>
        RiskNeutralDistribution.Of(s_expiry, s_years, 100, forward, 0.99, new SmileCurve(smile), -2, 2).Distribution!;

    // Real index and share chains, made ones with holes, modelled ones from calm to panic.
    private static IEnumerable<RiskNeutralDistribution> Many()
    {
        IEnumerable<OptionChain> chains =
        [
            .. TestChains.Spx.Values.Take(3).Select(day => day.Chain), AmericanChains.Real()[1], AmericanChains.Real()[2],
            .. Enumerable.Range(1, 4).Select(seed => TestChains.Synthetic((ulong)seed, rough: seed % 2 == 0)),
            .. new[] { (10.0, 12.0), (20, 21), (45, 38), (80, 60) }.Select(
                index => ModelledChain.Build("SPY", s_session, 450, ModelledChain.Surface(index.Item1, index.Item2, 1, 0.04))),
        ];
        foreach (OptionChain chain in chains)
        {
            var distributions = new ChainDistributions(chain);
            foreach (DateOnly expiry in chain.Contracts.Select(contract => contract.Expiry).Distinct().Where((_, i) => i % 2 == 0))
            {
                if (distributions.At(expiry).Distribution is { } distribution)
                    yield return distribution;
            }
        }
    }
}
