using ResearchLab.Backtesting;
using ResearchLab.Basics;
using ResearchLab.Features;
using ResearchLab.Models;
using ResearchLab.Options;

namespace ResearchLab.Tests.Models;

[Trait("Tier", "full")]
public sealed class PooledPickerTests
{
    private static readonly TrainingOptions s_options =
        SyntheticMarket.Options with { Split = new WalkForwardOptions(Folds: 2, MinimumFitRows: 100), Rounds = 8 };

    /// <summary>The sign of a feature says which of two structures pays, by <paramref name="strength"/> of capital at a noise of 0.3.</summary>
    private static (FeatureMatrix Features, OutcomeMatrix Labels) Market(int count, ulong seed, string symbol, double strength = 0.8)
    {
        FeatureMatrix features = SyntheticMarket.Features(count, seed) with { Symbol = symbol };
        double Mean(int row, Structure structure) => (features.Columns[0][row] > 0 ? strength : -strength) is var sign && structure == Structure.LongCall
            ? sign
            : structure == Structure.IronCondor ? -sign : -0.5;
        return (features, SyntheticMarket.Outcomes(features, seed + 1, Mean) with { Symbol = symbol });
    }

    private static TrainedModel Train(int rounds, (FeatureMatrix Features, OutcomeMatrix Labels) own, params (FeatureMatrix, OutcomeMatrix)[] others) =>
        StructureTrainer.Train(own.Features, own.Labels, s_options with { Rounds = rounds }, null, TestContext.Current.CancellationToken, companions: others);

    private static TrainedModel Train((FeatureMatrix Features, OutcomeMatrix Labels) own, params (FeatureMatrix, OutcomeMatrix)[] others) =>
        Train(s_options.Rounds, own, others);

    [Fact]
    public void Train_AloneOrTogether_OnlyTogetherThereIsAPooledPicker_AndTheOthersStay()
    {
        var own = Market(1500, 80, "ONE");
        using TrainedModel alone = Train(own), together = Train(own, Market(1500, 90, "TWO"), Market(1500, 100, "SIX"));
        Assert.DoesNotContain(PickerKind.Pooled, alone.Pickers.Kinds);
        Assert.Empty(alone.Pickers.Pool);
        Assert.NotEqual(alone.Card.Id, together.Card.Id); // what is kept by the id of one is never taken for the other's
        Assert.Equal(PickerKinds.Competing, together.Pickers.Kinds);
        Assert.Equal(["TWO", "SIX"], together.Pickers.Pool);
        foreach (PickerKind kind in alone.Pickers.Kinds)
            Assert.Equal(alone.Pickers.ScoresOf(kind), together.Pickers.ScoresOf(kind));
        Assert.NotEqual(together.Pickers.ScoresOf(PickerKind.Outcome), together.Pickers.ScoresOf(PickerKind.Pooled));
        Assert.Contains(together.Pickers.FinalOf(PickerKind.Pooled).Scores(SyntheticMarket.Row(own.Features, 1400), new double[12]), double.IsFinite);
    }

    /// <summary>What became of the other symbol's trades after the last outcome a fold may know changes nothing that the fold forecasts.</summary>
    [Fact]
    public void Train_OtherSymbolsLaterOutcomes_ChangeNoEarlierFold()
    {
        var (own, other) = (Market(1500, 80, "ONE"), Market(1500, 90, "TWO"));
        LabeledRows rows = StructureTrainer.Rows(own.Features, own.Labels, s_options);
        var split = WalkForward.Split(rows.Spans, s_options.Split);
        DateOnly known = split.Folds[0].Fit.Concat(split.Folds[0].Calibration).Max(row => rows.Spans[row].End);
        TradeOutcome[] changed =
            [.. other.Labels.Outcomes.Select(outcome => outcome.IsComplete && outcome.Exit > known ? outcome with { Pnl = -outcome.Pnl } : outcome)];
        using TrainedModel before = Train(own, other), after = Train(own, (other.Features, other.Labels with { Outcomes = changed }));
        int first = split.Folds[0].Test.Length * Structures.ClassCount;
        Assert.Equal(before.Pickers.ScoresOf(PickerKind.Pooled)[..first], after.Pickers.ScoresOf(PickerKind.Pooled)[..first]);
        Assert.NotEqual(before.Pickers.ScoresOf(PickerKind.Pooled)[first..], after.Pickers.ScoresOf(PickerKind.Pooled)[first..]);
    }

    /// <summary>The sign of a feature decides which structure pays in every symbol: with few sessions of its own, a symbol learns it from the others.</summary>
    [Fact]
    public void Train_FewSessionsOfItsOwn_LearnsFromTheOthers()
    {
        var own = Market(1200, 80, "ONE", 0.1);
        using TrainedModel together = Train(60, own, Market(1500, 90, "TWO", 0.1), Market(1500, 100, "SIX", 0.1));
        LabeledRows rows = StructureTrainer.Rows(own.Features, own.Labels, s_options);
        int[] tested = [.. WalkForward.Split(rows.Spans, s_options.Split).Folds.SelectMany(fold => fold.Test)];
        double Earned(PickerKind kind)
        {
            double[] scores = together.Pickers.ScoresOf(kind);
            return tested.Select((row, i) => PolicyEvaluation.ReturnOf(rows, row,
                PickerKinds.Propose(scores.AsSpan(i * Structures.ClassCount, Structures.ClassCount), _ => true))).Average();
        }

        Assert.True(Earned(PickerKind.Pooled) > Earned(PickerKind.Outcome), $"{Earned(PickerKind.Pooled):P1} {Earned(PickerKind.Outcome):P1}");
        Assert.True(Earned(PickerKind.Pooled) > 0, $"{Earned(PickerKind.Pooled):P1}");
    }

    [Fact]
    public void Watchlist_TickersInOrderEachOnce_AnythingElseIsRefused()
    {
        Assert.Equal(["BRK.B", "QQQ", "SPY"], LabOptions.SymbolsOf(" spy, QQQ,,brk.b,SPY "));
        Assert.Contains("WATCHLIST holds 'S P'", Assert.Throws<ConfigurationException>(() => LabOptions.SymbolsOf("SPY,S P")).Message,
            StringComparison.Ordinal);
        Assert.Throws<ConfigurationException>(() => LabOptions.SymbolsOf("../../ETC"));
        var options = new LabOptions { Home = ".", DataFolder = ".", Watchlist = ["QQQ", "spy", "SPY"] };
        Assert.Equal(["QQQ", "SPY"], options.Validated().Watchlist);
        Assert.Throws<ConfigurationException>(() => (options with { Watchlist = ["a b"] }).Validated());
    }
}
