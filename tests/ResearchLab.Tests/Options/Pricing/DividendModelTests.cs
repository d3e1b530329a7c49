using FsCheck;
using FsCheck.Fluent;
using ResearchLab.Options;

namespace ResearchLab.Tests.Options;

/// <summary>Cash dividends: published examples of both models, every greek, what must hold for any of them, and certain futures.</summary>
[Trait("Tier", "full")]
public sealed class DividendModelTests
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(20).WithReplay(20260404UL, 1UL);

    private sealed record Case(OptionRight Right, double Spot, double Strike, double Vol, double Years, double Rate, CashDividend[] Cash)
    {
        public double Sign => Right == OptionRight.Call ? 1 : -1;

        public double Price(bool american) => DividendOption.Price(Right, american, Spot, Strike, Vol, Years, Rate, 0, Cash);
    }

    private static Gen<double> Uniform(double low, double high) =>
        Gen.Choose(0, 1_000_000).Select(step => low + ((high - low) * step / 1_000_000));

    private static Arbitrary<Case> Cases { get; } = (
        from right in Gen.Elements(OptionRight.Call, OptionRight.Put)
        from moneyness in Uniform(-0.3, 0.3)
        from vol in Uniform(0.12, 0.6)
        from years in Uniform(0.1, 1.5)
        from rate in Uniform(-0.01, 0.08)
        from first in Uniform(0.05, 0.45)
        from gap in Uniform(0.1, 0.5)
        from cash in Uniform(0.1, 5)
        select new Case(right, 100, 100 * Math.Exp(moneyness), vol, years, rate, [new(first * years, cash), new((first + gap) * years, cash)])).ToArbitrary();

    /// <summary>
    /// One dividend: what the holder has at the ex-date, integrated over the price there. Escrowed, the dividend's present value does not vary.
    /// </summary>
    private static double ByQuadrature(bool american, double spot, double strike, double vol, double years, double rate, double when, double cash,
        bool escrowed)
    {
        double sum = 0, start = escrowed ? spot - (cash * Math.Exp(-rate * when)) : spot;
        const int Steps = 20_000;
        for (int i = 0; i < Steps; i++)
        {
            double z = -9 + (18 * (i + 0.5) / Steps);
            double then = start * Math.Exp(((rate - (0.5 * vol * vol)) * when) + (vol * Math.Sqrt(when) * z));
            (double cum, double ex) = escrowed ? (then + cash, then) : (then, Math.Max(then - cash, 1e-9));
            double held = BlackScholes.Price(OptionRight.Call, ex, strike, vol, years - when, rate);
            sum += Math.Exp(-0.5 * z * z) * (american ? Math.Max(held, cum - strike) : held);
        }

        return Math.Exp(-rate * when) * sum * 18 / Steps / Math.Sqrt(2 * Math.PI);
    }

    [Fact]
    public void AmericanCall_ExampleOfRollGeskeAndWhaley_AndTheSameOptionInThisModel()
    {
        // Haug (2007), The Complete Guide to Option Pricing Formulas, 2nd ed., section 9.2: 4.3860, with the dividend escrowed.
        (double spot, double strike, double vol, double years, double rate, double when, double cash) = (80, 82, 0.3, 0.3333, 0.06, 0.25, 4);
        double escrowed = ByQuadrature(true, spot, strike, vol, years, rate, when, cash, escrowed: true);
        Assert.Equal(4.3860, escrowed, 2e-4);
        double spotModel = ByQuadrature(true, spot, strike, vol, years, rate, when, cash, escrowed: false);
        Assert.Equal(spotModel, DividendOption.Price(OptionRight.Call, true, spot, strike, vol, years, rate, 0, [new(when, cash)]), 5e-4);
        // All of the stock varies here, so that the same volatility gives more.
        Assert.InRange(spotModel / escrowed, 1.01, 1.1);
    }

    [Fact]
    public void AmericanCall_HullsExampleOfBlacksApproximation_IsItsFloor()
    {
        // Hull, Options, Futures, and Other Derivatives, chapter on Black–Scholes–Merton: 3.67 held to expiry, 3.52 exercised before the second dividend.
        CashDividend[] cash = [new(2 / 12.0, 0.5), new(5 / 12.0, 0.5)];
        double Paid(int count) => cash[..count].Sum(d => d.CashPerShare * Math.Exp(-0.09 * d.YearsToExDate));
        double held = BlackScholes.Price(OptionRight.Call, 40 - Paid(2), 40, 0.3, 0.5, 0.09);
        double early = BlackScholes.Price(OptionRight.Call, 40 - Paid(1), 40, 0.3, 5 / 12.0, 0.09);
        Assert.Equal(3.67, held, 5e-3);
        Assert.Equal(3.52, early, 5e-3);
        double american = DividendOption.Price(OptionRight.Call, true, 40, 40, 0.3, 0.5, 0.09, 0, cash);
        double european = DividendOption.Price(OptionRight.Call, false, 40, 40, 0.3, 0.5, 0.09, 0, cash);
        Assert.True(american > european && european > held, $"{american} {european} {held}");
        Assert.InRange(american, held, held + 0.15);
    }

    [Fact]
    public void FullGreeks_WithoutDividends_AreThoseOfTheOtherModels()
    {
        foreach (OptionRight right in new[] { OptionRight.Call, OptionRight.Put })
        {
            foreach ((double strike, double vol, double years, double rate,
                double yield) in new[] { (100, 0.25, 1, 0.05, 0.03), (110, 0.4, 0.3, 0.02, 0.06), (92, 0.2, 0.5, 0.04, 0.01) })
            {
                Near(BlackScholes.FullGreeks(right, 100, strike, vol, years, rate, yield),
                    DividendOption.FullGreeks(right, false, 100, strike, vol, years, rate, yield, []), 2e-4);
                Near(AmericanOption.FullGreeks(right, 100, strike, vol, years, rate, yield),
                    DividendOption.FullGreeks(right, true, 100, strike, vol, years, rate, yield, []), 3e-3);
            }
        }

        static void Near(FullGreeks a, FullGreeks b, double tolerance)
        {
            Assert.Equal(a.Price, b.Price, tolerance);
            Assert.Equal(a.DeltaPerUnit, b.DeltaPerUnit, tolerance);
            Assert.Equal(a.GammaPerUnit, b.GammaPerUnit, 0.1 * tolerance);
            Assert.Equal(a.VegaPerVolPoint, b.VegaPerVolPoint, tolerance);
            Assert.Equal(a.ThetaPerDay, b.ThetaPerDay, 0.1 * tolerance);
            Assert.Equal(a.RhoPerPct, b.RhoPerPct, tolerance);
            Assert.Equal(a.YieldRhoPerPct, b.YieldRhoPerPct, tolerance);
            Assert.Equal(a.VannaPerVolPoint, b.VannaPerVolPoint, 0.1 * tolerance);
            Assert.Equal(a.VolgaPerVolPointSquared, b.VolgaPerVolPointSquared, 0.1 * tolerance);
            Assert.Equal(a.CharmPerDay, b.CharmPerDay, 0.1 * tolerance);
        }
    }

    [Fact]
    public void FullGreeks_WithDividends_AreTheDifferencesOfPrices() => Prop.ForAll(Cases, c =>
    {
        var fine = new PriceGrid(1_600, 800);
        double At(double spot, double vol, double rate, double later) => DividendOption.Price(
            c.Right, false, spot, c.Strike, vol, c.Years - later, rate, 0, [.. c.Cash.Select(d => d with { YearsToExDate = d.YearsToExDate - later })], fine);
        FullGreeks g = DividendOption.FullGreeks(c.Right, false, c.Spot, c.Strike, c.Vol, c.Years, c.Rate, 0, c.Cash);
        double here = At(c.Spot, c.Vol, c.Rate, 0), dt = Math.Min(0.2 * c.Cash[0].YearsToExDate, 2 / 365.0), dv = 0.02 * c.Vol;
        Assert.Equal((At(101, c.Vol, c.Rate, 0) - At(99, c.Vol, c.Rate, 0)) / 2, g.DeltaPerUnit, 1e-3);
        Assert.Equal(At(101, c.Vol, c.Rate, 0) + At(99, c.Vol, c.Rate, 0) - (2 * here), g.GammaPerUnit, 2e-3);
        Assert.Equal((At(c.Spot, c.Vol + dv, c.Rate, 0) - At(c.Spot, c.Vol - dv, c.Rate, 0)) / (200 * dv), g.VegaPerVolPoint, 2e-3);
        Assert.Equal((At(c.Spot, c.Vol, c.Rate + 1e-3, 0) - At(c.Spot, c.Vol, c.Rate - 1e-3, 0)) / 0.2, g.RhoPerPct, 2e-3);
        Assert.Equal((At(c.Spot, c.Vol, c.Rate, dt) - here) / dt / 365, g.ThetaPerDay, 2e-3 + (0.1 * Math.Abs(g.ThetaPerDay)));
        double Delta(double vol, double later) => (At(101, vol, c.Rate, later) - At(99, vol, c.Rate, later)) / 2;
        Assert.Equal((Delta(c.Vol + dv, 0) - Delta(c.Vol - dv, 0)) / (200 * dv), g.VannaPerVolPoint, 2e-3);
        Assert.Equal((Delta(c.Vol, dt) - Delta(c.Vol, 0)) / dt / 365, g.CharmPerDay, 1e-3);
    }).Check(s_config.WithMaxTest(6));

    [Fact]
    public void Price_AnyDividends_KeepsTheOrders() => Prop.ForAll(Cases, c =>
    {
        const double Slack = 3e-3;
        double american = c.Price(true), european = c.Price(false);
        Assert.True(american >= european - Slack && american >= Math.Max(c.Sign * (c.Spot - c.Strike), 0), $"{c}: {american} {european}");
        Assert.True((c with { Vol = c.Vol * 1.1 }).Price(true) >= american - Slack, $"vol {c}");
        Assert.True(c.Sign * ((c with { Spot = 102 }).Price(true) - american) >= -Slack, $"spot {c}");
        Assert.True(c.Sign * ((c with { Strike = 1.02 * c.Strike }).Price(true) - american) <= Slack, $"strike {c}");
        // More cash takes from calls and gives to puts, at most what is paid.
        Case more = c with { Cash = [.. c.Cash.Select(d => d with { CashPerShare = d.CashPerShare + 1 })] };
        foreach (bool early in new[] { false, true })
            Assert.InRange(c.Sign * (c.Price(early) - more.Price(early)), -Slack, (2 * Math.Exp(0.02)) + Slack);
        double up = (c with { Strike = 1.05 * c.Strike }).Price(true), down = (c with { Strike = 0.95 * c.Strike }).Price(true);
        Assert.True(up + down >= (2 * american) - Slack, $"convex {c}");
        Case seven = c with { Spot = 7 * c.Spot, Strike = 7 * c.Strike, Cash = [.. c.Cash.Select(d => d with { CashPerShare = 7 * d.CashPerShare })] };
        Assert.Equal(7 * american, seven.Price(true), 1e-9 * american);
        if (c.Right == OptionRight.Call)
        {
            // The holder may always plan to exercise just before the last ex-date, or never.
            double last = c.Cash[1].YearsToExDate;
            double planned = DividendOption.Price(c.Right, false, c.Spot, c.Strike, c.Vol, last, c.Rate, 0, c.Cash);
            Assert.True(american >= planned - Slack, $"{c}: {american} {planned}");
        }
    }).Check(s_config);

    [Fact]
    public void Price_WithoutVolatilityOrTime_IsTheBestCertainExercise()
    {
        CashDividend[] cash = [new(0.25, 3), new(0.75, 3)];
        double At(double t, bool cum)
        {
            double spot = 100;
            double from = 0;
            foreach (CashDividend d in cash.Where(d => cum ? d.YearsToExDate < t : d.YearsToExDate <= t))
            {
                spot = (spot * Math.Exp(0.04 * (d.YearsToExDate - from))) - d.CashPerShare;
                from = d.YearsToExDate;
            }

            return spot * Math.Exp(0.04 * (t - from));
        }

        foreach ((OptionRight right, double strike) in new[] { (OptionRight.Call, 90.0), (OptionRight.Put, 104.0), (OptionRight.Put, 90.0),
            (OptionRight.Call, 99.0) })
        {
            double sign = right == OptionRight.Call ? 1 : -1;
            double best = Enumerable.Range(0, 4_001).SelectMany(i => new[] { (i / 4_000.0, true), (i / 4_000.0, false) })
                .Max(x => Math.Exp(-0.04 * x.Item1) * sign * (At(x.Item1, x.Item2) - strike));
            Assert.Equal(Math.Max(best, 0), DividendOption.Price(right, true, 100, strike, 0, 1, 0.04, 0, cash), 1e-9);
            double held = Math.Exp(-0.04) * Math.Max(sign * (At(1, false) - strike), 0);
            Assert.Equal(held, DividendOption.Price(right, false, 100, strike, 0, 1, 0.04, 0, cash), 1e-9);
            Assert.Equal(Math.Max(sign * (100 - strike), 0), DividendOption.Price(right, true, 100, strike, 0.3, 0, 0.04, 0, cash));
            // Little volatility is near none.
            Assert.Equal(Math.Max(best, 0), DividendOption.Price(right, true, 100, strike, 0.003, 1, 0.04, 0, cash), 0.15);
            FullGreeks g = DividendOption.FullGreeks(right, true, 100, strike, 0, 1, 0.04, 0, cash);
            double up = DividendOption.Price(right, true, 100.01, strike, 0, 1, 0.04, 0, cash),
                down = DividendOption.Price(right, true, 99.99, strike, 0, 1, 0.04, 0, cash);
            Assert.Equal((up - down) / 0.02, g.DeltaPerUnit, 1e-6);
            Assert.True(double.IsFinite(g.ThetaPerDay + g.RhoPerPct + g.YieldRhoPerPct + g.CharmPerDay) && g.GammaPerUnit == 0 && g.VegaPerVolPoint == 0);
        }

        // Cash above the price takes all of it.
        Assert.Equal(0, DividendOption.Price(OptionRight.Call, false, 100, 50, 0, 1, 0.04, 0, [new(0.5, 150)]));
        Assert.Equal(50 * Math.Exp(-0.04), DividendOption.Price(OptionRight.Put, false, 100, 50, 0, 1, 0.04, 0, [new(0.5, 150)]), 1e-9);
    }
}
