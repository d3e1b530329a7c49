using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using ResearchLab.Options;

namespace ResearchLab.Bench;

/// <summary>Option prices a core; one call is <see cref="Count"/> options, so that divided by it the mean is the time of one.</summary>
public class PricingBench
{
    private const int Count = 1_024;
    private const double Years = 182 / 365.0;
    private readonly double[] _strike = [.. Enumerable.Range(0, Count).Select(i => 60 + (80.0 * i / Count))];
    private readonly double[] _vol = [.. Enumerable.Range(0, Count).Select(i => 0.15 + (0.3 * (i * 37 % Count) / Count))];
    private readonly double[][] _to = [.. Enumerable.Range(0, 6).Select(_ => new double[Count])];
    private readonly double[] _price;
    private readonly ImpliedVolStatus[] _status = new ImpliedVolStatus[Count];

    public PricingBench() =>
        _price = [.. Enumerable.Range(0, Count).Select(i => BlackScholes.Price(OptionRight.Put, 100, _strike[i], _vol[i], Years, 0.05, 0.02))];

    [Benchmark(OperationsPerInvoke = Count)]
    public double EuropeanAndFiveGreeks()
    {
        BlackScholesBatch.Greeks(OptionRight.Put, 100, _strike, _vol, Years, 0.05, 0.02, new GreekColumns(_to[0], _to[1], _to[2], _to[3], _to[4], _to[5]));
        return _to[0][1];
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public double EuropeanAndFiveGreeksOneByOne() => Sum(i => BlackScholes.Greeks(OptionRight.Put, 100, _strike[i], _vol[i], Years, 0.05, 0.02).Price);

    [Benchmark(OperationsPerInvoke = Count)]
    public double ImpliedVols()
    {
        ImpliedVolatilityBatch.Solve(OptionRight.Put, _price, 100, _strike, Years, 0.05, 0.02, _to[0], _status);
        return _to[0][1];
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public double ImpliedVolOneByOne() => Sum(i => ImpliedVolatility.Solve(OptionRight.Put, _price[i], 100, _strike[i], Years, 0.05, 0.02).VolAnnual);

    [Benchmark(OperationsPerInvoke = Count)]
    public double AmericanFast() => Sum(i => AmericanOption.Price(OptionRight.Put, 100, _strike[i], _vol[i], Years, 0.05, 0.02, AmericanScheme.Fast));

    [Benchmark(OperationsPerInvoke = Count)]
    public double AmericanAccurate() => Sum(i => AmericanOption.Price(OptionRight.Put, 100, _strike[i], _vol[i], Years, 0.05, 0.02));

    [Benchmark(OperationsPerInvoke = Count)]
    public double BjerksundStensland1993() => Sum(i => BjerksundStensland.PriceFlat(OptionRight.Put, 100, _strike[i], _vol[i], Years, 0.05, 0.02));

    [Benchmark(OperationsPerInvoke = Count)]
    public double BjerksundStensland2002() => Sum(i => BjerksundStensland.Price(OptionRight.Put, 100, _strike[i], _vol[i], Years, 0.05, 0.02));

    [Benchmark(OperationsPerInvoke = Count)]
    public double BaroneAdesiWhaley1987() => Sum(i => BaroneAdesiWhaley.Price(OptionRight.Put, 100, _strike[i], _vol[i], Years, 0.05, 0.02));

    /// <summary>Options a second of processor time, as lines of name and number; what bench/quantlib/compare.sh reads.</summary>
    public static void PrintRates()
    {
        var bench = new PricingBench();
        (string Name, Func<double> Run)[] all =
        [
            ("european+greeks", bench.EuropeanAndFiveGreeks), ("european+greeks-scalar", bench.EuropeanAndFiveGreeksOneByOne),
            ("implied-vol", bench.ImpliedVols), ("implied-vol-scalar", bench.ImpliedVolOneByOne),
            ("american-fast", bench.AmericanFast), ("american-accurate", bench.AmericanAccurate), ("bjerksund-stensland-1993", bench.BjerksundStensland1993),
            ("bjerksund-stensland-2002", bench.BjerksundStensland2002), ("barone-adesi-whaley", bench.BaroneAdesiWhaley1987),
        ];
        using var self = Process.GetCurrentProcess();
        foreach ((string name, Func<double> run) in all)
        {
            double best = 0;
            // The first rounds warm the compiler up.
            for (int round = 0; round < 8; round++)
            {
                self.Refresh();
                TimeSpan before = self.TotalProcessorTime;
                long options = 0;
                var watch = Stopwatch.StartNew();
                for (; watch.ElapsedMilliseconds < 250; options += Count)
                    run();
                self.Refresh();
                best = Math.Max(best, options / (self.TotalProcessorTime - before).TotalSeconds);
            }

            Console.WriteLine($"{name} {best:0}");
        }
    }

    private static double Sum(Func<int, double> one)
    {
        double sum = 0;
        for (int i = 0; i < Count; i++)
            sum += one(i);
        return sum;
    }
}
