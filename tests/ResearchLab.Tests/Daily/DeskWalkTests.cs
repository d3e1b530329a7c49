using ResearchLab.Backtesting;
using ResearchLab.Basics;
using ResearchLab.Daily;
using ResearchLab.Features;
using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Risk;
using ResearchLab.Tests.Models;
using ResearchLab.Tests.Reports;

namespace ResearchLab.Tests.Daily;

/// <summary>The walk of an account over made-up trades whose every mark is known.</summary>
public sealed class DeskWalkTests
{
    private const double Account = 100_000;
    private static readonly FeatureMatrix s_features = SyntheticMarket.Features(2_000, 81);
    private static readonly StructurePosition s_position =
        ReportFixture.Position(Structure.IronCondor, ReportFixture.Chain(ChainOrigin.Modelled)) with { CapitalAtRisk = 500, WinProbability = 0.7 };

    /// <summary>A ground on which every trade is marked at nothing until it ends.</summary>
    private static (DeskGround Ground, DeskArms Arms) Ground(OutcomeMatrix labels, double riskFree = 0)
    {
        LabeledRows rows = StructureTrainer.Rows(s_features, labels, SyntheticMarket.Options);
        int[] tested = [.. Enumerable.Range(0, rows.Count).Where(row => row >= 600)];
        int[] refreshes = DeskPreparation.Refreshes(s_features.Sessions, rows.Spans[tested[0]].Position);
        var trades = new DeskTrade?[tested.Length * Structures.Count];
        for (int i = 0; i < trades.Length; i++)
        {
            TradeOutcome outcome = rows.OutcomeOf(tested[i / Structures.Count], (Structure)(i % Structures.Count));
            int entry = outcome.IsComplete ? Array.BinarySearch(s_features.Sessions, outcome.Entry) : -1;
            double[] profit = outcome.IsComplete ? new double[Array.BinarySearch(s_features.Sessions, outcome.Exit) - entry + 1] : [];
            if (profit.Length > 0)
                profit[^1] = outcome.Pnl;
            double[] nothing = new double[profit.Length];
            trades[i] = new DeskTrade(s_position with { Structure = (Structure)(i % Structures.Count) }, 40, outcome, entry, profit, nothing, nothing, nothing,
                nothing, []);
        }

        double[] earned = [.. Enumerable.Repeat(riskFree, s_features.Sessions.Length)];
        var ground = new DeskGround(new DeskTrades(rows, tested, trades), refreshes, earned, new double[tested.Length], (_, _, _) => default, Account,
            new RiskLimits());
        return (ground, DeskArms.At(rows, tested, refreshes, 2, TestContext.Current.CancellationToken));
    }

    private static double[] Scores(int tested, ulong seed)
    {
        var random = new Pcg32(seed);
        return [.. Enumerable.Range(0, tested * Structures.ClassCount)
            .Select(i => i % Structures.ClassCount == (int)Structure.NoTrade ? 0 : random.NextNormal())];
    }

    private static OutcomeMatrix Earning(double mean) =>
        SyntheticMarket.Outcomes(s_features, 82, (_, structure) => structure is Structure.IronCondor or Structure.BullPutSpread ? mean : -mean);

    [Fact]
    public void Walk_Equity_IsTheAccountPlusEveryTrade()
    {
        (DeskGround ground, DeskArms arms) = Ground(Earning(0.1));
        DeskArm arm = arms.Make("test", Scores(ground.Trades.Tested.Length, 3));
        WalkRecord record = DeskWalk.Walk(ground, _ => arm, 0);
        Assert.True(record.Closed.Count > 50, $"{record.Closed.Count} trades");
        Assert.Equal(Account + record.Closed.Sum(one => one.Units * one.Trade.Outcome.Pnl), record.Equity[^1], 1e-6);
        // Daily returns compound to the account.
        Assert.Equal(record.Equity[^1], record.Excess.Aggregate(Account, (value, excess) => value * (1 + excess)), 1e-4);
    }

    [Fact]
    public void Walk_IdleCash_EarnsTheBillAndNoMore()
    {
        (DeskGround ground, _) = Ground(Earning(0.1), riskFree: 0.0001);
        WalkRecord idle = DeskWalk.Walk(ground, _ => null, 0);
        Assert.Empty(idle.Closed);
        Assert.Equal(Account * Math.Pow(1.0001, idle.Equity.Length - 1), idle.Equity[^1], 1e-4);
        Assert.All(idle.Excess, excess => Assert.Equal(0, excess, 1e-12));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void Walk_Limits_HoldAtEveryEntry(int offset)
    {
        (DeskGround ground, DeskArms arms) = Ground(Earning(0.1));
        DeskArm arm = arms.Make("test", Scores(ground.Trades.Tested.Length, 3));
        WalkRecord record = DeskWalk.Walk(ground, _ => arm, offset);
        BookTrade[] byEntry = [.. record.Closed.OrderBy(one => one.Decided)];
        Assert.All(byEntry.Zip(byEntry.Skip(1)), pair => Assert.True(pair.Second.Decided - pair.First.Decided >= 4));
        Assert.True(byEntry[0].Decided >= ground.Start + offset);
        foreach (BookTrade one in byEntry)
        {
            double equity = record.Equity[one.Decided - ground.Start];
            Assert.True(one.Units * 500 <= 0.02 * equity + 1e-9, $"{one.Units} units of {equity}");
            Assert.True(byEntry.Count(other => other.Decided < one.Decided && other.Trade.Last > one.Decided) <= 4);
        }

        WalkRecord crowded = DeskWalk.Walk(ground, _ => arm, offset, "entry_spacing");
        Assert.True(crowded.Closed.Count >= record.Closed.Count);
    }

    /// <summary>With a limit taken away the walk trades what it stopped, at the size account and budget give.</summary>
    [Fact]
    public void Walk_LimitTakenAway_TradesWhatItStopped()
    {
        (DeskGround ground, DeskArms arms) = Ground(Earning(0.1));
        DeskArm arm = arms.Make("one", Scores(ground.Trades.Tested.Length, 3));
        DeskGround foreign = ground with { OutOfRange = [.. ground.OutOfRange.Select(_ => 1.0)] };
        Assert.Empty(DeskWalk.Walk(foreign, _ => arm, 0).Closed);
        (int, int)[] Trades(WalkRecord record) => [.. record.Closed.Select(one => (one.Decided, one.Units))];
        (int, int)[] free = Trades(DeskWalk.Walk(foreign, _ => arm, 0, "out_of_range_features"));
        Assert.Equal(Trades(DeskWalk.Walk(ground, _ => arm, 0, "out_of_range_features")), free);
        Assert.NotEmpty(free);
        Assert.All(free, trade => Assert.True(trade.Item2 >= 1));
    }

    /// <summary>Whatever ends after a session, and however, no decision up to it changes: pickers, calibrations and books look back only.</summary>
    [Theory]
    [InlineData(1_100)]
    [InlineData(1_500)]
    public void Walk_OutcomesAfterASession_ChangeNoDecisionBeforeIt(int position)
    {
        OutcomeMatrix labels = Earning(0.1);
        DateOnly session = s_features.Sessions[position];
        var random = new Pcg32(77);
        OutcomeMatrix other = labels with
        {
            Outcomes = [.. labels.Outcomes.Select(outcome =>
                outcome.IsComplete && outcome.Exit > session ? outcome with { Pnl = 800 * random.NextNormal() } : outcome)],
        };
        Assert.Equal(Decided(labels, position), Decided(other, position));
        Assert.NotEqual(Decided(labels, s_features.Sessions.Length), Decided(other, s_features.Sessions.Length));
    }

    private static List<(int Session, Structure Structure, int Units)> Decided(OutcomeMatrix labels, int through)
    {
        (DeskGround ground, DeskArms arms) = Ground(labels);
        DeskArm[] competing = [.. Enumerable.Range(3, 3).Select(seed => arms.Make($"{seed}", Scores(ground.Trades.Tested.Length, (ulong)seed)))];
        WalkRecord[][] walked = [.. competing.Select(arm => Enumerable.Range(0, 4).Select(offset => DeskWalk.Walk(ground, _ => arm, offset)).ToArray())];
        (int[] chosen, _) = DeskArms.Choose(ground, walked);
        Assert.Contains(chosen, one => one >= 0);
        WalkRecord record = DeskWalk.Walk(ground, refresh => chosen[refresh] < 0 ? null : competing[chosen[refresh]], 0);
        return [.. record.Closed.Where(one => one.Decided <= through).Select(one => (one.Decided, one.Trade.Position.Structure, one.Units)).Order()];
    }

    [Fact]
    public void Choose_PickerThatLoses_IsNeverInForce()
    {
        (DeskGround ground, DeskArms arms) = Ground(Earning(0.1));
        double[] best = new double[ground.Trades.Tested.Length * Structures.ClassCount], worst = new double[best.Length];
        for (int i = 0; i < ground.Trades.Tested.Length; i++)
        {
            best[(i * Structures.ClassCount) + (int)Structure.IronCondor] = 1;
            worst[(i * Structures.ClassCount) + (int)Structure.LongCall] = 1;
        }

        DeskArm good = arms.Make("good", best), bad = arms.Make("bad", worst);
        WalkRecord[] Walks(DeskArm arm) => [.. Enumerable.Range(0, 4).Select(offset => DeskWalk.Walk(ground, _ => arm, offset))];
        (int[] chosen, double[,] scores) = DeskArms.Choose(ground, [Walks(bad), Walks(good)]);
        Assert.Equal(-1, chosen[0]);
        Assert.DoesNotContain(0, chosen);
        Assert.Equal(1, chosen[^1]);
        Assert.True(scores[chosen.Length - 1, 1] > 0);
        // The gates keep a picker of losers from trading at all: its structure is expected to lose.
        Assert.All(Walks(bad), record => Assert.True(record.Closed.Count < 10));
    }
}
