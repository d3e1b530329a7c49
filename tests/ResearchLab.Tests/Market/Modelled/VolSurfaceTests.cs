using FsCheck;
using FsCheck.Fluent;
using ResearchLab.Market;

namespace ResearchLab.Tests.Market;

public class VolSurfaceTests
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(1_000).WithReplay(20260101UL, 1UL);

    /// <summary>Surfaces from calm to the worst of 2008, steep and inverted, for quiet funds and wild stocks.</summary>
    private static readonly Arbitrary<VolSurface> s_surfaces = ArbMap.Default.GeneratorFor<uint>().Four().Select(t => ModelledChain.Surface(
        vix: 8 + (80 * Unit(t.Item1)), vix3M: (8 + (80 * Unit(t.Item1))) * (0.65 + (0.8 * Unit(t.Item2))),
        volRatioToMarket: 0.4 + (5.6 * Unit(t.Item3)), ratePerYear: 0.08 * Unit(t.Item4))).ToArbitrary();

    private static double Unit(uint value) => value * 2654435761u % 1_000_003 / 1_000_003.0;

    [Fact]
    public void TotalVariance_FixedMoneynessLaterExpiry_NeverFalls() =>
        Prop.ForAll(s_surfaces, surface =>
        {
            for (double k = -2.5; k <= 1.5; k += 0.25)
            {
                double before = 0;
                for (double years = 1 / 365.0; years < 2.5; years *= 1.35)
                {
                    double variance = surface.At(100, years).TotalVariance(k);
                    if (variance < before - 1e-12)
                        return false;
                    before = variance;
                }
            }

            return true;
        }).Check(s_config);

    /// <summary>Durrleman's function g, proportional to the risk-neutral density (Gatheral and Jacquier, 2014, eq. 2.1).</summary>
    [Fact]
    public void Density_AnyStrike_IsNotNegative() =>
        Prop.ForAll(s_surfaces, surface =>
        {
            for (double years = 1 / 365.0; years < 2.5; years *= 1.9)
            {
                VolSlice slice = surface.At(100, years);
                for (double z = -8; z <= 8; z += 0.2)
                {
                    double k = z * slice.AtmDeviation, h = 1e-3 * slice.AtmDeviation;
                    double w = slice.TotalVariance(k), up = slice.TotalVariance(k + h), down = slice.TotalVariance(k - h);
                    double slope = (up - down) / (2 * h), curve = (up - (2 * w) + down) / (h * h);
                    double half = 1 - (k * slope / (2 * w));
                    double g = (half * half) - (slope * slope / 4 * ((1 / w) + 0.25)) + (curve / 2);
                    if (g < -1e-5)
                        return false;
                }
            }

            return true;
        }).Check(s_config.WithMaxTest(300));

    [Fact]
    public void TotalVariance_AtTheForward_IsTheTermStructure()
    {
        VolSurface surface = ModelledChain.Surface(20, 22, 1, 0.03);
        foreach (double years in (double[])[0.02, 0.1, 0.5, 1])
            Assert.Equal(surface.AtmVol(years), surface.At(100, years).ImpliedVol(100 * Math.Exp(surface.RatePerYear * years)), 1e-12);
    }

    [Theory]
    [InlineData(0.04, 0.05)]
    [InlineData(0.04, 0.03)]
    [InlineData(0.01, 0.011)]
    public void TermStructure_OrdinaryNodes_MeetsBoth(double near, double far)
    {
        (double shortVariance, double longVariance) = VolSurface.TermStructure(near, far, 8);
        var surface = new VolSurface(shortVariance, longVariance, 8, -0.5, 1, 0.4, 0);
        Assert.Equal(near, surface.AtmVariance(30 / 365.0), 1e-12);
        Assert.Equal(far, surface.AtmVariance(93 / 365.0), 1e-12);
    }

    [Fact]
    public void TermStructure_CrashNodes_KeepsForwardVariancePositive()
    {
        (double shortVariance, double longVariance) = VolSurface.TermStructure(0.8 * 0.8, 0.45 * 0.45, 4);
        Assert.True(longVariance > 0 && shortVariance > longVariance);
        Assert.Equal(0.64, new VolSurface(shortVariance, longVariance, 4, -0.5, 1, 0.4, 0).AtmVariance(30 / 365.0), 1e-12);
    }

    [Fact]
    public void TermStructure_VerySteepNodes_KeepsForwardVariancePositive()
    {
        (double shortVariance, double longVariance) = VolSurface.TermStructure(0.01, 0.04, 4);
        Assert.True(shortVariance > 0 && longVariance > shortVariance);
        Assert.Equal(0.04, new VolSurface(shortVariance, longVariance, 4, -0.5, 1, 0.4, 0).AtmVariance(93 / 365.0), 1e-12);
    }

    [Theory]
    [InlineData(0, 20, 1)]
    [InlineData(double.NaN, 20, 1)]
    [InlineData(20, -1, 1)]
    [InlineData(20, 20, 0)]
    [InlineData(20, 20, double.PositiveInfinity)]
    public void Surface_BadInput_Throws(double vix, double vix3M, double ratio) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ModelledChain.Surface(vix, vix3M, ratio, 0.02));

    [Fact]
    public void Surface_NoThreeMonthIndex_TakesTheUsualOneAtThisLevel()
    {
        // The regression line over 2009–2023 puts VIX3M above a low VIX and below a high one.
        VolSurface calm = ModelledChain.Surface(12, double.NaN, 1, 0), crash = ModelledChain.Surface(70, double.NaN, 1, 0);
        Assert.True(calm.LongVariance > calm.ShortVariance);
        Assert.True(crash.LongVariance < crash.ShortVariance);
    }
}
