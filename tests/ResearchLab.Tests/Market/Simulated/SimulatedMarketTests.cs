using ResearchLab.Market;
using ResearchLab.Options;

namespace ResearchLab.Tests.Market;

public class SimulatedMarketTests(ITestOutputHelper output)
{
    private static readonly DateOnly s_through = new(2027, 12, 31);
    private static readonly Lazy<SimulatedMarket[]> s_markets =
        new(() => [.. Enumerable.Range(1, 10).Select(seed => SimulatedMarket.Generate("SMH", (ulong)seed, s_through))]);

    [Theory]
    [InlineData("SMH", "2016-01-04")]
    [InlineData("SMH", "2016-06-30")]
    [InlineData("MKT", "2019-03-03")]
    [InlineData("XYZ", "2021-12-31")]
    public void Generate_LaterThrough_ChangesNothingEarlier(string symbol, string cut)
    {
        SimulatedMarket full = SimulatedMarket.Generate(symbol, 42, s_through), part = SimulatedMarket.Generate(symbol, 42, DateOnly.Parse(cut));
        int count = part.Bars.Count;
        Assert.True(count > 0);
        Assert.Equal(full.Bars.Sessions[..count], part.Bars.Sessions);
        foreach ((BarSeries whole, BarSeries prefix) in (ReadOnlySpan<(BarSeries, BarSeries)>)[(full.Bars, part.Bars), (full.Market, part.Market)])
        {
            Assert.Equal(whole.Open[..count], prefix.Open);
            Assert.Equal(whole.High[..count], prefix.High);
            Assert.Equal(whole.Low[..count], prefix.Low);
            Assert.Equal(whole.Close[..count], prefix.Close);
            Assert.Equal(whole.Volume[..count], prefix.Volume);
        }

        Assert.Equal(full.Vix.Values[..count], part.Vix.Values);
        Assert.Equal(full.Vix3M.Values[..count], part.Vix3M.Values);
        Assert.Equal(full.TBill13W.Values[..count], part.TBill13W.Values);
        AssertSameChain(full.ChainAt(part.Bars.Sessions[^1]), part.ChainAt(part.Bars.Sessions[^1]));
    }

    [Fact]
    public void Generate_OtherSeedOrSymbol_DiffersButShareTheIndex()
    {
        SimulatedMarket one = s_markets.Value[0], two = s_markets.Value[1];
        Assert.NotEqual(one.Market.Close, two.Market.Close);
        Assert.NotEqual(one.Bars.Close, two.Bars.Close);
        SimulatedMarket other = SimulatedMarket.Generate("XYZ", 1, s_through);
        Assert.Equal(one.Market.Close, other.Market.Close);
        Assert.Equal(one.Vix.Values, other.Vix.Values);
        Assert.NotEqual(one.Bars.Close, other.Bars.Close);
        Assert.Equal(one.Market.Close, SimulatedMarket.Generate("MKT", 1, s_through).Bars.Close);
        // Not a shifted or scaled copy either: the index returns of two seeds are unrelated.
        Assert.InRange(Correlation(Returns(one.Market.Close), Returns(two.Market.Close)), -0.06, 0.06);
    }

    [Fact]
    public void Bars_EverySession_AreConsistent()
    {
        foreach (SimulatedMarket market in s_markets.Value)
        {
            foreach (BarSeries bars in (BarSeries[])[market.Bars, market.Market])
            {
                for (int i = 0; i < bars.Count; i++)
                {
                    Assert.True(bars.Low[i] > 0 && bars.Low[i] <= Math.Min(bars.Open[i], bars.Close[i])
                        && bars.High[i] >= Math.Max(bars.Open[i], bars.Close[i]));
                    Assert.True(bars.Volume[i] >= 1 && bars.Volume[i] == Math.Floor(bars.Volume[i]));
                }

                Assert.Equal(SimulatedMarket.FirstSession, bars.Sessions[0]);
                Assert.InRange(bars.Close.Max(), 0, 10_000);
                Assert.InRange(bars.Close.Min(), 1, 1000);
            }
        }
    }

    /// <summary>Averages over ten seeds of twelve years against the ranges of real indices and sector funds.</summary>
    [Fact]
    public void Statistics_TenSeeds_AreThoseOfRealMarkets()
    {
        var rows = s_markets.Value.Select(m =>
        {
            double[] market = Returns(m.Market.Close), symbol = Returns(m.Bars.Close), vixMoves = Returns(m.Vix.Values);
            double[] size = [.. market.Select(Math.Abs)];
            double premium = Enumerable.Range(0, market.Length - 21)
                .Average(i => m.Vix.Values[i] - (100 * Math.Sqrt(12 * market.AsSpan(i, 21).ToArray().Sum(r => r * r))));
            double parkinson = Math.Sqrt(252 * Enumerable.Range(0, m.Market.Count)
                .Average(i => Math.Pow(Math.Log(m.Market.High[i] / m.Market.Low[i]), 2)) / (4 * Math.Log(2)));
            return new Dictionary<string, double>
            {
                ["market vol"] = Volatility(market),
                ["market kurtosis"] = Kurtosis(market),
                ["market growth"] = Math.Log(m.Market.Close[^1] / m.Market.Close[0]) / 12,
                ["symbol vol"] = Volatility(symbol),
                ["symbol kurtosis"] = Kurtosis(symbol),
                ["symbol growth"] = Math.Log(m.Bars.Close[^1] / m.Bars.Close[0]) / 12,
                ["correlation"] = Correlation(market, symbol),
                ["clustering lag 1"] = Correlation(size[..^1], size[1..]),
                ["clustering lag 20"] = Correlation(size[..^20], size[20..]),
                ["memory of returns"] = Correlation(market[..^1], market[1..]),
                ["leverage"] = Correlation(market, vixMoves),
                ["vix mean"] = m.Vix.Values.Average(),
                ["vix lowest"] = m.Vix.Values.Min(),
                ["vix highest"] = m.Vix.Values.Max(),
                ["contango"] = m.Vix.Values.Zip(m.Vix3M.Values).Count(p => p.First < p.Second) / (double)m.Vix.Values.Length,
                ["variance premium"] = premium,
                ["volume and size"] = Correlation([.. symbol.Select(Math.Abs)], [.. m.Bars.Volume.Skip(1).Select(v => Math.Log(v))]),
                ["range vol to close vol"] = parkinson / Volatility(market),
                ["rate highest"] = m.TBill13W.Values.Max(),
                ["rate lowest"] = m.TBill13W.Values.Min(),
            };
        }).ToArray();
        Dictionary<string, double> mean = rows[0].Keys.ToDictionary(k => k, k => rows.Average(r => r[k]));
        foreach (string key in mean.Keys)
            output.WriteLine($"{key,-24} {mean[key],8:F3}   {rows.Min(r => r[key]):F3} … {rows.Max(r => r[key]):F3}");

        Assert.All(rows, r => Assert.InRange(r["market vol"], 0.12, 0.24));
        Assert.All(rows, r => Assert.InRange(r["symbol vol"], 0.14, 0.28));
        Assert.All(rows, r => Assert.True(r["market kurtosis"] > 4 && r["symbol kurtosis"] > 3.5));
        Assert.All(rows, r => Assert.InRange(r["correlation"], 0.85, 0.95));
        Assert.InRange(mean["market kurtosis"], 5, 25);
        Assert.InRange(mean["clustering lag 1"], 0.1, 0.4);
        Assert.InRange(mean["clustering lag 20"], 0.05, 0.3);
        Assert.InRange(mean["memory of returns"], -0.03, 0.03);
        Assert.InRange(mean["leverage"], -0.85, -0.5);
        Assert.InRange(mean["vix mean"], 16, 20);
        Assert.InRange(mean["vix lowest"], 8, 13);
        Assert.InRange(mean["vix highest"], 34, 90);
        Assert.InRange(mean["contango"], 0.6, 0.95);
        Assert.InRange(mean["variance premium"], 2, 5);
        Assert.InRange(mean["volume and size"], 0.3, 0.8);
        Assert.InRange(mean["range vol to close vol"], 0.7, 1.0);
        Assert.InRange(mean["market growth"], 0, 0.12);
        Assert.InRange(mean["symbol growth"], 0, 0.15);
        Assert.All(rows, r => Assert.True(r["rate lowest"] >= 0 && r["rate highest"] <= 0.055));
    }

    [Fact]
    public void ChainAt_ManySessions_IsSane()
    {
        foreach (SimulatedMarket market in (SimulatedMarket[])[s_markets.Value[0], SimulatedMarket.Generate("MKT", 5, s_through)])
        {
            int quotes = 0, sessions = 0;
            for (int i = 0; i < market.Bars.Count; i += 37)
            {
                OptionChain chain = market.ChainAt(market.Bars.Sessions[i]);
                ChainChecks.Sane(chain);
                Assert.Equal((ChainOrigin.Demo, market.Bars.Close[i]), (chain.Origin, chain.Spot));
                Assert.All(chain.OpenInterest, oi => Assert.True(oi >= 0 && oi == Math.Floor(oi)));
                quotes += chain.Count;
                sessions++;
                int perExpiry = chain.Contracts.GroupBy(c => c.Expiry).Max(g => g.Count()) / 2;
                Assert.InRange(perExpiry, 8, 120); // strikes stay until they expire
            }

            output.WriteLine($"{market.Bars.Symbol}: {quotes / (double)sessions:F0} quotes a session");
            Assert.InRange(quotes / (double)sessions, 400, 1_300);
        }
    }

    [Fact]
    public void QuoteAt_EveryListedContract_EqualsTheChain()
    {
        SimulatedMarket market = s_markets.Value[2];
        OptionChain chain = market.ChainAt(market.Bars.Sessions[700]);
        for (int i = 0; i < chain.Count; i++)
            Assert.Equal((chain.Bid[i], chain.Ask[i]), market.QuoteAt(chain.Session, chain.Contracts[i]));
    }

    [Fact]
    public void ChainAt_FromSeveralThreadsInAnyOrder_IsTheSame()
    {
        SimulatedMarket market = s_markets.Value[3];
        DateOnly[] sessions = market.Bars.Sessions[500..560];
        OptionChain[] forward = [.. sessions.Select(market.ChainAt)];
        var scattered = new OptionChain[sessions.Length];
        Parallel.For(0, sessions.Length, i => scattered[sessions.Length - 1 - i] = market.ChainAt(sessions[sessions.Length - 1 - i]));
        for (int i = 0; i < sessions.Length; i++)
            AssertSameChain(forward[i], scattered[i]);
    }

    [Fact]
    public void Chain_FarOutOfTheMoney_HasZeroBidsAndNearTheMoneyHasLiquidity()
    {
        SimulatedMarket market = s_markets.Value[1];
        int zeroBids = 0, tight = 0, near = 0;
        for (int row = 100; row < 3000; row += 100)
        {
            OptionChain chain = market.ChainAt(market.Bars.Sessions[row]);
            zeroBids += chain.Bid.Count(b => b == 0);
            for (int i = 0; i < chain.Count; i++)
            {
                int days = chain.Contracts[i].Expiry.DayNumber - chain.Session.DayNumber;
                if (Math.Abs(chain.Delta[i]) is < 0.25 or > 0.65 || days is < 21 or > 75)
                    continue;
                near++;
                if ((chain.Ask[i] - chain.Bid[i]) <= 0.15 * ChainChecks.Mid(chain, i) && chain.OpenInterest[i] >= 100)
                    tight++;
            }
        }

        Assert.True(zeroBids > 100);
        output.WriteLine($"tradable share {tight / (double)near:F2}");
        Assert.True(tight > 0.7 * near, $"{tight} of {near} quotes tradable");
    }

    [Fact]
    public void PlantedSignal_Strength_IsFoundInVolumeAndAbsentWithout()
    {
        double Found(double strength) => Enumerable.Range(1, 4).Average(seed =>
        {
            SimulatedMarket market = SimulatedMarket.Generate("SMH", (ulong)seed, s_through, new SimulatedMarketOptions(PlantedSignal: strength));
            double[] volume = [.. market.Bars.Volume.Select(v => Math.Log(v))], returns = Returns(market.Bars.Close);
            return Correlation(volume[..^1], returns);
        });
        double none = Found(0), weak = Found(0.1), blatant = Found(0.5);
        output.WriteLine($"{none:F3} {weak:F3} {blatant:F3}");
        Assert.InRange(none, -0.03, 0.03);
        Assert.True(weak > none + 0.02 && blatant > weak + 0.1);
    }

    [Fact]
    public void ChainAt_StrikeOnceListed_StaysUntilItExpires()
    {
        SimulatedMarket market = s_markets.Value[2];
        DateOnly[] sessions = market.Bars.Sessions[..400];
        OptionChain before = market.ChainAt(sessions[0]);
        for (int i = 1; i < sessions.Length; i++)
        {
            OptionChain chain = market.ChainAt(sessions[i]);
            foreach (OptionContract contract in before.Contracts)
            {
                if (contract.Expiry <= sessions[i])
                    continue;
                int row = chain.IndexOf(contract);
                Assert.True(row >= 0, $"{contract} is gone on {sessions[i]:yyyy-MM-dd}");
                Assert.Equal(market.QuoteAt(sessions[i], contract), (chain.Bid[row], chain.Ask[row]));
            }

            before = chain;
        }
    }

    [Fact]
    public void Generate_BadArguments_Throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SimulatedMarket.Generate("SMH", 1, new DateOnly(2015, 12, 31)));
        Assert.Throws<ArgumentException>(() => SimulatedMarket.Generate(" ", 1, s_through));
        Assert.Throws<ArgumentOutOfRangeException>(() => s_markets.Value[0].ChainAt(new DateOnly(2016, 1, 2)));
    }

    private static void AssertSameChain(OptionChain left, OptionChain right)
    {
        Assert.Equal(left.Contracts, right.Contracts);
        Assert.Equal(left.Bid, right.Bid);
        Assert.Equal(left.Ask, right.Ask);
        Assert.Equal(left.Volume, right.Volume);
        Assert.Equal(left.OpenInterest, right.OpenInterest);
        Assert.Equal(left.ImpliedVol, right.ImpliedVol);
        Assert.Equal(left.Delta, right.Delta);
    }

    private static double[] Returns(double[] values) => [.. Enumerable.Range(1, values.Length - 1).Select(i => Math.Log(values[i] / values[i - 1]))];

    private static double Volatility(double[] returns) => Math.Sqrt(252 * returns.Average(r => r * r));

    private static double Kurtosis(double[] returns)
    {
        double mean = returns.Average(), variance = returns.Average(r => (r - mean) * (r - mean));
        return returns.Average(r => Math.Pow(r - mean, 4)) / (variance * variance);
    }

    private static double Correlation(double[] a, double[] b) => MathNet.Numerics.Statistics.Correlation.Pearson(a, b);
}
