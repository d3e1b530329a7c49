using ResearchLab.Backtesting;
using ResearchLab.Market;
using ResearchLab.Models;
using ResearchLab.Options;

namespace ResearchLab.Tests.Models;

[Trait("Tier", "full")]
public class LabelsTests(ITestOutputHelper output)
{
    private static readonly RuleContext s_unknown = new(double.NaN, double.NaN, double.NaN);

    private static OutcomeMatrix Build(ChainHistory history, CostModel? costs = null) =>
        Labels.Build(history, _ => s_unknown, costs ?? CostModel.Default, null, TestContext.Current.CancellationToken);

    private static ChainHistory Demo(ulong seed, DateOnly through, double premium = 1) =>
        ChainHistories.FromSimulated(SimulatedMarket.Generate("SMH", seed, through, new SimulatedMarketOptions(RiskPremium: premium)));

    [Fact]
    public void Build_LaterSessionsAppended_CompleteRowsStay()
    {
        ChainHistory full = Demo(5, new DateOnly(2016, 12, 30));
        OutcomeMatrix late = Build(full), early = Build(Demo(5, new DateOnly(2016, 9, 30)));
        int open = 0, complete = 0;
        for (int row = 0; row < early.Sessions.Length; row++)
        {
            for (int s = 0; s < Structures.Count; s++)
            {
                TradeOutcome before = early.Row(row)[s], after = late.Row(row)[s];
                if (before.Reason == ExitReason.Open)
                {
                    open++;
                    continue;
                }

                Assert.Equal(before, after);
                complete += before.IsComplete ? 1 : 0;
                Assert.True(!before.IsComplete || (before.Entry > before.Signal && before.Exit > before.Entry && before.Exit <= early.Sessions[^1]));
            }
        }

        Assert.True(open > 50 && complete > 1000, $"{open} open, {complete} complete");
        Assert.Null(early.EndOf(early.Sessions.Length - 1));
    }

    [Fact]
    public void Simulate_QuotesAfterTheExitGarbled_OutcomeStays()
    {
        ChainHistory history = Demo(6, new DateOnly(2016, 8, 31));
        int checkedOutcomes = 0;
        foreach (DateOnly session in history.Sessions.Where((_, i) => i % 9 == 0))
        {
            foreach (Structure structure in Enum.GetValues<Structure>())
            {
                if (ParameterRules.Choose(structure, history.ChainAt(session)!, s_unknown).Position is not { } position)
                    continue;
                TradeOutcome outcome = OutcomeEngine.Simulate(position, history, CostModel.Default);
                if (!outcome.IsComplete)
                    continue;
                ChainHistory blind = history with
                {
                    ChainAt = s => s <= outcome.Exit ? history.ChainAt(s) : throw new InvalidOperationException("read a chain of the future"),
                    Quote = (s, c) => s <= outcome.Exit ? history.Quote(s, c) : throw new InvalidOperationException("read a quote of the future"),
                };
                Assert.Equal(outcome, OutcomeEngine.Simulate(position, blind, CostModel.Default));
                checkedOutcomes++;
            }
        }

        Assert.True(checkedOutcomes > 80);
    }

    private static readonly DateOnly s_day = new(2016, 5, 31);

    [Fact]
    public void Build_AnyThreads_IsTheSameAndMatchesTheEngine()
    {
        ChainHistory history = Demo(7, new DateOnly(2016, 5, 31));
        OutcomeMatrix first = Build(history);
        foreach (int threads in (int[])[1, 2, 7])
            Assert.Equal(first.Outcomes, Labels.Build(history, _ => s_unknown, CostModel.Default, null, TestContext.Current.CancellationToken,
                threads).Outcomes);
        Assert.Equal((ChainOrigin.Demo, "SMH"), (first.Origin, first.Symbol));
        Assert.Contains("rules 6; commission 0.65+0.05", first.Spec);
        Assert.EndsWith($"chains demo {Labels.ChainsVersion}; eligible from win probability 0.55", first.Spec);
        Assert.NotEqual(first.Spec, Labels.Spec(CostModel.Default, ChainMix.Of([s_day], [ChainOrigin.Modelled])));
        for (int row = 0; row < history.Sessions.Length; row += 17)
        {
            OptionChain chain = history.ChainAt(history.Sessions[row])!;
            for (int s = 0; s < Structures.Count; s++)
            {
                TradeOutcome outcome = first.Row(row)[s];
                Assert.Equal(((Structure)s, history.Sessions[row]), (outcome.Structure, outcome.Signal));
                if (ParameterRules.Choose((Structure)s, chain, s_unknown).Position is { } position)
                    Assert.Equal(OutcomeEngine.Simulate(position, history, CostModel.Default), outcome);
                else
                    Assert.Equal(ExitReason.NotTraded, outcome.Reason);
            }
        }
    }

    [Fact]
    public void Build_SessionsWithoutChain_AreNotTradedAndContextIsAskedInOrder()
    {
        ChainHistory history = Demo(8, new DateOnly(2016, 2, 29));
        DateOnly hidden = history.Sessions[10];
        var asked = new List<DateOnly>();
        var shares = new System.Collections.Concurrent.ConcurrentBag<double>();
        OutcomeMatrix labels = Labels.Build(
            history with { ChainAt = s => s == hidden ? null : history.ChainAt(s) },
            s =>
            {
                asked.Add(s);
                return s_unknown;
            },
            CostModel.Default, new Collect(shares), TestContext.Current.CancellationToken);
        Assert.All(labels.Row(10).ToArray(), o => Assert.Equal(ExitReason.NotTraded, o.Reason));
        Assert.Equal(history.Sessions, asked);
        Assert.Equal(1, shares.Max(), 1e-12);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => Labels.Build(history, _ => s_unknown, CostModel.Default, null, cancelled.Token));
    }

    [Fact]
    public void Build_WithCosts_EveryStructureEarnsLessThanFree()
    {
        ChainHistory history = Demo(9, new DateOnly(2017, 6, 30));
        OutcomeMatrix free = Build(history, CostModel.Free), usual = Build(history);
        for (int s = 0; s < Structures.Count; s++)
        {
            double without = Mean(free, s), with = Mean(usual, s);
            output.WriteLine($"{((Structure)s).Name(),-18} free {without:+0.000;-0.000} usual {with:+0.000;-0.000}");
            Assert.True(with < without, $"{(Structure)s}: {with} against {without}");
        }
    }

    /// <summary>
    /// Canary: with variance sold at its expected cost and no planted signal, structures that take no side on direction must lose
    /// about what they pay in costs. A clear profit would mean that the engine sees the future or forgets costs.
    /// </summary>
    [Fact]
    public void Build_FairDemoMarket_NeutralStructuresLoseAboutTheCosts()
    {
        Dictionary<Structure, Sample> fair = s_fair.Value;
        foreach ((Structure structure, Sample sample) in fair)
        {
            output.WriteLine($"{structure.Name(),-16} {sample}");
            Assert.True(sample.Count > 200, $"{structure.Name()}: {sample.Count} trades");
            Assert.InRange(sample.Gross, -0.05 - (3 * sample.Error), 0.05 + (3 * sample.Error));
            Assert.True(sample.Net < sample.Gross - 0.005);
        }

        Assert.True(fair.Values.Average(s => s.Net) < 0, "neutral structures earn money on a fair market");
    }

    [Fact]
    public void Build_DemoMarket_VariancePremiumGoesToTheSeller()
    {
        Dictionary<Structure, Sample> fair = s_fair.Value, demo = Neutral(premium: 1);
        foreach ((Structure structure, Sample sample) in demo)
            output.WriteLine($"{structure.Name(),-16} {sample}");
        Assert.True(demo[Structure.IronCondor].Gross > fair[Structure.IronCondor].Gross);
        Assert.True(demo[Structure.IronButterfly].Gross > fair[Structure.IronButterfly].Gross);
        Assert.True(demo[Structure.LongStraddle].Gross < fair[Structure.LongStraddle].Gross);
        Assert.True(demo[Structure.LongStrangle].Gross < fair[Structure.LongStrangle].Gross);
    }

    private static readonly Lazy<Dictionary<Structure, Sample>> s_fair = new(() => Neutral(premium: 0));

    /// <summary>Mean returns on capital at risk, before and after costs, with the standard error of the former.</summary>
    private sealed record Sample(int Count, double Gross, double Error, double Net)
    {
        public override string ToString() => $"{Count} trades, before costs {Gross:+0.000;-0.000} ± {Error:F3}, after {Net:+0.000;-0.000}";
    }

    private static Dictionary<Structure, Sample> Neutral(double premium)
    {
        Structure[] neutral = [Structure.IronCondor, Structure.IronButterfly, Structure.LongStraddle, Structure.LongStrangle, Structure.PutCalendar];
        var samples = neutral.ToDictionary(s => s, _ => new List<(double Gross, double Net)>());
        for (ulong seed = 21; seed <= 26; seed++)
        {
            ChainHistory history = Demo(seed, new DateOnly(2019, 12, 31), premium);
            // Every tenth session: holding times overlap less, and the run stays short.
            foreach (DateOnly session in history.Sessions.Where((_, i) => i % 10 == 0))
            {
                OptionChain chain = history.ChainAt(session)!;
                foreach (Structure structure in neutral)
                {
                    if (ParameterRules.Choose(structure, chain, s_unknown).Position is not { } position)
                        continue;
                    TradeOutcome outcome = OutcomeEngine.Simulate(position, history, CostModel.Default);
                    if (outcome.IsComplete)
                        samples[structure].Add(((outcome.Pnl + outcome.Costs) / outcome.CapitalAtRisk, outcome.Return));
                }
            }
        }

        return samples.ToDictionary(p => p.Key, p => new Sample(
            p.Value.Count, p.Value.Average(r => r.Gross),
            1.5 * Math.Sqrt(p.Value.Average(r => r.Gross * r.Gross) / p.Value.Count), // neighbouring trades still overlap
            p.Value.Average(r => r.Net)));
    }

    /// <summary>Not a check but a measurement, run by name: labels of all of SPY's history on modelled chains.</summary>
    [Fact(Explicit = true)]
    public void Build_AllOfSpy_Throughput()
    {
        string[][] rows = [.. Lines("daily_SPY.csv.gz").Select(l => l.Split(','))];
        DateOnly[] sessions = [.. rows.Select(r => DateOnly.ParseExact(r[0], "yyyy-MM-dd"))];
        double[] Column(int c) => [.. rows.Select(r => double.Parse(r[c]))];
        var bars = new BarSeries("SPY", sessions, Column(1), Column(2), Column(3), Column(4), Column(rows[0].Length - 1));
        DailySeries Index(string name, string file)
        {
            (DateOnly Day, double Close)[] values = [.. Lines(file).Select(l => l.Split(','))
                .Select(c => (DateOnly.ParseExact(c[0], "yyyy-MM-dd"), double.Parse(c[4])))];
            return new DailySeries(name, [.. values.Select(v => v.Day)], [.. values.Select(v => v.Close)]);
        }

        var context = new MarketContext(bars, Index("vix", "vol_VIX.csv.gz"), Index("vix3m", "vol_VIX3M.csv.gz"), DailySeries.Empty("tbill_13w"));
        ChainHistory history = ChainHistories.FromSurface(bars, ModelledChainSurfaces.Of(bars, context));
        Build(history with { Sessions = history.Sessions[..200] });
        var wall = System.Diagnostics.Stopwatch.StartNew();
        TimeSpan before = System.Diagnostics.Process.GetCurrentProcess().TotalProcessorTime;
        OutcomeMatrix labels = Build(history);
        TimeSpan processor = System.Diagnostics.Process.GetCurrentProcess().TotalProcessorTime - before;
        output.WriteLine($"{bars.Count} sessions × {Structures.Count}: {wall.Elapsed.TotalSeconds:F1} s, processor {processor.TotalSeconds:F1} s");
        for (int s = 0; s < Structures.Count; s++)
        {
            TradeOutcome[] done = [.. Enumerable.Range(0, labels.Sessions.Length).Select(row => labels.Row(row)[s]).Where(o => o.IsComplete)];
            output.WriteLine($"{((Structure)s).Name(),-18} {done.Length,6} complete, mean return {done.Average(o => o.Return):+0.000;-0.000}, "
                + $"won {done.Count(o => o.Pnl > 0) / (double)done.Length:P0}");
        }

        var clock = System.Diagnostics.Stopwatch.StartNew();
        int quotes = 0;
        for (int i = 4000; i < 5000; i++)
            quotes += history.ChainAt(sessions[i])!.Count;
        output.WriteLine($"modelled chain: {quotes / 1000} quotes, {clock.Elapsed.TotalMilliseconds:F0} µs");
        var contract = new OptionContract(sessions[5040], 300, OptionRight.Put);
        clock.Restart();
        double sum = 0;
        for (int i = 0; i < 1_000_000; i++)
            sum += history.Quote(sessions[5000 + (i % 40)], contract).Ask;
        output.WriteLine($"quote: {clock.Elapsed.TotalMilliseconds:F0} ns");
        SimulatedMarket market = SimulatedMarket.Generate("SMH", 1, new DateOnly(2026, 12, 31));
        clock.Restart();
        for (int i = 1000; i < 2000; i++)
            quotes += market.ChainAt(market.Bars.Sessions[i]).Count;
        output.WriteLine($"demo chain: {clock.Elapsed.TotalMilliseconds:F0} µs");
        Assert.True(double.IsFinite(sum) && quotes > 0);

        static IEnumerable<string> Lines(string file)
        {
            using StreamReader reader = Shared.RealData.OpenText(file);
            reader.ReadLine();
            while (reader.ReadLine() is { } line)
                yield return line;
        }
    }

    private static double Mean(OutcomeMatrix labels, int structure) =>
        Enumerable.Range(0, labels.Sessions.Length).Select(row => labels.Row(row)[structure]).Where(o => o.IsComplete).Average(o => o.Return);

    private sealed class Collect(System.Collections.Concurrent.ConcurrentBag<double> shares) : IProgress<double>
    {
        public void Report(double value) => shares.Add(value);
    }
}
