using ResearchLab.Features;
using ResearchLab.Market;

namespace ResearchLab.Tests.Features;

/// <summary>The indicators without published values here against their definitions written out a second time.</summary>
public sealed class IndicatorOracleTests
{
    private static readonly BarSeries s_bars = SampleMarket.Generate(17, 320).Bars;

    public static TheoryData<string> Series => [.. new IndicatorOracle(s_bars).Columns().Keys];

    [Theory]
    [MemberData(nameof(Series))]
    public void Indicator_Definition_Agrees(string series)
    {
        string[] names = series.Split('.');
        IndicatorDefinition indicator = IndicatorCatalog.Find(names[0])!;
        int column = Enumerable.Range(0, indicator.Columns.Count).Single(i => indicator.Columns[i].Name.Equals(names[1], StringComparison.Ordinal));
        double[] actual = indicator.Compute(s_bars, indicator.Arguments())[column];
        Func<int, double> expected = new IndicatorOracle(s_bars).Columns()[series];
        double scale = actual.Where(double.IsFinite).Max(Math.Abs);
        for (int t = indicator.Columns[column].WarmUp(new IndicatorArguments(indicator.Arguments())); t < s_bars.Count; t++)
            Assert.True(FeatureInvariants.Same(expected(t), actual[t], 1e-8, 1e-11 * scale),
                $"{series} at row {t}: {actual[t]:R}, by definition {expected(t):R}");
    }

    [Theory]
    [InlineData(12)]
    [InlineData(20)]
    [InlineData(30)]
    public void HtTrendline_SineOfAPeriod_FindsIt(int period)
    {
        double[] price = [.. Enumerable.Range(0, 400).Select(i => 100 + (5 * Math.Sin(2 * Math.PI * i / period)))];
        double[] cycle = new double[400], trendline = new double[400], smooth = new double[400];
        HtTrendline.Compute(price, cycle, trendline, smooth);
        Assert.All(cycle[200..], value => Assert.InRange(value, period - 2, period + 2));
        Assert.All(trendline[200..], value => Assert.InRange(value, 99, 101));
    }

    [Fact]
    public void Mama_Factor_StaysWithinItsLimits()
    {
        double[] mama = new double[s_bars.Count], fama = new double[s_bars.Count];
        Mama.Compute(s_bars.Close, 0.5, 0.05, mama, fama);
        Assert.Equal(s_bars.Close[..6].Average(), mama[5], 1e-12 * mama[5]);
        for (int i = 6; i < s_bars.Count; i++)
        {
            double gap = s_bars.Close[i] - mama[i - 1], factor = (mama[i] - mama[i - 1]) / gap;
            if (Math.Abs(gap) < 1e-6)
                continue;
            Assert.InRange(factor, 0.05 - 1e-6, 0.5 + 1e-6);
            Assert.Equal(fama[i - 1] + (factor / 2 * (mama[i] - fama[i - 1])), fama[i], 1e-6 * fama[i]);
        }
    }

    [Fact]
    public void McGinley_ConstantPrice_IsThePrice()
    {
        var output = new double[50];
        McGinley.Compute(Enumerable.Repeat(7.0, 50).ToArray(), 14, 0.6, output);
        Assert.All(output[1..], value => Assert.Equal(7, value));
    }

    [Fact]
    public void Nearest_Misspelled_FindsFeatureAndIndicator()
    {
        Assert.Equal("macd", IndicatorCatalog.Nearest("mcad", 3)[0]);
        Assert.Contains("rsi14", IndicatorCatalog.Nearest("rsi-14", 3));
    }
}
