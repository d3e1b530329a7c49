using FsCheck;
using FsCheck.Fluent;
using ResearchLab.Basics;
using ResearchLab.Statistics;

namespace ResearchLab.Tests.Statistics;

/// <summary>Diebold–Mariano and the false discovery rate.</summary>
public sealed class ComparisonTests
{
    // The fifteen p-values of Benjamini and Hochberg (1995), section 3.1: four rejected at 5%, where Bonferroni rejects three.
    private static readonly double[] s_pValues =
        [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0];

    [Fact]
    public void DieboldMariano_ExampleOnThePublicRecord_Agrees()
    {
        // Two forecasts of twelve months with squared loss, as computed by the Python port of R's forecast::dm.test.
        double[] actual = [417, 391, 419, 461, 472, 535, 622, 606, 508, 461, 390, 432];
        double[] first = [417.662, 381.815, 423.952, 469.055, 471.502, 547.532, 639.609, 596.040, 477.471, 445.010, 368.674, 414.231];
        double[] second = [416.999, 390.999, 418.999, 461.000, 471.999, 535.000, 622.000, 606.000, 507.999, 461.000, 390.000, 431.999];
        ForecastComparison comparison = DieboldMariano.Test(Squares(actual, first), Squares(actual, second));
        Assert.Equal(2.933300449662608, comparison.Statistic, 1e-9);
        Assert.Equal(0.013609843048263027, comparison.PValue, 1e-9);
    }

    [Fact]
    public void DieboldMariano_ThreeStepsAhead_AgreesWithNumPyAndSciPy()
    {
        var random = new LegacyNumpy(3);
        double[] first = Array.ConvertAll(random.Normals(60), z => z * z), second = Array.ConvertAll(random.Normals(60), z => 1.69 * z * z);
        ForecastComparison comparison = DieboldMariano.Test(first, second, 3);
        Assert.Equal(-1.0079909656494732, comparison.Statistic, 1e-10);
        Assert.Equal(0.31757498215587915, comparison.PValue, 1e-9);
        ForecastComparison reverse = DieboldMariano.Test(second, first, 3);
        Assert.Equal(-comparison.Statistic, reverse.Statistic, 1e-12);
        Assert.Equal(comparison.PValue, reverse.PValue, 1e-12);
    }

    [Fact]
    public void DieboldMariano_AlternatingLosses_UsesBartlettWeights()
    {
        double[] first = [.. Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? 1.0 : 0.1 * (i % 5))], second = new double[40];
        ForecastComparison comparison = DieboldMariano.Test(first, second, 2);
        Assert.True(comparison.Weighted);
        Assert.True(comparison.Statistic > 0);
    }

    [Fact]
    public void DieboldMariano_EqualOrConstantlyDifferent_IsUndecided()
    {
        double[] losses = [0.1, 0.4, 0.2], higher = [0.2, 0.5, 0.3];
        Assert.Equal(double.NaN, DieboldMariano.Test(losses, losses).PValue);
        Assert.Equal(double.NaN, DieboldMariano.Test(losses, higher).PValue);
        Assert.Throws<ArgumentException>(() => DieboldMariano.Test(losses, [1]));
        Assert.Throws<ArgumentException>(() => DieboldMariano.Test([1], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => DieboldMariano.Test(losses, higher, 3));
    }

    [Fact]
    public void DieboldMariano_EqualForecasts_RejectsAboutAsOftenAsNominal()
    {
        int rejected = 0;
        for (ulong run = 0; run < 2000; run++)
        {
            var random = new Pcg32(6, run);
            double[] first = [.. Enumerable.Range(0, 50).Select(_ => random.NextNormal())], second = [.. first.Select(_ => random.NextNormal())];
            rejected += DieboldMariano.Test(Array.ConvertAll(first, e => e * e), Array.ConvertAll(second, e => e * e)).PValue < 0.05 ? 1 : 0;
        }

        Assert.InRange(rejected, 70, 130);
    }

    [Fact]
    public void BenjaminiHochberg_TheirExample_AgreesWithStatsmodels()
    {
        // statsmodels 0.13.5, multipletests(p, method="fdr_bh") and "fdr_by".
        double[] hochberg = [0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.06385714285714286, 0.06385714285714286, 0.0645, 0.0765, 0.486, 0.5811818181818182,
            0.714875, 0.7532307692307693, 0.8132142857142857, 1];
        double[] yekutieli = [0.004977343489843491, 0.009954686979686982, 0.03152317543567544, 0.11821190788378289, 0.20008920829170831, 0.21189262285333715,
            0.21189262285333715, 0.2140257700632701, 0.253844517982018, 1, 1, 1, 1, 1, 1];
        double[] seen = FalseDiscovery.BenjaminiHochberg(s_pValues), cautious = FalseDiscovery.BenjaminiYekutieli(s_pValues);
        for (int i = 0; i < seen.Length; i++)
        {
            Assert.Equal(hochberg[i], seen[i], 1e-12);
            Assert.Equal(yekutieli[i], cautious[i], 1e-12);
        }

        Assert.Equal(4, seen.Count(p => p <= 0.05));
        Assert.Equal(3, cautious.Count(p => p <= 0.05));
    }

    [Fact]
    public void BenjaminiHochberg_AnyPValues_KeepsOrderAndNeverLowers()
    {
        Gen<double[]> cases = Gen.Choose(0, 1000).Select(i => i / 1000.0).ArrayOf().Select(values => values.ToArray());
        Prop.ForAll(cases.ToArbitrary(), values =>
        {
            double[] adjusted = FalseDiscovery.BenjaminiHochberg(values), cautious = FalseDiscovery.BenjaminiYekutieli(values);
            for (int i = 0; i < values.Length; i++)
            {
                if (adjusted[i] < values[i] || adjusted[i] > 1 || cautious[i] < adjusted[i])
                    return false;
                for (int j = 0; j < values.Length; j++)
                {
                    if (values[i] < values[j] && adjusted[i] > adjusted[j])
                        return false;
                }
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20260101UL, 1UL));
        Assert.Throws<ArgumentException>(() => FalseDiscovery.BenjaminiHochberg([0.1, 1.2]));
        Assert.Throws<ArgumentException>(() => FalseDiscovery.BenjaminiHochberg([double.NaN]));
        Assert.Empty(FalseDiscovery.BenjaminiHochberg([]));
    }

    private static double[] Squares(double[] actual, double[] forecast) => [.. actual.Zip(forecast, (a, f) => (a - f) * (a - f))];
}
