using BenchmarkDotNet.Attributes;
using ResearchLab.Features;
using ResearchLab.Market;
using ResearchLab.Options;
using ResearchLab.Time;

namespace ResearchLab.Bench;

/// <summary>All 84 features over thirty years of sessions; budget of the first issue: 0.5 s for SPY 1993–2023.</summary>
[MemoryDiagnoser]
public class FeatureBench
{
    private BarSeries _bars = null!;
    private ChainSummary[] _summaries = null!;
    private MarketContext _context = null!;

    /// <summary>Number of sessions; 7,786 are SPY's from 1993 to 2023.</summary>
    [Params(252, 7_786)]
    public int Sessions { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        SimulatedMarket market = SimulatedMarket.Generate("SMH", 1, new DateOnly(2023, 12, 29));
        DateOnly[] sessions = ExchangeCalendar.Nyse.Sessions(new DateOnly(1993, 1, 29), new DateOnly(2023, 12, 29))[..Sessions];
        _bars = Repeated(market.Bars, sessions);
        _context = new MarketContext(Repeated(market.Market, sessions), Repeated(market.Vix, sessions), Repeated(market.Vix3M, sessions),
            Repeated(market.TBill13W, sessions));
        VolSurface?[] surfaces = ModelledChainSurfaces.Of(_bars, _context);
        _summaries = [.. sessions.Select((session, i) => surfaces[i] is { } surface ? ModelledChainSummary.Of(session, _bars.Close[i], surface) : default)];
    }

    [Benchmark]
    public FeatureMatrix Compute() => FeatureEngine.Compute(_bars, _summaries, _context, ExchangeCalendar.Nyse);

    [Benchmark]
    public ChainSummary[] ModelledSummaries()
    {
        VolSurface?[] surfaces = ModelledChainSurfaces.Of(_bars, _context);
        var summaries = new ChainSummary[_bars.Count];
        for (int i = 0; i < summaries.Length; i++)
        {
            if (surfaces[i] is { } surface)
                summaries[i] = ModelledChainSummary.Of(_bars.Sessions[i], _bars.Close[i], surface);
        }

        return summaries;
    }

    // The simulated history is shorter than thirty years, so it is walked again from its start.
    private static T[] Repeat<T>(T[] values, int count) => [.. Enumerable.Range(0, count).Select(i => values[i % values.Length])];

    private static BarSeries Repeated(BarSeries bars, DateOnly[] sessions) => new(
        bars.Symbol, sessions, Repeat(bars.Open, sessions.Length), Repeat(bars.High, sessions.Length), Repeat(bars.Low, sessions.Length),
        Repeat(bars.Close, sessions.Length), Repeat(bars.Volume, sessions.Length));

    private static DailySeries Repeated(DailySeries series, DateOnly[] sessions) => new(series.Name, sessions, Repeat(series.Values, sessions.Length));
}
