using ResearchLab.Features;
using ResearchLab.Market;

namespace ResearchLab.Tests.Features;

/// <summary>The span functions themselves: nothing allocated, nothing written past the rows, bad arguments refused.</summary>
public sealed class IndicatorSpanTests
{
    private const int Rows = 600, Spare = 5;
    private const double Untouched = -7.25;

    private static readonly BarSeries s_bars = SampleMarket.Generate(5, Rows).Bars;

    /// <summary>Every function that is not a mere variation, with usual parameters, into the first destinations.</summary>
    private static readonly (string Name, Action<BarSeries, double[][]> Compute)[] s_functions =
    [
        ("sma", (q, o) => Sma.Compute(q.Close, 20, o[0])),
        ("ema", (q, o) => Ema.Compute(q.Close, 20, o[0])),
        ("wma", (q, o) => Wma.Compute(q.Close, 20, o[0])),
        ("dema", (q, o) => Dema.Compute(q.Close, 20, o[0])),
        ("tema", (q, o) => Tema.Compute(q.Close, 20, o[0])),
        ("t3", (q, o) => T3.Compute(q.Close, 5, 0.7, o[0])),
        ("hma", (q, o) => Hma.Compute(q.Close, 14, o[0])),
        ("alma", (q, o) => Alma.Compute(q.Close, 9, 0.85, 6, o[0])),
        ("kama", (q, o) => Kama.Compute(q.Close, 10, 2, 30, o[0], o[1])),
        ("mama", (q, o) => Mama.Compute(q.Close, 0.5, 0.05, o[0], o[1])),
        ("htl", (q, o) => HtTrendline.Compute(q.Close, o[0], o[1], o[2])),
        ("epma", (q, o) => Epma.Compute(q.Close, 10, o[0])),
        ("vwma", (q, o) => Vwma.Compute(q.Close, q.Volume, 10, o[0])),
        ("mcginley", (q, o) => McGinley.Compute(q.Close, 14, 0.6, o[0])),
        ("envelope", (q, o) => MovingAverageEnvelope.Compute(q.Close, 20, 2.5, o[0], o[1], o[2])),
        ("alligator", (q, o) => Alligator.Compute(q.High, q.Low, o[0], o[1], o[2])),
        ("gator", (q, o) => Gator.Compute(q.High, q.Low, o[0], o[1], o[2], o[3])),
        ("macd", (q, o) => Macd.Compute(q.Close, 12, 26, 9, o[0], o[1], o[2])),
        ("ppo", (q, o) => Ppo.Compute(q.Close, 12, 26, 9, o[0], o[1], o[2])),
        ("rsi", (q, o) => Rsi.Compute(q.Close, 14, o[0])),
        ("stoch", (q, o) => Stochastic.Compute(q.High, q.Low, q.Close, 14, 3, 3, o[0], o[1], o[2])),
        ("stoch-rsi", (q, o) => StochRsi.Compute(q.Close, 14, 14, 3, 1, o[0], o[1])),
        ("willr", (q, o) => WilliamsR.Compute(q.High, q.Low, q.Close, 14, o[0])),
        ("cci", (q, o) => Cci.Compute(q.High, q.Low, q.Close, 20, o[0])),
        ("cmo", (q, o) => Cmo.Compute(q.Close, 14, o[0])),
        ("mfi", (q, o) => Mfi.Compute(q.High, q.Low, q.Close, q.Volume, 14, o[0])),
        ("trix", (q, o) => Trix.Compute(q.Close, 14, o[0], o[1])),
        ("tsi", (q, o) => Tsi.Compute(q.Close, 25, 13, 7, o[0], o[1])),
        ("uo", (q, o) => UltimateOscillator.Compute(q.High, q.Low, q.Close, 7, 14, 28, o[0])),
        ("crsi", (q, o) => ConnorsRsi.Compute(q.Close, 3, 2, 100, o[0], o[1], o[2], o[3], o[4])),
        ("awesome", (q, o) => Awesome.Compute(q.High, q.Low, 5, 34, o[0], o[1])),
        ("bop", (q, o) => BalanceOfPower.Compute(q.Open, q.High, q.Low, q.Close, 14, o[0])),
        ("dpo", (q, o) => Dpo.Compute(q.Close, 14, o[0], o[1])),
        ("elder-ray", (q, o) => ElderRay.Compute(q.High, q.Low, q.Close, 13, o[0], o[1], o[2])),
        ("fisher", (q, o) => Fisher.Compute(q.Close, 10, o[0], o[1])),
        ("pmo", (q, o) => Pmo.Compute(q.Close, 35, 20, 10, o[0], o[1])),
        ("smi", (q, o) => Smi.Compute(q.High, q.Low, q.Close, 13, 25, 2, 3, o[0], o[1])),
        ("stc", (q, o) => SchaffTrendCycle.Compute(q.Close, 10, 23, 50, o[0])),
        ("roc", (q, o) => Roc.Compute(q.Close, 14, o[0], o[1])),
        ("roc-wb", (q, o) => Roc.WithBands(q.Close, 20, 5, 5, o[0], o[1], o[2], o[3])),
        ("adx", (q, o) => Dmi.Compute(q.High, q.Low, q.Close, 14, o[0], o[1], o[2], o[3], o[4])),
        ("aroon", (q, o) => Aroon.Compute(q.High, q.Low, 25, o[0], o[1], o[2])),
        ("psar", (q, o) => ParabolicSar.Compute(q.High, q.Low, 0.02, 0.2, o[0], o[1])),
        ("supertrend", (q, o) => SuperTrend.Compute(q.High, q.Low, q.Close, 10, 3, o[0], o[1], o[2])),
        ("atr-stop", (q, o) => AtrStop.Compute(q.High, q.Low, q.Close, 21, 3, o[0], o[1], o[2], o[3])),
        ("vol-stop", (q, o) => VolatilityStop.Compute(q.High, q.Low, q.Close, 7, 3, o[0], o[1], o[2], o[3])),
        ("chandelier", (q, o) => Chandelier.Compute(q.High, q.Low, q.Close, 22, 3, o[0], o[1])),
        ("keltner", (q, o) => Keltner.Compute(q.High, q.Low, q.Close, 20, 2, 10, o[0], o[1], o[2], o[3])),
        ("starc", (q, o) => Starc.Compute(q.High, q.Low, q.Close, 5, 2, 10, o[0], o[1], o[2])),
        ("donchian", (q, o) => Donchian.Compute(q.High, q.Low, 20, o[0], o[1], o[2], o[3])),
        ("ichimoku", (q, o) => Ichimoku.Compute(q.High, q.Low, 9, 26, 52, o[0], o[1], o[2], o[3])),
        ("vortex", (q, o) => Vortex.Compute(q.High, q.Low, q.Close, 14, o[0], o[1])),
        ("fractal", (q, o) => Fractal.Compute(q.High, q.Low, 2, o[0], o[1])),
        ("fcb", (q, o) => Fractal.Bands(q.High, q.Low, 2, o[0], o[1])),
        ("heikin-ashi", (q, o) => HeikinAshi.Compute(q.Open, q.High, q.Low, q.Close, o[0], o[1], o[2], o[3])),
        ("doji", (q, o) => Candles.Doji(q.Open, q.Close, 0.1, o[0], o[1])),
        ("marubozu", (q, o) => Candles.Marubozu(q.Open, q.High, q.Low, q.Close, 95, o[0], o[1])),
        ("atr", (q, o) => Atr.Compute(q.High, q.Low, q.Close, 14, o[0])),
        ("bb", (q, o) => Bollinger.Compute(q.Close, 20, 2, o[0], o[1], o[2], o[3], o[4], o[5])),
        ("bands", (q, o) => Bollinger.Bands(q.Close, 20, 2, o[0], o[1], o[2])),
        ("stdev", (q, o) => Deviation.Compute(q.Close, 14, o[0], o[1], o[2])),
        ("sma-analysis", (q, o) => Deviation.Analyse(q.Close, 20, o[0], o[1], o[2], o[3])),
        ("chop", (q, o) => Choppiness.Compute(q.High, q.Low, q.Close, 14, o[0])),
        ("ulcer", (q, o) => Ulcer.Compute(q.Close, 14, o[0])),
        ("hurst", (q, o) => Hurst.Compute(q.Close, 100, o[0], o[1])),
        ("slope", (q, o) => LinearRegression.Compute(q.Close, 14, o[0], o[1], o[2], o[3])),
        ("corr", (q, o) => Correlation.Compute(q.Close, q.Open, 20, o[0], o[1], o[2], o[3], o[4])),
        ("beta", (q, o) => Beta.Compute(q.Close, q.Open, 50, o[0], o[1], o[2])),
        ("prs", (q, o) => RelativeStrength.Compute(q.Close, q.Open, 20, o[0], o[1])),
        ("percent-rank", (q, o) => PercentRank.Compute(q.Close, 100, o[0])),
        ("obv", (q, o) => Obv.Compute(q.Close, q.Volume, o[0])),
        ("adl", (q, o) => Adl.Compute(q.High, q.Low, q.Close, q.Volume, o[0], o[1], o[2])),
        ("cmf", (q, o) => Cmf.Compute(q.High, q.Low, q.Close, q.Volume, 20, o[0])),
        ("chaikin", (q, o) => ChaikinOscillator.Compute(q.High, q.Low, q.Close, q.Volume, 3, 10, o[0], o[1], o[2], o[3])),
        ("force", (q, o) => ForceIndex.Compute(q.Close, q.Volume, 2, o[0])),
        ("kvo", (q, o) => Kvo.Compute(q.High, q.Low, q.Close, q.Volume, 34, 55, 13, o[0], o[1])),
        ("vwap", (q, o) => Vwap.Anchored(q.High, q.Low, q.Close, q.Volume, o[0])),
        ("vwap-rolling", (q, o) => Vwap.Compute(q.High, q.Low, q.Close, q.Volume, 20, o[0])),
    ];

    public static TheoryData<string> Names => [.. s_functions.Select(function => function.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Function_Computed_AllocatesNothing(string name)
    {
        Action<BarSeries, double[][]> compute = s_functions.Single(function => function.Name.Equals(name, StringComparison.Ordinal)).Compute;
        double[][] output = Output(Rows);
        long allocated = long.MaxValue;
        for (int trial = 0; trial < 5 && allocated > 0; trial++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            compute(s_bars, output);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Function_LongerDestination_IsLeftAloneBeyondTheRows(string name)
    {
        Action<BarSeries, double[][]> compute = s_functions.Single(function => function.Name.Equals(name, StringComparison.Ordinal)).Compute;
        foreach (int rows in (int[])[0, 1, 2, 17, 101, Rows])
        {
            double[][] output = Output(rows + Spare);
            compute(s_bars.Take(rows), output);
            Assert.All(output, column => Assert.All(column[rows..], value => Assert.Equal(Untouched, value)));
            Assert.DoesNotContain(output[0][..rows], value => value == Untouched);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Function_ShortDestination_IsRefused(string name)
    {
        Action<BarSeries, double[][]> compute = s_functions.Single(function => function.Name.Equals(name, StringComparison.Ordinal)).Compute;
        Assert.ThrowsAny<ArgumentException>(() => compute(s_bars, Output(Rows - 1)));
    }

    [Fact]
    public void Function_ColumnsOfDifferentLength_AreRefused()
    {
        BarSeries uneven = s_bars with { Low = s_bars.Low[1..], Volume = s_bars.Volume[1..], Open = s_bars.Open[1..] };
        foreach (string name in (string[])["adx", "aroon", "psar", "supertrend", "keltner", "ichimoku", "vortex", "fractal", "heikin-ashi", "obv", "adl", "kvo",
            "vwap", "vwma", "beta", "corr", "prs"])
            Assert.ThrowsAny<ArgumentException>(() =>
                s_functions.Single(function => function.Name.Equals(name, StringComparison.Ordinal)).Compute(uneven, Output(Rows)));
    }

    private static double[][] Output(int rows) => [.. Enumerable.Range(0, 6).Select(_ => Enumerable.Repeat(Untouched, rows).ToArray())];
}
