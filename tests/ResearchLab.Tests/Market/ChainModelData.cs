using ResearchLab.Market;
using ResearchLab.Options;
using ResearchLab.Tests.Options;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Tests.Market;

/// <summary>
/// Real chains, indices and dividends that the chain model is fitted and judged on: SPX of April to June 2019 and the most active SPY contracts of 2021.
/// </summary>
internal static class ChainModelData
{
    private static readonly Lazy<(BarSeries Bars, double[] Adjusted)> s_spy = new(ReadSpy);
    private static readonly Lazy<MarketContext> s_context = new(() => new MarketContext(
        s_spy.Value.Bars, Series("vix", "vol_VIX.csv.gz", 4, 1), Series("vix3m", "vol_VIX3M.csv.gz", 4, 1),
        Series("tbill_13w", "rates_tbill13w_fedfunds.csv.gz", 2, 0.01),
        Series("skew", "vol_VVIX_SKEW.csv.gz", 2, 1)));

    private static readonly Lazy<ObservedSmile[]> s_smiles = new(() =>
    [
        .. TestChains.LoadSpx(_ => true, ObservedSmile.MaxDays).OrderBy(day => day.Key).SelectMany(day => ObservedSmile.Of(day.Value.Chain)),
        .. SpyChains().SelectMany(chain => Surface("SPY", chain.Session) is { } surface ? ObservedSmile.Thin(chain, surface) : []),
    ]);

    public static MarketContext Context => s_context.Value;

    public static BarSeries Spy => s_spy.Value.Bars;

    public static IReadOnlyList<(DateOnly ExSession, double Cash)> Dividends => CarryHistory.FromAdjustedCloses(s_spy.Value.Bars, s_spy.Value.Adjusted);

    /// <summary>All smiles: SPX, then SPY.</summary>
    public static ObservedSmile[] Smiles
    {
        get
        {
            RealData.Path("options_SPX_2019.csv.gz"); // skips here, outside the lazy value, so that every test is skipped alike
            return s_smiles.Value;
        }
    }

    /// <summary>Surfaces by underlying, a bar of SPY each, as the lab would model them without chains of their own.</summary>
    public static Func<string, DateOnly, VolSurface?> Surfaces(ChainModel model)
    {
        VolSurface?[] spy = ModelledChainSurfaces.Of(Spy, Context, model, CarryHistory.FromDividends(Spy, Dividends, "adjusted closes"));
        double[] unknown = Enumerable.Repeat(double.NaN, Spy.Count).ToArray();
        VolSurface?[] spx = ModelledChainSurfaces.Of(
            Spy with { Symbol = "SPX" }, Context, model, CarryHistory.OfIndex(Spy.Sessions, unknown, CarryHistory.TrailingYield(Spy, Dividends)));
        return (underlying, session) => Spy.IndexOf(session) is >= 0 and var row ? (underlying == "SPX" ? spx : spy)[row] : null;
    }

    public static VolSurface? Surface(string underlying, DateOnly session) => s_shipped.Value(underlying, session);

    private static readonly Lazy<Func<string, DateOnly, VolSurface?>> s_shipped = new(() => Surfaces(ChainModel.Shipped));

    /// <summary>The market at a session's close.</summary>
    public static MarketState? State(DateOnly session) => s_states.Value.TryGetValue(session, out MarketState state) ? state : null;

    private static readonly Lazy<Dictionary<DateOnly, MarketState>> s_states = new(() =>
    {
        MarketState?[] states = MarketStates.Of(Spy, Context);
        return Enumerable.Range(0, Spy.Count).Where(i => states[i] is not null).ToDictionary(i => Spy.Sessions[i], i => states[i]!.Value);
    });

    private static IEnumerable<OptionChain> SpyChains()
    {
        using StreamReader reader = RealData.OpenText("options_SPY_2021.csv.gz");
        reader.ReadLine();
        var rows = new List<string[]>();
        while (reader.ReadLine() is { } line)
            rows.Add(line.Split(','));
        foreach (IGrouping<string, string[]> day in rows.GroupBy(row => row[0]))
        {
            RawQuote[] quotes = [.. day.Select(row => new RawQuote(
                new OptionContract(DateOnly.Parse(row[3]), double.Parse(row[4]), row[5] == "C" ? OptionRight.Call : OptionRight.Put),
                row[6].Length == 0 ? double.NaN : double.Parse(row[6]), row[7].Length == 0 ? double.NaN : double.Parse(row[7]), double.NaN, double.NaN))];
            yield return ChainBuilder.Build("SPY", DateOnly.Parse(day.Key), double.Parse(day.First()[2]), 0, ChainOrigin.Observed, quotes).Chain;
        }
    }

    private static (BarSeries, double[]) ReadSpy()
    {
        using StreamReader reader = RealData.OpenText("daily_SPY.csv.gz");
        reader.ReadLine();
        var rows = new List<string[]>();
        while (reader.ReadLine() is { } line)
            rows.Add(line.Split(','));
        double[] Column(int i) => [.. rows.Select(row => double.Parse(row[i]))];
        return (new BarSeries("SPY", [.. rows.Select(row => DateOnly.Parse(row[0]))], Column(1), Column(2), Column(3), Column(4), Column(6)), Column(5));
    }

    public static DailySeries Series(string name, string file, int column, double scale)
    {
        using StreamReader reader = RealData.OpenText(file);
        reader.ReadLine();
        var values = new List<(DateOnly Session, double Value)>();
        while (reader.ReadLine() is { } line)
        {
            string[] cells = line.Split(',');
            if (cells[column].Length > 0)
                values.Add((DateOnly.Parse(cells[0]), scale * double.Parse(cells[column])));
        }

        return new DailySeries(name, [.. values.Select(value => value.Session)], [.. values.Select(value => value.Value)]);
    }
}
