using FsCheck;
using FsCheck.Fluent;
using ResearchLab.Basics;
using ResearchLab.Options;

namespace ResearchLab.Tests.Options;

public sealed class ImpliedVolatilityBatchTests
{
    [Fact]
    public void Solve_AnyExpiry_GivesTheVolatilityThatPricedIt()
    {
        var random = new Pcg32(5);
        double Between(double low, double high) => low + ((high - low) * random.NextDouble());
        int solved = 0;
        for (int trial = 0; trial < 3_000; trial++)
        {
            OptionRight right = trial % 2 == 0 ? OptionRight.Call : OptionRight.Put;
            double years = Math.Exp(Between(-7, 3)), rate = Between(-0.03, 0.12), yield = Between(-0.01, 0.06);
            double[] vol = [.. Enumerable.Range(0, 11).Select(_ => Math.Exp(Between(Math.Log(0.01), Math.Log(5))))];
            double[] strike = Array.ConvertAll(vol, v => 100 * Math.Exp(v * Math.Sqrt(years) * Between(-6, 6)));
            double[] price = [.. vol.Select((v, i) => BlackScholes.Price(right, 100, strike[i], v, years, rate, yield))];
            (double[] found, ImpliedVolStatus[] status) = Solve(right, price, 100, strike, years, rate, yield);
            for (int i = 0; i < vol.Length; i++)
            {
                ImpliedVol alone = ImpliedVolatility.Solve(right, price[i], 100, strike[i], years, rate, yield);
                Assert.Equal(alone.Status, status[i]);
                if (alone.Status != ImpliedVolStatus.Solved)
                {
                    Assert.True(double.IsNaN(found[i]));
                    continue;
                }

                solved++;
                Assert.True(Math.Abs((found[i] / alone.VolAnnual) - 1) < 1e-10, $"{right} {strike[i]} {vol[i]} {years}: {found[i]}, alone {alone.VolAnnual}");
                // What the rounding of the premium, of spot and of strike leaves unknown is their share of the vega.
                double vega = 100 * BlackScholes.Greeks(right, 100, strike[i], vol[i], years, rate, yield).VegaPerVolPoint;
                double unknown = 1e-14 * Math.Max(100, strike[i]) * Math.Exp(0.03 * years) / vega;
                if (unknown < 0.1 * vol[i])
                    Assert.True(Math.Abs(found[i] - vol[i]) <= (1e-10 * vol[i]) + unknown, $"{right} {strike[i]} {vol[i]} {years}: {found[i]}");
            }
        }

        Assert.True(solved > 20_000, $"{solved}");
    }

    [Fact]
    public void Solve_BadQuotes_HaveTheStatusOfTheScalarCode()
    {
        double[] price = [0, 5, 200, -1, double.NaN, 10, 10, double.PositiveInfinity, 99.9999, 1e-300, 0.5, 3];
        double[] strike = [100, 60, 100, 100, 100, 0, -5, 100, 1e-8, 400, double.NaN, 1e9];
        (double[] vol, ImpliedVolStatus[] status) = Solve(OptionRight.Call, price, 100, strike, 0.5, 0.03, 0);
        for (int i = 0; i < price.Length; i++)
        {
            ImpliedVol alone = ImpliedVolatility.Solve(OptionRight.Call, price[i], 100, strike[i], 0.5, 0.03);
            Assert.Equal(alone.Status, status[i]);
            Assert.Equal(alone.Status == ImpliedVolStatus.Solved, double.IsFinite(vol[i]));
        }
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(-100, 0.5)]
    [InlineData(100, 0)]
    [InlineData(100, -1)]
    [InlineData(double.NaN, 0.5)]
    [InlineData(100, double.NaN)]
    public void Solve_BadExpiry_IsAStatusOfEveryOption(double spot, double years)
    {
        (_, ImpliedVolStatus[] status) = Solve(OptionRight.Put, [1, 2, 3, 4, 5], spot, [90, 95, 100, 105, 110], years, 0.03, 0);
        Assert.All(status, one => Assert.Equal(ImpliedVolStatus.InvalidInput, one));
    }

    [Fact]
    public void Solve_PlaceInTheColumn_ChangesNothing() => Prop.ForAll(
        Gen.Choose(1, 12).SelectMany(count => Gen.Choose(60, 160).ArrayOf(count)).ToArbitrary(),
        strikes =>
        {
            double[] strike = Array.ConvertAll(strikes, k => (double)k);
            double[] price = Array.ConvertAll(strike, k => BlackScholes.Price(OptionRight.Put, 100, k, 0.1 + (k / 1000), 0.4, 0.02, 0.01));
            (double[] forwards, _) = Solve(OptionRight.Put, [.. price, .. new double[8].Select(_ => 5.0)], 100,
                [.. strike, .. new double[8].Select(_ => 100.0)], 0.4, 0.02, 0.01);
            double[] padded = [5, 5, 5, .. price, 5, 5, 5, 5, 5];
            (double[] shifted, _) = Solve(OptionRight.Put, padded, 100, [100, 100, 100, .. strike, 100, 100, 100, 100, 100], 0.4, 0.02, 0.01);
            return forwards.Take(price.Length).SequenceEqual(shifted.Skip(3).Take(price.Length));
        }).Check(Config.QuickThrowOnFailure.WithReplay(11, 7));

    [Fact]
    public void Solve_ColumnsOfOtherLengths_AreRefused() =>
        Assert.Throws<ArgumentException>(() => ImpliedVolatilityBatch.Solve(OptionRight.Call, [1, 2], 100, [100], 1, 0, 0, new double[2],
            new ImpliedVolStatus[2]));

    private static (double[] Vol, ImpliedVolStatus[] Status) Solve(OptionRight right, double[] price, double spot, double[] strike, double years, double rate,
        double yield)
    {
        var vol = new double[price.Length];
        var status = new ImpliedVolStatus[price.Length];
        ImpliedVolatilityBatch.Solve(right, price, spot, strike, years, rate, yield, vol, status);
        return (vol, status);
    }
}
