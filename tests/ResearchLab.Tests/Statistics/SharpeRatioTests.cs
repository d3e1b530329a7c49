using FsCheck;
using FsCheck.Fluent;
using ResearchLab.Basics;
using ResearchLab.Statistics;
using Interval = ResearchLab.Statistics.Interval;

namespace ResearchLab.Tests.Statistics;

public sealed class SharpeRatioTests
{
    [Theory]
    [InlineData(0.5, 12, 0.306)] // Lo (2002), table 1
    [InlineData(1.5, 60, 0.188)]
    [InlineData(3.0, 500, 0.105)]
    public void StandardError_TableOfLo_Agrees(double sharpe, int count, double expected) =>
        Assert.Equal(expected, SharpeRatio.StandardError(sharpe, count), 5e-4);

    [Fact]
    public void Estimate_AutocorrelatedReturns_AgreesWithSciPyAndStatsmodels()
    {
        double[] returns = Array.ConvertAll(new LegacyNumpy(7).Normals(240), z => (0.02 * z) + 0.004);
        for (int i = 1; i < returns.Length; i++)
            returns[i] += 0.25 * returns[i - 1];
        SharpeEstimate monthly = SharpeRatio.Estimate(returns, periodsPerYear: 12);
        Assert.Equal(0.2387583613777662, monthly.PerPeriod, 1e-12);
        Assert.Equal(-0.07815239737467437, monthly.Skewness, 1e-12);
        Assert.Equal(2.704194740539446, monthly.Kurtosis, 1e-12);
        // statsmodels 0.13.5: the error of the mean of the influences by OLS with cov_type="HAC", maxlags=4.
        Assert.Equal(0.0769805033933749, monthly.ErrorDependent, 1e-12);
        // Lo's equation 20 with the autocorrelations of statsmodels.tsa.stattools.acf.
        Assert.Equal(2.9369832439111287, monthly.AnnualDependent / monthly.PerPeriod, 1e-12);
        Assert.Equal(13.33247212871883, SharpeRatio.Estimate(returns).AnnualDependent / monthly.PerPeriod, 1e-11);
        Assert.Equal(Performance.Sharpe(returns), SharpeRatio.Estimate(returns).Annual, 1e-12);
        // Without lags the influences have Mertens' variance.
        Assert.Equal(monthly.ErrorIndependent, SharpeRatio.Estimate(returns, lags: 0).ErrorDependent, 1e-4);
    }

    [Theory]
    [InlineData(0.2, 12)]
    [InlineData(-0.4, 12)]
    [InlineData(0.6, 252)]
    public void AnnualisationFactor_FirstOrderAutoregression_HasLosClosedForm(double rho, int periods)
    {
        double[] correlations = [.. Enumerable.Range(1, periods - 1).Select(lag => Math.Pow(rho, lag))];
        double expected = Math.Sqrt(periods) / Math.Sqrt(1 + (2 * rho / (1 - rho) * (1 - ((1 - Math.Pow(rho, periods)) / (periods * (1 - rho))))));
        Assert.Equal(expected, SharpeRatio.AnnualisationFactor(correlations, periods), 1e-10);
    }

    [Fact]
    public void ErrorDependent_Simulated_IsTheSpreadOfTheEstimates()
    {
        var ratios = new double[400];
        double error = 0;
        for (int run = 0; run < ratios.Length; run++)
        {
            var random = new Pcg32(11, (ulong)run);
            var returns = new double[1500];
            double state = 0;
            for (int i = 0; i < returns.Length; i++)
                returns[i] = 0.1 + (state = (0.3 * state) + random.NextNormal());
            SharpeEstimate estimate = SharpeRatio.Estimate(returns, lags: 12);
            ratios[run] = estimate.PerPeriod;
            error += estimate.ErrorDependent / ratios.Length;
            Assert.True(estimate.ErrorDependent > estimate.ErrorIndependent);
        }

        Assert.Equal(Moments.Of(ratios).StandardDeviation, error, 0.08 * error);
    }

    [Fact]
    public void Estimate_ShortOrConstant_IsNaN()
    {
        Assert.Equal(double.NaN, SharpeRatio.Estimate([0.1]).PerPeriod);
        SharpeEstimate constant = SharpeRatio.Estimate([0.1, 0.1, 0.1, 0.1]);
        Assert.Equal(double.NaN, constant.Annual);
        Assert.Equal(double.NaN, constant.AnnualInterval().Low);
        Assert.Throws<ArgumentOutOfRangeException>(() => SharpeRatio.Estimate([0.1, 0.2], periodsPerYear: 0));
    }

    [Fact]
    public void AnnualInterval_IndependentReturns_CoversTheTruth()
    {
        int covered = 0;
        for (ulong run = 0; run < 300; run++)
        {
            var random = new Pcg32(3, run);
            double[] returns = [.. Enumerable.Range(0, 504).Select(_ => 0.05 + random.NextNormal())];
            Interval interval = SharpeRatio.Estimate(returns).AnnualInterval();
            double truth = 0.05 * Math.Sqrt(252);
            covered += interval.Low <= truth && truth <= interval.High ? 1 : 0;
        }

        Assert.InRange(covered, 273, 296);
    }

    [Theory]
    [InlineData(-2.448, 10.164, 0.913)] // Bailey and López de Prado (2012), section 4: 24 months with an annual ratio of 1.59
    [InlineData(0, 3, 0.982)]
    public void Probabilistic_PublishedExample_Agrees(double skewness, double kurtosis, double expected) =>
        Assert.Equal(expected, SharpeRatio.Probabilistic(1.59 / Math.Sqrt(12), 0, 24, skewness, kurtosis), 1e-3);

    [Theory]
    [InlineData(250, 0, 3, 2.73)] // the same, section 5: years until an annual 2 is above 1 with 95%
    [InlineData(52, 0, 3, 2.83)]
    [InlineData(12, 0, 3, 3.24)]
    [InlineData(12, -0.72, 5.78, 4.99)]
    public void MinimumTrackRecord_PublishedExamples_Agree(int periods, double skewness, double kurtosis, double years)
    {
        double root = Math.Sqrt(periods);
        Assert.Equal(years, SharpeRatio.MinimumTrackRecord(2 / root, 1 / root, 0.95, skewness, kurtosis) / periods, 5e-3);
    }

    [Fact]
    public void MinimumTrackRecord_IsWhereTheProbabilisticRatioReachesTheLevel()
    {
        var cases =
            from sharpe in Gen.Choose(1, 60)
            from below in Gen.Choose(1, 99)
            from skewness in Gen.Choose(-30, 30)
            from extra in Gen.Choose(10, 900)
            select (Sharpe: sharpe / 100.0, Benchmark: sharpe * below / 1e4, Skewness: skewness / 10.0,
                Kurtosis: 1 + (skewness * skewness / 100.0) + (extra / 100.0));
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            double count = SharpeRatio.MinimumTrackRecord(c.Sharpe, c.Benchmark, 0.95, c.Skewness, c.Kurtosis);
            if (count > 1e8)
                return true;
            int above = Math.Max((int)Math.Ceiling(count), 2);
            bool reached = SharpeRatio.Probabilistic(c.Sharpe, c.Benchmark, above, c.Skewness, c.Kurtosis) >= 0.95 - 1e-9;
            bool before = above < 3 || SharpeRatio.Probabilistic(c.Sharpe, c.Benchmark, above - 1, c.Skewness, c.Kurtosis) <= 0.95 + 1e-9;
            return reached && before;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(20260101UL, 1UL));
        Assert.Equal(double.PositiveInfinity, SharpeRatio.MinimumTrackRecord(0.1, 0.1));
    }

    [Fact]
    public void Deflated_PublishedExample_Agrees()
    {
        // Bailey and López de Prado (2014): annual 2.5 over 1,250 days, 100 trials, variance ½ a year.
        double sharpe = 2.5 / Math.Sqrt(250), variance = 0.5 / 250;
        Assert.Equal(0.1132, SharpeRatio.ExpectedMaximum(100, variance), 5e-5);
        Assert.Equal(0.9004, SharpeRatio.Deflated(sharpe, 1250, -3, 10, 100, variance), 5e-5);
        Assert.Equal(0.9505, SharpeRatio.Deflated(sharpe, 1250, -3, 10, 46, variance), 5e-5);
        Assert.Equal(0.9505, SharpeRatio.Deflated(sharpe, 1250, 0, 3, 88, variance), 5e-5);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(1000)]
    public void ExpectedMaximum_Simulated_IsTheMeanOfMaxima(int trials)
    {
        double sum = 0;
        const int Runs = 4000;
        for (ulong run = 0; run < Runs; run++)
        {
            var random = new Pcg32(21, run);
            double highest = double.NegativeInfinity;
            for (int i = 0; i < trials; i++)
                highest = Math.Max(highest, random.NextNormal());
            sum += highest;
        }

        // The approximation is for many trials: at 2 it is a twelfth below the exact 1/√π.
        Assert.Equal(sum / Runs, SharpeRatio.ExpectedMaximum(trials, 1), trials == 2 ? 0.06 : 0.05);
    }

    [Fact]
    public void ExpectedMaximum_MoreTrials_NeverFalls()
    {
        double before = 0;
        for (double trials = 1; trials < 5000; trials *= 1.07)
        {
            double now = SharpeRatio.ExpectedMaximum(trials, 0.3);
            Assert.True(now >= before);
            before = now;
        }

        Assert.Equal(0, SharpeRatio.ExpectedMaximum(1, 0.3));
        Assert.Equal(0, SharpeRatio.ExpectedMaximum(50, 0));
    }

    [Fact]
    public void IndependentTrials_Correlation_GoesFromAllToOne()
    {
        Assert.Equal(100, SharpeRatio.IndependentTrials(100, 0));
        Assert.Equal(100, SharpeRatio.IndependentTrials(100, -0.2));
        Assert.Equal(1, SharpeRatio.IndependentTrials(100, 1), 1e-12);
        Assert.Equal(50.5, SharpeRatio.IndependentTrials(100, 0.5), 1e-12);
    }

    [Fact]
    public void SharpeRatio_BadArguments_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SharpeRatio.Probabilistic(0.1, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SharpeRatio.Probabilistic(0.1, 0, 10, 3, 9.9));
        Assert.Throws<ArgumentOutOfRangeException>(() => SharpeRatio.MinimumTrackRecord(0.2, 0, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => SharpeRatio.ExpectedMaximum(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SharpeRatio.ExpectedMaximum(5, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SharpeRatio.IndependentTrials(5, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => SharpeRatio.AnnualisationFactor([], 0));
    }
}
