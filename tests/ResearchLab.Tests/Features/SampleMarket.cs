using ResearchLab.Basics;
using ResearchLab.Features;
using ResearchLab.Market;
using ResearchLab.Options;
using ResearchLab.Time;

namespace ResearchLab.Tests.Features;

/// <summary>Everything the engine takes, made up: prices with changing volatility, overnight gaps, chains and market series.</summary>
internal sealed record SampleMarket(BarSeries Bars, ChainSummary[] Chains, MarketContext Context)
{
    public static SampleMarket Generate(ulong seed, int rows)
    {
        DateOnly[] sessions = [.. ExchangeCalendar.Nyse.Sessions(new DateOnly(1985, 1, 2), new DateOnly(2035, 12, 31)).Take(rows)];
        var random = new Pcg32(seed);
        (BarSeries market, double[] shocks) = Prices("SPY", sessions, random, shared: null);
        (BarSeries bars, _) = Prices("TEST", sessions, random, shocks);
        double[] vix = Level(rows, random, 18, 0.06), vix3M = Level(rows, random, 20, 0.04), bill = Level(rows, random, 0.03, 0.02);
        var context = new MarketContext(
            market, new DailySeries("vix", sessions, vix), new DailySeries("vix3m", sessions, vix3M), new DailySeries("tbill_13w", sessions, bill));
        var chains = new ChainSummary[rows];
        for (int i = 0; i < rows; i++)
        {
            double iv = vix[i] / 100 * (1 + (0.05 * random.NextNormal()));
            chains[i] = new ChainSummary(
                sessions[i], ChainOrigin.Demo, iv, iv * (1 + (0.02 * random.NextNormal())), iv * (1 + (0.03 * random.NextNormal())),
                iv * (1.1 + (0.02 * random.NextNormal())), iv * (0.95 + (0.02 * random.NextNormal())),
                Math.Floor(1e5 * random.NextDouble()), Math.Floor(1e5 * random.NextDouble()),
                Math.Floor(1e6 * random.NextDouble()), Math.Floor(1e6 * random.NextDouble()),
                bars.Close[i] * (1 + (0.03 * random.NextNormal())), bars.Close[i] * iv * 0.23, 1e8 * random.NextNormal(), 0.02 + (0.02 * random.NextDouble()));
        }

        return new SampleMarket(bars, chains, context);
    }

    public int Rows => Bars.Count;

    public FeatureMatrix Compute() => FeatureEngine.Compute(Bars, Chains, Context, ExchangeCalendar.Nyse);

    public SampleMarket Slice(int start, int end) => new(
        Slice(Bars, start, end), Chains[start..end],
        new MarketContext(Slice(Context.Market, start, end), Slice(Context.Vix, start, end), Slice(Context.Vix3M, start, end),
            Slice(Context.TBill13W, start, end)));

    public SampleMarket First(int rows) => Slice(0, rows);

    /// <summary>Multiplies the symbol's own prices and volumes; with <paramref name="scaleChains"/> the money in the chains follows.</summary>
    public SampleMarket Scale(double price, double volume, bool scaleChains = false) => this with
    {
        Bars = new BarSeries(
            Bars.Symbol, Bars.Sessions, Times(Bars.Open, price), Times(Bars.High, price), Times(Bars.Low, price), Times(Bars.Close, price),
            Times(Bars.Volume, volume)),
        Chains = !scaleChains ? Chains : Array.ConvertAll(Chains, chain => chain with
        {
            MaxPainStrike = chain.MaxPainStrike * price,
            StraddleMid30 = chain.StraddleMid30 * price,
            DollarGamma = chain.DollarGamma * price * volume,
        }),
    };

    public SampleMarket WithBars(Func<BarSeries, BarSeries> change) => this with { Bars = change(Bars) };

    public static double[] Times(double[] values, double factor) => Array.ConvertAll(values, value => value * factor);

    /// <summary>The values with one replaced.</summary>
    public static double[] Replace(double[] values, int row, double value)
    {
        double[] copy = [.. values];
        copy[row] = value;
        return copy;
    }

    private static BarSeries Slice(BarSeries bars, int start, int end) => new(
        bars.Symbol, bars.Sessions[start..end], bars.Open[start..end], bars.High[start..end], bars.Low[start..end], bars.Close[start..end],
        bars.Volume[start..end]);

    private static DailySeries Slice(DailySeries series, int start, int end) => new(series.Name, series.Sessions[start..end], series.Values[start..end]);

    private static double[] Level(int rows, Pcg32 random, double mean, double step)
    {
        var values = new double[rows];
        double deviation = 0;
        for (int i = 0; i < rows; i++)
        {
            deviation = (0.97 * deviation) + (step * random.NextNormal());
            values[i] = mean * Math.Exp(deviation);
        }

        return values;
    }

    private static (BarSeries Bars, double[] Shocks) Prices(string symbol, DateOnly[] sessions, Pcg32 random, double[]? shared)
    {
        int rows = sessions.Length;
        double[] open = new double[rows], high = new double[rows], low = new double[rows], close = new double[rows], volume = new double[rows],
            shocks = new double[rows];
        double price = 100, vol = 0.01;
        for (int i = 0; i < rows; i++)
        {
            vol = Math.Clamp(vol * Math.Exp(0.1 * random.NextNormal()), 0.004, 0.04);
            shocks[i] = (0.6 * (shared?[i] ?? 0)) + random.NextNormal();
            open[i] = price * Math.Exp(0.3 * vol * random.NextNormal());
            close[i] = open[i] * Math.Exp((vol * shocks[i]) + 0.0002);
            high[i] = Math.Max(open[i], close[i]) * Math.Exp(vol * 0.4 * Math.Abs(random.NextNormal()));
            low[i] = Math.Min(open[i], close[i]) * Math.Exp(-vol * 0.4 * Math.Abs(random.NextNormal()));
            volume[i] = Math.Floor(1e6 * Math.Exp(0.4 * random.NextNormal()));
            price = close[i];
        }

        return (new BarSeries(symbol, sessions, open, high, low, close, volume), shocks);
    }
}
