using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using ResearchLab.Basics;
using ResearchLab.Features;

namespace ResearchLab.Bench;

/// <summary>Single indicators on 100,000 bars; budget: 100 M bars/s where the recurrence allows, and nothing allocated.</summary>
[MemoryDiagnoser]
public class IndicatorBench
{
    private const int Bars = 100_000;

    private readonly double[] _high = new double[Bars], _low = new double[Bars], _close = new double[Bars], _volume = new double[Bars];
    private readonly double[] _first = new double[Bars], _second = new double[Bars], _third = new double[Bars];

    [GlobalSetup]
    public void Setup()
    {
        var random = new Pcg32(1);
        double price = 100;
        for (int i = 0; i < Bars; i++)
        {
            price *= Math.Exp(0.01 * random.NextNormal());
            _close[i] = price;
            _high[i] = price * (1 + (0.01 * random.NextDouble()));
            _low[i] = price * (1 - (0.01 * random.NextDouble()));
            _volume[i] = 1e6 * (1 + random.NextDouble());
        }
    }

    [Benchmark(OperationsPerInvoke = Bars)]
    public void Sma20() => Sma.Compute(_close, 20, _first);

    [Benchmark(OperationsPerInvoke = Bars)]
    public void Ema20() => Ema.Compute(_close, 20, _first);

    [Benchmark(OperationsPerInvoke = Bars)]
    public void Rsi14() => Rsi.Compute(_close, 14, _first);

    [Benchmark(OperationsPerInvoke = Bars)]
    public void Atr14() => Atr.Compute(_high, _low, _close, 14, _first);

    [Benchmark(OperationsPerInvoke = Bars)]
    public void Bollinger20() => Bollinger.Bands(_close, 20, 2, _first, _second, _third);

    [Benchmark(OperationsPerInvoke = Bars)]
    public void Macd12_26_9() => Macd.Compute(_close, 12, 26, 9, _first, _second, _third);

    [Benchmark(OperationsPerInvoke = Bars)]
    public void Stdev20() => Deviation.Compute(_close, 20, _first, _second, _third);

    [Benchmark(OperationsPerInvoke = Bars)]
    public void Donchian20() => Donchian.Compute(_high, _low, 20, _first, _second, _third, _third);

    [Benchmark(OperationsPerInvoke = Bars)]
    public void Obv() => Features.Obv.Compute(_close, _volume, _first);

    [Benchmark(OperationsPerInvoke = Bars)]
    public void Adx14() => Dmi.Compute(_high, _low, _close, 14, _first, _second, _third);

    /// <summary>The same by stopwatch, for a look within seconds: name and best ns a bar of many runs, one a line.</summary>
    public static void Quick()
    {
        var bench = new IndicatorBench();
        bench.Setup();
        (string Name, Action Run)[] runs =
        [
            ("sma20", bench.Sma20), ("ema20", bench.Ema20), ("rsi14", bench.Rsi14), ("atr14", bench.Atr14), ("bollinger20", bench.Bollinger20),
            ("macd", bench.Macd12_26_9), ("stdev20", bench.Stdev20), ("donchian20", bench.Donchian20), ("obv", bench.Obv), ("adx14", bench.Adx14),
        ];
        foreach ((string name, Action run) in runs)
        {
            double best = double.MaxValue;
            var patience = Stopwatch.StartNew();
            for (int i = 0; i < 200 || patience.ElapsedMilliseconds < 700; i++)
            {
                long start = Stopwatch.GetTimestamp();
                run();
                best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds / Bars);
            }

            long before = GC.GetAllocatedBytesForCurrentThread();
            run();
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Console.WriteLine($"{name,-12} {best:F3} ns/bar {1000 / best,8:F0} M bars/s {allocated} B");
        }
    }
}
