using ResearchLab.Options;

namespace ResearchLab.Tests.Options;

public sealed class DividendOptionTests
{
    private static readonly (double Spot, double Vol, double Years, double Rate, double Yield)[] s_cases =
        [(100, 0.25, 1, 0.05, 0.05), (90, 0.3, 0.5, 0.06, 0), (115, 0.2, 2, 0.03, 0.07), (100, 0.6, 0.1, 0.04, 0.01)];

    [Fact]
    public void Price_WithoutDividends_IsBlackScholesAndTheSpectralAmerican()
    {
        foreach (OptionRight right in new[] { OptionRight.Call, OptionRight.Put })
        {
            foreach ((double spot, double vol, double years, double rate, double yield) in s_cases)
            {
                Greeks european = DividendOption.Greeks(right, false, spot, 100, vol, years, rate, yield, []);
                Greeks exact = BlackScholes.Greeks(right, spot, 100, vol, years, rate, yield);
                Assert.Equal(exact.Price, european.Price, 2e-4);
                Assert.Equal(exact.DeltaPerUnit, european.DeltaPerUnit, 1e-4);
                Assert.Equal(exact.GammaPerUnit, european.GammaPerUnit, 1e-4);
                Assert.Equal(exact.VegaPerVolPoint, european.VegaPerVolPoint, 1e-4);
                Assert.Equal(exact.ThetaPerDay, european.ThetaPerDay, 1e-4);
                Assert.Equal(exact.RhoPerPct, european.RhoPerPct, 1e-4);
                Assert.Equal(AmericanOption.Price(right, spot, 100, vol, years, rate, yield),
                    DividendOption.Price(right, true, spot, 100, vol, years, rate, yield, []), 2e-3);
            }
        }
    }

    [Fact]
    public void Price_FinerGrids_Converge()
    {
        CashDividend[] dividends = [new(0.25, 2), new(0.75, 2)];
        double At(int scale) => DividendOption.Price(OptionRight.Call, true, 100, 95, 0.3, 1, 0.05, 0, dividends, new PriceGrid(200 * scale, 100 * scale));
        double limit = At(16), coarse = Math.Abs(At(1) - limit), fine = Math.Abs(At(4) - limit);
        Assert.True(fine < 0.4 * coarse && fine < 2e-3, $"{coarse} {fine}");
    }

    // QuantLib's finite differences with 4,000 × 4,000 points and a stock that falls by the cash, extrapolated: bench/quantlib/dividends.cpp.
    [Theory]
    [InlineData('C', false, 100, 0.3, 365, 0.06, "182:7", 11.10486)]
    [InlineData('C', true, 100, 0.3, 365, 0.06, "182:7", 11.65063)]
    [InlineData('P', false, 100, 0.3, 365, 0.06, "182:7", 12.07499)]
    [InlineData('P', true, 100, 0.3, 365, 0.06, "182:7", 12.90315)]
    [InlineData('C', true, 90, 0.2, 365, 0.05, "45:1.2 136:1.2 227:1.2 318:1.2", 13.52642)]
    [InlineData('P', true, 110, 0.2, 365, 0.05, "45:1.2 136:1.2 227:1.2 318:1.2", 14.06737)]
    [InlineData('C', true, 80, 0.15, 60, 0.02, "50:2.5", 20.21891)]
    [InlineData('P', true, 120, 0.4, 730, 0.01, "100:3 280:3 460:3 640:3", 41.90504)]
    [InlineData('C', true, 100, 0.25, 180, 0, "170:4", 6.81444)]
    [InlineData('P', true, 95, 0.25, 90, 0.08, "10:5", 3.98376)]
    public void Price_CashDividends_IsQuantLibs(char right, bool american, double strike, double vol, int days, double rate, string dividends, double expected)
    {
        CashDividend[] cash = [.. dividends.Split(' ').Select(text => text.Split(':'))
            .Select(parts => new CashDividend(double.Parse(parts[0]) / 365, double.Parse(parts[1])))];
        double actual = DividendOption.Price(right == 'C' ? OptionRight.Call : OptionRight.Put, american, 100, strike, vol, days / 365.0, rate, 0, cash);
        Assert.Equal(expected, actual, 1e-3);
    }

    [Fact]
    public void European_OneDividend_IsTheIntegralOverThePriceAtTheExDate()
    {
        // Haug, Haug and Lewis (2003): the expected Black–Scholes value of what is left after the dividend, by quadrature.
        const double Spot = 100, Strike = 100, Vol = 0.3, Years = 1, Rate = 0.06, When = 0.5, Cash = 7;
        foreach (OptionRight right in new[] { OptionRight.Call, OptionRight.Put })
        {
            double sum = 0;
            const int Steps = 40_000;
            for (int i = 0; i < Steps; i++)
            {
                double z = -9 + (18 * (i + 0.5) / Steps);
                double before = Spot * Math.Exp(((Rate - (0.5 * Vol * Vol)) * When) + (Vol * Math.Sqrt(When) * z));
                double left = Math.Max(before - Cash, 1e-9);
                sum += Math.Exp(-0.5 * z * z) * BlackScholes.Price(right, left, Strike, Vol, Years - When, Rate);
            }

            double expected = Math.Exp(-Rate * When) * sum * 18 / Steps / Math.Sqrt(2 * Math.PI);
            Assert.Equal(expected, DividendOption.Price(right, false, Spot, Strike, Vol, Years, Rate, 0, [new(When, Cash)]), 1e-3);
        }
    }

    [Fact]
    public void AmericanCall_BeforeABigDividend_IsExercisedThen()
    {
        // With all of the value gone at the ex-date the call is worth the European one that expires just before it.
        const double When = 0.4;
        double until = BlackScholes.Price(OptionRight.Call, 100, 80, 0.3, When, 0.05);
        double american = DividendOption.Price(OptionRight.Call, true, 100, 80, 0.3, 0.45, 0.05, 0, [new(When, 60)]);
        Assert.Equal(until, american, 2e-3);
        double small = DividendOption.Price(OptionRight.Call, true, 100, 80, 0.3, 0.45, 0.05, 0, [new(When, 1e-6)]);
        Assert.Equal(BlackScholes.Price(OptionRight.Call, 100, 80, 0.3, 0.45, 0.05), small, 1e-3);
    }

    [Fact]
    public void American_IsWorthMoreThanEuropean_AndPutsGainByDividends()
    {
        CashDividend[] dividends = [new(0.2, 1.5), new(0.45, 1.5), new(0.7, 1.5), new(3, 50)];
        double lastPut = 0;
        foreach (double spot in new[] { 120.0, 105, 100, 90, 60 })
        {
            foreach (OptionRight right in new[] { OptionRight.Call, OptionRight.Put })
            {
                double american = DividendOption.Price(right, true, spot, 100, 0.25, 1, 0.05, 0, dividends);
                double european = DividendOption.Price(right, false, spot, 100, 0.25, 1, 0.05, 0, dividends);
                double intrinsic = Math.Max(right == OptionRight.Call ? spot - 100 : 100 - spot, 0);
                Assert.True(american >= european - 1e-4 && american >= intrinsic, $"{right} {spot}: {american} {european}");
                if (right == OptionRight.Put)
                {
                    Assert.True(american > AmericanOption.Price(right, spot, 100, 0.25, 1, 0.05) && american > lastPut);
                    lastPut = american;
                }
            }

            double call = DividendOption.Price(OptionRight.Call, false, spot, 100, 0.25, 1, 0.05, 0, dividends);
            double put = DividendOption.Price(OptionRight.Put, false, spot, 100, 0.25, 1, 0.05, 0, dividends);
            double paid = dividends[..3].Sum(d => d.CashPerShare * Math.Exp(-0.05 * d.YearsToExDate));
            Assert.Equal(spot - paid - (100 * Math.Exp(-0.05)), call - put, 2e-3);
        }
    }

    [Fact]
    public void Price_NegativeRatesWithTwoBoundaries_AgreesWithATree()
    {
        double tree = BinomialOracle.Price(OptionRight.Put, 100, 100, 0.1, 5, -0.005, -0.03, 1_001);
        Assert.Equal(tree, DividendOption.Price(OptionRight.Put, true, 100, 100, 0.1, 5, -0.005, -0.03, []), 5e-3);
        Assert.True(tree > BlackScholes.Price(OptionRight.Put, 100, 100, 0.1, 5, -0.005, -0.03));
    }

    [Fact]
    public void Price_BadArguments_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => DividendOption.Price(OptionRight.Put, true, 100, 100, 1e-5, 1, 0, 0, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => DividendOption.Price(OptionRight.Put, true, 100, 100, 0.2, 1, 0, 0, [new(-1, 1)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => DividendOption.Price(OptionRight.Put, true, 100, 100, 0.2, 1, 0, 0, [new(0.5, double.NaN)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => DividendOption.Price(OptionRight.Put, true, 100, 100, 0.2, 1, 0, 0, [], new PriceGrid(51)));
    }
}
