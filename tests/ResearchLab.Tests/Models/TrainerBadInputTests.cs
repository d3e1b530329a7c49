using ResearchLab.Basics;
using ResearchLab.Features;
using ResearchLab.Models;
using ResearchLab.Options;

namespace ResearchLab.Tests.Models;

/// <summary>What data can do to a trainer: a model that is sound, or one line that says why there is none.</summary>
public sealed class TrainerBadInputTests
{
    private static readonly TrainingOptions s_options =
        SyntheticMarket.Options with { Split = new WalkForwardOptions(Folds: 1, MinimumFitRows: 100), Rounds = 4, Resamples = 100 };

    private static TrainedModel Train(FeatureMatrix features, OutcomeMatrix labels) =>
        StructureTrainer.Train(features, labels, s_options, null, TestContext.Current.CancellationToken);

    private static FeatureMatrix With(FeatureMatrix features, Func<int, int, double, double> change) =>
        features with { Columns = [.. features.Columns.Select((column, c) => column.Select((value, row) => change(c, row, value)).ToArray())] };

    private static string Refused(FeatureMatrix features, OutcomeMatrix labels)
    {
        string message = Assert.ThrowsAny<Exception>(() => Train(features, labels)) is var error && error is ArgumentException or DataUnusableException
            ? error.Message
            : error.ToString();
        Assert.DoesNotContain('\n', message);
        return message;
    }

    [Fact]
    public void Train_ConstantFeatures_AreNotSplitOn()
    {
        FeatureMatrix features = With(SyntheticMarket.Features(700, 70), (c, _, value) => c is 5 or 6 ? 3.25 : value);
        using TrainedModel model = Train(features, SyntheticMarket.Planted(features, 71));
        Assert.Equal((0, 0), (model.FeatureGain()[5], model.FeatureGain()[6]));
        Assert.True(model.FeatureGain()[0] > 0);
    }

    [Fact]
    public void Train_AllConstant_GivesTheClassShares()
    {
        FeatureMatrix features = With(SyntheticMarket.Features(700, 72), (c, _, _) => c);
        OutcomeMatrix labels = SyntheticMarket.Planted(features, 73);
        using TrainedModel model = Train(features, labels);
        double[] one = model.Predict(SyntheticMarket.Row(features, 300)), two = model.Predict(SyntheticMarket.Row(features, 600));
        Assert.Equal(one, two);
        Assert.Equal(1, one.Sum(), 1e-12);
        Assert.False(model.Card.Evaluation.HasEdge, model.Card.Evaluation.Verdict);
    }

    [Fact]
    public void Train_ColumnsWithoutAnyValue_AreLeftAlone()
    {
        FeatureMatrix features = With(SyntheticMarket.Features(700, 74), (c, _, value) => c is > 10 and < 40 ? double.NaN : value);
        using TrainedModel model = Train(features, SyntheticMarket.Planted(features, 75));
        Assert.All(Enumerable.Range(11, 29), c => Assert.Equal(0, model.FeatureGain()[c]));
        // A row that has one all the same is strange.
        double[] row = SyntheticMarket.Row(features, 500);
        double before = model.OutOfDistribution(row);
        row[20] = 1;
        Assert.Equal(before + (1.0 / 84), model.OutOfDistribution(row), 1e-12);
    }

    [Fact]
    public void Train_MostColumnsEmpty_IsRefusedAsTooFewRows()
    {
        FeatureMatrix features = With(SyntheticMarket.Features(700, 76), (c, _, value) => c < 50 ? double.NaN : value);
        Assert.Contains("0 rows with known outcomes are too few", Refused(features, SyntheticMarket.Planted(features, 77)), StringComparison.Ordinal);
    }

    [Fact]
    public void Train_OneClassOnly_IsRefused()
    {
        FeatureMatrix features = SyntheticMarket.Features(700, 78);
        OutcomeMatrix labels = SyntheticMarket.Outcomes(features, 79, (_, _) => -5);
        Assert.Contains("one class, 'no_trade'", Refused(features, labels), StringComparison.Ordinal);
    }

    [Fact]
    public void Train_OneClassInTheFirstFit_IsRefused()
    {
        FeatureMatrix features = SyntheticMarket.Features(900, 80);
        OutcomeMatrix labels = SyntheticMarket.Outcomes(features, 81, (row, structure) => row > 500 && structure == Structure.LongCall ? 5 : -5);
        Assert.Contains("nothing to learn", Refused(features, labels), StringComparison.Ordinal);
    }

    [Fact]
    public void Train_FiftyRows_IsRefusedWithTheRemedy()
    {
        FeatureMatrix features = SyntheticMarket.Features(75, 82);
        string message = Refused(features, SyntheticMarket.Planted(features, 83));
        Assert.Contains("are too few for 1 folds", message, StringComparison.Ordinal);
        Assert.Contains("Use a longer history", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_DuplicateRows_TeachNothingMore()
    {
        // Every block of ten sessions repeats its first one's features: fewer different rows, the same sessions.
        FeatureMatrix features = SyntheticMarket.Features(900, 84);
        FeatureMatrix repeated = With(features, (c, row, _) => features.Columns[c][row / 10 * 10]);
        using TrainedModel model = Train(repeated, SyntheticMarket.Planted(repeated, 85));
        Assert.Equal(model.Predict(SyntheticMarket.Row(repeated, 500)), model.Predict(SyntheticMarket.Row(repeated, 509)));
        Assert.InRange(model.Card.Evaluation.Metrics[0].Context.EffectiveSamples, 1, model.Card.Evaluation.Metrics[0].Context.Samples / 10.0);
    }

    [Fact]
    public void Train_DuplicateSessions_AreRefused()
    {
        FeatureMatrix features = SyntheticMarket.Features(700, 86);
        OutcomeMatrix labels = SyntheticMarket.Planted(features, 87);
        DateOnly[] sessions = [.. labels.Sessions];
        sessions[300] = sessions[299];
        Assert.Contains("does not come after row", Refused(features, labels with { Sessions = sessions }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Train_InfiniteValues_CountAsOutOfDistributionAndBreakNothing(double infinite)
    {
        FeatureMatrix features = With(SyntheticMarket.Features(700, 88), (c, row, value) => c == 9 && row % 50 == 0 ? infinite : value);
        using TrainedModel model = Train(features, SyntheticMarket.Planted(features, 89));
        double[] row = SyntheticMarket.Row(features, 500);
        Assert.True(double.IsInfinity(row[9]));
        double[] probabilities = model.Predict(row);
        Assert.Equal(1, probabilities.Sum(), 1e-12);
        Assert.All(model.Card.Evaluation.Metrics, metric => Assert.True(double.IsFinite(metric.Value)));
    }
}
