using FsCheck;
using FsCheck.Fluent;
using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Risk;
using ResearchLab.Tests.Reports;

namespace ResearchLab.Tests.Risk;

public class RiskCheckTests
{
    private const double Rate = 0.05;
    private static readonly StructurePosition s_position =
        ReportFixture.Position(Structure.IronCondor, ReportFixture.Chain(ChainOrigin.Modelled)) with { CapitalAtRisk = 700, WinProbability = 0.63 };

    private static readonly SimilarStates s_similar = new(Structure.IronCondor, 12, 6.5, 0.7, 0.56, 0.52, []);
    private static readonly PortfolioState s_portfolio = new(100_000, 3_000, 2, 900, 0.04, 400);

    private static RiskDecision Apply(
        RiskLimits? limits = null, double confidence = 0.9, PortfolioState? portfolio = null, SimilarStates? similar = null, StructurePosition? position = null) =>
        RiskCheck.Apply(position ?? s_position, confidence, similar ?? s_similar, portfolio ?? s_portfolio, limits ?? new RiskLimits(), Rate);

    private static LimitCheck Check(RiskDecision decision, string limit) => Assert.Single(decision.Checks, check => check.Limit == limit);

    private static void AssertAtBound(string limit, Func<double, RiskLimits> with, double inside, double outside)
    {
        RiskDecision held = Apply(with(inside)), failed = Apply(with(outside));
        LimitCheck good = Check(held, limit), bad = Check(failed, limit);
        Assert.True(good.Passed, good.Text);
        Assert.Equal(inside, good.Bound);
        Assert.True(held.Passed && held.Contracts >= 1);
        Assert.False(bad.Passed, bad.Text);
        Assert.Equal(outside, bad.Bound);
        Assert.Equal(limit, Assert.Single(failed.Checks, check => !check.Passed).Limit);
        Assert.Equal((false, 0), (failed.Passed, failed.Contracts));
    }

    [Fact]
    public void Apply_EveryLimit_PassesAtItsBoundAndFailsJustBeyond()
    {
        RiskDecision usual = Apply();
        Assert.True(usual.Passed);
        Assert.Equal(2, usual.Contracts); // $2,000 at $700 a unit
        double unit = 700.0 / 100_000;
        double Value(string limit) => Check(usual, limit).Value;
        var limits = new RiskLimits();
        AssertAtBound("risk_per_trade", bound => limits with { RiskPerTrade = bound }, unit, Math.BitDecrement(unit));
        AssertAtBound("position_size", bound => limits with { MaxPositionSize = bound }, unit, Math.BitDecrement(unit));
        AssertAtBound("open_risk", bound => limits with { OpenRisk = bound }, Value("open_risk"), Math.BitDecrement(Value("open_risk")));
        AssertAtBound("open_positions", bound => limits with { MaxPositions = (int)bound }, 3, 2);
        AssertAtBound("win_probability", bound => limits with { MinWinProbability = bound }, 0.63, Math.BitIncrement(0.63));
        AssertAtBound("daily_loss", bound => limits with { DailyLossStop = bound }, Math.BitIncrement(0.009), 0.009); // a loss of the bound itself stops
        AssertAtBound("portfolio_var95", bound => limits with { PortfolioVar95 = bound }, Value("portfolio_var95"), Math.BitDecrement(Value("portfolio_var95")));
        AssertAtBound("similar_states", bound => limits with { MinSimilarStates = (int)bound }, 12, 13);
        AssertAtBound("similar_win_rate", bound => limits with { MinWeightedWinRate = bound }, 0.56, Math.BitIncrement(0.56));
        Assert.Equal(
            ["risk_per_trade", "position_size", "open_risk", "open_positions", "win_probability", "daily_loss", "portfolio_var95", "similar_states", "similar_win_rate"],
            usual.Checks.Select(check => check.Limit));
    }

    [Fact]
    public void Apply_Values_AreWhatTheBookAndTheTradeAddUpTo()
    {
        RiskDecision decision = Apply();
        double trade = 2 * 700 / 100_000.0, var = PositionRisk.OneDayVar95(s_position, Rate);
        Assert.Equal(trade, Check(decision, "risk_per_trade").Value, 1e-15);
        Assert.Equal(0.03 + trade, Check(decision, "open_risk").Value, 1e-15);
        Assert.Equal(0.009, Check(decision, "daily_loss").Value, 1e-15);
        Assert.Equal((400 + (2 * var)) / 100_000, Check(decision, "portfolio_var95").Value, 1e-15);
        Assert.Equal(3, Check(decision, "open_positions").Value);
    }

    [Fact]
    public void Apply_SimilarWinRate_MustBeatTheBaseRateToo()
    {
        Assert.False(Check(Apply(similar: s_similar with { BaseRate = Math.BitIncrement(0.56) }), "similar_win_rate").Passed);
        Assert.True(Check(Apply(similar: s_similar with { BaseRate = 0.56 }), "similar_win_rate").Passed);
        // Nothing known: no evidence, whatever the limits.
        var nothing = new SimilarStates(Structure.IronCondor, 0, 0, double.NaN, double.NaN, double.NaN, []);
        RiskDecision decision = Apply(new RiskLimits { MinSimilarStates = 0, MinWeightedWinRate = 0 }, similar: nothing);
        Assert.Equal("similar_win_rate", Assert.Single(decision.Checks, check => !check.Passed).Limit);
        Assert.Equal(0, decision.Contracts);
        Assert.Contains("won unknown", Check(decision, "similar_win_rate").Text);
    }

    [Theory]
    [InlineData(0.70, 0.04, 4, 0)]
    [InlineData(0.69, 0.04, 2, 1)]
    [InlineData(0.70, 0.10, 2, 1)]
    [InlineData(0.70, 0.0999, 4, 0)]
    [InlineData(0.30, 0.25, 1, 2)]
    public void Apply_LowConfidenceAndDrawdown_EachHalveTheSize(double confidence, double drawdown, int contracts, int halvings)
    {
        RiskDecision decision = Apply(
            confidence: confidence, portfolio: s_portfolio with { Drawdown = drawdown }, position: s_position with { CapitalAtRisk = 500 });
        Assert.True(decision.Passed);
        Assert.Equal(contracts, decision.Contracts);
        Assert.Equal(halvings, decision.SizeReasons.Count(reason => reason.StartsWith("halved: ", StringComparison.Ordinal)));
        Assert.Equal(0.02 / Math.Pow(2, halvings), Check(decision, "risk_per_trade").Bound);
        Assert.StartsWith("risk budget $2,000 (2.0% of $100,000)", decision.SizeReasons[0]);
        Assert.Equal($"{contracts} unit(s) at $500 at risk each", decision.SizeReasons[^1]);
    }

    [Fact]
    public void Apply_UnitThatFitsOnlyTheFullBudget_FailsTheHalvedLimitByName()
    {
        RiskDecision decision = Apply(confidence: 0.4, position: s_position with { CapitalAtRisk = 1_500 });
        LimitCheck failed = Assert.Single(decision.Checks, check => !check.Passed);
        Assert.Equal(("risk_per_trade", 0.015, 0.01, 0), (failed.Limit, failed.Value, failed.Bound, decision.Contracts));
        Assert.Equal("risk of 1 unit(s) 1.50% of account, limit 1.00% (2.00% reduced)", failed.Text);
    }

    [Fact]
    public void Apply_PositionSizeBelowRiskPerTrade_SizesDownInsteadOfRefusing()
    {
        RiskDecision decision = Apply(new RiskLimits { MaxPositionSize = 0.01 }, position: s_position with { CapitalAtRisk = 400 });
        Assert.True(decision.Passed);
        Assert.Equal(2, decision.Contracts);
        Assert.Contains("held to the position size limit of 1.0%", decision.SizeReasons);
    }

    [Fact]
    public void Apply_NoUnitAffordable_ShowsOneUnitAgainstTheLimit()
    {
        RiskDecision decision = Apply(portfolio: PortfolioState.Flat(10_000));
        Assert.Equal(0, decision.Contracts);
        LimitCheck failed = Check(decision, "risk_per_trade");
        Assert.Equal("risk of 1 unit(s) 7.00% of account, limit 2.00%", failed.Text);
        Assert.Equal("0 unit(s) at $700 at risk each", decision.SizeReasons[^1]);
    }

    [Fact]
    public void Apply_Texts_NameValueAndBoundWithUnits()
    {
        string[] texts = [.. Apply(portfolio: s_portfolio with { DayLoss = -500 }).Checks.Select(check => check.Text)];
        Assert.Equal("risk of 2 unit(s) 1.40% of account, limit 2.00%", texts[0]);
        Assert.Equal("position size 1.40% of account, limit 10.00%", texts[1]);
        Assert.Equal("risk of all open positions 4.40% of account, limit 20.00%", texts[2]);
        Assert.Equal("3 position(s) open with this one, limit 5", texts[3]);
        Assert.Equal("risk-neutral win probability 63.0%, at least 55.0%", texts[4]);
        Assert.Equal("loss of the day −0.50% of account, stop at 4.00%", texts[5]);
        Assert.Matches(@"^one-day 95% value at risk \d\.\d\d% of account, limit 5\.00%$", texts[6]);
        Assert.Equal("12 similar past sessions with a known outcome, at least 3", texts[7]);
        Assert.Equal("similar sessions won 70.0%, lower bound 56.0% (effective n 6.5), at least 52.0% (base rate 52.0%)", texts[8]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void Apply_AccountWithoutMoney_IsRefused(double account) =>
        Assert.Contains("positive number of dollars", Assert.Throws<ArgumentOutOfRangeException>(() => Apply(portfolio: PortfolioState.Flat(account))).Message);

    [Fact]
    public void Apply_AnyAccountAndUnit_SizeAndChecksNeverContradictEachOther()
    {
        Gen<(double Account, double Unit, double Trade, double Size, double Confidence, double Drawdown)> cases =
            from account in Gen.Choose(1_000, 2_000_000)
            from unit in Gen.Choose(100, 500_000)
            from trade in Gen.Choose(0, 100)
            from size in Gen.Choose(0, 200)
            from confidence in Gen.Choose(0, 100)
            from drawdown in Gen.Choose(0, 30)
            select (account / 7.0, unit / 100.0, trade / 1000.0, size / 1000.0, confidence / 100.0, drawdown / 100.0);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var limits = new RiskLimits { RiskPerTrade = c.Trade, MaxPositionSize = c.Size, OpenRisk = 1, PortfolioVar95 = 1 };
            RiskDecision decision = Apply(limits, c.Confidence, PortfolioState.Flat(c.Account) with { Drawdown = c.Drawdown }, position: s_position with { CapitalAtRisk = c.Unit });
            double halved = c.Trade / (c.Confidence < 0.7 ? 2 : 1) / (c.Drawdown >= 0.1 ? 2 : 1), share = Math.Min(halved, c.Size), unit = c.Unit / c.Account;
            bool fits = Check(decision, "risk_per_trade").Passed && Check(decision, "position_size").Passed;
            // Either units are allowed and obey the bounds, with no room for another, or one of the two limits says why not.
            return decision.Contracts > 0
                ? decision.Passed && decision.Contracts * unit <= share && (decision.Contracts == 10_000 || (decision.Contracts + 1) * unit > share)
                : !decision.Passed && (unit <= share) == fits;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000).WithReplay(20260101UL, 1UL));
    }
}
