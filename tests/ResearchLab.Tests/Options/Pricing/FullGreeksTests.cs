using FsCheck;
using FsCheck.Fluent;
using ResearchLab.Options;

namespace ResearchLab.Tests.Options;

public sealed class FullGreeksTests
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(1_000).WithReplay(20260201UL, 1UL);

    private sealed record Case(OptionRight Right, double Spot, double Strike, double Vol, double Years, double Rate, double Yield)
    {
        public FullGreeks Full => BlackScholes.FullGreeks(Right, Spot, Strike, Vol, Years, Rate, Yield);
    }

    private static Arbitrary<Case> Cases { get; } = (
        from right in Gen.Elements(OptionRight.Call, OptionRight.Put)
        from moneyness in Uniform(-0.5, 0.5)
        from vol in Uniform(0.1, 1)
        from years in Uniform(0.1, 3)
        from rate in Uniform(-0.02, 0.12)
        from yield in Uniform(-0.02, 0.08)
        select new Case(right, 100, 100 * Math.Exp(moneyness), vol, years, rate, yield)).ToArbitrary();

    private static Gen<double> Uniform(double low, double high) =>
        Gen.Choose(0, 1_000_000).Select(step => low + ((high - low) * step / 1_000_000));

    // Fourth-order central difference.
    private static double Slope(Func<double, double> f, double x, double h) =>
        ((8 * (f(x + h) - f(x - h))) - (f(x + (2 * h)) - f(x - (2 * h)))) / (12 * h);

    private static bool Near(double actual, double expected, double scale) => Math.Abs(actual - expected) <= 2e-7 * (scale + Math.Abs(expected));

    [Fact]
    public void FullGreeks_AgreeWithDifferencesOfTheLowerOrder() => Prop.ForAll(Cases, c =>
    {
        FullGreeks g = c.Full;
        double delta = Slope(s => (c with { Spot = s }).Full.Price, c.Spot, 0.05);
        double gamma = Slope(s => (c with { Spot = s }).Full.DeltaPerUnit, c.Spot, 0.05);
        double vega = Slope(v => (c with { Vol = v }).Full.Price, c.Vol, 1e-3);
        double theta = -Slope(t => (c with { Years = t }).Full.Price, c.Years, 1e-3);
        double rho = Slope(r => (c with { Rate = r }).Full.Price, c.Rate, 1e-3);
        double yieldRho = Slope(q => (c with { Yield = q }).Full.Price, c.Yield, 1e-3);
        double vanna = Slope(v => (c with { Vol = v }).Full.DeltaPerUnit, c.Vol, 1e-3);
        double vannaBySpot = Slope(s => (c with { Spot = s }).Full.VegaPerVolPoint, c.Spot, 0.05);
        double volga = Slope(v => (c with { Vol = v }).Full.VegaPerVolPoint, c.Vol, 1e-3);
        double charm = -Slope(t => (c with { Years = t }).Full.DeltaPerUnit, c.Years, 1e-3);
        return Near(g.DeltaPerUnit, delta, 1)
            && Near(g.GammaPerUnit, gamma, 1) && Near(g.VegaPerVolPoint, 0.01 * vega, 1) && Near(g.ThetaPerDay, theta / 365, 1)
            && Near(g.RhoPerPct, 0.01 * rho, 1) && Near(g.YieldRhoPerPct, 0.01 * yieldRho, 1) && Near(g.VannaPerVolPoint, 0.01 * vanna, 0.1)
            && Near(g.VannaPerVolPoint, vannaBySpot, 0.1) && Near(g.VolgaPerVolPointSquared, 0.01 * volga, 0.1) && Near(g.CharmPerDay, charm / 365, 0.1);
    }).Check(s_config);

    [Fact]
    public void FullGreeks_CallLessPut_AreThoseOfAForward() => Prop.ForAll(Cases, c =>
    {
        FullGreeks call = (c with { Right = OptionRight.Call }).Full, put = (c with { Right = OptionRight.Put }).Full;
        double spotFactor = Math.Exp(-c.Yield * c.Years), strikeFactor = Math.Exp(-c.Rate * c.Years);
        return Near(call.Price - put.Price, (c.Spot * spotFactor) - (c.Strike * strikeFactor), 1e-5)
            && Near(call.DeltaPerUnit - put.DeltaPerUnit, spotFactor, 1e-6)
            && Near(call.GammaPerUnit, put.GammaPerUnit, 1e-6) && Near(call.VannaPerVolPoint, put.VannaPerVolPoint, 1e-6)
            && Near(call.VolgaPerVolPointSquared, put.VolgaPerVolPointSquared, 1e-6)
            && Near(call.CharmPerDay - put.CharmPerDay, c.Yield * spotFactor / 365, 1e-6)
            && Near(call.RhoPerPct - put.RhoPerPct, 0.01 * c.Years * c.Strike * strikeFactor, 1e-6)
            && Near(call.YieldRhoPerPct - put.YieldRhoPerPct, -0.01 * c.Years * c.Spot * spotFactor, 1e-6);
    }).Check(s_config);

    [Fact]
    public void Black76_OnTheForward_IsBlackScholesOnTheSpot() => Prop.ForAll(Cases, c =>
    {
        double growth = Math.Exp((c.Rate - c.Yield) * c.Years), forward = c.Spot * growth;
        FullGreeks spot = c.Full, future = Black76.FullGreeks(c.Right, forward, c.Strike, c.Vol, c.Years, c.Rate);
        double rho = Slope(r => Black76.Price(c.Right, forward, c.Strike, c.Vol, c.Years, r), c.Rate, 1e-3);
        double theta = -Slope(t => Black76.Price(c.Right, forward, c.Strike, c.Vol, t, c.Rate), c.Years, 1e-3);
        Greeks five = Black76.Greeks(c.Right, forward, c.Strike, c.Vol, c.Years, c.Rate);
        return Near(future.Price, spot.Price, 1e-5) && Near(future.DeltaPerUnit * growth, spot.DeltaPerUnit, 1e-6)
            && Near(future.GammaPerUnit * growth * growth, spot.GammaPerUnit, 1e-6) && Near(future.VegaPerVolPoint, spot.VegaPerVolPoint, 1e-6)
            && Near(future.RhoPerPct, 0.01 * rho, 1) && Near(future.ThetaPerDay, theta / 365, 1) && future.YieldRhoPerPct == 0
            && five == new Greeks(future.Price, future.DeltaPerUnit, future.GammaPerUnit, future.VegaPerVolPoint, future.ThetaPerDay, future.RhoPerPct);
    }).Check(s_config);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.2, 0)]
    [InlineData(1e-300, 1)]
    [InlineData(1e-9, 1e-9)]
    [InlineData(1e6, 30)]
    public void FullGreeks_AtTheEdges_AreFinite(double vol, double years)
    {
        foreach (double strike in new[] { 1e-3, 100, 1e6 })
        {
            foreach (OptionRight right in new[] { OptionRight.Call, OptionRight.Put })
            {
                FullGreeks g = BlackScholes.FullGreeks(right, 100, strike, vol, years, 0.03, 0.01);
                Assert.True(double.IsFinite(
                    g.Price + g.DeltaPerUnit + g.GammaPerUnit + g.VegaPerVolPoint + g.ThetaPerDay + g.RhoPerPct + g.YieldRhoPerPct
                    + g.VannaPerVolPoint + g.VolgaPerVolPointSquared + g.CharmPerDay), $"{right} {strike}: {g}");
            }
        }
    }
}
