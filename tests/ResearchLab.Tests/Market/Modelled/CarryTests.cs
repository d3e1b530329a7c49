using ResearchLab.Market;
using ResearchLab.Options;

namespace ResearchLab.Tests.Market;

public sealed class CarryTests(ITestOutputHelper output)
{
    [Fact]
    public void FromAdjustedCloses_Spy_AreItsDividends()
    {
        IReadOnlyList<(DateOnly ExSession, double Cash)> found = ChainModelData.Dividends;
        // As the fund paid them (SSGA distribution history).
        (string, double)[] known = [("2019-03-15", 1.2331), ("2019-06-21", 1.4316), ("2019-09-20", 1.3836), ("2019-12-20", 1.5700), ("2021-12-17", 1.6364),
            ("2023-12-15", 1.9061)];
        foreach ((string session, double cash) in known)
            Assert.Equal(cash, found.Single(paid => paid.ExSession == DateOnly.Parse(session)).Cash, 2e-4);
        Assert.InRange(found.Count(paid => paid.ExSession.Year is >= 1994 and <= 2023), 118, 122);
    }

    [Fact]
    public void FromDividends_Carry_KnowsOnlyThePast()
    {
        BarSeries bars = ChainModelData.Spy;
        Carry[] all = CarryHistory.FromDividends(bars, ChainModelData.Dividends, "x");
        int row = bars.IndexOf(new(2021, 12, 16)), ex = bars.IndexOf(new(2021, 12, 17));
        Carry[] early = CarryHistory.FromDividends(bars.Take(row + 1), [.. ChainModelData.Dividends.Where(paid => paid.ExSession <= bars.Sessions[row])], "x");
        Assert.Equal(early[row], all[row]);
        // The dividend of December 2020 is expected again on 17 December 2021, a day away, at its cash of then.
        Assert.Equal(1, all[row].Dividends[0].Days);
        Assert.Equal(1.58 / bars.Close[row], all[row].Dividends[0].Share, 1e-8);
        Assert.Equal(1, all[row].PrepaidShare(0));
        Assert.Equal(1 - (1.58 / bars.Close[row]), all[row].PrepaidShare(1 / 365.0), 1e-8);
        Assert.True(all[ex].Dividends[0].Days > 80);
        // A year of them is the trailing yield.
        Assert.Equal(1 - CarryHistory.TrailingYield(bars, ChainModelData.Dividends)[row], all[row].PrepaidShare(363.9 / 365), 2e-4);
    }

    /// <summary>The forward of SPX in 2019: 0.71% a year above the spot by parity, 2.2% without dividends.</summary>
    [Fact]
    public void OfIndex_Spx2019_ForwardIsThatOfParity()
    {
        Func<string, DateOnly, VolSurface?> surfaces = ChainModelData.Surfaces(ChainModel.Shipped);
        double real = 0, modelled = 0;
        int count = 0;
        foreach (ObservedSmile smile in ChainModelData.Smiles.Where(smile => smile.Underlying == "SPX" && smile.Days is >= 30 and <= 75))
        {
            VolSlice slice = surfaces("SPX", smile.Session)!.Value.At(smile.Spot, smile.Years);
            real += Math.Log(smile.Forward / smile.Spot) / smile.Years;
            modelled += Math.Log(slice.Forward / smile.Spot) / smile.Years;
            count++;
        }

        output.WriteLine($"carry real {real / count:P2}, modelled {modelled / count:P2}, {count} smiles");
        Assert.Equal(0.0071, real / count, 0.002);
        Assert.Equal(real / count, modelled / count, 0.003);
    }

    [Fact]
    public void OfIndex_ImpliedYield_WinsWhileRecentThenTheMarketsThenNone()
    {
        DateOnly[] sessions = [.. Enumerable.Range(0, 100).Select(day => new DateOnly(2020, 1, 1).AddDays(day))];
        double[] implied = Enumerable.Repeat(double.NaN, 100).ToArray(), market = Enumerable.Repeat(0.02, 100).ToArray();
        (implied[10], implied[11], implied[12]) = (0.01, 0.03, 0.014);
        market[99] = double.NaN;
        Carry[] carries = CarryHistory.OfIndex(sessions, implied, market);
        Assert.Equal(("trailing yield of the market's fund", 0.02), (carries[9].Basis, carries[9].YieldPerYear));
        Assert.Equal(("put-call parity of observed chains", 0.014), (carries[12].Basis, carries[12].YieldPerYear));
        Assert.Equal(0.014, carries[12 + CarryHistory.ParitySessions].YieldPerYear);
        Assert.Equal(0.02, carries[13 + CarryHistory.ParitySessions].YieldPerYear);
        Assert.Equal(("dividends unknown", 0), (carries[99].Basis, carries[99].YieldPerYear));
    }

    [Fact]
    public void FromDividends_ASpecial_IsNotExpectedAgain()
    {
        DateOnly[] sessions = [.. Enumerable.Range(0, 500).Select(day => new DateOnly(2004, 1, 1).AddDays(day))];
        double[] close = Enumerable.Repeat(27.0, 500).ToArray();
        var bars = new BarSeries("MSFT", sessions, close, close, close, close, close);
        (DateOnly, double)[] paid = [.. Enumerable.Range(0, 5).Select(i => (sessions[20 + (90 * i)], 0.08)), (sessions[450], 3.0)];
        Carry[] carries = CarryHistory.FromDividends(bars, paid, "recorded");
        Assert.All(carries[460].Dividends, one => Assert.Equal(0.08 / 27, one.Share, 1e-12));
    }

    /// <summary>American where it is assigned American: no put is quoted below what exercising it brings, and deep ones at it.</summary>
    [Fact]
    public void Quote_AmericanUnderlying_IsWorthAtLeastItsExercise()
    {
        DateOnly session = new(2023, 10, 2);
        VolSurface european = ModelledChain.Surface(17, 18.5, 1, 0.053), american = european with { Style = ExerciseStyle.American };
        OptionChain chain = ModelledChain.Build("SPY", session, 430, american), plain = ModelledChain.Build("SPY", session, 430, european);
        int below = 0, premium = 0;
        for (int i = 0; i < chain.Count; i++)
        {
            OptionContract contract = chain.Contracts[i];
            double exercise = Math.Max(0, contract.Right == OptionRight.Call ? 430 - contract.Strike : contract.Strike - 430);
            double mid = 0.5 * (chain.Bid[i] + chain.Ask[i]), before = 0.5 * (plain.Bid[i] + plain.Ask[i]);
            Assert.True(mid >= exercise - 0.051, $"{contract}: {mid} below {exercise}");
            Assert.True(mid >= before - 0.051, $"{contract}: {mid} below the European {before}");
            below += before < exercise - 0.1 ? 1 : 0;
            premium += mid > before + 0.1 ? 1 : 0;
            double years = BlackScholes.Years(session, contract.Expiry);
            double exact = AmericanOption.Price(contract.Right, 430, contract.Strike, chain.ImpliedVol[i], years, american.RatePerYear);
            Assert.True(years > 0.25 || Math.Abs(mid - exact) <= 0.08 + (0.012 * exact), $"{contract}: {mid} against {exact}");
        }

        Assert.True(below > 50 && premium >= below, $"{below} {premium}");
    }

    /// <summary>
    /// Calls before a dividend beside the finite differences of the same dividend: on the Friday of expiry, a few days and three weeks before it. Spread as a
    /// yield over the life, the same dividend leaves most of the premium out.
    /// </summary>
    [Theory]
    [InlineData(25, 25, 0.08)]
    [InlineData(39, 39, 0.08)]
    [InlineData(39, 36, 0.25)]
    [InlineData(60, 40, 0.46)] // to decide today whether to exercise then gives away the choice
    public void Mid_CallBeforeADividend_IsNearTheReference(int days, int dividend, double within)
    {
        const double spot = 380, cash = 1.4, vol = 0.16, rate = 0.004;
        VolSurface american = new VolSurface(vol * vol, vol * vol, 1, 0, 1e-9, 0.5, rate)
        {
            Style = ExerciseStyle.American,
            Carry = new Carry("test", 0) { Dividends = [(dividend, cash / spot)] },
        };
        double years = days / 365.0, worst = 0, european = 0;
        foreach (double deviations in (double[])[-1.5, -0.5, 0, 0.5, 1, 1.5])
        {
            double strike = spot * Math.Exp(deviations * vol * Math.Sqrt(years));
            double exact = DividendOption.Price(OptionRight.Call, true, spot, strike, vol, years, rate, 0, [new CashDividend((dividend - 0.5) / 365, cash)]);
            double found = ModelledChainPricing.Mid(american, american.At(spot, years), spot, strike, OptionRight.Call);
            double plain = ModelledChainPricing.Mid(american with { Style = ExerciseStyle.European }, american.At(spot, years), spot, strike, OptionRight.Call);
            Assert.True(found >= plain);
            (worst, european) = (Math.Max(worst, Math.Abs(found - exact)), Math.Max(european, Math.Abs(plain - exact)));
        }

        Assert.True(worst < within && european > 2 * worst, $"{worst} {european}");
    }

    /// <summary>A thin chain of quotes made with such calls gives back the volatility they were made with.</summary>
    [Fact]
    public void Thin_CallsBeforeADividend_GiveTheirVolatility()
    {
        const double spot = 380, vol = 0.16;
        DateOnly session = new(2021, 5, 14), expiry = new(2021, 6, 18);
        VolSurface american = new VolSurface(vol * vol, vol * vol, 1, 0, 1e-9, 0.5, 0.004)
        {
            Style = ExerciseStyle.American,
            Carry = new Carry("test", 0) { Dividends = [(35, 1.4 / spot)] },
        };
        RawQuote[] quotes = [.. Enumerable.Range(0, 12).Select(i =>
        {
            var contract = new OptionContract(expiry, 368 + (2 * i), i < 6 ? OptionRight.Put : OptionRight.Call);
            double mid = ModelledChainPricing.Mid(american, american.At(spot, 35 / 365.0), spot, contract.Strike, contract.Right);
            return new RawQuote(contract, mid - 0.01, mid + 0.01, double.NaN, double.NaN);
        })];
        ObservedSmile smile = Assert.Single(ObservedSmile.Thin(ChainBuilder.Build("SPY", session, spot, 0.004, ChainOrigin.Observed, quotes).Chain, american));
        Assert.Equal(12, smile.Outside.Count);
        Assert.All(smile.Outside, quote => Assert.Equal(vol, quote.Vol, quote.Right == OptionRight.Call ? 1e-6 : 5e-4)); // puts keep their small premium
    }

    /// <summary>The quick premium beside the reference scheme, over puts and calls of the lives that rules trade.</summary>
    [Fact]
    public void QuickPut_PutsAndCalls_AreNearTheReference()
    {
        double quick = 0, european = 0;
        int count = 0;
        foreach (OptionRight right in Enum.GetValues<OptionRight>())
        {
            foreach ((double rate, double yield) in ((double, double)[])[(0.005, 0), (0.02, 0.004), (0.055, 0.013), (0.01, 0.03), (0.001, 0.08)])
            {
                foreach (double years in (double[])[5 / 365.0, 25 / 365.0, 75 / 365.0])
                {
                    foreach (double vol in (double[])[0.12, 0.18, 0.35, 0.9])
                    {
                        foreach (double deviations in (double[])[-2.5, -1, 0, 0.5, 1, 2.5])
                        {
                            double strike = 430 * Math.Exp(deviations * vol * Math.Sqrt(years)),
                                plain = BlackScholes.Price(right, 430, strike, vol, years, rate, yield);
                            double exact = AmericanOption.Price(right, 430, strike, vol, years, rate, yield), found = right == OptionRight.Put
                                ? BaroneAdesiWhaley.QuickPut(plain, 430, strike, vol, years, rate, yield)
                                : BaroneAdesiWhaley.QuickPut(plain, strike, 430, vol, years, yield == 0 ? 1e-9 : yield, rate);
                            Assert.True(found >= plain && Math.Abs(found - exact) <= 0.05 + (0.08 * exact),
                                $"{right} {strike} {vol} {years} {rate} {yield}: {found} {exact}");
                            (quick, european, count) = (quick + (Math.Abs(found - exact) / Math.Max(exact, 0.05)),
                                european + (Math.Abs(plain - exact) / Math.Max(exact, 0.05)), count + 1);
                        }
                    }
                }
            }
        }

        output.WriteLine($"mean error {quick / count:P3}, European {european / count:P3}");
        Assert.True(quick < 0.003 * count && european > 1.5 * quick);
    }
}
