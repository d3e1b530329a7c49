using ResearchLab.Market;
using ResearchLab.Options;

namespace ResearchLab.Tests.Options;

/// <summary>Distributions against the quotes they come from: prices inside the spreads, probabilities at the digitals.</summary>
[Trait("Tier", "full")]
public sealed class DistributionQuotesTests
{
    private const double Near = 0.015, Narrow = 0.03;
    private static readonly RuleContext s_unknown = new(double.NaN, double.NaN, double.NaN);

    /// <summary>Digitals of the lab's own quoted mids as an independent study found them, ± 1.5 points.</summary>
    [Theory]
    [InlineData("2023-12-29", "2024-03-01", 473.65, false, 0.30, 0.31)] // long put; 41.8% by Φ(−d2)
    [InlineData("2023-12-29", "2024-02-09", 465.125, true, 0.81, 0.81)] // bull put spread; 71.9%
    [InlineData("2023-12-29", "2024-02-09", 490.215, false, 0.72, 0.72)] // bear call spread; 78.8%
    [InlineData("2022-06-16", "2022-08-12", 380.975, true, 0.44, 0.46)] // long call; 34.0%
    [InlineData("2020-03-16", "2020-05-15", 261.15, true, 0.42, 0.42)] // long call; 31.2%
    public void FormerModelledChains_ProbabilitiesAreTheDigitals(string session, string expiry, double breakeven, bool above, double low, double high)
    {
        var distributions = new ChainDistributions(FormerChains.Of(DateOnly.Parse(session)));
        RiskNeutralDistribution distribution = distributions.At(DateOnly.Parse(expiry)).Distribution!;
        double win = above ? distribution.Above(breakeven) : distribution.Below(breakeven);
        Assert.InRange(win, low - Near, high + Near);
        double digital = Digitals.Of(distributions, DateOnly.Parse(expiry), breakeven, Narrow)!.Value.Below;
        Assert.Equal(digital, distribution.Below(breakeven), Near);
    }

    [Theory]
    [InlineData("2023-12-29", Structure.LongPut, 473.65, 0.30, 0.31)]
    [InlineData("2022-06-16", Structure.LongCall, 380.975, 0.44, 0.46)]
    [InlineData("2020-03-16", Structure.LongCall, 261.15, 0.42, 0.42)]
    public void FormerModelledChains_ChosenPositionsSayTheSame(string session, Structure structure, double breakeven, double low, double high)
    {
        StructurePosition position = ParameterRules.Choose(structure, FormerChains.Of(DateOnly.Parse(session)), s_unknown).Position!;
        Assert.Equal(breakeven, position.Breakevens[0], 1e-9);
        Assert.InRange(position.WinProbability, low - Near, high + Near);
    }

    [Fact]
    public void IndexChainOfJune2019_LongCallWinsFortyTwoTimesInAHundred()
    {
        OptionChain chain = TestChains.LoadSpx(date => date == new DateOnly(2019, 6, 24)).Values.Single().Chain;
        StructurePosition call = ParameterRules.Choose(Structure.LongCall, chain, s_unknown).Position!;
        Assert.Equal(3014.35, call.Breakevens[0], 1e-9);
        Assert.InRange(call.WinProbability, 0.42 - Near, 0.42 + Near);
    }

    [Fact]
    public void RealChains_PricesUnderTheDistribution_LieInsideTheQuotes()
    {
        foreach ((string name, IEnumerable<OptionChain> chains, double least) in new[]
        {
            ("SPX", TestChains.Spx.Values.Select(day => day.Chain), 0.99), ("GOOG", AmericanChains.Real().Where(chain => chain.Underlying == "GOOG"), 0.99),
            // A cash dividend between today and expiry is not in a continuous yield, so calls in the money are dearer than said.
            ("AAPL", AmericanChains.Real().Where(chain => chain.Underlying == "AAPL"), 0.97),
        })
        {
            int liquid = 0, inside = 0;
            foreach (OptionChain chain in chains)
            {
                CleanedChain cleaned = ChainCleaning.Clean(chain);
                var distributions = new ChainDistributions(chain);
                foreach (CleanedExpiry expiry in cleaned.Expiries.Where(expiry => expiry.Expiry.DayNumber - chain.Session.DayNumber > 2))
                {
                    if (distributions.At(expiry.Expiry).Distribution is not { } distribution)
                        continue;
                    for (int row = expiry.Start; row < expiry.End; row++)
                    {
                        if ((cleaned.Flags[row] & ~QuoteFlags.LowOpenInterest) != QuoteFlags.None
                            || !(Math.Abs(cleaned.Chain.Delta[row]) is >= 0.02 and <= 0.98))
                            continue;
                        OptionContract contract = chain.Contracts[row];
                        double mean = distribution.Discount * distribution.Expectation(
                            price => Math.Max(0, contract.Right == OptionRight.Call ? price - contract.Strike : contract.Strike - price), contract.Strike);
                        double price = mean + Digitals.EarlyExercise(distributions, distribution, contract);
                        liquid++;
                        inside += price >= chain.Bid[row] - 1e-9 && price <= chain.Ask[row] + 1e-9 ? 1 : 0;
                    }
                }
            }

            TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {inside} of {liquid} liquid quotes, {(double)inside / liquid:P2}");
            Assert.True(liquid > 1_000 && inside >= least * liquid, $"{name}: {inside} of {liquid}");
        }
    }

    [Fact]
    public void RealChains_WinProbabilities_AreTheDigitals()
    {
        foreach ((string name, IEnumerable<OptionChain> chains, int least) in new[]
        {
            ("SPX", TestChains.Spx.Values.Select(day => day.Chain), 90), ("AAPL and GOOG", AmericanChains.Real(), 30),
            ("SPY", AmericanChains.Funds().Where((_, i) => i % 5 == 0).Select(day => day.Chain), 50),
        })
        {
            int narrow = 0, near = 0, wide = 0, inside = 0;
            foreach (OptionChain chain in chains)
            {
                var distributions = new ChainDistributions(chain);
                foreach (StructureRule rule in StructureRules.All)
                {
                    if (ParameterRules.Choose(rule.Structure, distributions, s_unknown, LiquidityRules.Default).Position is not { } position
                        || Digitals.Win(distributions, position, Narrow) is not { } digital)
                        continue;
                    double miss = Math.Abs(digital.Win - position.WinProbability);
                    bool isNarrow = digital.Width <= Narrow, ok = miss <= (isNarrow ? Near : 0.5 * digital.Width);
                    (narrow, wide) = isNarrow ? (narrow + 1, wide) : (narrow, wide + 1);
                    (near, inside) = isNarrow ? (near + (ok ? 1 : 0), inside) : (near, inside + (ok ? 1 : 0));
                    if (!ok)
                        TestContext.Current.TestOutputHelper?.WriteLine($"{name} {chain.Session} {position.Structure}: {position.WinProbability:0.000}, "
                            + $"digital {digital.Win:0.000} ± {0.5 * digital.Width:0.000}");
                }
            }

            TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {near} of {narrow} within 1.5 points, {inside} of {wide} inside a wide digital");
            Assert.True(narrow + wide >= least && near >= 0.95 * narrow && inside >= 0.95 * wide, $"{name}: {near} of {narrow}, {inside} of {wide}");
        }
    }

    /// <summary>Chains as they are modelled now, American ones of a fund with dividends at 5% interest among them: the digital is taken anew.</summary>
    [Fact]
    public void ModelledChains_WinProbabilities_AreTheDigitals()
    {
        int structures = 0, near = 0;
        foreach ((double vix, double vix3M) in new[] { (13.0, 15.5), (22, 23), (60, 48) })
        {
            foreach (ExerciseStyle style in new[] { ExerciseStyle.European, ExerciseStyle.American })
            {
                VolSurface surface = ModelledChain.Surface(vix, vix3M, 1, 0.05) with { Style = style, Carry = new Carry("a yield", 0.014) };
                var distributions = new ChainDistributions(ModelledChain.Build(style == ExerciseStyle.European ? "SPX" : "SPY", new DateOnly(2023, 11, 15),
                    4_500, surface));
                foreach (StructureRule rule in StructureRules.All)
                {
                    StructurePosition position = ParameterRules.Choose(rule.Structure, distributions, s_unknown, LiquidityRules.Default).Position!;
                    (double win, double width) = Digitals.Win(distributions, position, Narrow)!.Value;
                    structures++;
                    near += Math.Abs(win - position.WinProbability) <= Math.Max(Near, 0.5 * width) ? 1 : 0;
                }
            }
        }

        Assert.Equal(66, structures);
        Assert.True(near >= 0.95 * structures, $"{near} of {structures}");
    }
}
