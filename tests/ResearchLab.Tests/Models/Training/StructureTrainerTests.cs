using ResearchLab.Basics;
using ResearchLab.Features;
using ResearchLab.Models;
using ResearchLab.Options;

namespace ResearchLab.Tests.Models;

[Trait("Tier", "full")]
public sealed class StructureTrainerTests
{
    private static readonly Lazy<(FeatureMatrix Features, TrainedModel Model)> s_planted = new(() =>
    {
        FeatureMatrix features = SyntheticMarket.Features(1500, 1);
        return (features, StructureTrainer.Train(features, SyntheticMarket.Planted(features, 2), SyntheticMarket.Options));
    });

    [Fact]
    public void Train_PlantedFeature_IsFoundAndHasAnEdge()
    {
        (FeatureMatrix features, TrainedModel model) = s_planted.Value;
        ModelEvaluation evaluation = model.Card.Evaluation;

        Assert.True(evaluation.HasEdge, evaluation.Verdict);
        Assert.StartsWith("Edge: model ", evaluation.Verdict);
        Metric accuracy = evaluation.Metrics.Single(m => m.Name == "accuracy");
        Assert.True(accuracy.Low > accuracy.Context.MajorityBaseline, $"{accuracy.Low} against {accuracy.Context.MajorityBaseline}");
        Metric loss = evaluation.Metrics.Single(m => m.Name == "log_loss");
        Assert.True(loss.High < loss.Context.MajorityBaseline);
        double[] gain = model.FeatureGain();
        Assert.Equal(0, Array.IndexOf(gain, gain.Max()));
        double[] row = SyntheticMarket.Row(features, 1499);
        Structure pick = Policies.Likeliest(model.Predict(row));
        Assert.Equal(row[0] > 0 ? Structure.LongCall : Structure.IronCondor, pick);
        FeatureContribution strongest = model.Explain(row, pick, 3)[0];
        Assert.Equal(("ret_1d", row[0]), (strongest.Feature, strongest.Value));
        Assert.True(strongest.Contribution > 0);
    }

    [Fact]
    public void Train_NoSignal_SaysNoEdgeAndLosesNothingToTheBaseline()
    {
        FeatureMatrix features = SyntheticMarket.Features(1500, 3);
        using TrainedModel model = StructureTrainer.Train(features, SyntheticMarket.NoSignal(features, 4), SyntheticMarket.Options);
        ModelEvaluation evaluation = model.Card.Evaluation;

        Assert.False(evaluation.HasEdge, evaluation.Verdict);
        Assert.StartsWith("No edge: model ", evaluation.Verdict);
        Metric accuracy = evaluation.Metrics.Single(m => m.Name == "accuracy");
        Assert.InRange(accuracy.Context.MajorityBaseline, accuracy.Low, accuracy.High);
        // Calibration must keep an overfitted model near the class shares.
        Metric loss = evaluation.Metrics.Single(m => m.Name == "log_loss");
        Assert.InRange(loss.Value - loss.Context.MajorityBaseline, -0.01, 0.05);
    }

    [Fact]
    public void Train_PermutedLabels_LosesThePlantedEdge()
    {
        FeatureMatrix features = SyntheticMarket.Features(1500, 1);
        OutcomeMatrix labels = SyntheticMarket.Planted(features, 2);
        // Reversed features no longer belong to the sessions' outcomes, but keep their own dependence.
        FeatureMatrix shuffled = features with { Columns = [.. features.Columns.Select(c => (double[])[.. c.Reverse()])] };
        using TrainedModel model = StructureTrainer.Train(shuffled, labels, SyntheticMarket.Options);

        Assert.False(model.Card.Evaluation.HasEdge, model.Card.Evaluation.Verdict);
        Metric loss = model.Card.Evaluation.Metrics.Single(m => m.Name == "log_loss");
        Assert.True(loss.Value > loss.Context.MajorityBaseline - 0.02);
    }

    [Fact]
    public void Train_SameSeed_GivesTheSameModelOnAnyThreadCount()
    {
        FeatureMatrix features = SyntheticMarket.Features(900, 6);
        OutcomeMatrix labels = SyntheticMarket.Planted(features, 7);
        TrainingOptions options = SyntheticMarket.Options with { Split = new WalkForwardOptions(Folds: 2, MinimumFitRows: 100), Rounds = 8 };
        using TrainedModel one = StructureTrainer.Train(features, labels, options);
        using TrainedModel two = StructureTrainer.Train(features, labels, options with { Threads = 2 });
        using TrainedModel seeded = StructureTrainer.Train(features, labels, options with { Seed = 6 });

        Assert.Equal(one.Text, two.Text);
        Assert.Equal(one.Card.Id, two.Card.Id);
        Assert.Equal(one.Card.Temperature, two.Card.Temperature);
        Assert.Equal(one.Card.Evaluation.Policies, two.Card.Evaluation.Policies);
        Assert.Equal(one.Card.Evaluation.Metrics.Select(m => (m.Name, m.Value, m.Low, m.High)),
            two.Card.Evaluation.Metrics.Select(m => (m.Name, m.Value, m.Low, m.High)));
        Assert.NotEqual(one.Text, seeded.Text);
        Assert.NotEqual(one.Card.Id, seeded.Card.Id);
    }

    [Fact]
    public void Train_LaterOutcomes_AreNotUsed()
    {
        FeatureMatrix features = SyntheticMarket.Features(1000, 8);
        OutcomeMatrix labels = SyntheticMarket.Planted(features, 9);
        FeatureMatrix earlier = features with { Sessions = features.Sessions[..900], Columns = [.. features.Columns.Select(c => c[..900])] };
        TrainingOptions options = SyntheticMarket.Options with { Split = new WalkForwardOptions(Folds: 2, MinimumFitRows: 100), Rounds = 5 };
        DateOnly known = earlier.Sessions[^1];
        int[] usable = [.. Enumerable.Range(0, 1000).Where(row => labels.EndOf(row) <= known)];
        OutcomeMatrix truncated = labels with
        {
            Sessions = [.. usable.Select(row => labels.Sessions[row])],
            Outcomes = [.. usable.SelectMany(row => labels.Row(row).ToArray())],
        };

        using TrainedModel all = StructureTrainer.Train(earlier, labels, options);
        using TrainedModel only = StructureTrainer.Train(earlier, truncated, options);

        Assert.Equal(only.Card.Id, all.Card.Id);
        Assert.Equal(known, all.Card.KnownThrough);
        Assert.True(all.Card.TrainingRows <= usable.Length && all.Card.TrainingRows > 800);
    }

    [Fact]
    public void Train_Policies_AreOnTheSameRowsAndAddUp()
    {
        IReadOnlyList<PolicyResult> policies = s_planted.Value.Model.Card.Evaluation.Policies;

        Assert.Equal(["model", "no_trade", "most_frequent", "textbook", "random"], policies.Take(5).Select(p => p.Policy));
        Assert.Equal(16, policies.Count);
        PolicyResult model = policies[0], none = policies[1];
        Assert.Equal((0.0, 0.0, 0.0, 0, double.NaN, 0.0, 0.0),
            (none.MeanReturn, none.Low, none.High, none.Trades, none.WinRate, none.WorstMonth, none.ExpectedShortfall95));
        foreach (PolicyResult policy in policies)
        {
            Assert.Equal(model.MeanReturn - policy.MeanReturn, policy.DifferenceToModel, 1e-12);
            Assert.Equal(model.MeanReturn + model.Regret, policy.MeanReturn + policy.Regret, 1e-12);
            Assert.True(policy.Regret >= 0 && policy.Low <= policy.MeanReturn && policy.MeanReturn <= policy.High);
            Assert.True(policy.DifferenceLow <= policy.DifferenceToModel && policy.DifferenceToModel <= policy.DifferenceHigh);
        }
    }

    [Fact]
    public void Train_Context_StatesEffectiveSamples()
    {
        MetricContext context = s_planted.Value.Model.Card.Evaluation.Metrics[0].Context;
        Assert.Equal("synthetic labels", context.LabelSpec);
        Assert.StartsWith("wf3-", context.SplitId);
        // Labels of about 24 sessions overlap: far fewer independent rows than rows.
        Assert.InRange(context.Samples, 850, 900);
        Assert.InRange(context.EffectiveSamples, context.Samples / 40.0, context.Samples / 15.0);
    }

    [Fact]
    public void Train_OutOfSampleReturns_AreThoseOfTheEvaluation()
    {
        TrainedModel model = s_planted.Value.Model;
        PolicyReturns earned = model.OutOfSample!;
        PolicyResult policy = model.Card.Evaluation.Policies[0];
        Assert.Equal(model.Card.Evaluation.Metrics[0].Context.Samples, earned.Returns.Length);
        Assert.Equal(policy.MeanReturn, earned.Returns.Average(), 1e-12);
        Assert.Equal(policy.WorstMonth, ResearchLab.Statistics.Performance.WorstMonth(earned.Sessions, earned.Returns), 1e-12);
        Assert.Equal(earned.Sessions.Order(), earned.Sessions);
    }

    [Fact]
    public void Train_Progress_ReportsEveryPartInOrder()
    {
        FeatureMatrix features = SyntheticMarket.Features(900, 14);
        var steps = new List<TrainingProgress>();
        TrainingOptions options = SyntheticMarket.Options with { Split = new WalkForwardOptions(Folds: 2, MinimumFitRows: 100), Rounds = 3, Threads = 2 };
        using TrainedModel model = StructureTrainer.Train(features, SyntheticMarket.NoSignal(features, 15), options, new Collect(steps));

        Assert.Equal(
            ["calibration", "evaluation", "final model", "fold 1", "fold 2",
                .. PickerKinds.Competing.Where(kind => kind is not (PickerKind.Softmax or PickerKind.Pooled)).Select(kind => kind.Name()).Order()
                    .SelectMany(name => (string[])[$"picker {name}", $"picker {name}, fold 1", $"picker {name}, fold 2"])],
            steps.Select(s => s.Step).Order());
        Assert.Equal(steps.Select(s => s.Share).Order(), steps.Select(s => s.Share));
        Assert.Equal(1, steps[^1].Share);
    }

    [Fact]
    public void Train_TooFewRowsOrOtherSet_IsRefused()
    {
        FeatureMatrix features = SyntheticMarket.Features(150, 10);
        OutcomeMatrix labels = SyntheticMarket.NoSignal(features, 11);
        Assert.Contains("too few", Assert.Throws<DataUnusableException>(() => StructureTrainer.Train(features, labels, SyntheticMarket.Options)).Message);
        Assert.Throws<ArgumentException>(() => StructureTrainer.Train(features with { SetVersion = 2 }, labels, SyntheticMarket.Options));
        Assert.Throws<ArgumentException>(() => StructureTrainer.Train(features, labels with { Symbol = "OTHER" }, SyntheticMarket.Options));
    }

    [Fact]
    public void Train_Cancelled_Stops()
    {
        FeatureMatrix features = SyntheticMarket.Features(1000, 12);
        using var cancellation = new CancellationTokenSource();
        var progress = new StopAfterFirst(cancellation);
        Assert.Throws<OperationCanceledException>(() =>
            StructureTrainer.Train(features, SyntheticMarket.NoSignal(features, 13), SyntheticMarket.Options, progress, cancellation.Token));
        Assert.Equal(1, progress.Reports);
    }

    private sealed class Collect(List<TrainingProgress> steps) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => steps.Add(value);
    }

    private sealed class StopAfterFirst(CancellationTokenSource cancellation) : IProgress<TrainingProgress>
    {
        public int Reports { get; private set; }

        public void Report(TrainingProgress value)
        {
            Reports++;
            cancellation.Cancel();
        }
    }
}
