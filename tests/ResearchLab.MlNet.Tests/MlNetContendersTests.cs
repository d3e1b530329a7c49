using Microsoft.ML;
using Microsoft.ML.Data;
using ResearchLab.Features;
using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Tests.Models;

namespace ResearchLab.MlNet.Tests;

/// <summary>Estimators of ML.NET in the purged walk-forward of the lab's own model.</summary>
[Collection("one at a time: LightGBM keeps one number of threads a process, and ML.NET does not ask for ours")]
public sealed class MlNetContendersTests(MlNetContendersTests.Planted planted) : IClassFixture<MlNetContendersTests.Planted>
{
    private static readonly FeatureMatrix s_features = SyntheticMarket.Features(1_500, 50);
    private static readonly OutcomeMatrix s_planted = SyntheticMarket.Planted(s_features, 51);

    /// <summary>The lab's model of the planted signal, trained once.</summary>
    public sealed class Planted : IDisposable
    {
        internal TrainedModel Model { get; } = Train(s_planted);

        public void Dispose() => Model.Dispose();
    }

    [Fact]
    public void Multiclass_FindsAPlantedSignal_OnTheSameRows()
    {
        TrainedModel model = planted.Model;
        var context = new MLContext(1);
        var estimator = context.Transforms.ReplaceMissingValues("Features")
            .Append(context.MulticlassClassification.Trainers.SdcaMaximumEntropy(exampleWeightColumnName: "Weight", maximumNumberOfIterations: 20));
        ContenderReport report = ContenderReport.Of(model, s_features, s_planted, "sdca", MlNetContenders.Classes(context, estimator),
            cancellation: TestContext.Current.CancellationToken);
        Assert.Equal("sdca", report.Contender.Policy);
        Assert.Equal(model.OutOfSample.Sessions, report.Scores.Sessions);
        Assert.Equal(report.Scores.Sessions.Length * Structures.ClassCount, report.Scores.Scores.Length);
        // Regret is against the best of the same rows.
        Assert.Equal(report.Model.MeanReturn + report.Model.Regret, report.Contender.MeanReturn + report.Contender.Regret, 1e-12);
        Assert.True(report.Contender.MeanReturn > 0.2, report.Verdict);
    }

    [Fact]
    public void Returns_OneRegressionAStructure_FindTheSignalToo()
    {
        TrainedModel model = planted.Model;
        var context = new MLContext(1);
        ContenderFit fit = MlNetContenders.Returns(context, _ => context.Regression.Trainers.FastTree(numberOfTrees: 20, minimumExampleCountPerLeaf: 30));
        ContenderReport report = ContenderReport.Of(model, s_features, s_planted, "fasttree", fit, cancellation: TestContext.Current.CancellationToken);
        Assert.True(report.Contender.MeanReturn > 0.2, report.Verdict);
        Assert.Contains("fasttree earns", report.Verdict);
    }

    [Fact]
    public void NoSignal_EarnsNothing()
    {
        OutcomeMatrix labels = SyntheticMarket.NoSignal(s_features, 53);
        using TrainedModel model = Train(labels);
        var context = new MLContext(1);
        ContenderFit fit = MlNetContenders.Returns(context, _ => context.Regression.Trainers.LightGbm(numberOfLeaves: 4, numberOfIterations: 10));
        ContenderReport report = ContenderReport.Of(model, s_features, labels, "lightgbm", fit, cancellation: TestContext.Current.CancellationToken);
        Assert.True(report.Contender.High < 0.05, report.Verdict);
    }

    [Fact]
    public void Fit_SeesOnlyWhatHadEndedBefore()
    {
        TrainedModel model = planted.Model;
        var seen = new List<(DateOnly Last, int Rows)>();
        ContenderReport report = ContenderReport.Of(model, s_features, s_planted, "spy", (fit, _, rows, _) =>
        {
            seen.Add((fit.Sessions[^1], rows));
            Assert.Equal(fit.Count * 84, fit.Features.Length);
            Assert.Equal(fit.Count * Structures.Count, fit.Returns.Length);
            return new double[rows * Structures.ClassCount];
        }, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(3, seen.Count);
        int at = 0;
        foreach ((DateOnly last, int rows) in seen)
        {
            // Labels live up to 25 sessions; the embargo keeps as many again.
            Assert.True(report.Scores.Sessions[at].DayNumber - last.DayNumber > 25, $"{last} and {report.Scores.Sessions[at]}");
            at += rows;
        }

        // Nothing scored above no trade: nothing is proposed.
        Assert.Equal(0, report.Contender.Trades);
    }

    [Fact]
    public void Scores_OfAnotherShape_AreRefused()
    {
        TrainedModel model = planted.Model;
        var context = new MLContext(1);
        Assert.Contains("NaN", Assert.Throws<InvalidOperationException>(() => ContenderReport.Of(
            model, s_features, s_planted, "nan", (_, _, rows, _) => [.. Enumerable.Repeat(double.NaN, rows * Structures.ClassCount)])).Message);
        Assert.Contains("gave 3 scores",
            Assert.Throws<InvalidOperationException>(() => ContenderReport.Of(model, s_features, s_planted, "few", (_, _, _, _) => [1, 2, 3])).Message);
        var shapeless = context.Transforms.ReplaceMissingValues("Features");
        Assert.Contains("Score is missing", Assert.Throws<InvalidOperationException>(
            () => ContenderReport.Of(model, s_features, s_planted, "none", MlNetContenders.Classes(context, shapeless))).Message);
    }

    [Fact]
    public void View_HasKeysWithNames()
    {
        TrainedModel model = planted.Model;
        var context = new MLContext(1);
        ContenderReport.Of(model, s_features, s_planted, "view", (fit, _, rows, _) =>
        {
            IDataView view = fit.ToDataView(context);
            var names = view.Schema["Label"].Annotations;
            VBuffer<ReadOnlyMemory<char>> keys = default;
            names.GetValue("KeyValues", ref keys);
            Assert.Equal("long_call", keys.DenseValues().First().ToString());
            Assert.Equal(fit.Best.Select(best => (uint)best + 1), view.GetColumn<uint>("Label"));
            Assert.Equal(fit.Count, view.GetColumn<float[]>("Returns").Count());
            return new double[rows * Structures.ClassCount];
        }, cancellation: TestContext.Current.CancellationToken);
    }

    private static TrainedModel Train(OutcomeMatrix labels) =>
        StructureTrainer.Train(s_features, labels, SyntheticMarket.Options, null, TestContext.Current.CancellationToken);
}
