using BenchmarkDotNet.Attributes;
using ResearchLab.Columns;
using ResearchLab.Features;
using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Time;

namespace ResearchLab.Bench;

/// <summary>
/// Budgets of the engine on one core, chain summaries given: all 84 over 10,000 sessions in 25 ms, allocating at most 1.5 × the output (10.1 MB);
/// one new session of such a history in 2 ms.
/// </summary>
[MemoryDiagnoser]
public class EngineBench
{
    private FeatureRequest _request = null!;

    [GlobalSetup]
    public void Setup()
    {
        DateOnly[] sessions = ExchangeCalendar.Nyse.Sessions(new DateOnly(1984, 1, 3), new DateOnly(2024, 12, 31))[^10_000..];
        SimulatedMarket market = SimulatedMarket.Generate("SMH", 1, new DateOnly(2023, 12, 29));
        BarSeries bars = Repeated(market.Bars, sessions);
        var context = new MarketContext(Repeated(market.Market, sessions), Repeated(market.Vix, sessions), Repeated(market.Vix3M, sessions),
            Repeated(market.TBill13W, sessions));
        VolSurface?[] surfaces = ModelledChainSurfaces.Of(bars, context);
        _request = new FeatureRequest(
            bars, [.. sessions.Select((session, i) => surfaces[i] is { } surface ? ModelledChainSummary.Of(session, bars.Close[i], surface) : default)],
            context);
    }

    [Benchmark]
    public FeatureMatrix TenThousandSessions() => FeatureEngine.Compute(_request.Bars, _request.Summaries, _request.Context, ExchangeCalendar.Nyse);

    [Benchmark]
    public FeatureMatrix OneNewSession() => FeatureEngine.ComputeNewest(_request, ExchangeCalendar.Nyse, 1);

    // The simulated history is shorter, so it is walked again from its start.
    private static T[] Repeat<T>(T[] values, int count) => [.. Enumerable.Range(0, count).Select(i => values[i % values.Length])];

    private static BarSeries Repeated(BarSeries bars, DateOnly[] sessions) => new(
        bars.Symbol, sessions, Repeat(bars.Open, sessions.Length), Repeat(bars.High, sessions.Length), Repeat(bars.Low, sessions.Length),
        Repeat(bars.Close, sessions.Length), Repeat(bars.Volume, sessions.Length));

    private static DailySeries Repeated(DailySeries series, DateOnly[] sessions) => new(series.Name, sessions, Repeat(series.Values, sessions.Length));
}

/// <summary>
/// Budget of the whole market: 500 symbols of about 1,500 sessions from the lake to frames in 2.5 s on 2 cores. Needs the real data of the tests
/// (RESEARCHLAB_REAL_DATA or ../shared/data beside the checkout).
/// </summary>
[MemoryDiagnoser]
public class MarketBench
{
    private string _folder = "";
    private DataLake _lake = null!;

    [GlobalSetup]
    public void Setup()
    {
        _folder = Directory.CreateTempSubdirectory("researchlab-bench-").FullName;
        _lake = new DataLake(Path.Combine(_folder, "lake"), TimeProvider.System);
        CsvIngest.Ingest(_lake, RealFile("sp500_ohlcv_adj_2018_2023.csv.gz"), new CsvIngestOptions { Adjustment = BarAdjustment.All });
        CsvIngest.Ingest(_lake, RealFile("daily_SPY.csv.gz"), new CsvIngestOptions { Name = "SPY" });
        CsvIngest.Ingest(_lake, RealFile("vol_VIX.csv.gz"), new CsvIngestOptions
        {
            Kind = CsvKind.Series,
            Map = new Dictionary<string, string>(StringComparer.Ordinal) { ["vix"] = "close" },
        });
    }

    [GlobalCleanup]
    public void Cleanup() => Directory.Delete(_folder, recursive: true);

    [Benchmark]
    public Frame[] LakeToFrames() => Array.ConvertAll(FeatureEngine.ComputeAll(Requests(), ExchangeCalendar.Nyse, 2), matrix => matrix.ToFrame());

    [Benchmark]
    public int LakeToBars() => Requests().Length;

    private FeatureRequest[] Requests()
    {
        using LakeView view = _lake.Now();
        IReadOnlyList<BarSeries> all = LakeMarket.AllBars(view);
        var context = new MarketContext(
            all.Single(bars => bars.Symbol == "SPY"), LakeMarket.Series(view, "vix"), LakeMarket.Series(view, "vix3m"), LakeMarket.Series(view, "tbill_13w"));
        return [.. all.Where(bars => bars.Symbol != "SPY").Select(bars => new FeatureRequest(bars, context))];
    }

    private static string RealFile(string name)
    {
        List<string> folders = Environment.GetEnvironmentVariable("RESEARCHLAB_REAL_DATA") is { Length: > 0 } configured ? [configured] : [];
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            folders.Add(Path.Combine(folder.FullName, "..", "shared", "data"));
        return folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"real data file '{name}' not found; set RESEARCHLAB_REAL_DATA.", name);
    }
}
