using ResearchLab.Options;

namespace ResearchLab.Tests.Options;

public sealed class AmericanImpliedVolatilityTests
{
    [Fact]
    public void Solve_PriceOfAnyVolatility_GivesItBack()
    {
        foreach (OptionRight right in new[] { OptionRight.Call, OptionRight.Put })
        {
            foreach (double vol in new[] { 0.1, 0.25, 0.6, 1.5 })
            {
                foreach (double strike in new[] { 85.0, 100, 112 })
                {
                    double price = AmericanOption.Price(right, 100, strike, vol, 0.5, 0.04, 0.02);
                    double intrinsic = Math.Max(right == OptionRight.Call ? 100 - strike : strike - 100, 0);
                    ImpliedVol found = AmericanImpliedVolatility.Solve(right, price, 100, strike, 0.5, 0.04, 0.02);
                    if (price - intrinsic < 1e-6)
                        continue;
                    Assert.Equal(ImpliedVolStatus.Solved, found.Status);
                    Assert.Equal(vol, found.VolAnnual, 1e-6);
                }
            }
        }
    }

    [Theory]
    [InlineData(5, ImpliedVolStatus.BelowIntrinsic)]
    [InlineData(20, ImpliedVolStatus.ExerciseRegion)]
    [InlineData(120, ImpliedVolStatus.AboveMaximum)]
    [InlineData(double.NaN, ImpliedVolStatus.InvalidInput)]
    [InlineData(-1, ImpliedVolStatus.InvalidInput)]
    public void Solve_ImpossiblePrice_IsAStatus(double price, ImpliedVolStatus expected)
    {
        ImpliedVol found = AmericanImpliedVolatility.Solve(OptionRight.Put, price, 100, 120, 0.5, 0.05, 0.01);
        Assert.Equal(expected, found.Status);
        Assert.True(double.IsNaN(found.VolAnnual));
    }

    [Fact]
    public void Solve_TinyOrHugeVolatility_GivesItBack()
    {
        foreach ((OptionRight right, double strike, double vol, double rate, double yield) in new[]
        {
            (OptionRight.Call, 100.0, 1e-4, 0.05, 0.05), (OptionRight.Put, 100.0, 5e-4, 0.05, 0.05), (OptionRight.Put, 100.0, 4.0, 0.05, 0.02),
            (OptionRight.Call, 300.0, 3.0, 0.05, 0.02),
        })
        {
            double price = AmericanOption.Price(right, 100, strike, vol, 0.5, rate, yield);
            ImpliedVol found = AmericanImpliedVolatility.Solve(right, price, 100, strike, 0.5, rate, yield);
            Assert.Equal(ImpliedVolStatus.Solved, found.Status);
            Assert.Equal(vol, found.VolAnnual, 1e-6 * vol);
        }
    }

    [Theory]
    [InlineData(OptionRight.Call, 60)]
    [InlineData(OptionRight.Put, 160)]
    public void Solve_AboveIntrinsicByRounding_IsAStatusAndNoNumber(OptionRight right, double strike)
    {
        double price = Math.Abs(100 - strike) * (1 + 4e-16);
        ImpliedVol found = AmericanImpliedVolatility.Solve(right, price, 100, strike, 0.5, 0.05, 0.08);
        Assert.Equal(ImpliedVolStatus.ExerciseRegion, found.Status);
        Assert.True(double.IsNaN(found.VolAnnual));
    }

    [Theory]
    [InlineData(OptionRight.Call, 9.9, ImpliedVolStatus.BelowIntrinsic)]
    [InlineData(OptionRight.Call, 100, ImpliedVolStatus.AboveMaximum)]
    [InlineData(OptionRight.Call, -1, ImpliedVolStatus.InvalidInput)]
    [InlineData(OptionRight.Call, double.NaN, ImpliedVolStatus.InvalidInput)]
    [InlineData(OptionRight.Put, 90, ImpliedVolStatus.AboveMaximum)]
    public void SolveWithDividends_ImpossiblePrice_IsAStatus(OptionRight right, double price, ImpliedVolStatus expected)
    {
        ImpliedVol found = AmericanImpliedVolatility.SolveWithDividends(right, true, price, 100, 90, 0.5, 0.03, 0, [new(0.2, 2)]);
        Assert.Equal(expected, found.Status);
        Assert.True(double.IsNaN(found.VolAnnual));
    }
}
