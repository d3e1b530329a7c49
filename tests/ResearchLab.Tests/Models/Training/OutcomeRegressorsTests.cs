using ResearchLab.Basics;
using ResearchLab.Features;
using ResearchLab.Models;
using ResearchLab.Options;

namespace ResearchLab.Tests.Models;

[Trait("Tier", "full")]
public sealed class OutcomeRegressorsTests
{
    [Fact]
    public void Run_PlantedFeature_IsFoundOnTheSameRowsAsThePicker()
    {
        FeatureMatrix features = SyntheticMarket.Features(1500, 50);
        OutcomeMatrix labels = SyntheticMarket.Planted(features, 51);
        using TrainedModel model = StructureTrainer.Train(features, labels, SyntheticMarket.Options, null, TestContext.Current.CancellationToken);
        OutcomeRegressorReport report = OutcomeRegressors.Run(model, features, labels);
        PolicyResult picker = model.Card.Evaluation.Policies[0], best = model.Card.Evaluation.Policies.Skip(1).MaxBy(policy => policy.MeanReturn)!;

        Assert.Equal(OutcomeRegressors.Name, report.Rival.Policy);
        Assert.Equal(picker, report.Picker);
        Assert.Equal(picker.Context, report.Rival.Context);
        Assert.Equal(picker.MeanReturn - report.Rival.MeanReturn, report.Rival.DifferenceToModel, 1e-12);
        Assert.Equal(picker.MeanReturn + picker.Regret, report.Rival.MeanReturn + report.Rival.Regret, 1e-12);
        Assert.Equal(best.Policy, report.Baseline);
        Assert.Equal(report.Rival.MeanReturn - best.MeanReturn, report.BaselineDifference, 1e-12);
        Assert.True(report.BaselineLow > 0, report.Verdict);
        Assert.Contains("the regressors beat the best baseline", report.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NoSignal_StaysOutOrSaysNoEdge()
    {
        FeatureMatrix features = SyntheticMarket.Features(1500, 52);
        OutcomeMatrix labels = SyntheticMarket.NoSignal(features, 53);
        using TrainedModel model = StructureTrainer.Train(features, labels, SyntheticMarket.Options, null, TestContext.Current.CancellationToken);
        OutcomeRegressorReport report = OutcomeRegressors.Run(model, features, labels);
        Assert.True(report.BaselineLow <= 0, report.Verdict);
        Assert.Contains("no edge over the best baseline", report.Verdict, StringComparison.Ordinal);
        // Every structure loses its costs: predictions above 0 are rare.
        Assert.True(report.Rival.Trades < report.Rival.Context.Samples / 3, $"{report.Rival.Trades}");
    }

    [Fact]
    public void Run_OtherThreadsOrLabels_SameResultOrRefused()
    {
        FeatureMatrix features = SyntheticMarket.Features(900, 54);
        OutcomeMatrix labels = SyntheticMarket.Planted(features, 55);
        TrainingOptions options = SyntheticMarket.Options with { Split = new WalkForwardOptions(Folds: 2, MinimumFitRows: 100), Rounds = 5 };
        using TrainedModel one = StructureTrainer.Train(features, labels, options, null, TestContext.Current.CancellationToken);
        using TrainedModel two = StructureTrainer.Train(features, labels, options with { Threads = 2 }, null, TestContext.Current.CancellationToken);
        Assert.Equal(
            OutcomeRegressors.Run(one, features, labels).Rival, OutcomeRegressors.Run(two, features, labels).Rival);
        OutcomeMatrix fewer = labels with { Sessions = labels.Sessions[..700], Outcomes = labels.Outcomes[..7700] };
        Assert.Contains("Train it again", Assert.Throws<ArgumentException>(() => OutcomeRegressors.Run(one, features, fewer)).Message,
            StringComparison.Ordinal);
    }

    /// <summary>Along a row in which only the constrained feature moves, scores and outcomes may only rise.</summary>
    [Fact]
    public void Train_MonotoneConstraint_HoldsInEveryRowAndClass()
    {
        FeatureMatrix features = SyntheticMarket.Features(1000, 56);
        // What was planted rises with the first feature for one structure and falls for the other: the constraint forbids one of them.
        OutcomeMatrix labels = SyntheticMarket.Planted(features, 57);
        string name = FeatureCatalog.All[0].Name;
        TrainingOptions options =
            SyntheticMarket.Options with { Split = new WalkForwardOptions(Folds: 1, MinimumFitRows: 100), Monotone = [new MonotoneConstraint(name, 1)] };
        using TrainedModel free = StructureTrainer.Train(features, labels, options with { Monotone = [] }, null, TestContext.Current.CancellationToken);
        using TrainedModel bound = StructureTrainer.Train(features, labels, options, null, TestContext.Current.CancellationToken);
        Assert.True(Falls(free, features) > 5);
        Assert.Equal(0, Falls(bound, features));
        Assert.Contains("monotone_constraints=1,0,", bound.Card.Parameters, StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_MonotoneConstraintOfOneStructure_BindsItsRegressorOnly()
    {
        FeatureMatrix features = SyntheticMarket.Features(1000, 58);
        var constraint = new MonotoneConstraint(FeatureCatalog.All[0].Name, -1, Structure.LongCall);
        TrainingOptions options = SyntheticMarket.Options with { Monotone = [constraint] };
        Assert.Equal(-1, options.ToRegression(Structure.LongCall).Monotone[0]);
        Assert.Empty(options.ToRegression(Structure.LongPut).Monotone);
        Assert.Empty(options.ToParameters().Monotone);
        LabeledRows rows = StructureTrainer.Rows(features, SyntheticMarket.Planted(features, 59), options);
        // The test rows are one row again and again, but for the feature, which climbs.
        double[][] columns = [.. features.Columns.Select(column => (double[])[.. column])];
        int[] test = [.. Enumerable.Range(800, 100)];
        foreach (int row in test)
        {
            for (int c = 0; c < 84; c++)
                columns[c][rows.FeatureRow[row]] = c == 0 ? (row - 850) / 20.0 : features.Columns[c][850];
        }

        LabeledRows climbing = rows with { Features = features with { Columns = columns } };
        double[] scores = PickerSet.PredictFold(PickerKind.Outcome, climbing, new WalkForwardFold([.. Enumerable.Range(0, 700)], [], test), [], options,
            TestContext.Current.CancellationToken);
        double[] Of(Structure structure) => [.. Enumerable.Range(0, test.Length).Select(i => scores[(i * Structures.ClassCount) + (int)structure])];
        double[] call = Of(Structure.LongCall), condor = Of(Structure.IronCondor);
        Assert.All(Enumerable.Range(1, 99), i => Assert.True(call[i] <= call[i - 1] + 1e-12));
        Assert.True(condor[0] > condor[99] + 0.2);
    }

    /// <summary>Walks every path of every tree: no path holds features of two groups.</summary>
    [Fact]
    public void Train_InteractionGroups_NeverMeetOnAPath()
    {
        FeatureMatrix features = SyntheticMarket.Features(1000, 60);
        OutcomeMatrix labels = SyntheticMarket.Planted(features, 61);
        string[] names = [.. FeatureCatalog.All.Select(feature => feature.Name)];
        TrainingOptions options = SyntheticMarket.Options with
        {
            Split = new WalkForwardOptions(Folds: 1, MinimumFitRows: 100),
            FeatureFraction = 1,
            Interactions = [names[..3], names[3..40]],
        };
        using TrainedModel free = StructureTrainer.Train(features, labels, options with { Interactions = [] }, null, TestContext.Current.CancellationToken);
        using TrainedModel bound = StructureTrainer.Train(features, labels, options, null, TestContext.Current.CancellationToken);
        static int Group(int feature) => feature < 3 ? 0 : feature < 40 ? 1 : 2;
        Assert.True(Paths(free.Text).Count(path => path.Select(Group).Distinct().Count() > 1) > 20);
        Assert.DoesNotContain(Paths(bound.Text), path => path.Select(Group).Distinct().Count() > 1);
        // The features that no group names are one more group, not forbidden.
        Assert.Contains(Paths(bound.Text), path => path.Any(feature => Group(feature) == 2));
    }

    [Fact]
    public void Options_WhatCannotBe_IsRefusedInOneLine()
    {
        FeatureMatrix features = SyntheticMarket.Features(300, 62);
        OutcomeMatrix labels = SyntheticMarket.NoSignal(features, 63);
        void Refused<T>(string cause, TrainingOptions options)
            where T : Exception =>
            Assert.Contains(cause, Assert.Throws<T>(() => StructureTrainer.Train(features, labels, options)).Message, StringComparison.Ordinal);
        Refused<UsageException>("'nonsense', which is none of the 84", SyntheticMarket.Options with { Monotone = [new MonotoneConstraint("nonsense", 1)] });
        Refused<UsageException>("sign 2", SyntheticMarket.Options with { Monotone = [new MonotoneConstraint(FeatureCatalog.All[0].Name, 2)] });
        Refused<UsageException>("names no feature", SyntheticMarket.Options with { Interactions = [[]] });
        Refused<ArgumentOutOfRangeException>("ClassBalance is 2", SyntheticMarket.Options with { ClassBalance = 2 });
        Refused<ArgumentOutOfRangeException>("Candidates must be", SyntheticMarket.Options with { Tuning = new TuningOptions(1) });
    }

    private static int Falls(TrainedModel model, FeatureMatrix features)
    {
        int falls = 0;
        for (int row = 100; row < 900; row += 100)
        {
            double[] values = SyntheticMarket.Row(features, row);
            double[]? before = null;
            for (double x = -4; x <= 4; x += 0.25)
            {
                values[0] = x;
                double[] scores = model.RawScores(values);
                falls += before is null ? 0 : scores.Zip(before).Count(pair => pair.First < pair.Second - 1e-12);
                before = scores;
            }
        }

        return falls;
    }

    /// <summary>Features on each path from a root to a leaf, read from the model text.</summary>
    private static List<int[]> Paths(string text)
    {
        var paths = new List<int[]>();
        foreach (string tree in text.Split("Tree=").Skip(1))
        {
            int[] Numbers(string key) => [.. tree.Split('\n').First(line => line.StartsWith(key, StringComparison.Ordinal))[key.Length..]
                .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
            if (Numbers("num_leaves=")[0] < 2)
                continue;
            int[] feature = Numbers("split_feature="), left = Numbers("left_child="), right = Numbers("right_child=");
            void Walk(int node, int[] above)
            {
                if (node < 0)
                {
                    paths.Add(above);
                    return;
                }

                int[] path = [.. above, feature[node]];
                Walk(left[node], path);
                Walk(right[node], path);
            }

            Walk(0, []);
        }

        return paths;
    }
}
