using ResearchLab.Lake;
using ResearchLab.Market;

namespace ResearchLab.Desk;

/// <summary>Brings the simulated market into a demo lake, session by session as a real source would.</summary>
public static class DemoIngest
{
    private const string Source = "simulated";

    /// <summary>Appends the sessions after the newest one the lake holds, through <paramref name="through"/>; returns how many.</summary>
    /// <param name="lake">A lake that holds nothing but this symbol and seed.</param>
    /// <param name="symbol">Name of the simulated underlying.</param>
    /// <param name="seed">Seed of the market.</param>
    /// <param name="through">Last session to have.</param>
    /// <param name="progress">Share done, in [0, 1]; may be null.</param>
    /// <param name="cancellation">Stops between years; what was appended stays.</param>
    public static int Run(DataLake lake, string symbol, ulong seed, DateOnly through, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        using LakeView view = lake.AsOf(DateTimeOffset.MaxValue, DateTimeOffset.MaxValue);
        // Bars are written last, so a session that has one has everything.
        DateOnly[] held = LakeMarket.Bars(view, symbol).Sessions;
        DateOnly last = held.Length == 0 ? SimulatedMarket.FirstSession.AddDays(-1) : held[^1];
        if (last >= through)
            return 0;

        SimulatedMarket market = SimulatedMarket.Generate(symbol, seed, through);
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

    private static DailySeries Since(DailySeries series, DateOnly after)
    {
        int first = Array.FindIndex(series.Sessions, session => session > after);
        return first < 0 ? DailySeries.Empty(series.Name) : new DailySeries(series.Name, series.Sessions[first..], series.Values[first..]);
    }

    private static BarSeries Since(BarSeries bars, DateOnly after)
    {
        int first = Array.FindIndex(bars.Sessions, session => session > after);
        return new BarSeries(bars.Symbol, bars.Sessions[first..], bars.Open[first..], bars.High[first..], bars.Low[first..], bars.Close[first..], bars.Volume[first..]);
    }
}
