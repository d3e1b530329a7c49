using ResearchLab.Statistics;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Tests.Statistics;

/// <summary>SPY, total return, 1993 to 2023: the same figures as NumPy 1.24, SciPy 1.10 and statsmodels 0.13 give.</summary>
public sealed class RealDataStatisticsTests
{
    private static readonly Lazy<double[]> s_prices = new(Prices);

    [Fact]
    public void Sharpe_Spy_AgreesWithSciPyAndStatsmodels()
    {
        double[] returns = Returns();
        Assert.Equal(7785, returns.Length);
        SharpeEstimate sharpe = SharpeRatio.Estimate(returns);
        Assert.Equal(0.6033424381091985, sharpe.Annual, 1e-11);
        Assert.Equal(-0.05175595117639055, sharpe.Skewness, 1e-10);
        Assert.Equal(14.327951689062735, sharpe.Kurtosis, 1e-9);
        Assert.Equal(0.010258480105032882, sharpe.ErrorDependent, 1e-11);
        Assert.Equal(0.8566267888422263, Performance.Sortino(returns), 1e-11);
        Assert.Equal(-0.028181133645074116, Performance.ExpectedShortfall(returns), 1e-12);
    }

    [Fact]
    public void Drawdown_Spy_IsThatOf2009AndLongestAfter2000()
    {
        double[] returns = Returns(), equity = Drawdown.Equity(returns);
        DrawdownSpan deepest = Drawdown.Spans(equity).MaxBy(span => span.Depth);
        Assert.Equal(0.551891185953409, deepest.Depth, 1e-11);
        Assert.Equal(0.551891185953409, Performance.MaxDrawdown(equity), 1e-11);
        Assert.Equal(0.10024432730465893, Performance.AnnualReturn(returns), 1e-11);
        Assert.Equal(0.18163784792374202, Performance.Calmar(returns), 1e-11);
        Assert.Equal(1657, Drawdown.LongestDuration(equity));
    }

    [Fact]
    public void BlockLength_Spy_AgreesWithTheAlgorithmInNumPy()
    {
        double[] returns = Returns();
        BlockLengths lengths = BlockLength.Automatic(returns);
        Assert.Equal(9.532647568748665, lengths.Stationary, 1e-6);
        Assert.Equal(10.912157441187988, lengths.Circular, 1e-6);
        // Volatility clusters for years: no quiet stretch of autocorrelations is found at all.
        lengths = BlockLength.Automatic(Array.ConvertAll(returns, Math.Abs));
        Assert.Equal(183.9110091284883, lengths.Stationary, 1e-4);
        Assert.Equal(210.5255515117364, lengths.Circular, 1e-4);
    }

    [Fact]
    public void VarBacktest_HistoricalSimulationOnSpy_FailsInClusters()
    {
        double[] returns = Returns(), forecast = new double[returns.Length - 250];
        for (int i = 0; i < forecast.Length; i++)
        {
            double[] past = returns[i..(i + 250)];
            Array.Sort(past);
            forecast[i] = -Quantile.OfSorted(past, 0.05);
        }

        VarCoverage coverage = VarBacktest.Test(VarBacktest.Failures(returns.AsSpan(250), forecast), 0.95);
        Assert.Equal((7535, 424, 6741, 369, 369, 55, 8),
            (coverage.Observations, coverage.Failures, coverage.N00, coverage.N01, coverage.N10, coverage.N11, coverage.FirstFailure!.Value));
        Assert.Equal(6.005146970442183, coverage.Frequency.Statistic, 1e-9);
        Assert.Equal(0.014264205806770073, coverage.Frequency.PValue, 1e-10);
        Assert.Equal(34.70049415815174, coverage.Independence.Statistic, 1e-9);
        Assert.Equal(1, coverage.Independence.PValue / 3.845339640413998e-09, 1e-6);
        Assert.Equal(1, coverage.Conditional.PValue / 1.4483793948317269e-09, 1e-6);
    }

    [Fact]
    public void DieboldMariano_TwoVolatilityForecastsOfSpy_AgreesWithNumPyAndSciPy()
    {
        double[] squares = Array.ConvertAll(Returns(), value => value * value);
        int count = squares.Length - 250;
        double[] window = new double[count], decay = new double[count];
        double smooth = Mean(squares.AsSpan(0, 250));
        for (int i = 0; i < squares.Length; i++)
        {
            smooth = i == 0 ? smooth : (0.94 * smooth) + (0.06 * squares[i - 1]);
            if (i < 250)
                continue;
            double mean = Mean(squares.AsSpan(i - 250, 250));
            window[i - 250] = Math.Log(mean) + (squares[i] / mean);
            decay[i - 250] = Math.Log(smooth) + (squares[i] / smooth);
        }

        ForecastComparison comparison = DieboldMariano.Test(window, decay, horizon: 3);
        Assert.Equal(6.035052247275905, comparison.Statistic, 1e-8);
        Assert.Equal(1, comparison.PValue / 1.6643546047943334e-09, 1e-6);
    }

    private static double[] Returns()
    {
        // Skips here, in the test, when the data are not there.
        RealData.Path("daily_SPY.csv.gz");
        double[] prices = s_prices.Value, returns = new double[prices.Length - 1];
        for (int i = 0; i < returns.Length; i++)
            returns[i] = (prices[i + 1] / prices[i]) - 1;
        return returns;
    }

    private static double[] Prices()
    {
        using StreamReader reader = RealData.OpenText("daily_SPY.csv.gz");
        int column = Array.IndexOf(reader.ReadLine()!.Split(','), "adj_close");
        var prices = new List<double>();
        while (reader.ReadLine() is { } line)
        {
            if (string.CompareOrdinal(line[..10], "2023-12-29") <= 0)
                prices.Add(double.Parse(line.Split(',')[column]));
        }

        return [.. prices];
    }

    private static double Mean(ReadOnlySpan<double> values) => System.Numerics.Tensors.TensorPrimitives.Sum(values) / values.Length;
}
