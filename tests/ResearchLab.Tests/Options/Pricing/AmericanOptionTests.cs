using FsCheck;
using FsCheck.Fluent;
using ResearchLab.Options;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Tests.Options;

public sealed class AmericanOptionTests
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(400).WithReplay(20260202UL, 1UL);

    private sealed record Case(OptionRight Right, double Spot, double Strike, double Vol, double Years, double Rate, double Yield)
    {
        public double Price(AmericanScheme? scheme = null) => AmericanOption.Price(Right, Spot, Strike, Vol, Years, Rate, Yield, scheme);

        public double European => BlackScholes.Price(Right, Spot, Strike, Vol, Years, Rate, Yield);

        public double Intrinsic => Math.Max(Right == OptionRight.Call ? Spot - Strike : Strike - Spot, 0);
    }

    private static Arbitrary<Case> Cases { get; } = (
        from right in Gen.Elements(OptionRight.Call, OptionRight.Put)
        from moneyness in Uniform(-0.4, 0.4)
        from vol in Uniform(0.1, 0.9)
        from years in Uniform(0.02, 3)
        from rate in Uniform(0, 0.1)
        from yield in Uniform(0, 0.1)
        select new Case(right, 100, 100 * Math.Exp(moneyness), vol, years, rate, yield)).ToArbitrary();

    private static Gen<double> Uniform(double low, double high) =>
        Gen.Choose(0, 1_000_000).Select(step => low + ((high - low) * step / 1_000_000));

    [Fact]
    public void EveryMethod_ReferenceValues_AgreeToTheirTolerances()
    {
        // The rows of Ju (1999) are his approximation, which is off by that much from the true prices given here.
        int rows = 0;
        using StreamReader reader = RealData.OpenText("option_reference_values.csv.gz");
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            string[] cell = line.Split(',');
            if (cell[0] != "american")
                continue;
            OptionRight right = cell[3] == "C" ? OptionRight.Call : OptionRight.Put;
            double[] x = [.. cell[4..11].Select(double.Parse)];
            (double strike, double spot, double yield, double rate, double years, double vol, double expected) = (x[0], x[1], x[2], x[3], x[4], x[5], x[6]);
            double exact = AmericanOption.Price(right, spot, strike, vol, years, rate, yield);
            // The tolerances of QuantLib's test of each approximation; and how near each of them is to the true price.
            (double actual, double tolerance, double fromExact) = cell[1] switch
            {
                "testBaroneAdesiWhaleyValues" => (BaroneAdesiWhaley.Price(right, spot, strike, vol, years, rate, yield), 3e-3, 0.04),
                "testBjerksundStenslandValues" => (BjerksundStensland.PriceFlat(right, spot, strike, vol, years, rate, yield), 5e-5, vol > 1 ? 5 : 0.04),
                "juValues" => (exact, years > 1 ? 0.07 : 0.015, 0),
                _ => throw new InvalidDataException(line),
            };
            Assert.True(Math.Abs(actual - expected) <= tolerance, $"{line}: {actual}");
            Assert.True(Math.Abs(actual - exact) <= fromExact, $"{line}: {actual}, exactly {exact}");
            rows++;
        }

        Assert.Equal(46, rows);
    }

    [Theory]
    [InlineData(OptionRight.Put, 100, 0.25, 1, 0.05, 0.05)]
    [InlineData(OptionRight.Put, 90, 0.25, 1, 0.05, 0)]
    [InlineData(OptionRight.Put, 81, 0.2, 1, 0.05, 0.01)]
    [InlineData(OptionRight.Put, 105, 0.3, 2, 0, -0.03)]
    [InlineData(OptionRight.Put, 100, 0.1, 3, 0.1, 0.02)]
    [InlineData(OptionRight.Put, 110, 0.2, 0.5, 0.04, 0.08)]
    [InlineData(OptionRight.Call, 100, 0.4, 0.1, 0.02, 0.08)]
    [InlineData(OptionRight.Call, 110, 0.2, 1, 0.03, 0.07)]
    [InlineData(OptionRight.Call, 120, 1.2, 3, 0.05, 0.02)]
    public void Price_AgreesWithAnExtrapolatedTree(OptionRight right, double spot, double vol, double years, double rate, double yield)
    {
        double tree = BinomialOracle.Price(right, spot, 100, vol, years, rate, yield);
        Assert.Equal(tree, AmericanOption.Price(right, spot, 100, vol, years, rate, yield, AmericanScheme.HighPrecision), 1e-4);
    }

    // Prices of QuantLib 1.29, QdFpAmericanEngine with its high-precision scheme.
    [Theory]
    [InlineData(100, 0.25, 1, 0.05, 0.05, 9.5694452989140)]
    [InlineData(90, 0.25, 1, 0.05, 0, 13.0405933000446)]
    [InlineData(100, 0.6, 5, 0.03, 0.03, 44.9120387323415)]
    [InlineData(105, 0.3, 2, 0, -0.03, 12.8939229697720)]
    [InlineData(81, 0.2, 1, 0.05, 0.01, 19.0384546677368)]
    [InlineData(100, 0.2, 1, 0.0001, 0.05, 10.4442165221716)]
    [InlineData(100, 0.1, 3, 0.10, 0.02, 2.1401319486585)]
    [InlineData(100, 0.05, 1, 0.1, 0.02, 0.5579275565411)]
    public void Price_AgreesWithQuantLib(double spot, double vol, double years, double rate, double yield, double expected)
    {
        Assert.Equal(expected, AmericanOption.Price(OptionRight.Put, spot, 100, vol, years, rate, yield, AmericanScheme.HighPrecision), 2e-6);
        Assert.Equal(expected, AmericanOption.Price(OptionRight.Put, spot, 100, vol, years, rate, yield), 3e-6);
        Assert.Equal(expected, AmericanOption.Price(OptionRight.Put, spot, 100, vol, years, rate, yield, AmericanScheme.Fast), 1e-4);
    }

    [Fact]
    public void Price_AnyCase_IsAboveEuropeanAndIntrinsic_AndSchemesAgree() => Prop.ForAll(Cases, c =>
    {
        double accurate = c.Price(), fast = c.Price(AmericanScheme.Fast);
        double flat = BjerksundStensland.PriceFlat(c.Right, c.Spot, c.Strike, c.Vol, c.Years, c.Rate, c.Yield);
        double stepped = BjerksundStensland.Price(c.Right, c.Spot, c.Strike, c.Vol, c.Years, c.Rate, c.Yield);
        double quadratic = BaroneAdesiWhaley.Price(c.Right, c.Spot, c.Strike, c.Vol, c.Years, c.Rate, c.Yield);
        Assert.True(accurate >= c.European - 1e-6 && accurate >= c.Intrinsic, $"{c}: {accurate}, European {c.European}");
        Assert.True(Math.Abs(fast - accurate) <= 1e-3, $"{c}: fast {fast}, accurate {accurate}");
        // A policy of exercise that is not the best is worth less.
        Assert.True(flat <= accurate + 1e-5 && stepped <= accurate + 1e-5 && stepped >= accurate - (0.02 * c.Strike), $"{c}: {flat} {stepped} {accurate}");
        Assert.True(Math.Abs(quadratic - accurate) < 0.02 * c.Strike, $"{c}: {quadratic} {accurate}");
    }).Check(s_config);

    [Fact]
    public void Greeks_AgreeWithDifferences() => Prop.ForAll(Cases, c =>
    {
        Greeks g = AmericanOption.Greeks(c.Right, c.Spot, c.Strike, c.Vol, c.Years, c.Rate, c.Yield);
        const double H = 0.05;
        double up = (c with { Spot = c.Spot + H }).Price(), down = (c with { Spot = c.Spot - H }).Price(), here = c.Price();
        // At the boundary itself gamma jumps: there a difference says nothing.
        if (up == Math.Max(c.Spot + H - c.Strike, 0) || down == Math.Max(c.Strike - c.Spot + H, 0) || here == c.Intrinsic)
            return;
        double later = (c with { Years = c.Years - 1e-4 }).Price(), earlier = (c with { Years = c.Years + 1e-4 }).Price();
        Assert.Equal((up - down) / (2 * H), g.DeltaPerUnit, 3e-4);
        Assert.Equal((up - (2 * here) + down) / (H * H), g.GammaPerUnit, 1e-3 + (0.02 * g.GammaPerUnit));
        Assert.Equal((later - earlier) / 2e-4 / 365, g.ThetaPerDay, 1e-3);
        Assert.True(g.VegaPerVolPoint >= -1e-6 && g.Price == here);
    }).Check(s_config);

    [Fact]
    public void FullGreeks_TinyPremiumOfExercise_AreThoseOfTheEuropean()
    {
        // A call whose yield is next to nothing is all but European.
        FullGreeks american = AmericanOption.FullGreeks(OptionRight.Call, 100, 110, 0.3, 0.5, 0.04, 1e-4);
        FullGreeks european = BlackScholes.FullGreeks(OptionRight.Call, 100, 110, 0.3, 0.5, 0.04, 1e-4);
        Assert.Equal(european.VannaPerVolPoint, american.VannaPerVolPoint, 2e-6);
        Assert.Equal(european.VolgaPerVolPointSquared, american.VolgaPerVolPointSquared, 2e-6);
        Assert.Equal(european.CharmPerDay, american.CharmPerDay, 2e-6);
        Assert.Equal(european.YieldRhoPerPct, american.YieldRhoPerPct, 1e-3);
        FullGreeks exercised = AmericanOption.FullGreeks(OptionRight.Put, 50, 100, 0.2, 1, 0.05);
        Assert.Equal((50, -1, 0, 0, 0),
            (exercised.Price, exercised.DeltaPerUnit, exercised.VannaPerVolPoint, exercised.VolgaPerVolPointSquared, exercised.CharmPerDay));
    }

    // At these carries the put is exercised within nine years for certain: what is left after does not count. 108.98436 is also what finite differences of
    // 12,800 by 6,400 steps give. Without volatility the best is 120·e^(−0.01·t) − 100·e^(−0.5·t) where it turns, 108.98090.
    [Theory]
    [InlineData(0.05, 109.002450)]
    [InlineData(0.02, 108.984358)]
    [InlineData(0.01, 108.981768)]
    [InlineData(0.005, 108.981120)]
    [InlineData(0.002, 108.980939)]
    public void Price_StrongCarryAndLittleVolatility_DoesNotDependOnALongLife(double vol, double expected)
    {
        foreach (double years in new[] { 10.0, 12, 20, 40 })
            Assert.Equal(expected, AmericanOption.Price(OptionRight.Put, 100, 120, vol, years, 0.01, 0.5), 2e-6);
        Assert.InRange(expected, AmericanOption.Price(OptionRight.Put, 100, 120, 0, 40, 0.01, 0.5), double.PositiveInfinity);
    }

    /// <summary>Without rate and spot at strike an endless call is worth S/(p − 1)·((p − 1)/p)^p with p = 1 + 2·yield/vol².</summary>
    [Theory]
    [InlineData(0.02)]
    [InlineData(0.1)]
    [InlineData(0.3)]
    public void Price_StrongYieldAndLongLife_IsThatOfTheEndlessCall(double vol)
    {
        double p = 1 + (2 * 0.5 / (vol * vol)), endless = 100 / (p - 1) * Math.Pow((p - 1) / p, p);
        Assert.Equal(endless, AmericanOption.Price(OptionRight.Call, 100, 100, vol, 10, 0, 0.5), 1e-5);
        Assert.Equal(endless, DividendOption.Price(OptionRight.Call, true, 100, 100, vol, 10, 0, 0.5, []), 2e-3);
    }

    [Fact]
    public void Price_WhereWaitingAlwaysPays_IsEuropean()
    {
        Assert.Equal(BlackScholes.Price(OptionRight.Call, 100, 90, 0.3, 1, 0.05), AmericanOption.Price(OptionRight.Call, 100, 90, 0.3, 1, 0.05));
        Assert.Equal(BlackScholes.Price(OptionRight.Put, 100, 120, 0.3, 1, 0, 0.04), AmericanOption.Price(OptionRight.Put, 100, 120, 0.3, 1, 0, 0.04));
        Assert.Equal(BlackScholes.Price(OptionRight.Put, 100, 120, 0.3, 1, -0.02, 0.01), AmericanOption.Price(OptionRight.Put, 100, 120, 0.3, 1, -0.02, 0.01));
        Assert.Null(AmericanOption.Boundary(OptionRight.Call, 100, 0.3, 1, 0.05));
        // Rates that tend to 0 tend to it.
        Assert.Equal(BlackScholes.Price(OptionRight.Put, 100, 100, 0.3, 1, 0), AmericanOption.Price(OptionRight.Put, 100, 100, 0.3, 1, 1e-7), 1e-5);
    }

    [Fact]
    public void Price_WithTwoBoundaries_IsRefusedInOneLine()
    {
        foreach (OptionRight right in new[] { OptionRight.Call, OptionRight.Put })
        {
            (double rate, double yield) = right == OptionRight.Put ? (-0.02, -0.05) : (-0.05, -0.02);
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => AmericanOption.Price(right, 100, 100, 0.2, 1, rate, yield));
            Assert.Contains("two exercise boundaries", error.Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentOutOfRangeException>(() => BaroneAdesiWhaley.Price(right, 100, 100, 0.2, 1, rate, yield));
            Assert.Throws<ArgumentOutOfRangeException>(() => BjerksundStensland.Price(right, 100, 100, 0.2, 1, rate, yield));
        }
    }

    [Fact]
    public void Price_WithoutVolatilityOrTime_IsTheBestCertainExercise()
    {
        Assert.Equal(20, AmericanOption.Price(OptionRight.Put, 80, 100, 0, 1, 0.05, 0.01), 1e-12);
        Assert.Equal(20, AmericanOption.Price(OptionRight.Put, 80, 100, 0.3, 0, 0.05, 0.01), 1e-12);
        // The rate outweighs the yield at first for the call's holder: waiting pays until both balance.
        double best = Enumerable.Range(0, 100_001).Max(i => (100 * Math.Exp(-0.08 * i / 1e5 * 20)) - (80 * Math.Exp(-0.12 * i / 1e5 * 20)));
        Assert.Equal(best, AmericanOption.Price(OptionRight.Call, 100, 80, 0, 20, 0.12, 0.08), 1e-7);
    }

    [Theory]
    [InlineData(OptionRight.Put)]
    [InlineData(OptionRight.Call)]
    public void Boundary_FallsFromItsLimitAtExpiry_AndPriceMeetsItSmoothly(OptionRight right)
    {
        ExerciseBoundary boundary = AmericanOption.Boundary(right, 100, 0.25, 2, 0.05, 0.03)!;
        double sign = right == OptionRight.Call ? 1 : -1;
        Assert.Equal(right == OptionRight.Call ? 100 * 0.05 / 0.03 : 100, boundary.At(0), 1e-9);
        for (double t = 0.05; t <= 2; t += 0.05)
            Assert.True(sign * (boundary.At(t) - boundary.At(t - 0.05)) > 0, $"{t}");
        double there = boundary.At(2);
        Assert.Equal(Math.Abs((there * (1 + (sign * 1e-4))) - 100), AmericanOption.Price(right, there * (1 + (sign * 1e-4)), 100, 0.25, 2, 0.05, 0.03), 1e-6);
        Greeks inside = AmericanOption.Greeks(right, there * (1 - (sign * 1e-3)), 100, 0.25, 2, 0.05, 0.03);
        Assert.Equal(sign, inside.DeltaPerUnit, 2e-3);
        Assert.Throws<ArgumentOutOfRangeException>(() => boundary.At(2.1));
    }

    [Fact]
    public void BjerksundStenslandFlat_InVectors_IsTheFormulaTermByTerm() => Prop.ForAll(Cases, c =>
    {
        // Bjerksund and Stensland (1993) for a call, its boundary with the exponent of their paper of 2002; a put is one with spot and strike, rate and yield
        // exchanged.
        (double s, double k, double r, double q) = c.Right == OptionRight.Call ? (c.Spot, c.Strike, c.Rate, c.Yield) : (c.Strike, c.Spot, c.Yield, c.Rate);
        if (q < 1e-3 || r < 1e-3)
            return;
        double v = c.Vol * c.Vol, b = r - q, beta = 0.5 - (b / v) + Math.Sqrt(Math.Pow((b / v) - 0.5, 2) + (2 * r / v));
        double endless = beta / (beta - 1) * k, start = Math.Max(k, r / q * k);
        double trigger = start
            + ((endless - start) * (1 - Math.Exp(-((b * c.Years) + (2 * c.Vol * Math.Sqrt(c.Years))) * k * k / ((endless - start) * start))));
        double Phi(double gamma, double h)
        {
            double lambda = -r + (gamma * b) + (0.5 * gamma * (gamma - 1) * v), kappa = (2 * b / v) + (2 * gamma) - 1, deviation = c.Vol * Math.Sqrt(c.Years);
            double d = -(Math.Log(s / h) + ((b + ((gamma - 0.5) * v)) * c.Years)) / deviation;
            return Math.Exp(lambda * c.Years) * Math.Pow(s, gamma)
                * (NormalDistribution.Cdf(d) - (Math.Pow(trigger / s, kappa) * NormalDistribution.Cdf(d - (2 * Math.Log(trigger / s) / deviation))));
        }

        double alpha = (trigger - k) * Math.Pow(trigger, -beta);
        double formula = s >= trigger
            ? s - k
            : (alpha * Math.Pow(s, beta)) - (alpha * Phi(beta, trigger)) + Phi(1, trigger) - Phi(1, k) - (k * Phi(0, trigger)) + (k * Phi(0, k));
        if (double.IsFinite(formula))
            Assert.Equal(Math.Max(formula, Math.Max(c.European, c.Intrinsic)),
                BjerksundStensland.PriceFlat(c.Right, c.Spot, c.Strike, c.Vol, c.Years, c.Rate, c.Yield), 1e-7);
    }).Check(s_config);
}
