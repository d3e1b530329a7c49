using FsCheck;
using FsCheck.Fluent;
using ResearchLab.Options;

namespace ResearchLab.Tests.Options;

/// <summary>What no arbitrage and the model ask of American prices, over every regime of rate and yield that has one boundary or none.</summary>
public sealed class AmericanPropertyTests
{
    // Prices are right to 1e-7 of spot or strike, so that orders hold to a few of those.
    private const double Slack = 4e-7;
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20260303UL, 1UL);

    private sealed record Case(OptionRight Right, double Spot, double Strike, double Vol, double Years, double Rate, double Yield)
    {
        public double Sign => Right == OptionRight.Call ? 1 : -1;

        public bool IsUsable => !AmericanOption.HasTwoBoundaries(Right, Rate, Yield);

        public double Scale => Slack * Math.Max(Spot, Strike);

        public double Price => AmericanOption.Price(Right, Spot, Strike, Vol, Years, Rate, Yield);
    }

    private static Gen<double> Uniform(double low, double high) =>
        Gen.Choose(0, 1_000_000).Select(step => low + ((high - low) * step / 1_000_000));

    private static Arbitrary<Case> Cases { get; } = (
        from right in Gen.Elements(OptionRight.Call, OptionRight.Put)
        from moneyness in Uniform(-1, 1)
        from near in Gen.Elements(1.0, 0.2)
        from vol in Uniform(Math.Log(0.03), Math.Log(1.5))
        from years in Uniform(Math.Log(0.01), Math.Log(5))
        from rate in Gen.OneOf(Uniform(-0.02, 0.15), Gen.Constant(0.0))
        from yield in Gen.OneOf(Uniform(-0.02, 0.15), Gen.Constant(0.0))
        select new Case(right, 100, 100 * Math.Exp(moneyness * near), Math.Exp(vol), Math.Exp(years), rate, yield)).ToArbitrary();

    private static void Check(Action<Case> holds) => Prop.ForAll(Cases, c =>
    {
        if (c.IsUsable)
            holds(c);
    }).Check(s_config);

    [Fact]
    public void Price_AnyRegime_IsAboveEuropeanAndBothIntrinsicValues_AndBelowItsMaximum() => Check(c =>
    {
        double american = c.Price, european = BlackScholes.Price(c.Right, c.Spot, c.Strike, c.Vol, c.Years, c.Rate, c.Yield);
        double intrinsic = Math.Max(c.Sign * (c.Spot - c.Strike), 0);
        double discounted = Math.Max(c.Sign * ((c.Spot * Math.Exp(-c.Yield * c.Years)) - (c.Strike * Math.Exp(-c.Rate * c.Years))), 0);
        Assert.True(american >= european - c.Scale && american >= intrinsic - (1e-13 * c.Spot) && european >= discounted - c.Scale,
            $"{c}: {american} {european} {intrinsic} {discounted}");
        double most = c.Right == OptionRight.Call ? c.Spot * Math.Exp(Math.Max(-c.Yield, 0) * c.Years) : c.Strike * Math.Exp(Math.Max(-c.Rate, 0) * c.Years);
        Assert.True(american <= most + c.Scale, $"{c}: {american} above {most}");
    });

    [Fact]
    public void Price_InEveryArgument_IsMonotone() => Check(c =>
    {
        double here = c.Price;
        void Rises(Case more, double direction, string what)
        {
            if (more.IsUsable)
                Assert.True(direction * (more.Price - here) >= -more.Scale - c.Scale, $"{what} {c}: {here}, then {more.Price}");
        }

        Rises(c with { Spot = c.Spot * 1.01 }, c.Sign, "spot");
        Rises(c with { Strike = c.Strike * 1.01 }, -c.Sign, "strike");
        Rises(c with { Vol = c.Vol * 1.02 }, 1, "vol");
        Rises(c with { Years = c.Years * 1.05 }, 1, "years");
        Rises(c with { Rate = c.Rate + 0.002 }, c.Sign, "rate");
        Rises(c with { Yield = c.Yield + 0.002 }, -c.Sign, "yield");
        // A unit of spot or strike cannot be worth more than itself.
        Assert.True(Math.Abs((c with { Strike = c.Strike * 1.01 }).Price - here) <= (0.01 * c.Strike * Math.Exp(Math.Max(-c.Rate, 0) * c.Years))
            + (2 * c.Scale), $"{c}");
    });

    [Fact]
    public void Price_InSpotAndStrike_IsConvex() => Check(c =>
    {
        foreach (double width in new[] { 0.02, 0.1 })
        {
            double bySpot = (c with { Spot = c.Spot * (1 + width) }).Price + (c with { Spot = c.Spot * (1 - width) }).Price - (2 * c.Price);
            double byStrike = (c with { Strike = c.Strike * (1 + width) }).Price + (c with { Strike = c.Strike * (1 - width) }).Price - (2 * c.Price);
            Assert.True(bySpot >= -4 * c.Scale && byStrike >= -4 * c.Scale, $"{c} {width}: {bySpot} {byStrike}");
        }
    });

    [Fact]
    public void Price_ScaledOrMirrored_IsTheSame() => Check(c =>
    {
        double here = c.Price;
        Assert.Equal(7 * here, (c with { Spot = 7 * c.Spot, Strike = 7 * c.Strike }).Price, 1e-10 * 7 * Math.Max(c.Spot, c.Strike));
        // McDonald and Schroder (1998): the call is the put with spot and strike, rate and yield exchanged.
        var mirrored = new Case(c.Right == OptionRight.Call ? OptionRight.Put : OptionRight.Call, c.Strike, c.Spot, c.Vol, c.Years, c.Yield, c.Rate);
        Assert.Equal(here, mirrored.Price, 1e-10 * Math.Max(c.Spot, c.Strike));
    });

    [Fact]
    public void CallLessPut_WithRatesNotNegative_LiesBetweenTheParityBounds() => Check(c =>
    {
        if (c.Rate < 0 || c.Yield < 0)
            return;
        double gap = (c with { Right = OptionRight.Call }).Price - (c with { Right = OptionRight.Put }).Price;
        double low = (c.Spot * Math.Exp(-c.Yield * c.Years)) - c.Strike, high = c.Spot - (c.Strike * Math.Exp(-c.Rate * c.Years));
        Assert.InRange(gap, low - (2 * c.Scale), high + (2 * c.Scale));
    });

    [Fact]
    public void Approximations_InSpotStrikeAndVolatility_AreMonotone() => Check(c =>
    {
        foreach ((string name, Func<Case, double> price) in new (string, Func<Case, double>)[]
        {
            ("Bjerksund-Stensland 1993", x => BjerksundStensland.PriceFlat(x.Right, x.Spot, x.Strike, x.Vol, x.Years, x.Rate, x.Yield)),
            ("Bjerksund-Stensland 2002", x => BjerksundStensland.Price(x.Right, x.Spot, x.Strike, x.Vol, x.Years, x.Rate, x.Yield)),
            ("Barone-Adesi-Whaley", x => BaroneAdesiWhaley.Price(x.Right, x.Spot, x.Strike, x.Vol, x.Years, x.Rate, x.Yield)),
        })
        {
            double here = price(c), slack = 1e-9 * (c.Spot + c.Strike);
            Assert.True(here >= Math.Max(c.Sign * (c.Spot - c.Strike), 0) - slack, $"{name} {c}: {here}");
            Assert.True(c.Sign * (price(c with { Spot = c.Spot * 1.02 }) - here) >= -slack, $"{name} spot {c}");
            Assert.True(c.Sign * (here - price(c with { Strike = c.Strike * 1.02 })) >= -slack, $"{name} strike {c}");
            Assert.True(price(c with { Vol = c.Vol * 1.05 }) - here >= -slack, $"{name} vol {c}");
        }
    });
}
