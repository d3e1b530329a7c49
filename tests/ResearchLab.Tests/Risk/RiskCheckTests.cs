using FsCheck;
using FsCheck.Fluent;
using ResearchLab.Options;
using ResearchLab.Risk;
using ResearchLab.Tests.Reports;

namespace ResearchLab.Tests.Risk;

public class RiskCheckTests
{
    private const double Rate = 0.05;
    private static readonly StructurePosition s_position =
        ReportFixture.Position(Structure.IronCondor, ReportFixture.Chain(ChainOrigin.Modelled)) with { CapitalAtRisk = 700, WinProbability = 0.63 };

    private static readonly SimilarRecord s_similar = new(12, 6.5, 0.7, 0.56, 0.52, true);
    private static readonly TradeForecast s_forecast = new(0.9, 0.012, 0.74, 180);
    private static readonly PortfolioState s_portfolio = new(100_000, 3_000, 2, 900, 0.04, 400) { HasTraded = true };

    private static RiskDecision Apply(
        RiskLimits? limits = null, double confidence = 0.9, PortfolioState? portfolio = null, SimilarRecord? similar = null, StructurePosition? position = null,
        TradeForecast? forecast = null, double outOfRange = 0.01)
    {
        StructurePosition proposed = position ?? s_position;
        // A probability below the usual break-even is not what these cases are about.
        TradeForecast expected = forecast ?? s_forecast with { WinProbability = confidence, BreakEven = Math.Min(confidence, s_forecast.BreakEven) };
        return RiskCheck.Apply(
            new TradeProposal(proposed, PositionRisk.OneDayVar95(proposed, Rate), expected, similar ?? s_similar, outOfRange), portfolio ?? s_portfolio,
            limits ?? new RiskLimits());
    }

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
    public void Apply_BookThatNeverTraded_SaysSo_AndIsCountedApart()
    {
        RiskDecision decision = Apply(portfolio: PortfolioState.Flat(100_000));
        string[] idle = [.. decision.Checks.Where(check => check.NoBook).Select(check => check.Limit)];
        Assert.Equal(["open_risk", "open_positions", "daily_loss", "entry_spacing", "losing_pause"], idle);
        Assert.All(decision.Checks.Where(check => check.NoBook), check => Assert.StartsWith("no book yet: ", check.Text, StringComparison.Ordinal));
        Assert.Equal("All 9 limits hold. 5 more read the book, in which nothing has traded yet.", RiskDecision.InWords(decision.Checks));
        // A limit that an empty book fails is a failed limit like any other.
        RiskDecision closed = Apply(new RiskLimits { MaxPositions = 0 }, portfolio: PortfolioState.Flat(100_000));
        Assert.False(Check(closed, "open_positions").NoBook);
        Assert.Equal("1 of 10 limits failed. 4 more read the book, in which nothing has traded yet.", RiskDecision.InWords(closed.Checks));
        Assert.Equal("All 14 limits hold.", RiskDecision.InWords(Apply().Checks));
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
        AssertAtBound("portfolio_var95", bound => limits with { PortfolioVar95 = bound }, Value("portfolio_var95"),
            Math.BitDecrement(Value("portfolio_var95")));
        AssertAtBound("similar_states", bound => limits with { MinSimilarStates = (int)bound }, 12, 13);
        AssertAtBound("similar_win_rate", bound => limits with { MinWeightedWinRate = bound }, 0.56, Math.BitIncrement(0.56));
        Assert.Equal(
            ["out_of_range_features", "expected_outcome", "break_even", "risk_per_trade", "position_size", "open_risk", "open_positions", "win_probability",
                "daily_loss", "portfolio_var95", "entry_spacing",
                "losing_pause", "similar_states", "similar_win_rate"],
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
    public void Apply_WhatIsExpected_MustBeAboveZeroAndBreakEven()
    {
        Assert.True(Apply(forecast: new TradeForecast(0.74, Math.BitIncrement(0), 0.74, 30)).Passed);
        Assert.Equal("expected_outcome", Assert.Single(Apply(forecast: new TradeForecast(0.9, 0, 0.74, 30)).Checks, check => !check.Passed).Limit);
        Assert.Equal("break_even", Assert.Single(Apply(forecast: new TradeForecast(Math.BitDecrement(0.74), 0.1, 0.74, 30)).Checks,
            check => !check.Passed).Limit);
        // No number, no trade: and the text says how many outcomes there are.
        RiskDecision unknown = Apply(forecast: new TradeForecast(double.NaN, double.NaN, double.NaN, 11.7));
        Assert.Equal(["expected_outcome", "break_even"],
            unknown.Checks.Where(check => !check.Passed && RiskCheck.Worth.Contains(check.Limit)).Select(check => check.Limit));
        Assert.Contains("12 effective outcomes of this structure are known, at least 30", Check(unknown, "expected_outcome").Text);
        Assert.Equal("out_of_range_features", Assert.Single(Apply(outOfRange: Math.BitIncrement(0.25)).Checks, check => !check.Passed).Limit);
    }

    [Fact]
    public void Apply_EntriesAreSpacedAndLosingPauses()
    {
        RiskDecision At(int? entry, int losses = 0, int? exit = null) =>
            Apply(portfolio: s_portfolio with { SessionsSinceEntry = entry, LossesRunning = losses, SessionsSinceExit = exit },
                position: s_position with { CapitalAtRisk = 500 });
        Assert.True(At(null).Passed);
        Assert.True(At(4).Passed);
        Assert.Equal("entry_spacing", Assert.Single(At(3).Checks, check => !check.Passed).Limit);
        Assert.Equal((4, 2), (At(9, losses: 2, exit: 1).Contracts, At(9, losses: 3, exit: 1).Contracts));
        Assert.Equal("losing_pause", Assert.Single(At(9, losses: 5, exit: 4).Checks, check => !check.Passed).Limit);
        Assert.True(At(9, losses: 5, exit: 5).Passed);
    }

    [Fact]
    public void Apply_SimilarSessions_ActOnlyWithProvenSkill()
    {
        SimilarRecord poor = s_similar with { Count = 2, LowerBound = 0.3 };
        Assert.Equal(["similar_states", "similar_win_rate"], Apply(similar: poor).Checks.Where(check => !check.Passed).Select(check => check.Limit));
        RiskDecision informed = Apply(similar: poor with { HasSkill = false });
        Assert.True(informed.Passed);
        Assert.EndsWith("(information only: the search has shown no skill over the base rate)", Check(informed, "similar_win_rate").Text);
        // The base rate stands beside the bound and is none.
        Assert.True(Apply(similar: s_similar with { BaseRate = 0.9 }).Passed);
        // Nothing known: no evidence, whatever the limits.
        RiskDecision decision = Apply(similar: new SimilarRecord(0, 0, double.NaN, double.NaN, double.NaN, true));
        Assert.Equal(["similar_states", "similar_win_rate"], decision.Checks.Where(check => !check.Passed).Select(check => check.Limit));
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
        Assert.Equal("risk of one unit, were it opened, 1.50% of account, limit 1.00% (2.00% reduced); an account of $150,000 would do", failed.Text);
        // What fits the full budget is proposed, what does not is not.
        Assert.True(RiskCheck.Fits(s_position with { CapitalAtRisk = 2_000 }, 100_000, new RiskLimits()));
        Assert.False(RiskCheck.Fits(s_position with { CapitalAtRisk = 2_000.01 }, 100_000, new RiskLimits()));
        Assert.False(RiskCheck.Fits(s_position with { CapitalAtRisk = 1_001 }, 100_000, new RiskLimits { MaxPositionSize = 0.01 }));
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
        RiskDecision decision = Apply(portfolio: PortfolioState.Flat(10_000) with { HasTraded = true });
        Assert.Equal(0, decision.Contracts);
        LimitCheck failed = Check(decision, "risk_per_trade");
        Assert.Equal("risk of one unit, were it opened, 7.00% of account, limit 2.00%; an account of $35,000 would do", failed.Text);
        Assert.Equal("0 unit(s) at $700 at risk each", decision.SizeReasons[^1]);
    }

    [Fact]
    public void Apply_Texts_NameValueAndBoundWithUnits()
    {
        string[] texts = [.. Apply(portfolio: s_portfolio with { DayLoss = -500 }).Checks.Select(check => check.Text)];
        Assert.Equal(
            [
                "1% of the features lie outside what the model was trained on, limit 25%",
                "expected outcome 1.2% of capital at risk after costs and exits, above 0%",
                "probability of a profit 90.0%, breaks even at 74.0%",
                "risk of 2 unit(s) 1.40% of account, limit 2.00%",
                "position size 1.40% of account, limit 10.00%",
                "risk of all open positions 4.40% of account, limit 20.00%",
                "3 position(s) open with this one, limit 5",
                "risk-neutral win probability 63.0%, at least 55.0%",
                "loss of the day −0.50% of account, stop at 4.00%",
            ], texts[..9]);
        Assert.Matches(@"^one-day 95% value at risk \d\.\d\d% of account, limit 5\.00%$", texts[9]);
        Assert.Equal(
            [
                "no entry in this underlying before, at least 4 sessions between",
                "0 loss(es) running, 5 pause new trades for 5 sessions",
                "12 similar past sessions with a known outcome, at least 3",
                "similar sessions won 70.0%, lower bound 56.0% (effective n 6.5), at least 50.0%; base rate 52.0%",
            ], texts[10..]);
        Assert.All(
            RiskCheck.Apply(new TradeProposal(s_position, 40, s_forecast, s_similar, 0), s_portfolio, new RiskLimits(), inWords: false).Checks,
            check => Assert.Equal("", check.Text));
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
            RiskDecision decision = Apply(limits, c.Confidence, PortfolioState.Flat(c.Account) with { Drawdown = c.Drawdown },
                position: s_position with { CapitalAtRisk = c.Unit });
            double halved = c.Trade / (c.Confidence < 0.7 ? 2 : 1) / (c.Drawdown >= 0.1 ? 2 : 1), share = Math.Min(halved, c.Size), unit = c.Unit / c.Account;
            bool fits = Check(decision, "risk_per_trade").Passed && Check(decision, "position_size").Passed;
            // Either units are allowed and obey the bounds, with no room for another, or one of the two limits says why not.
            return decision.Contracts > 0
                ? decision.Passed && decision.Contracts * unit <= share && (decision.Contracts == 10_000 || (decision.Contracts + 1) * unit > share)
                : !decision.Passed && (unit <= share) == fits;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000).WithReplay(20260101UL, 1UL));
    }
}
