using ResearchLab.Basics;
using ResearchLab.Options;

namespace ResearchLab.Tests.Options;

/// <summary>Against QuantLib's high-precision scheme; the table is what bench/quantlib/american-grid.cpp prints.</summary>
public sealed class AmericanQuantLibTests
{
    private sealed record Row(OptionRight Right, double Strike, double Vol, double Years, double Rate, double Yield, double Price)
    {
        public double Error(AmericanScheme scheme) =>
            Math.Abs(AmericanOption.Price(Right, 100, Strike, Vol, Years, Rate, Yield, scheme) - Price) / Math.Max(100, Strike);

        public bool HasStrongCarry => Math.Abs(Rate - Yield) * Math.Sqrt(Years) > Vol;
    }

    private static readonly Row[] s_rows = Read();

    [Fact]
    public void Price_AccurateScheme_IsQuantLibsTo1e7OfSpotOrStrike()
    {
        Assert.Equal(700, s_rows.Length);
        Assert.InRange(s_rows.Count(row => row.HasStrongCarry), 40, 700);
        Assert.All(s_rows, row => Assert.True(row.Error(AmericanScheme.Accurate) < 1e-7, $"{row}: off by {row.Error(AmericanScheme.Accurate)}"));
        Assert.InRange(s_rows.Count(row => row.Error(AmericanScheme.Accurate) < 1e-9), 0.9 * s_rows.Length, s_rows.Length);
    }

    [Fact]
    public void Price_HighPrecisionScheme_IsQuantLibsTo2e8OfSpotOrStrike() =>
        Assert.All(s_rows, row => Assert.True(row.Error(AmericanScheme.HighPrecision) < 2e-8, $"{row}: off by {row.Error(AmericanScheme.HighPrecision)}"));

    [Fact]
    public void Price_FastSchemeOnUsualOptions_IsBelow4e7AndMostlyBelow1e7()
    {
        var random = new Pcg32(3);
        double Between(double low, double high) => low + ((high - low) * random.NextDouble());
        double[] errors = new double[1_000];
        for (int i = 0; i < errors.Length; i++)
        {
            OptionRight right = i % 2 == 0 ? OptionRight.Call : OptionRight.Put;
            double strike = Between(70, 130), vol = Between(0.1, 0.6), years = Math.Exp(Between(Math.Log(1 / 52.0), Math.Log(3))), rate = Between(0.005, 0.1),
                yield = Between(0, 0.1);
            errors[i] = Math.Abs(AmericanOption.Price(right, 100, strike, vol, years, rate, yield, AmericanScheme.Fast)
                - AmericanOption.Price(right, 100, strike, vol, years, rate, yield, AmericanScheme.HighPrecision)) / 100;
        }

        Array.Sort(errors);
        Assert.InRange(errors[^1], 0, 4e-7);
        Assert.InRange(errors[^50], 0, 1e-7);
    }

    // Finite differences of QuantLib with 6,000 × 6,000 points and a binomial tree of 5,001 steps agree on these to the digits given.
    [Theory]
    [InlineData("P", 99.591205566616452, 0.072839020634240706, 1452, 0.1211898174700476, 0.0073732216870862448, 0.7068)]
    [InlineData("P", 100.12406615571933, 0.034334177272048398, 1478, 0.098349286541288217, 0.015461568550209099, 0.3104)]
    [InlineData("P", 100.77828946705336, 0.043307086349829473, 557, 0.11977624892985279, 0.012489817505085991, 0.7832)]
    [InlineData("C", 101.48282821955257, 0.024010724156928637, 153, -0.01137049670038323, 0.064492194555163862, 0.0026)]
    public void Price_ForwardMovesByManyDeviations_IsThatOfTheOtherMethods(string right, double strike, double vol, int days, double rate, double yield,
        double expected) =>
        Assert.Equal(expected, AmericanOption.Price(right == "C" ? OptionRight.Call : OptionRight.Put, 100, strike, vol, days / 365.0, rate, yield), 2e-4);

    private static Row[] Read()
    {
        using Stream stream = typeof(AmericanQuantLibTests).Assembly.GetManifestResourceStream("american-quantlib.csv")!;
        using var text = new StreamReader(stream);
        text.ReadLine();
        List<Row> rows = [];
        while (text.ReadLine() is { } line)
        {
            string[] cell = line.Split(',');
            double[] x = [.. cell[1..].Select(double.Parse)];
            rows.Add(new Row(cell[0] == "C" ? OptionRight.Call : OptionRight.Put, x[0], x[1], x[2] / 365, x[3], x[4], x[5]));
        }

        return [.. rows];
    }
}
