using ResearchLab.Options;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Tests.Options;

/// <summary>What the right to exercise early is worth in real chains of Apple, whose options are American, at rates near 0 and a yield of 2%.</summary>
public sealed class EarlyExerciseRealTests
{
    // The 13-week bill of June 2014 and the dividend of 3.29 a quarter on a price of 645.57.
    private const double Rate = 0.0004, Yield = 4 * 3.29 / 645.57;
    private static readonly DateOnly s_session = new(2014, 6, 6);

    private sealed record Premium(OptionRight Right, double Moneyness, int Days, double Mid, double Vol, double EarlyExercise);

    [Fact]
    public void Premium_OfRealChains_IsWhereDividendsAreForgone()
    {
        Premium[] all = [.. Premiums()];
        Assert.InRange(all.Length, 300, 3_000);
        Assert.All(all, one => Assert.InRange(one.EarlyExercise, -1e-7 * 645.57, 0.1 * one.Mid));

        // A call gains by exercise before the dividends, the deeper in the money and the longer the more; a put only by interest, and there was none.
        Premium[] calls = [.. all.Where(one => one.Right == OptionRight.Call)], puts = [.. all.Where(one => one.Right == OptionRight.Put)];
        double Share(IEnumerable<Premium> some) => some.Average(one => one.EarlyExercise / one.Mid);
        Premium[] longInside = [.. calls.Where(one => one.Moneyness > 0.1 && one.Days > 180)],
            longOutside = [.. calls.Where(one => one.Moneyness < -0.1 && one.Days > 180)];
        Premium[] shortInside = [.. calls.Where(one => one.Moneyness > 0.1 && one.Days < 60)];
        Assert.True(longInside.Length > 20 && longOutside.Length > 10 && shortInside.Length > 20,
            $"{longInside.Length} {longOutside.Length} {shortInside.Length}");
        Assert.InRange(Share(longInside), 2e-3, 0.05);
        Assert.True(Share(longInside) > 3 * Share(shortInside), $"{Share(longInside)} {Share(shortInside)}");
        Assert.True(longInside.Average(one => one.EarlyExercise) > 3 * longOutside.Average(one => one.EarlyExercise));
        Assert.InRange(Share(puts), -1e-9, 1e-3);
    }

    [Fact]
    public void ImpliedVol_AmericanInsteadOfEuropean_IsLowerAndMovesOnlyWhereThePremiumIs()
    {
        foreach (Premium one in Premiums())
        {
            double strike = 645.57 * Math.Exp(one.Right == OptionRight.Call ? -one.Moneyness : one.Moneyness);
            ImpliedVol european = ImpliedVolatility.Solve(one.Right, one.Mid, 645.57, strike, one.Days / 365.0, Rate, Yield);
            // Deep in the money the mid lies below what a European option would be worth without any volatility.
            if (european.Status == ImpliedVolStatus.Solved)
                Assert.True(one.Vol <= european.VolAnnual + 1e-6, $"{one}: European {european.VolAnnual}");
            else
                Assert.True(european.Status == ImpliedVolStatus.BelowIntrinsic && one.Moneyness > 0, $"{one}: {european.Status}");
        }
    }

    [Fact]
    public void Premium_OfCallsAcrossAnExDate_IsMostOfTheDividend_AndNothingBefore()
    {
        // Apple went ex 3.29 on 2014-08-07, as its quarters let everyone expect; the July options end before, those of August nine days after.
        CashDividend[] cash = [new((new DateOnly(2014, 8, 7).DayNumber - s_session.DayNumber) / 365.0, 3.29)];
        double[] before = [.. Across(new DateOnly(2014, 7, 19))], across = [.. Across(new DateOnly(2014, 8, 16))];
        Assert.True(before.Length >= 3 && across.Length >= 3, $"{before.Length} {across.Length}");
        Assert.All(before, premium => Assert.InRange(premium, -2e-3, 0.02));
        Assert.All(across, premium => Assert.InRange(premium, 0.5 * 3.29, 3.29));

        IEnumerable<double> Across(DateOnly expiry)
        {
            foreach ((double spot, double strike, OptionRight right, int days, double mid) in Quotes())
            {
                if (right != OptionRight.Call || s_session.AddDays(days) != expiry || strike > 0.85 * spot || strike < 0.75 * spot || strike % 10 != 0)
                    continue;
                double years = days / 365.0;
                ImpliedVol vol = AmericanImpliedVolatility.SolveWithDividends(right, true, mid, spot, strike, years, Rate, 0, cash);
                double at = vol.Status == ImpliedVolStatus.Solved ? vol.VolAnnual : 0.25;
                yield return DividendOption.Price(right, true, spot, strike, at, years, Rate, 0, cash)
                    - DividendOption.Price(right, false, spot, strike, at, years, Rate, 0, cash);
            }
        }
    }

    private static IEnumerable<Premium> Premiums()
    {
        foreach ((double spot, double strike, OptionRight right, int days, double mid) in Quotes())
        {
            ImpliedVol vol = AmericanImpliedVolatility.Solve(right, mid, spot, strike, days / 365.0, Rate, Yield, AmericanScheme.Fast);
            if (vol.Status != ImpliedVolStatus.Solved)
                continue;
            double early = AmericanOption.Price(right, spot, strike, vol.VolAnnual, days / 365.0, Rate, Yield, AmericanScheme.Fast)
                - BlackScholes.Price(right, spot, strike, vol.VolAnnual, days / 365.0, Rate, Yield);
            yield return new Premium(right, right == OptionRight.Call ? Math.Log(spot / strike) : Math.Log(strike / spot), days, mid, vol.VolAnnual, early);
        }
    }

    /// <summary>Quotes of a week or more with a bid of 1, a spread of at most a tenth, and a strike within 40% or so.</summary>
    private static IEnumerable<(double Spot, double Strike, OptionRight Right, int Days, double Mid)> Quotes()
    {
        using StreamReader text = RealData.OpenText("options_AAPL_GOOG_lean_daily.csv.gz");
        text.ReadLine();
        while (text.ReadLine() is { } line)
        {
            string[] cell = line.Split(',');
            if (cell[1] != "AAPL" || DateOnly.Parse(cell[0]) != s_session || cell[6].Length == 0 || cell[7].Length == 0)
                continue;
            (double spot, double strike, double bid, double ask) = (double.Parse(cell[2]), double.Parse(cell[4]), double.Parse(cell[6]), double.Parse(cell[7]));
            int days = DateOnly.Parse(cell[3]).DayNumber - s_session.DayNumber;
            double mid = 0.5 * (bid + ask);
            OptionRight right = cell[5] == "C" ? OptionRight.Call : OptionRight.Put;
            if (days < 7 || bid < 1 || ask - bid > 0.1 * mid || Math.Abs(Math.Log(strike / spot)) > 0.4)
                continue;
            yield return (spot, strike, right, days, mid);
        }
    }
}
