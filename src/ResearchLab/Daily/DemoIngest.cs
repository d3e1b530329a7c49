using ResearchLab.Basics;
using ResearchLab.Lake;
using ResearchLab.Market;

namespace ResearchLab.Daily;

/// <summary>Brings the simulated market into a demo lake, session by session as a real source would.</summary>
public static class DemoIngest
{
    private const string Source = "simulated";

    // Enough to tell two simulators apart, and simulated in no time.
    private const int Compared = 5;

    /// <summary>Appends the sessions after the newest one the lake holds, through <paramref name="through"/>; returns how many.</summary>
    /// <param name="lake">A lake that holds nothing but this symbol and seed.</param>
    /// <param name="symbol">Name of the simulated underlying.</param>
    /// <param name="seed">Seed of the market.</param>
    /// <param name="through">Last session to have.</param>
    /// <param name="progress">Share done, in [0, 1]; may be null.</param>
    /// <param name="cancellation">Stops between years; what was appended stays.</param>
    /// <param name="options">Switches for tests of the lab itself; null for the demo. A lake holds the market of one.</param>
    /// <exception cref="DataUnusableException">The lake holds a market that another version of the simulator made.</exception>
    public static int Run(
        DataLake lake, string symbol, ulong seed, DateOnly through, IProgress<double>? progress = null, CancellationToken cancellation = default,
        SimulatedMarketOptions? options = null)
    {
        using LakeView view = lake.AsOf(DateTimeOffset.MaxValue, DateTimeOffset.MaxValue);
        // Bars are written last, so a session that has one has everything.
        BarSeries held = LakeMarket.Bars(view, symbol);
        RequireSameSimulator(lake, held, seed, options);
        DateOnly last = held.Count == 0 ? SimulatedMarket.FirstSession.AddDays(-1) : held.Sessions[^1];
        if (last >= through)
            return 0;

        SimulatedMarket market = SimulatedMarket.Generate(symbol, seed, through, options);
        int first = Array.FindIndex(market.Bars.Sessions, session => session > last);
        DateOnly[] missing = market.Bars.Sessions[first..];
        int done = 0;
        foreach (IGrouping<int, DateOnly> year in missing.GroupBy(session => session.Year))
        {
            cancellation.ThrowIfCancellationRequested();
            LakeMarket.AppendChains(lake, [.. year.AsParallel().AsOrdered().Select(market.ChainAt)], Source);
            done += year.Count();
            progress?.Report((double)done / missing.Length);
        }

        LakeMarket.AppendSeries(lake, Since(market.Vix, last), Source);
        LakeMarket.AppendSeries(lake, Since(market.Vix3M, last), Source);
        LakeMarket.AppendSeries(lake, Since(market.TBill13W, last), Source);
        LakeMarket.AppendBars(lake, Since(market.Market, last), Source);
        LakeMarket.AppendBars(lake, Since(market.Bars, last), Source);
        return missing.Length;
    }

    private static void RequireSameSimulator(DataLake lake, BarSeries held, ulong seed, SimulatedMarketOptions? options)
    {
        if (held.Count == 0)
            return;
        int count = Math.Min(Compared, held.Count);
        double[] simulated = SimulatedMarket.Generate(held.Symbol, seed, held.Sessions[count - 1], options).Bars.Close;
        if (!simulated.AsSpan().SequenceEqual(held.Close.AsSpan(0, count)))
        {
            string folder = Path.GetDirectoryName(lake.Root) ?? lake.Root;
            throw new DataUnusableException(Invariant($"The demo in '{folder}' was simulated by another version of the lab: ")
                + Invariant($"{held.Symbol} began at {held.Close[0]}, now at {simulated[0]}. Remove that folder and run again; it holds nothing real."));
        }
    }

    private static DailySeries Since(DailySeries series, DateOnly after)
    {
        int first = Array.FindIndex(series.Sessions, session => session > after);
        return first < 0 ? DailySeries.Empty(series.Name) : new DailySeries(series.Name, series.Sessions[first..], series.Values[first..]);
    }

    private static BarSeries Since(BarSeries bars, DateOnly after)
    {
        int first = Array.FindIndex(bars.Sessions, session => session > after);
        return new BarSeries(bars.Symbol, bars.Sessions[first..], bars.Open[first..], bars.High[first..], bars.Low[first..], bars.Close[first..],
            bars.Volume[first..]);
    }
}
