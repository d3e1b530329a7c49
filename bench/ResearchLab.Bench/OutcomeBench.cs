using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using ResearchLab.Backtesting;
using ResearchLab.Basics;
using ResearchLab.Market;
using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Time;

namespace ResearchLab.Bench;

/// <summary>Choice and outcome of all eleven structures on 7,500 sessions of modelled chains; budget of the options issue: 10 s on 2 cores.</summary>
[MemoryDiagnoser]
[SimpleJob(launchCount: 1, warmupCount: 1, iterationCount: 3)]
public class OutcomeBench
{
    private const int Count = 7_500;
    private ChainHistory _history = null!;

    /// <summary>Wall and processor time of three runs and a checksum of the outcomes, which must not depend on the threads.</summary>
    public static void PrintTime()
    {
        var bench = new OutcomeBench();
        bench.Setup();
        using var self = Process.GetCurrentProcess();
        for (int round = 0; round < 3; round++)
        {
            self.Refresh();
            TimeSpan before = self.TotalProcessorTime;
            long start = Stopwatch.GetTimestamp();
            OutcomeMatrix matrix = bench.AllStructures();
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            self.Refresh();
            TradeOutcome[] all = matrix.Outcomes;
            Console.WriteLine(
                $"outcomes of {Structures.Count} structures on {Count} sessions: {seconds:0.00} s, "
                    + $"processor {(self.TotalProcessorTime - before).TotalSeconds:0.00} s; {all.Count(o => o.IsComplete)} complete, "
                    + $"profit {all.Where(o => o.IsComplete).Sum(o => o.Pnl):R}; budget 10 s on 2 cores");
        }
    }

    /// <summary>A random walk whose volatility index reverts to 19.</summary>
    [GlobalSetup]
    public void Setup()
    {
        DateOnly[] sessions = ExchangeCalendar.Nyse.Sessions(new(1993, 1, 29), new(2023, 12, 29))[..Count];
        var random = new Pcg32(20260101, 1);
        double[] close = new double[Count], vix = new double[Count];
        (double price, double level) = (400, Math.Log(19));
        for (int i = 0; i < Count; i++)
        {
            level += (0.02 * (Math.Log(19) - level)) + (0.06 * random.NextNormal());
            vix[i] = Math.Exp(level);
            price *= Math.Exp((vix[i] / 1_900 * random.NextNormal()) + 0.0002);
            close[i] = price;
        }

        var bars = new BarSeries("SPY", sessions, close, close, close, close, new double[Count]);
        VolSurface?[] surfaces = [.. vix.Select(index => (VolSurface?)ModelledChain.Surface(index, double.NaN, 1, 0.03))];
        _history = ChainHistories.FromSurface(bars, surfaces);
    }

    /// <summary>All eleven at every session.</summary>
    [Benchmark]
    public OutcomeMatrix AllStructures() =>
        Labels.Build(_history, _ => new RuleContext(double.NaN, double.NaN, double.NaN), CostModel.Default);
}
