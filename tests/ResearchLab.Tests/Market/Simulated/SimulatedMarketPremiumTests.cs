using ResearchLab.Backtesting;
using ResearchLab.Market;
using ResearchLab.Options;

namespace ResearchLab.Tests.Market;

/// <summary>What the demo's options cost: as its volatility index says, without arbitrage, and dearer than what follows by what is stated.</summary>
[Trait("Tier", "full")]
public class SimulatedMarketPremiumTests(ITestOutputHelper output)
{
    private static readonly DateOnly s_through = new(2027, 12, 31);

    // Fifty histories of twelve years.
    private static readonly Lazy<SimulatedMarket[]> s_markets =
        new(() => [.. Enumerable.Range(1, 50).AsParallel().AsOrdered().WithDegreeOfParallelism(2)
            .Select(seed => SimulatedMarket.Generate("SMH", (ulong)seed, s_through))]);

    [Theory]
    [InlineData("MKT", 0.92, 0.98)]
    [InlineData("SMH", 0.96, 1.3)]
    public void Vix_EverySession_StandsNearTheVolatilityOfTheChain(string symbol, double least, double most)
    {
        double lowest = double.PositiveInfinity, highest = 0, widest = 0;
        for (ulong seed = 1; seed <= 20; seed++)
        {
            SimulatedMarket market = symbol == "SMH" ? s_markets.Value[seed - 1] : SimulatedMarket.Generate(symbol, seed, s_through);
            for (int i = 0; i < market.Bars.Count; i++)
            {
                double atm = 100 * market.SurfaceAt(market.Bars.Sessions[i]).AtmVol(30 / 365.0), ratio = atm / market.Vix.Values[i];
                (lowest, highest, widest) = (Math.Min(lowest, ratio), Math.Max(highest, ratio), Math.Max(widest, Math.Abs(atm - market.Vix.Values[i])));
            }
        }

        output.WriteLine($"{symbol}: 30-day at-the-money volatility {lowest:F3} to {highest:F3} of the index, at most {widest:F1} points apart");
        Assert.True(lowest > least && highest < most, $"{lowest} to {highest}");
    }

    /// <summary>The indices are those that the rules of Cboe's VIX give on the quotes of the market's own chains.</summary>
    [Fact]
    public void Vix_OfTheMarketsChain_IsTheIndex()
    {
        var gaps = new List<double>();
        for (ulong seed = 1; seed <= 4; seed++)
        {
            SimulatedMarket market = SimulatedMarket.Generate("MKT", seed, s_through);
            for (int i = 5; i < market.Bars.Count; i += 150)
            {
                OptionChain chain = market.ChainAt(market.Bars.Sessions[i]);
                VixStyleResult near = VixStyleVol.OfChain(chain), far = VixStyleVol.OfChain(chain, 93);
                Assert.Equal((VixStyleStatus.Solved, VixStyleStatus.Solved), (near.Status, far.Status));
                gaps.Add((100 * near.VolAnnual / market.Vix.Values[i]) - 1);
                gaps.Add((100 * far.VolAnnual / market.Vix3M.Values[i]) - 1);
            }
        }

        output.WriteLine($"of the chain over the index: mean {gaps.Average():P2}, from {gaps.Min():P2} to {gaps.Max():P2}");
        Assert.InRange(gaps.Average(), -0.015, 0.015);
        Assert.All(gaps, gap => Assert.InRange(gap, -0.05, 0.05));
    }

    /// <summary>Implied variance over the variance of the next 30 days, over histories long enough to tell.</summary>
    [Theory]
    [InlineData(1, 1 + SimulatedMarket.VariancePremium)]
    [InlineData(0, 1)]
    public void Premium_LongHistories_IsTheOneStated(double riskPremium, double stated)
    {
        const int Seeds = 8;
        double[] ratios = new double[Seeds], points = new double[Seeds];
        Parallel.For(0, Seeds, new ParallelOptions { MaxDegreeOfParallelism = 2 }, seed =>
        {
            SimulatedMarket market = SimulatedMarket.Generate(
                "MKT", (ulong)seed + 1, new DateOnly(2020, 12, 31), new SimulatedMarketOptions(RiskPremium: riskPremium, First: new DateOnly(1981, 1, 2)));
            double implied = 0, realised = 0, gap = 0;
            int count = 0;
            for (int i = 0; i + 21 < market.Bars.Count; i++, count++)
            {
                double sum = 0;
                for (int j = i + 1; j <= i + 21; j++)
                    sum += Math.Pow(Math.Log(market.Bars.Close[j] / market.Bars.Close[j - 1]), 2);
                double year = sum * 252 / 21;
                implied += Math.Pow(market.Vix.Values[i] / 100, 2);
                realised += year;
                gap += market.Vix.Values[i] - (100 * Math.Sqrt(year));
            }

            (ratios[seed], points[seed]) = (implied / realised, gap / count);
        });
        double mean = ratios.Average(), error = Math.Sqrt(ratios.Sum(ratio => (ratio - mean) * (ratio - mean)) / (Seeds - 1) / Seeds);
        output.WriteLine($"premium {riskPremium}: implied over realised variance {mean:F3} ± {error:F3}, stated {stated}; index above realised volatility by "
            + $"{points.Average():F2} points");
        Assert.InRange(error, 0, 0.03);
        Assert.InRange(mean, stated - (3.5 * error), stated + (3.5 * error));
    }

    [Fact]
    public void Prices_FiftySeeds_AreThoseOfAStockIndex()
    {
        int usual = 0, years = 0;
        double worst = 0, growth = 0, bills = 0;
        foreach (SimulatedMarket market in s_markets.Value)
        {
            double[] close = market.Bars.Close;
            for (int i = 210; i < close.Length; i++)
                worst = Math.Min(worst, (close[i] / close[i - 210]) - 1);
            for (int start = 0; start + 252 < close.Length; start += 252, years++)
            {
                double variance = Enumerable.Range(start + 1, 252).Sum(i => Math.Pow(Math.Log(close[i] / close[i - 1]), 2));
                usual += variance is > 0.1 * 0.1 and < 0.35 * 0.35 ? 1 : 0;
            }

            growth += ((close[^1] / close[0]) - 1) / s_markets.Value.Length;
            bills += (Math.Exp(market.TBill13W.Values.Sum() / 252) - 1) / s_markets.Value.Length;
        }

        double above = (Math.Log(1 + growth) - Math.Log(1 + bills)) / 12;
        output.WriteLine($"worst ten months {worst:P0}; {usual} of {years} years with a volatility of 10 to 35%; mean growth {above:P1} a year above bills");
        Assert.True(worst > -0.6, $"a fall of {worst:P0} in ten months");
        Assert.True(usual > 0.9 * years, $"{usual} of {years}");
        Assert.InRange(above, 0.04, 0.105);
    }

    [Fact]
    public void Regimes_LastForWeeksAndChange()
    {
        DateOnly[] sessions = s_markets.Value[0].Bars.Sessions;
        List<int>[] runs = [[], [], []];
        for (ulong seed = 1; seed <= 20; seed++)
        {
            IndexSession[] path = SimulatedMarketIndex.Simulate(seed, sessions, 1);
            for (int i = 1, begun = 0; i < path.Length; i++)
            {
                if (path[i].State.Regime == path[i - 1].State.Regime)
                    continue;
                runs[path[i - 1].State.Regime].Add(i - begun);
                begun = i;
            }

            Assert.Equal(3, path.Select(session => session.State.Regime).Distinct().Count());
        }

        output.WriteLine($"calm {runs[0].Average():F0}, normal {runs[1].Average():F0}, storm {runs[2].Average():F0} sessions");
        Assert.InRange(runs[0].Average(), 60, 120);
        Assert.InRange(runs[1].Average(), 35, 55);
        Assert.InRange(runs[2].Average(), 17, 30);
    }

    [Fact]
    public void Surfaces_ManySessions_HaveNoStaticArbitrage()
    {
        double[] tenors = [5 / 365.0, 30 / 365.0, 93 / 365.0, 270 / 365.0];
        foreach (SimulatedMarket market in s_markets.Value.Take(20))
        {
            for (int i = 0; i < market.Bars.Count; i += 23)
            {
                VolSurface surface = market.SurfaceAt(market.Bars.Sessions[i]);
                SviSmile[] smiles = [.. tenors.Select(years => surface.At(100, years).Smile)];
                Assert.All(smiles, smile => Assert.True(smile.MinButterfly(-1, 0.6, 401) >= -1e-9,
                    $"butterfly on {market.Bars.Sessions[i]:yyyy-MM-dd}: {surface}"));
                for (double k = -1; k < 0.6; k += 0.05)
                {
                    for (int t = 1; t < smiles.Length; t++)
                        Assert.True(smiles[t].TotalVariance(k) >= smiles[t - 1].TotalVariance(k),
                            $"calendar on {market.Bars.Sessions[i]:yyyy-MM-dd}: {surface}");
                }
            }
        }
    }

    [Fact]
    public void Chains_ManySessions_HaveNoneEither()
    {
        foreach (SimulatedMarket market in s_markets.Value.Take(20))
        {
            for (int i = 40; i < market.Bars.Count; i += 700)
            {
                OptionChain chain = market.ChainAt(market.Bars.Sessions[i]);
                Assert.Empty(ChainArbitrage.Find(chain, ChainCleaning.Clean(chain).Expiries));
            }
        }
    }

    /// <summary>
    /// The canaries: where the index stands far above realised volatility, an iron butterfly earns clearly after costs on the market with rich spells and loses
    /// on the fair one. What tells is known at the close.
    /// </summary>
    [Fact]
    public void IronButterfly_WhereTheIndexIsFarAboveRealised_EarnsOnTheRichMarketAlone()
    {
        (double Mean, double Error, int Count) rich = Sell(SimulatedMarketOptions.Rich), fair = Sell(SimulatedMarketOptions.Fair);
        output.WriteLine($"rich {rich.Mean:+0.000;-0.000} ± {rich.Error:F3} of {rich.Count}, fair {fair.Mean:+0.000;-0.000} ± {fair.Error:F3} of {fair.Count}");
        Assert.True(rich.Count > 150 && fair.Count > 150);
        Assert.True(rich.Mean - (3 * rich.Error) > 0.02, "no clear edge on the rich market");
        Assert.True(fair.Mean < 0 && fair.Mean + (4 * fair.Error) < rich.Mean, "an edge on the fair market");
    }

    // A third of the sessions, those in which the index is highest over the volatility of the last 21.
    private static (double Mean, double Error, int Count) Sell(SimulatedMarketOptions options)
    {
        var returns = new List<double>();
        var unknown = new RuleContext(double.NaN, double.NaN, double.NaN);
        for (ulong seed = 31; seed <= 33; seed++)
        {
            SimulatedMarket market = SimulatedMarket.Generate("SMH", seed, new DateOnly(2023, 12, 29), options);
            ChainHistory history = ChainHistories.FromSimulated(market);
            double[] index = market.Market.Close;
            (int Row, double Ratio)[] rows = [.. Enumerable.Range(0, market.Bars.Count).Where(i => i >= 21 && i % 9 == 0).Select(i => (i, market.Vix.Values[i]
                / (100 * Math.Sqrt(12 * Enumerable.Range(i - 20, 21).Sum(j => Math.Pow(Math.Log(index[j] / index[j - 1]), 2))))))];
            foreach ((int row, _) in rows.OrderByDescending(row => row.Ratio).Take(rows.Length / 3))
            {
                OptionChain chain = history.ChainAt(market.Bars.Sessions[row])!;
                if (ParameterRules.Choose(Structure.IronButterfly, chain, unknown).Position is { } position
                    && OutcomeEngine.Simulate(position, history, CostModel.Default) is { IsComplete: true } outcome)
                    returns.Add(outcome.Return);
            }
        }

        double mean = returns.Average();
        return (mean, Math.Sqrt(returns.Average(r => (r - mean) * (r - mean)) / returns.Count), returns.Count);
    }
}
