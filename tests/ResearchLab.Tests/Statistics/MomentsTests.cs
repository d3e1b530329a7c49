using ResearchLab.Basics;
using ResearchLab.Statistics;

namespace ResearchLab.Tests.Statistics;

public sealed class MomentsTests
{
    private static readonly double[] s_sample = [0.8, -1.2, 2.5, 0.1, -0.4, 3.1, -2.2, 0.6, 1.4, -0.9];

    [Fact]
    public void Of_Sample_AgreesWithSciPy()
    {
        // scipy.stats.skew(x), scipy.stats.kurtosis(x, fisher=False), numpy.std(x, ddof=1) of SciPy 1.10.1.
        SeriesMoments moments = Moments.Of(s_sample);
        Assert.Equal(10, moments.Count);
        Assert.Equal(0.38, moments.Mean, 1e-15);
        Assert.Equal(SciPyDeviation, moments.StandardDeviation, 1e-13);
        Assert.Equal(SciPySkewness, moments.Skewness, 1e-13);
        Assert.Equal(SciPyKurtosis, moments.Kurtosis, 1e-13);
    }

    [Fact]
    public void Of_ConstantOrShort_HasNoShape()
    {
        Assert.Equal(new SeriesMoments(3, 0.1, 0, double.NaN, double.NaN), Moments.Of([0.1, 0.1, 0.1]) with { Mean = 0.1 });
        Assert.Equal(new SeriesMoments(1, 2, double.NaN, double.NaN, double.NaN), Moments.Of([2]));
        Assert.Equal(0, Moments.Of([]).Count);
    }

    [Fact]
    public void LongRunVariance_Sample_AgreesWithStatsmodels()
    {
        // statsmodels 0.13.5: OLS(x, ones).fit(cov_type="HAC", cov_kwds={"maxlags": 3}).bse[0]**2 * n, which divides by n as well.
        Assert.Equal(StatsmodelsHac3, Moments.LongRunVariance(s_sample, 3), 1e-12);
        Assert.Equal(Moments.Autocovariances(s_sample, 0)[0], Moments.LongRunVariance(s_sample, 0), 1e-15);
    }

    [Fact]
    public void LongRunVariance_Autoregression_IsItsSpectrumAtZero()
    {
        var random = new Pcg32(5);
        var values = new double[200_000];
        double state = 0;
        for (int i = 0; i < values.Length; i++)
            values[i] = state = (0.5 * state) + random.NextNormal();
        // 1 / (1 − ρ)² for unit innovations.
        Assert.Equal(4, Moments.LongRunVariance(values, 40), 0.2);
        Assert.True(Moments.LongRunVariance(values[..5], 4) >= 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => Moments.LongRunVariance([1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Moments.LongRunVariance([1, 2], 2));
    }

    private const double SciPyDeviation = 1.6544888435203586, SciPySkewness = 0.1832569963339582, SciPyKurtosis = 2.136187665917957,
        StatsmodelsHac3 = 0.7240999999999995;
}
