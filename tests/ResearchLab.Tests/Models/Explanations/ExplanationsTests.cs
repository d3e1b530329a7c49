using ResearchLab.Basics;
using ResearchLab.Features;
using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Statistics;

namespace ResearchLab.Tests.Models;

public sealed class ExplanationsTests(ITestOutputHelper output)
{
    private static readonly WalkForwardOptions s_split = new(Folds: 3);

    private static readonly Lazy<(FeatureMatrix Features, OutcomeMatrix Labels, TrainedModel Model)> s_planted = new(() =>
    {
        FeatureMatrix features = SyntheticMarket.Features(1200, 20);
        OutcomeMatrix labels = SyntheticMarket.Planted(features, 21);
        return (features, labels, StructureTrainer.Train(features, labels, SyntheticMarket.Options with { Split = s_split, Threads = 2 }));
    });

    [Fact]
    public void Of_EveryClassAndRow_SumsToTheRawPrediction()
    {
        (FeatureMatrix features, _, TrainedModel model) = s_planted.Value;
        for (int row = 3; row < 1200; row += 171)
        {
            double[] raw = model.RawScores(SyntheticMarket.Row(features, row));
            for (int k = 0; k < Structures.ClassCount; k++)
            {
                Explanation explanation = Explanations.Of(model, model.Pickers.FinalOf(PickerKind.Softmax), features, row, (Structure)k)!;
                Assert.Equal(raw[k], explanation.Raw, 1e-9);
                Assert.Equal(raw[k], explanation.Average + explanation.Features.Sum(reason => reason.Contribution), 1e-9);
                Assert.Equal(84, explanation.Features.Select(reason => reason.Feature).Distinct().Count());
            }
        }
    }

    /// <summary>What is explained is the score of the picker that proposes, not that of another model.</summary>
    [Fact]
    public void Of_OtherPickers_SumsToTheirOwnScores_AndARuleHasNone()
    {
        (FeatureMatrix features, _, TrainedModel model) = s_planted.Value;
        int row = Enumerable.Range(900, 250).MaxBy(i => features.Columns[0][i]);
        double[] values = SyntheticMarket.Row(features, row);
        PickerModel outcome = model.Pickers.FinalOf(PickerKind.Outcome), payoff = model.Pickers.FinalOf(PickerKind.Payoff);
        Explanation earns = Explanations.Of(model, outcome, features, row, Structure.LongCall)!,
            wins = Explanations.Of(model, payoff, features, row, Structure.LongCall)!;
        Assert.Equal(outcome.Scores(values, []), outcome.Scores(values, model.Predict(values)));
        Assert.Equal(outcome.Scores(values, [])[0], earns.Raw, 1e-9);
        double p = 1 / (1 + Math.Exp(-wins.Raw));
        Assert.Equal(payoff.Scores(values, [])[0], (p * payoff.Wins[0]) - ((1 - p) * payoff.Losses[0]), 1e-9);
        Assert.All((Explanation[])[earns, wins], one => Assert.Equal(FeatureCatalog.All[0].Name, one.Features[0].Feature));
        Assert.Contains("% of capital at risk", earns.InWords(1)[0], StringComparison.Ordinal);
        Assert.Contains("in log-odds", wins.InWords(1)[0], StringComparison.Ordinal);
        Assert.Null(Explanations.Of(model, model.Pickers.FinalOf(PickerKind.Textbook), features, row, Structure.LongCall));
    }

    [Fact]
    public void Of_PlantedFeature_IsFirstWithValueUnitAndPlaceInTraining()
    {
        (FeatureMatrix features, _, TrainedModel model) = s_planted.Value;
        int row = Enumerable.Range(900, 250).MaxBy(i => features.Columns[0][i]);
        Explanation explanation = Explanations.Of(model, model.Pickers.FinalOf(PickerKind.Softmax), features, row, Structure.LongCall)!;
        FeatureReason first = explanation.Features[0];
        double value = features.Columns[0][row];
        Assert.Equal((FeatureCatalog.All[0].Name, value, FeatureCatalog.All[0].Unit), (first.Feature, first.Value, first.Unit));
        double[] training = [.. Enumerable.Range(0, 1200).Where(i => features.Columns.Count(column => double.IsNaN(column[i])) <= 42)
            .Select(i => features.Columns[0][i]).Where(double.IsFinite)];
        Assert.Equal(training.Average(v => v < value ? 1 : v == value ? 0.5 : 0), first.Percentile, 1e-12);
        Assert.True(first.Contribution > 0);
        Assert.Contains($"pushed long call up by +{first.Contribution:0.00} in log-odds", explanation.InWords(3)[0]);
        Assert.Contains("of the training sessions", explanation.InWords(3)[0]);
        Assert.Equal(3, explanation.InWords(3).Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => explanation.InWords(0));
    }

    [Theory]
    [InlineData(0, "0.25 (fraction, lower than in every training session)")]
    [InlineData(0.001, "0.25 (fraction, higher than in under 1% of the training sessions)")]
    [InlineData(0.823, "0.25 (fraction, higher than in 82% of the training sessions)")]
    [InlineData(0.999, "0.25 (fraction, higher than in over 99% of the training sessions)")]
    [InlineData(1, "0.25 (fraction, higher than in every training session)")]
    [InlineData(double.NaN, "0.25 (fraction)")]
    public void ValueInWords_AnyPlace_SaysWhereInTraining(double percentile, string expected) =>
        Assert.Equal(expected, Explanation.ValueInWords(new FeatureReason("hv21", 0.25, "fraction", percentile, 0.1)));

    [Fact]
    public void InWords_MissingAndNegative_SayIt()
    {
        var explanation = new Explanation(Structure.IronCondor, ExplanationScale.ClassLogOdds, 0, -0.13, 10,
            [new("hv21", double.NaN, "fraction", double.NaN, -0.13), new("rsi14", 50, "0–100", 0.5, 0)]);
        Assert.Equal(["hv21, missing here, pushed iron condor down by −0.13 in log-odds"], explanation.InWords(5));
    }

    [Fact]
    public void Importance_PlantedFeature_IsFirstInEveryFold()
    {
        (FeatureMatrix features, OutcomeMatrix labels, TrainedModel model) = s_planted.Value;
        ImportanceReport report = FoldImportance.Of(model, features, labels, s_split, 2, null, TestContext.Current.CancellationToken);
        output.WriteLine(report.Verdict);
        FeatureImportance first = report.Features[0];
        Assert.Equal((FeatureCatalog.All[0].Name, 1, 1, 1.0), (first.Feature, first.BestRank, first.WorstRank, first.TopTenShare));
        Assert.Equal(1, report.Features.Sum(feature => feature.Share), 1e-9);
        Assert.Equal(1, report.Features.Sum(feature => feature.GainShare), 1e-9);
        Assert.All(report.Features, feature => Assert.InRange(feature.Share, feature.LowestShare, feature.HighestShare));
        // The noise features have no stable order: the correlation says so, though the first is always the same.
        Assert.InRange(report.RankCorrelation, -0.3, 0.7);
        Assert.Equal((3, model.Card.Evaluation.Metrics[0].Context.SplitId), (report.Folds, report.SplitId));
        Assert.Equal(84, report.ToFrame().Rows);
    }

    [Fact]
    public void Shares_KnownContributions_AreExact() =>
        // Two classes of two features and an expected value each.
        Assert.Equal([0.25, 0.75], FoldImportance.Shares([1, -2, 100, -1, 4, -100], 2));

    [Fact]
    public void Dependence_PlantedFeature_RisesForCallsAndFallsForCondors()
    {
        (FeatureMatrix features, _, TrainedModel model) = s_planted.Value;
        IReadOnlyList<PartialDependence> curves = PartialDependence.Of(model, features, FeatureCatalog.All[0].Name);
        PartialDependence call = curves[(int)Structure.LongCall], condor = curves[(int)Structure.IronCondor];
        Assert.True(call.Mean[^1] > call.Mean[0] + 0.2, $"{call.Mean[0]} to {call.Mean[^1]}");
        Assert.True(condor.Mean[0] > condor.Mean[^1] + 0.2);
        Assert.Equal(25, call.Values.Length);
        Assert.Equal(1, call.Density.Sum(), 1e-9);
        for (int at = 0; at < 25; at++)
        {
            Assert.True(call.Low[at] <= call.Median[at] && call.Median[at] <= call.High[at]);
            Assert.Equal(1, curves.Sum(curve => curve.Mean[at]), 1e-9);
        }

        // A noise feature moves it far less.
        Assert.True(PartialDependence.Of(model, features, FeatureCatalog.All[1].Name)[(int)Structure.LongCall].Range < call.Range / 4);
        Assert.Throws<UsageException>(() => PartialDependence.Of(model, features
            with
        { Columns = [.. features.Columns.Select((column, i) => i == 5 ? [.. column.Select(_ => double.NaN)] : column)] }, FeatureCatalog.All[5].Name));
    }

    [Fact]
    public void Dependence_ByHand_IsTheMeanOfPredictions()
    {
        (FeatureMatrix features, _, TrainedModel model) = s_planted.Value;
        PartialDependence curve = PartialDependence.Of(model, features, FeatureCatalog.All[0].Name)[(int)Structure.LongCall];
        int[] sample = FoldImportance.Spaced(Explanations.TrainingSessions(features, model.Card.KnownThrough), 300);
        double[] predicted = [.. sample.Select(row =>
        {
            double[] values = SyntheticMarket.Row(features, row);
            values[0] = curve.Values[7];
            return model.Predict(values)[(int)Structure.LongCall];
        })];
        Assert.Equal(predicted.Average(), curve.Mean[7], 1e-12);
        Assert.Equal(Quantile.OfSorted([.. predicted.Order()], 0.9), curve.High[7], 1e-12);
        Assert.Equal(300, curve.Sessions);
    }
}
