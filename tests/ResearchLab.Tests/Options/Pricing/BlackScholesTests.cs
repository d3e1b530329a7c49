using FsCheck;
using FsCheck.Fluent;
using ResearchLab.Options;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Tests.Options;

public sealed class BlackScholesTests
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(2_000).WithReplay(20260101UL, 1UL);

    private sealed record Case(double Spot, double Strike, double Vol, double Years, double Rate, double Yield);

    private static Arbitrary<Case> Cases { get; } = (
        from spot in Uniform(1, 5_000)
        from moneyness in Uniform(-0.8, 0.8)
        from vol in Uniform(0.03, 1.5)
        from years in Uniform(0.01, 3)
        from rate in Uniform(-0.02, 0.12)
        from yield in Uniform(0, 0.08)
        select new Case(spot, spot * Math.Exp(moneyness), vol, years, rate, yield)).ToArbitrary();

    private static Gen<double> Uniform(double low, double high) =>
        Gen.Choose(0, 1_000_000).Select(step => low + ((high - low) * step / 1_000_000));

    [Fact]
    public void Price_ReferenceValuesOfHaug_AgreeToTheirTolerance()
    {
        int prices = 0, greeks = 0;
        using StreamReader reader = RealData.OpenText("option_reference_values.csv.gz");
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            string[] cell = line.Split(',');
            if (cell[0] != "european")
                continue;
            OptionRight right = cell[3] == "C" ? OptionRight.Call : OptionRight.Put;
            double[] x = [.. cell[4..].Select(double.Parse)];
            (double strike, double spot, double yield, double rate, double years, double vol, double expected, double tolerance) =
                (x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7]);
            Greeks g = BlackScholes.Greeks(right, spot, strike, vol, years, rate, yield);
            double actual = cell[2] switch
            {
                "price" => BlackScholes.Price(right, spot, strike, vol, years, rate, yield),
                "delta" => g.DeltaPerUnit,
                "gamma" => g.GammaPerUnit,
                "vega" => g.VegaPerVolPoint * 100,
                "theta" => g.ThetaPerDay * 365,
                "rho" => g.RhoPerPct * 100,
                _ => double.NaN,
            };
            Assert.True(Math.Abs(actual - expected) <= tolerance, $"{line}: {actual}");
            _ = cell[2] == "price" ? prices++ : greeks++;
        }

        Assert.Equal((22, 5), (prices, greeks));
    }

    [Theory]
    [InlineData(60, 65, 0.30, 0.25, 0.08, 2.1334)] // Haug (1998), as cited by QuantLib
    public void Call_PublishedExample_AgreesToFourDecimals(
        double spot, double strike, double vol, double years, double rate, double expected) =>
        Assert.Equal(expected, BlackScholes.Price(OptionRight.Call, spot, strike, vol, years, rate), 5e-5);

    [Fact]
    public void CallMinusPut_AnyMarket_IsTheForward() => Prop.ForAll(Cases, c =>
    {
        double parity = (c.Spot * Math.Exp(-c.Yield * c.Years)) - (c.Strike * Math.Exp(-c.Rate * c.Years));
        return Math.Abs(Price(OptionRight.Call, c) - Price(OptionRight.Put, c) - parity) <= 1e-12 * (c.Spot + c.Strike);
    }).Check(s_config);

    [Fact]
    public void Price_AnyMarket_LiesWithinItsBounds() => Prop.ForAll(Cases, c =>
    {
        double spot = c.Spot * Math.Exp(-c.Yield * c.Years), strike = c.Strike * Math.Exp(-c.Rate * c.Years);
        double call = Price(OptionRight.Call, c), put = Price(OptionRight.Put, c), slack = 1e-13 * (spot + strike);
        return call >= Math.Max(spot - strike, 0) - slack && call <= spot && put >= Math.Max(strike - spot, 0) - slack && put <= strike;
    }).Check(s_config);

    [Fact]
    public void Price_InStrikeAndVolatility_IsMonotoneAndConvex() => Prop.ForAll(Cases, c =>
    {
        double step = 0.01 * c.Strike, slack = 1e-12 * (c.Spot + c.Strike);
        double low = Price(OptionRight.Call, c with { Strike = c.Strike - step }), middle = Price(OptionRight.Call, c);
        double high = Price(OptionRight.Call, c with { Strike = c.Strike + step });
        bool falling = low >= middle - slack && middle >= high - slack;
        bool convex = low + high >= (2 * middle) - slack;
        bool vol = Price(OptionRight.Call, c with { Vol = c.Vol + 0.01 }) >= middle - slack;
        return falling && convex && vol && Price(OptionRight.Put, c with { Strike = c.Strike + step }) >= Price(OptionRight.Put, c) - slack;
    }).Check(s_config);

    [Fact]
    public void Price_ScaledMoney_ScalesAlike() => Prop.ForAll(Cases, c =>
        Math.Abs(Price(OptionRight.Put, c with { Spot = 7 * c.Spot, Strike = 7 * c.Strike }) - (7 * Price(OptionRight.Put, c)))
            <= 1e-11 * (c.Spot + c.Strike)).Check(s_config);

    [Fact]
    public void Greeks_AnyMarket_AreTheDifferencesOfPrices() => Prop.ForAll(Cases, c =>
    {
        bool all = true;
        foreach (OptionRight right in new[] { OptionRight.Call, OptionRight.Put })
        {
            Greeks g = BlackScholes.Greeks(right, c.Spot, c.Strike, c.Vol, c.Years, c.Rate, c.Yield);
            double scale = c.Spot + c.Strike, h = 1e-4;
            double Slope(Func<double, Case> at, double step) => (Price(right, at(step)) - Price(right, at(-step))) / (2 * step);
            all &= g.Price == Price(right, c) || Math.Abs(g.Price - Price(right, c)) < 1e-13 * scale;
            all &= Near(g.DeltaPerUnit, Slope(d => c with { Spot = c.Spot + d }, h * c.Spot), 2e-5);
            double up = Delta(right, c with { Spot = c.Spot * (1 + h) }), down = Delta(right, c with { Spot = c.Spot * (1 - h) });
            all &= Near(g.GammaPerUnit * c.Spot, (up - down) / (2 * h), 2e-3);
            all &= Near(g.VegaPerVolPoint * 100 / scale, Slope(d => c with { Vol = c.Vol + d }, h) / scale, 2e-5);
            all &= Near(g.RhoPerPct * 100 / scale, Slope(d => c with { Rate = c.Rate + d }, h) / scale, 2e-5);
            double dt = 1e-3 * c.Years;
            all &= Near(g.ThetaPerDay * 365 * c.Years / scale, -Slope(d => c with { Years = c.Years + d }, dt) * c.Years / scale, 2e-5);
        }

        return all;
    }).Check(s_config);

    [Fact]
    public void Price_WithoutVolatilityOrTime_IsDiscountedIntrinsic()
    {
        double forwardGap = (100 * Math.Exp(-0.01)) - (90 * Math.Exp(-0.05));
        Assert.Equal(forwardGap, BlackScholes.Price(OptionRight.Call, 100, 90, 0, 1, 0.05, 0.01), 1e-13);
        Assert.Equal(0, BlackScholes.Price(OptionRight.Put, 100, 90, 0, 1, 0.05, 0.01));
        Assert.Equal(10, BlackScholes.Price(OptionRight.Put, 90, 100, 0.5, 0, 0.05));
        Assert.Equal(forwardGap, BlackScholes.Price(OptionRight.Call, 100, 90, 1e-9, 1, 0.05, 0.01), 1e-12);
        foreach ((double vol, double years) in new[] { (0.0, 1.0), (0.3, 0.0), (0.0, 0.0) })
        {
            Greeks g = BlackScholes.Greeks(OptionRight.Call, 100, 90, vol, years, 0.05);
            Assert.Equal((1.0, 0.0, 0.0), (g.DeltaPerUnit, g.GammaPerUnit, g.VegaPerVolPoint));
            Assert.True(double.IsFinite(g.ThetaPerDay) && double.IsFinite(g.RhoPerPct));
            Assert.Equal(-0.5, BlackScholes.Greeks(OptionRight.Put, 90, 90, vol, years, 0).DeltaPerUnit);
        }
    }

    [Theory]
    [InlineData(0, 100, 0.2, 1, "spot")]
    [InlineData(100, -1, 0.2, 1, "strike")]
    [InlineData(100, 100, -0.2, 1, "volAnnual")]
    [InlineData(100, 100, 0.2, -0.01, "years")]
    [InlineData(100, 100, double.NaN, 1, "volAnnual")]
    [InlineData(double.PositiveInfinity, 100, 0.2, 1, "spot")]
    public void Price_BadArgument_NamesIt(double spot, double strike, double vol, double years, string name)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => BlackScholes.Price(OptionRight.Call, spot, strike, vol, years, 0.01));
        Assert.Equal(name, error.ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => BlackScholes.Greeks(OptionRight.Call, spot, strike, vol, years, 0.01));
    }

    private static double Price(OptionRight right, Case c) => BlackScholes.Price(right, c.Spot, c.Strike, c.Vol, c.Years, c.Rate, c.Yield);

    private static double Delta(OptionRight right, Case c) =>
        BlackScholes.Greeks(right, c.Spot, c.Strike, c.Vol, c.Years, c.Rate, c.Yield).DeltaPerUnit;

    private static bool Near(double a, double b, double tolerance) => Math.Abs(a - b) <= tolerance * (1 + Math.Abs(b));
}
