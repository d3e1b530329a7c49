using ResearchLab.Basics;
using ResearchLab.Features;
using ResearchLab.Market;

namespace ResearchLab.Tests.Features;

/// <summary>What holds for every indicator, run over the catalogue itself.</summary>
public sealed class IndicatorCatalogTests
{
    private const int Rows = 420;

    private static readonly BarSeries s_bars = SampleMarket.Generate(7, Rows).Bars, s_other = SampleMarket.Generate(11, Rows).Bars;

    public static TheoryData<string> Names => [.. IndicatorCatalog.All.Select(indicator => indicator.Name)];

    [Fact]
    public void All_NamesColumnsAndParameters_AreCompleteAndUnique()
    {
        string[] names = [.. IndicatorCatalog.All.SelectMany(indicator => indicator.Aliases.Prepend(indicator.Name))];
        Assert.Equal(names.Length, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(IndicatorCatalog.All, indicator =>
        {
            Assert.NotEmpty(indicator.Description);
            Assert.NotEmpty(indicator.Source);
            Assert.NotEmpty(indicator.Columns);
            Assert.Equal(indicator.Columns.Count, indicator.Columns.Select(column => column.Name).Distinct().Count());
            Assert.All(indicator.Parameters, parameter => Assert.InRange(parameter.Default, parameter.Minimum, parameter.Maximum));
            Assert.All(indicator.Columns, column => Assert.DoesNotContain("p[", column.WarmUpFormula, StringComparison.Ordinal));
        });
    }

    [Fact]
    public void WarmUpFormula_IsWrittenInTheNamesOfTheParameters() =>
        Assert.Equal("slow + signal − 2", IndicatorCatalog.Find("macd")!.Columns[1].WarmUpFormula);

    [Theory]
    [MemberData(nameof(Names))]
    public void Indicator_WarmUp_IsExactlyTheNaNPrefix(string name) => ForParameters(name, (indicator, arguments) =>
    {
        double[][] output = Compute(indicator, arguments, s_bars);
        for (int c = 0; c < output.Length; c++)
        {
            IndicatorColumn column = indicator.Columns[c];
            int warmUp = column.WarmUp(new IndicatorArguments(arguments));
            Assert.All(output[c][..warmUp], value => Assert.True(double.IsNaN(value), $"{name}.{column.Name} has a value in its warm-up of {warmUp}"));
            Assert.DoesNotContain(output[c], double.IsInfinity);
            if (column.IsSparse)
                Assert.Contains(output[c], double.IsFinite);
            else
                Assert.All(output[c][warmUp..], value => Assert.True(double.IsFinite(value), $"{name}.{column.Name} has a hole after its warm-up of {warmUp}"));
        }
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void Indicator_Truncated_IsTheSameToTheLastRow(string name) => ForParameters(name, (indicator, arguments) =>
    {
        double[][] whole = Compute(indicator, arguments, s_bars);
        foreach (int rows in (int[])[0, 1, 2, 3, 5, 13, 14, 15, 21, 60, 101, 150, 257, 333, Rows - 1])
        {
            double[][] part = Compute(indicator, arguments, s_bars.Take(rows));
            for (int c = 0; c < whole.Length; c++)
            {
                Assert.Equal(rows, part[c].Length);
                for (int i = 0; i < rows; i++)
                    Assert.True(FeatureInvariants.Same(whole[c][i], part[c][i], 1e-12),
                        $"{name}.{indicator.Columns[c].Name} at row {i}: {whole[c][i]:R} with and {part[c][i]:R} without the rows after {rows - 1}");
            }
        }
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void Indicator_MissingBar_IsNaNThereAndRecovers(string name) => ForParameters(name, (indicator, arguments) =>
    {
        const int Gap = 150;
        BarSeries gapped = s_bars with
        {
            Open = SampleMarket.Replace(s_bars.Open, Gap, double.NaN),
            High = SampleMarket.Replace(s_bars.High, Gap, double.NaN),
            Low = SampleMarket.Replace(s_bars.Low, Gap, 0),
            Close = SampleMarket.Replace(s_bars.Close, Gap, -1),
            Volume = SampleMarket.Replace(s_bars.Volume, Gap, double.NaN),
        };
        double[][] whole = Compute(indicator, arguments, s_bars), output = Compute(indicator, arguments, gapped);
        bool looksBackOnly = name is "donchian" or "rolling-pivots" or "pivot-points" or "fractal" or "fcb" or "ichimoku" or "alligator" or "gator" or "dpo"
            or "vol-stop";
        for (int c = 0; c < output.Length; c++)
        {
            for (int i = 0; i < Gap; i++)
                Assert.True(FeatureInvariants.Same(whole[c][i], output[c][i], 1e-12), $"{name}.{indicator.Columns[c].Name} changes before the gap, at row {i}");
            bool otherAsset = indicator.Columns[c].Name is "returnsMrkt" or "varianceB";
            Assert.True(looksBackOnly || otherAsset || double.IsNaN(output[c][Gap]),
                $"{name}.{indicator.Columns[c].Name} has the value {output[c][Gap]} where the bar is missing");
            Assert.DoesNotContain(output[c], double.IsInfinity);
            Assert.Contains(output[c][(Gap + 1)..], double.IsFinite);
        }
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void Indicator_Scaled_FollowsItsUnits(string name) => ForParameters(name, (indicator, arguments) =>
    {
        const double PriceScale = 8, VolumeScale = 16;
        BarSeries scaled = Scale(s_bars, PriceScale, VolumeScale), scaledOther = Scale(s_other, PriceScale, VolumeScale);
        double[][] whole = Compute(indicator, arguments, s_bars), output = indicator.Compute(scaled, arguments, indicator.NeedsOther ? scaledOther : null);
        for (int c = 0; c < output.Length; c++)
        {
            double factor = indicator.Columns[c].Unit switch
            {
                IndicatorUnit.Price => PriceScale,
                IndicatorUnit.PriceSquared => PriceScale * PriceScale,
                IndicatorUnit.Shares => VolumeScale,
                IndicatorUnit.Money => PriceScale * VolumeScale,
                IndicatorUnit.PerMoney => 1 / (PriceScale * VolumeScale),
                _ => 1,
            };
            for (int i = 0; i < Rows; i++)
                Assert.True(FeatureInvariants.Same(whole[c][i] * factor, output[c][i], 1e-9, 1e-9),
                    $"{name}.{indicator.Columns[c].Name} at row {i}: {output[c][i]:R}, expected {whole[c][i] * factor:R}");
        }
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void Indicator_ConstantOrExtremePrices_GivesNoInfinity(string name) => ForParameters(name, (indicator, arguments) =>
    {
        foreach (double price in (double[])[1e-6, 1, 1e9])
        {
            double[] flat = [.. Enumerable.Repeat(price, Rows)], none = new double[Rows];
            Assert.All(Compute(indicator, arguments, s_bars with { Open = flat, High = flat, Low = flat, Close = flat, Volume = none }),
                column => Assert.DoesNotContain(column, double.IsInfinity));
            Assert.All(Compute(indicator, arguments, Scale(s_bars, price, price)), column => Assert.DoesNotContain(column, double.IsInfinity));
        }
    });

    [Theory]
    [InlineData("rsi", "abc", "window is 'abc'")]
    [InlineData("rsi", "0", "window is 0; it must be 1 to")]
    [InlineData("rsi", "2.5", "whole number")]
    [InlineData("rsi", "14 3", "'3' is one too many")]
    [InlineData("rsi", "periods=3", "no parameter 'periods'")]
    [InlineData("bb", "20 deviations=NaN", "deviations is NaN")]
    public void Parse_BadArgument_NamesItInOneLine(string name, string typed, string expected)
    {
        string message = Assert.ThrowsAny<UsageException>(() => IndicatorCatalog.Find(name)!.Parse(typed.Split(' '))).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Parse_NumbersAndNames_FillInOrder() =>
        Assert.Equal([10, 26, 5], IndicatorCatalog.Find("macd")!.Parse(["10", "signal=5"]));

    [Theory]
    [InlineData("RSI", "rsi")]
    [InlineData("stoch_rsi", "stoch-rsi")]
    [InlineData("Bollinger", "bb")]
    [InlineData("rsi99", null)]
    public void Find_NameOrAliasInAnyCase_IsFound(string name, string? expected) => Assert.Equal(expected, IndicatorCatalog.Find(name)?.Name);

    [Fact]
    public void Compute_SecondAsset_IsWantedExactlyWhereItIsUsed()
    {
        Assert.Throws<UsageException>(() => IndicatorCatalog.Find("beta")!.Compute(s_bars, [50]));
        Assert.Throws<UsageException>(() => IndicatorCatalog.Find("rsi")!.Compute(s_bars, [14], s_other));
    }

    [Fact]
    public void Compute_SecondAssetWithOtherDates_IsMatchedByDate()
    {
        IndicatorDefinition prs = IndicatorCatalog.Find("prs")!;
        double[][] whole = prs.Compute(s_bars, [20], s_other), late = prs.Compute(s_bars.Take(300), [20], s_other);
        Assert.Equal(whole[0][..300], late[0]);
        Assert.All(prs.Compute(s_bars, [20], s_other.Take(300))[0][300..], value => Assert.True(double.IsNaN(value)));
    }

    private static double[][] Compute(IndicatorDefinition indicator, double[] arguments, BarSeries bars) =>
        indicator.Compute(bars, arguments, indicator.NeedsOther ? s_other : null);

    /// <summary>The defaults and some drawn parameters around them.</summary>
    private static void ForParameters(string name, Action<IndicatorDefinition, double[]> check)
    {
        IndicatorDefinition indicator = IndicatorCatalog.Find(name)!;
        check(indicator, indicator.Arguments());
        var random = new Pcg32(20260101);
        for (int trial = 0; trial < 3; trial++)
        {
            double[] drawn = [.. indicator.Parameters.Select(parameter =>
            {
                double value = parameter.Default * (0.7 + (0.5 * random.NextDouble()));
                return Math.Clamp(parameter.IsWhole ? Math.Floor(value) : value, parameter.Minimum, parameter.Maximum);
            })];
            check(indicator, indicator.Arguments(drawn));
        }
    }

    private static BarSeries Scale(BarSeries bars, double price, double volume) => bars with
    {
        Open = SampleMarket.Times(bars.Open, price),
        High = SampleMarket.Times(bars.High, price),
        Low = SampleMarket.Times(bars.Low, price),
        Close = SampleMarket.Times(bars.Close, price),
        Volume = SampleMarket.Times(bars.Volume, volume),
    };
}
