using FsCheck;
using FsCheck.Fluent;
using ResearchLab.Options;

namespace ResearchLab.Tests.Options;

public sealed class ImpliedVolatilityTests
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(20_000).WithReplay(20260102UL, 1UL);

    private sealed record Case(bool Call, double Spot, double Strike, double Vol, double Years, double Rate, double Yield)
    {
        public OptionRight Right => Call ? OptionRight.Call : OptionRight.Put;

        public double Price => BlackScholes.Price(Right, Spot, Strike, Vol, Years, Rate, Yield);

        public ImpliedVol Solve(double price) => ImpliedVolatility.Solve(Right, price, Spot, Strike, Years, Rate, Yield);
    }

    // From an hour to 30 years, 0.1% to 500% volatility, moneyness far beyond any listed strike.
    private static Arbitrary<Case> Cases { get; } = (
        from call in Gen.Elements(true, false)
        from spot in LogUniform(0.01, 100_000)
        from moneyness in Uniform(-1.5, 1.5)
        from near in Gen.Elements(1.0, 0.1, 0.001, 0.0)
        from vol in LogUniform(0.001, 5)
        from years in LogUniform(1e-4, 30)
        from rate in Uniform(-0.03, 0.15)
        from yield in Uniform(0, 0.1)
        select new Case(call, spot, spot * Math.Exp(moneyness * near), vol, years, rate, yield)).ToArbitrary();

    private static Gen<double> Uniform(double low, double high) =>
        Gen.Choose(0, 10_000_000).Select(step => low + ((high - low) * step / 10_000_000));

    private static Gen<double> LogUniform(double low, double high) => Uniform(Math.Log(low), Math.Log(high)).Select(Math.Exp);

    [Fact]
    public void Solve_PriceOfAnyVolatility_GivesItBack()
    {
        int solved = 0, sharp = 0;
        Prop.ForAll(Cases, c =>
        {
            double price = c.Price;
            ImpliedVol found = c.Solve(price);
            double largest = Math.Max(c.Spot * Math.Exp(-c.Yield * c.Years), c.Strike * Math.Exp(-c.Rate * c.Years));
            double vega = 100 * BlackScholes.Greeks(c.Right, c.Spot, c.Strike, c.Vol, c.Years, c.Rate, c.Yield).VegaPerVolPoint;
            // How far the volatility can be told from a price that is itself rounded.
            double resolution = 1e-15 * largest / vega;
            if (found.Status != ImpliedVolStatus.Solved)
                return double.IsNaN(found.VolAnnual) && found.Status != ImpliedVolStatus.NotConverged && !(resolution < 1e-4 * c.Vol);
            solved++;
            bool reprices = Math.Abs(BlackScholes.Price(
                c.Right, c.Spot, c.Strike, found.VolAnnual, c.Years, c.Rate, c.Yield) - price) <= 2e-14 * largest;
            if (resolution > 1e-11)
                return reprices;
            sharp++;
            return reprices && Math.Abs(found.VolAnnual - c.Vol) <= 1e-10;
        }).Check(s_config);
        Assert.True(solved > 12_000 && sharp > 9_000, $"{solved} solved, {sharp} sharp");
    }

    [Fact]
    public void Solve_OutOfTheMoneyTail_IsExactThoughThePriceIsTiny()
    {
        foreach (double vol in new[] { 0.05, 0.12, 0.4 })
        {
            for (double strike = 101; strike <= 400; strike *= 1.07)
            {
                double price = BlackScholes.Price(OptionRight.Call, 100, strike, vol, 0.25, 0);
                if (price < 1e-290)
                    continue;
                ImpliedVol found = ImpliedVolatility.Solve(OptionRight.Call, price, 100, strike, 0.25, 0);
                Assert.Equal(ImpliedVolStatus.Solved, found.Status);
                Assert.Equal(vol, found.VolAnnual, 1e-10);
            }
        }
    }

    [Fact]
    public void Solve_InPrice_IsMonotone() => Prop.ForAll(Cases, c =>
    {
        double price = c.Price, more = price * 1.001;
        ImpliedVol low = c.Solve(price), high = c.Solve(more);
        return low.Status != ImpliedVolStatus.Solved || high.Status != ImpliedVolStatus.Solved || high.VolAnnual >= low.VolAnnual;
    }).Check(s_config);

    [Theory]
    [InlineData(OptionRight.Call, 9.9, 110, 100, ImpliedVolStatus.BelowIntrinsic)]
    [InlineData(OptionRight.Call, 10, 110, 100, ImpliedVolStatus.BelowIntrinsic)]
    [InlineData(OptionRight.Put, 0, 110, 100, ImpliedVolStatus.BelowIntrinsic)]
    [InlineData(OptionRight.Call, 110, 110, 100, ImpliedVolStatus.AboveMaximum)]
    [InlineData(OptionRight.Put, 100.5, 110, 100, ImpliedVolStatus.AboveMaximum)]
    [InlineData(OptionRight.Put, 99.9999999, 110, 100, ImpliedVolStatus.Solved)]
    [InlineData(OptionRight.Put, -1, 110, 100, ImpliedVolStatus.InvalidInput)]
    [InlineData(OptionRight.Put, double.NaN, 110, 100, ImpliedVolStatus.InvalidInput)]
    [InlineData(OptionRight.Put, 1, 0, 100, ImpliedVolStatus.InvalidInput)]
    [InlineData(OptionRight.Put, 1, 110, double.PositiveInfinity, ImpliedVolStatus.InvalidInput)]
    public void Solve_PriceOutsideItsBounds_HasAStatus(OptionRight right, double price, double spot, double strike, ImpliedVolStatus expected)
    {
        ImpliedVol found = ImpliedVolatility.Solve(right, price, spot, strike, 0.5, 0);
        Assert.Equal(expected, found.Status);
        Assert.Equal(expected == ImpliedVolStatus.Solved, double.IsFinite(found.VolAnnual));
        Assert.Equal(ImpliedVolStatus.InvalidInput, ImpliedVolatility.Solve(right, 5, 100, 100, 0, 0).Status);
    }
}
