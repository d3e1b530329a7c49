using ResearchLab.Features;
using ResearchLab.Models;

namespace ResearchLab.Tests.Models;

[Trait("Tier", "full")]
public sealed class SuccessiveHalvingTests
{
    /// <summary>Table 1 of Li et al. (2018): R = 81, η = 3, brackets s = 4 and s = 3.</summary>
    [Theory]
    [InlineData(81, new[] { 81, 27, 9, 3, 1 }, new[] { 1, 3, 9, 27, 81 })]
    [InlineData(27, new[] { 27, 9, 3, 1 }, new[] { 3, 9, 27, 81 })]
    [InlineData(1, new[] { 1 }, new[] { 81 })]
    public void Rungs_HyperbandsTable_IsRepeated(int candidates, int[] left, int[] resource)
    {
        IReadOnlyList<Rung> rungs = SuccessiveHalving.Rungs(candidates, 81);
        Assert.Equal(left.Zip(resource, (n, r) => new Rung(n, r)), rungs);
    }

    [Fact]
    public void Rungs_LeastResource_CutsTheFirstRungs()
    {
        Assert.Equal([new Rung(27, 6), new Rung(9, 20), new Rung(3, 60)], SuccessiveHalving.Rungs(27, 60, 3, 5));
        Assert.Equal([new Rung(9, 3)], SuccessiveHalving.Rungs(9, 3, 3, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => SuccessiveHalving.Rungs(9, 3, 1));
    }

    [Fact]
    public void Run_BestArm_IsFoundWithEqualsToTheFirst()
    {
        var asked = new List<(int, int)>();
        int best = SuccessiveHalving.Run(SuccessiveHalving.Rungs(9, 9), (candidate, resource) =>
        {
            asked.Add((candidate, resource));
            return candidate == 3 ? double.NaN : Math.Abs(candidate - 5.5) + (1.0 / resource);
        });
        Assert.Equal(5, best);
        Assert.Equal([9, 3, 1], asked.GroupBy(call => call.Item2).Select(rung => rung.Count()));
        Assert.Equal([5, 6, 4], asked.Where(call => call.Item2 == 3).Select(call => call.Item1));
    }

    [Fact]
    public void Tune_Twice_IsTheSameAndStaysInsideEachWindow()
    {
        FeatureMatrix features = SyntheticMarket.Features(1500, 40);
        OutcomeMatrix labels = SyntheticMarket.Planted(features, 41);
        TrainingOptions options =
            SyntheticMarket.Options with { Split = new WalkForwardOptions(Folds: 2), Tuning = new TuningOptions(6, 1), Rounds = 15, Resamples = 100 };
        var first = new List<TuningTrial>();
        using TrainedModel one = StructureTrainer.Train(features, labels, options, null, TestContext.Current.CancellationToken,
            trials => { first.AddRange(trials); return 77; });
        var second = new List<TuningTrial>();
        using TrainedModel two = StructureTrainer.Train(features, labels, options with { Threads = 2 }, null, TestContext.Current.CancellationToken,
            trials => { second.AddRange(trials); return 77; });

        Assert.Equal(one.Text, two.Text);
        Assert.Equal(first.Select(trial => (trial.Parameters, trial.SplitId, trial.Loss)),
            second.Select(trial => (trial.Parameters, trial.SplitId, trial.Loss)));
        // Three windows, two folds and the final one: six settings with a third of the rounds, two of them with all.
        Assert.Equal(3 * (6 + 2), first.Count);
        Assert.Equal(77, one.Card.Evaluation.Policies[0].Context.Trials);
        Assert.StartsWith("nest-wf2-", one.Card.Evaluation.Metrics[0].Context.SplitId, StringComparison.Ordinal);
        Assert.Equal((6, 2), (one.Card.Tuning!.Candidates, one.Card.Tuning.ByFold.Count));
        Assert.Contains(one.Card.Parameters, first.TakeLast(8).Select(trial => trial.Parameters));
        // What a fold tuned on ends before its first test session.
        DateOnly firstTest = one.OutOfSample.Sessions[0];
        Assert.All(first.Take(8), trial => Assert.True(trial.Sessions[^1] < firstTest));
        Assert.Equal(first.Take(8).MinBy(trial =>
            trial.Parameters.Contains("num_iterations=15 ", StringComparison.Ordinal) ? trial.Loss : double.MaxValue)!.Parameters, one.Card.Tuning.ByFold[0]);
    }

    [Fact]
    public void Tune_LaterOutcomesThanAWindow_ChangeNothingInIt()
    {
        FeatureMatrix features = SyntheticMarket.Features(1500, 42);
        OutcomeMatrix labels = SyntheticMarket.Planted(features, 43), other = SyntheticMarket.NoSignal(features, 44);
        TrainingOptions options = SyntheticMarket.Options with
        {
            Split = new WalkForwardOptions(Folds: 1, FirstTestFraction: 0.6),
            Tuning = new TuningOptions(4, 1),
            Rounds = 5,
            Resamples = 100
        };
        // From row 950 on, past the test block's start at about 885, everything is different.
        OutcomeMatrix changed = labels with
        {
            Outcomes = [.. labels.Outcomes.Take(950 * 11), .. other.Outcomes.Skip(950 * 11)
            .Zip(labels.Outcomes.Skip(950 * 11), (mine, own) => own.IsComplete ? own with { Pnl = mine.IsComplete ? mine.Pnl : -1 } : own)]
        };
        List<TuningTrial> Trials(OutcomeMatrix outcomes)
        {
            var tried = new List<TuningTrial>();
            using TrainedModel model = StructureTrainer.Train(features, outcomes, options, null, TestContext.Current.CancellationToken,
                trials => { tried.AddRange(trials); return 1; });
            return tried;
        }

        List<TuningTrial> before = Trials(labels), after = Trials(changed);
        Assert.Equal(before.Take(4).Select(trial => (trial.Parameters, trial.Loss)), after.Take(4).Select(trial => (trial.Parameters, trial.Loss)));
        Assert.NotEqual(before[^1].Loss, after[^1].Loss);
    }
}
