using FsCheck;
using FsCheck.Fluent;
using ResearchLab.Basics;
using ResearchLab.Columns;

namespace ResearchLab.Tests.Columns;

/// <summary>Every kernel against the plain loop that defines it, on columns of every length around the vector width, with holes.</summary>
public sealed class RollingTests
{
    private delegate void Kernel(double[] x, double[] y, int window, double[] destination);

    private static readonly Dictionary<string, (Kernel Kernel, Func<double[], double[], double> Oracle, int LeastWindow)> s_kernels =
        new(StringComparer.Ordinal)
        {
            ["Sum"] = ((x, _, n, d) => Rolling.Sum(x, n, d), (x, _) => x.Sum(), 1),
            ["Mean"] = ((x, _, n, d) => Rolling.Mean(x, n, d), (x, _) => x.Average(), 1),
            ["SampleVariance"] = ((x, _, n, d) => Rolling.Variance(x, n, sample: true, d), (x, _) => Moment(x, 2) * x.Length / (x.Length - 1), 2),
            ["PopulationVariance"] = ((x, _, n, d) => Rolling.Variance(x, n, sample: false, d), (x, _) => Moment(x, 2), 1),
            ["StandardDeviation"] = ((x, _, n, d) => Rolling.StandardDeviation(x, n, sample: true, d),
                (x, _) => Math.Sqrt(Moment(x, 2) * x.Length / (x.Length - 1)), 2),
            ["Skewness"] = ((x, _, n, d) => Rolling.Skewness(x, n, d), (x, _) => Skewness(x), 3),
            ["ExcessKurtosis"] = ((x, _, n, d) => Rolling.ExcessKurtosis(x, n, d), (x, _) => Kurtosis(x), 4),
            ["MeanAbsoluteDeviation"] = ((x, _, n, d) => Rolling.MeanAbsoluteDeviation(x, n, d),
                (x, _) => x.Average(value => Math.Abs(value - x.Average())), 1),
            ["Percentile"] = ((x, _, n, d) => Rolling.Percentile(x, n, d), (x, _) => x.Count(value => value <= x[^1]) / (double)x.Length, 1),
            ["ShareBelow"] = ((x, _, n, d) => Rolling.ShareBelow(x, n - 1, 0, d), (x, _) => x.Count(value => value < x[^1]) / (x.Length - 1.0), 2),
            ["Max"] = ((x, _, n, d) => Rolling.Max(x, n, d), (x, _) => x.Max(), 1),
            ["Min"] = ((x, _, n, d) => Rolling.Min(x, n, d), (x, _) => x.Min(), 1),
            ["RowsSinceMax"] = ((x, _, n, d) => Rolling.RowsSinceMax(x, n, d), (x, _) => x.Length - 1 - Array.LastIndexOf(x, x.Max()), 1),
            ["RowsSinceMin"] = ((x, _, n, d) => Rolling.RowsSinceMin(x, n, d), (x, _) => x.Length - 1 - Array.LastIndexOf(x, x.Min()), 1),
            ["Slope"] = ((x, _, n, d) => Rolling.Slope(x, n, d), (x, _) => Covariance(x, Index(x)) / Moment(Index(x), 2), 2),
            ["RSquared"] = ((x, _, n, d) => Rolling.RSquared(x, n, d),
                (x, _) => Math.Pow(Covariance(x, Index(x)), 2) / (Moment(Index(x), 2) * Moment(x, 2)), 2),
            ["Beta"] = ((x, y, n, d) => Rolling.Beta(x, y, n, d), (x, y) => Covariance(x, y) / Moment(y, 2), 2),
            ["Correlation"] = ((x, y, n, d) => Rolling.Correlation(x, y, n, d), (x, y) => Covariance(x, y) / Math.Sqrt(Moment(x, 2) * Moment(y, 2)), 2),
        };

    public static TheoryData<string> Names => [.. s_kernels.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_AnyColumn_EqualsThePlainLoop(string name)
    {
        (Kernel kernel, Func<double[], double[], double> oracle, int least) = s_kernels[name];
        Gen<(int Rows, int Window, int Seed, bool Holes)> cases =
            from rows in Gen.Choose(0, 90)
            from window in Gen.Choose(least, 40)
            from seed in Gen.Choose(0, int.MaxValue - 1)
            from holes in Gen.Elements(true, false)
            select (rows, window, seed, holes);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            double[] x = Column(c.Rows, (ulong)c.Seed, c.Holes), y = Column(c.Rows, (ulong)c.Seed + 1, c.Holes), actual = new double[c.Rows];
            kernel(x, y, c.Window, actual);
            bool usesY = name is "Beta" or "Correlation";
            return Enumerable.Range(0, c.Rows).All(row =>
            {
                int first = row - c.Window + 1;
                bool missing = first < 0 || x[first..(row + 1)].Any(double.IsNaN) || (usesY && y[first..(row + 1)].Any(double.IsNaN));
                double expected = missing ? double.NaN : oracle(x[first..(row + 1)], y[first..(row + 1)]);
                return double.IsNaN(expected) ? double.IsNaN(actual[row]) : Math.Abs(expected - actual[row]) <= 1e-9 * (1 + Math.Abs(expected));
            });
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20260101UL, 1UL));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_HistoryCutAtBothEnds_KeepsEveryBit(string name)
    {
        (Kernel kernel, _, _) = s_kernels[name];
        double[] x = Column(5_000, 9, holes: false), y = Column(5_000, 10, holes: false), whole = new double[5_000];
        kernel(x, y, 23, whole);
        var random = new Pcg32(7);
        for (int trial = 0; trial < 50; trial++)
        {
            int start = random.NextInt(4_900), end = start + 24 + random.NextInt(76);
            double[] part = new double[end - start];
            kernel(x[start..end], y[start..end], 23, part);
            Assert.Equal(whole[(start + 23)..end], part[23..]);
        }
    }

    [Fact]
    public void Mean_ConstantColumn_IsThatConstantExactly()
    {
        double[] values = [.. Enumerable.Repeat(0.1, 100)], mean = new double[100], variance = new double[100];
        Rolling.Mean(values, 37, mean);
        Rolling.Variance(values, 37, sample: true, variance);
        Assert.All(mean[36..], value => Assert.Equal(0.1, value));
        Assert.All(variance[36..], value => Assert.Equal(0, value));
    }

    [Fact]
    public void Mean_HugeValueLeavesTheWindow_LeavesNoTrace()
    {
        double[] values = [1e16, .. Enumerable.Repeat(1.0, 30)], mean = new double[31];
        Rolling.Mean(values, 10, mean);
        Assert.All(mean[10..], value => Assert.Equal(1, value));
    }

    [Fact]
    public void Variance_SmallSpreadOnALargeLevel_KeepsItsDigits()
    {
        double[] values = [.. Enumerable.Range(0, 50).Select(i => 1e9 + (i % 2))], variance = new double[50];
        Rolling.Variance(values, 10, sample: false, variance);
        Assert.All(variance[9..], value => Assert.Equal(0.25, value, 1e-12));
    }

    /// <summary>G₁ and G₂ worked from m₂ = 10, m₃ = 36, m₄ = 278.8: what pandas and Excel define as skew and kurt.</summary>
    [Fact]
    public void SkewnessAndKurtosis_FiveValues_AreBiasCorrected()
    {
        double[] values = [1, 2, 3, 4, 10], result = new double[5];
        Rolling.Skewness(values, 5, result);
        Assert.Equal(1.6970562748477143, result[4], 1e-12);
        Rolling.ExcessKurtosis(values, 5, result);
        Assert.Equal(3.152, result[4], 1e-12);
    }

    [Fact]
    public void Skewness_ConstantGrowth_IsUndefinedNotNoise()
    {
        double[] values = [.. Enumerable.Range(0, 80).Select(i => Math.Log(Math.Pow(1.01, i + 1) / Math.Pow(1.01, i)))], result = new double[80];
        Rolling.Skewness(values, 63, result);
        Assert.True(double.IsNaN(result[^1]));
        Rolling.Correlation(values, Column(80, 3, holes: false), 63, result);
        Assert.True(double.IsNaN(result[^1]));
    }

    [Fact]
    public void ShareBelow_Tolerance_MakesNearEqualsTies()
    {
        double[] values = [0.01, 0.01 + 1e-15, 0.02, 0.01 + 2e-15], result = new double[4];
        Rolling.ShareBelow(values, 3, 1e-12, result);
        Assert.Equal(0, result[3]);
    }

    [Fact]
    public void Kernels_BadArguments_AreRefused()
    {
        double[] five = new double[5];
        Assert.Throws<ArgumentOutOfRangeException>(() => Rolling.Sum(five, 0, five));
        Assert.Throws<ArgumentOutOfRangeException>(() => Rolling.Variance(five, 1, sample: true, new double[5]));
        Assert.Throws<ArgumentException>(() => Rolling.Mean(five, 2, new double[4]));
        Assert.Throws<ArgumentException>(() => Rolling.Beta(five, new double[4], 2, new double[5]));
    }

    private static double[] Column(int rows, ulong seed, bool holes)
    {
        var random = new Pcg32(seed);
        // Rounded to make ties, and with a level that naive sums of squares would lose digits on.
        return [.. Enumerable.Range(0, rows)
            .Select(_ => holes && random.NextInt(25) == 0 ? double.NaN : 5 + Math.Round(random.NextNormal(), 1) + (random.NextInt(3) * 1e-3))];
    }

    private static double[] Index(double[] x) => [.. Enumerable.Range(0, x.Length).Select(i => (double)i)];

    private static double Moment(double[] x, int power)
    {
        double mean = x.Average();
        return x.All(value => value == x[0]) ? 0 : x.Average(value => Math.Pow(value - mean, power));
    }

    private static double Covariance(double[] x, double[] y)
    {
        double meanX = x.Average(), meanY = y.Average();
        return x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Average();
    }

    private static double Skewness(double[] x)
    {
        double n = x.Length, m2 = Moment(x, 2);
        return Math.Sqrt(n * (n - 1)) / (n - 2) * Moment(x, 3) / Math.Pow(m2, 1.5);
    }

    private static double Kurtosis(double[] x)
    {
        double n = x.Length, m2 = Moment(x, 2), g2 = (Moment(x, 4) / (m2 * m2)) - 3;
        return (n - 1) / ((n - 2) * (n - 3)) * (((n + 1) * g2) + 6);
    }
}
