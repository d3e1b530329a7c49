using ResearchLab.Columns;
using ResearchLab.Features;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Tests.Features;

/// <summary>
/// Indicators against published values on 502 sessions of SPY (DaveSkender/Stock.Indicators, Apache-2.0), from the row on at
/// which the seeding no longer matters.
/// </summary>
public sealed class IndicatorReferenceTests
{
    private const double Relative = 1e-6;

    private static readonly Lazy<Reference> s_reference = new(Reference.Load);

    private static Reference Data => s_reference.Value;

    [Fact]
    public void Sma_Reference_Agrees() => Check("sma", "sma", 19, d => Sma.Compute(Data.Close, 20, d));

    [Fact]
    public void Ema_Reference_Agrees() => Check("ema", "ema", 19, d => Ema.Compute(Data.Close, 20, d));

    [Fact]
    public void MacdLine_Reference_Agrees() => Check("macd", "macd", 25, d => Macd.Line(Data.Close, 12, 26, d));

    [Fact]
    public void MacdHistogram_Reference_Agrees() => Check("macd", "histogram", 33, d => Macd.Histogram(Data.Close, 12, 26, 9, d));

    [Fact]
    public void Rsi_Reference_Agrees() => Check("rsi", "rsi", 14, d => Rsi.Compute(Data.Close, 14, d));

    [Fact]
    public void Atr_Reference_Agrees() => Check("atr-stop", "atr", 21, d => Atr.Compute(Data.High, Data.Low, Data.Close, 21, d));

    /// <summary>Of equal extremes the reference takes the earliest, TA-Lib and we the latest.</summary>
    [Fact]
    public void Aroon_Reference_AgreesWhereExtremesAreUnique()
    {
        double[] expected = Data.Values("aroon", "oscillator"), actual = new double[expected.Length];
        Aroon.Oscillator(Data.High, Data.Low, 25, actual);
        int tied = 0;
        for (int i = 25; i < expected.Length; i++)
        {
            double[] highs = Data.High[(i - 25)..(i + 1)], lows = Data.Low[(i - 25)..(i + 1)];
            bool unique = highs.Count(value => value == highs.Max()) == 1 && lows.Count(value => value == lows.Min()) == 1;
            tied += unique ? 0 : 1;
            Assert.True(!unique || Math.Abs(expected[i] - actual[i]) < 1e-9, $"aroon at row {i}: {actual[i]:R}, reference {expected[i]:R}");
        }

        Assert.InRange(tied, 1, 40);
    }

    [Fact]
    public void Cci_Reference_Agrees() => Check("cci", "cci", 19, d => Cci.Compute(Data.High, Data.Low, Data.Close, 20, d));

    [Fact]
    public void Cmf_Reference_Agrees() => Check("cmf", "cmf", 19, d => Cmf.Compute(Data.High, Data.Low, Data.Close, Data.Volume, 20, d));

    [Fact]
    public void EfficiencyRatio_Reference_Agrees() => Check("kama", "er", 10, d => EfficiencyRatio.Compute(Data.Close, 10, d));

    [Fact]
    public void StochasticD_Reference_IsTheirSmoothedK() => Check("stoch", "k", 15, d =>
    {
        var fast = new double[d.Length];
        Stochastic.FastK(Data.High, Data.Low, Data.Close, 14, fast);
        Rolling.Mean(fast, 3, d);
    });

    /// <summary>The reference starts all three averages from one seed, we each from its own; after 200 sessions that is gone.</summary>
    [Fact]
    public void Trix_Reference_Agrees() => Check("trix", "trix", 200, d => Trix.Compute(Data.Close, 14, d));

    [Fact]
    public void PopulationDeviation_Reference_Agrees() => Check("stdev", "stdDev", 13, d => Rolling.StandardDeviation(Data.Close, 14, sample: false, d));

    [Fact]
    public void HighestHigh_Reference_AgreesOneSessionLater() => Check("donchian", "upperBand", 20, d =>
    {
        Rolling.Max(Data.High, 20, d);
        d.AsSpan(0, d.Length - 1).CopyTo(d.AsSpan(1));
    });

    [Fact]
    public void Beta_Reference_Agrees() => Check("beta", "beta", 50, d =>
    {
        double[] returns = Data.Values("beta", "returnsEval"), market = Data.Values("beta", "returnsMrkt");
        Rolling.Beta(returns, market, 50, d);
    });

    [Fact]
    public void Correlation_Reference_Agrees() => Check("corr", "correlation", 19, d => Rolling.Correlation(Data.OtherClose, Data.Close, 20, d));

    private static void Check(string indicator, string field, int from, Action<double[]> compute)
    {
        double[] expected = Data.Values(indicator, field), actual = new double[expected.Length];
        compute(actual);
        Assert.True(expected.Skip(from).Count(double.IsFinite) >= 250, $"{indicator}.{field}: too few reference values");
        for (int i = from; i < expected.Length; i++)
        {
            Assert.True(
                FeatureInvariants.Same(expected[i], actual[i], Relative, 1e-9),
                $"{indicator}.{field} at row {i}: {actual[i]:R} where the reference has {expected[i]:R}");
        }
    }

    private sealed record Reference(
        Dictionary<string, int> Rows, double[] High, double[] Low, double[] Close, double[] Volume, double[] OtherClose,
        Dictionary<(string, string), double[]> Expected)
    {
        public double[] Values(string indicator, string field) => Expected[(indicator, field)];

        public static Reference Load()
        {
            List<string[]> quotes = ReadCsv("indicator_quotes_default.csv.gz"), others = ReadCsv("indicator_quotes_compare.csv.gz");
            var rows = quotes.Select((row, index) => (row[0], index)).ToDictionary(pair => pair.Item1, pair => pair.index, StringComparer.Ordinal);
            double[] Column(List<string[]> table, int column) => [.. table.Select(row => double.Parse(row[column]))];
            Assert.Equal(quotes.Select(row => row[0]), others.Select(row => row[0]));
            var expected = new Dictionary<(string, string), double[]>();
            foreach (string[] row in ReadCsv("indicator_expected.csv.gz"))
            {
                if (!expected.TryGetValue((row[0], row[2]), out double[]? values))
                {
                    expected[(row[0], row[2])] = values = new double[rows.Count];
                    Array.Fill(values, double.NaN);
                }

                if (rows.TryGetValue(row[1], out int index) && double.TryParse(row[3], out double value))
                    values[index] = value;
            }

            return new Reference(rows, Column(quotes, 2), Column(quotes, 3), Column(quotes, 4), Column(quotes, 5), Column(others, 4), expected);
        }

        private static List<string[]> ReadCsv(string file)
        {
            using StreamReader reader = RealData.OpenText(file);
            var rows = new List<string[]>();
            reader.ReadLine();
            while (reader.ReadLine() is { } line)
                rows.Add(line.Split(','));
            return rows;
        }
    }
}
