using ResearchLab.Basics;
using ResearchLab.Features;
using ResearchLab.Models;
using ResearchLab.Options;

namespace ResearchLab.Tests.Models;

public class LeakLaboratoryTests(ITestOutputHelper output)
{
    private static readonly TrainingOptions s_options =
        SyntheticMarket.Options with { Threads = 2, Rounds = 30, Leaves = 31, MinDataInLeaf = 5, FeatureFraction = 0.5 };

    private LeakReport Run(FeatureMatrix features, OutcomeMatrix labels)
    {
        LeakReport report = LeakLaboratory.Run(features, labels, s_options, null, TestContext.Current.CancellationToken);
        output.WriteLine($"{report.Shuffled}\n{report.Unpurged}\n{report.Purged}\n{report.Verdict}");
        return report;
    }

    /// <summary>
    /// A hidden state that wanders and pays long calls or condors for weeks, and features that wander too without knowing it: a shuffled
    /// split recognises the weeks, an honest one has nothing to go by.
    /// </summary>
    [Fact]
    public void Run_SlowLabelsWithoutASignal_ShufflingInventsAnEdge()
    {
        FeatureMatrix features = SyntheticMarket.Features(1500, 8), hidden = SyntheticMarket.Features(1500, 9);
        OutcomeMatrix labels = SyntheticMarket.Outcomes(features, 4, (row, structure) => structure switch
        {
            Structure.LongCall => hidden.Columns[0][Math.Max(row, 10)] > 0 ? 1.5 : -1.5,
            Structure.IronCondor => hidden.Columns[0][Math.Max(row, 10)] > 0 ? -1.5 : 1.5,
            _ => -1,
        });
        LeakReport report = Run(features, labels);
        Assert.True(report.Shuffled.Low > report.Purged.High, report.Verdict);
        Assert.StartsWith("Leak:", report.Verdict, StringComparison.Ordinal);
        Assert.True(report.Shuffled.MeanReturn > report.Purged.MeanReturn);
        Assert.InRange(report.Purged.Accuracy, 0.3, 0.7);
    }

    [Fact]
    public void Run_RealSignal_IsThereInAllThree()
    {
        FeatureMatrix features = SyntheticMarket.Features(1500, 8);
        LeakReport report = Run(features, SyntheticMarket.Planted(features, 4));
        Assert.All((LeakMeasure[])[report.Shuffled, report.Unpurged, report.Purged], measure => Assert.True(measure.MeanReturn > 0.3, $"{measure}"));
        Assert.Equal(report.Purged.Samples, report.Shuffled.Samples);
        Assert.Equal(report.Purged.Samples, report.Unpurged.Samples);
    }

    /// <summary>Features that wander without knowing anything, and a label that is the sum of the next 20 sessions' noise, or whether it is above 0.</summary>
    private static (double[][] Features, LabelSpan[] Spans, double[] Sums) Overlapping(ulong seed, double told = 0)
    {
        const int Count = 2000, Horizon = 20;
        var random = new Pcg32(seed);
        double[] noise = [.. Enumerable.Range(0, Count + Horizon + 1).Select(_ => random.NextNormal())];
        double[] sums = [.. Enumerable.Range(0, Count).Select(i => noise[(i + 1)..(i + 1 + Horizon)].Sum() / Math.Sqrt(Horizon))];
        var features = new double[4][];
        for (int column = 0; column < 4; column++)
        {
            double state = 0;
            features[column] = [.. Enumerable.Range(0, Count).Select(_ => state = (0.995 * state) + random.NextNormal())];
        }

        if (told > 0)
            features[1] = [.. sums.Select(sum => (told * sum) + random.NextNormal())];
        DateOnly[] sessions = SyntheticMarket.Sessions(Count + Horizon + 1);
        return (features, [.. Enumerable.Range(0, Count).Select(i => new LabelSpan(sessions[i], sessions[i + Horizon], i, i + Horizon))], sums);
    }

    private static readonly ResearchLab.LightGbm.LightGbmParameters s_any = new()
    {
        Objective = ResearchLab.LightGbm.Objective.Regression,
        Rounds = 40,
        Leaves = 31,
        MinDataInLeaf = 5,
    };

    private static readonly LeakOptions s_four = new(new WalkForwardOptions(Folds: 4), Resamples: 300, Threads: 2);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_AnyFeaturesAndLabels_ShufflingInventsWhatPurgingTakesAway(bool classes)
    {
        (double[][] features, LabelSpan[] spans, double[] sums) = Overlapping(6);
        double[] labels = classes ? Array.ConvertAll(sums, sum => sum > 0 ? 1.0 : 0) : sums;
        LeakReport report = LeakLaboratory.Run(
            features, spans, labels, classes ? s_any with { Objective = ResearchLab.LightGbm.Objective.Binary } : s_any, s_four, null,
            TestContext.Current.CancellationToken);
        output.WriteLine($"{report.Shuffled}\n{report.Unpurged}\n{report.Purged}\n{report.Verdict}");
        Assert.True(report.Shuffled.Low > 0.6);
        Assert.InRange(0.5, report.Purged.Low, report.Purged.High);
        Assert.StartsWith("Leak:", report.Verdict, StringComparison.Ordinal);
        Assert.Equal([1200, 1200, 1200], new[] { report.Shuffled, report.Unpurged, report.Purged }.Select(measure => measure.Samples));
        Assert.All(new[] { report.Shuffled, report.Unpurged, report.Purged }, measure => Assert.True(double.IsNaN(measure.MeanReturn)));
    }

    [Fact]
    public void Run_AnyFeatureThatTellsTheLabel_IsThereInAllThree()
    {
        (double[][] features, LabelSpan[] spans, double[] sums) = Overlapping(7, told: 2);
        // Three classes of a number: below, around and above 0.
        double[] labels = Array.ConvertAll(sums, sum => sum < -0.4 ? 0.0 : sum < 0.4 ? 1 : 2);
        LeakReport report = LeakLaboratory.Run(
            features, spans, labels, s_any with { Objective = ResearchLab.LightGbm.Objective.Multiclass, Classes = 3 }, s_four, null,
            TestContext.Current.CancellationToken);
        Assert.All(new[] { report.Shuffled, report.Unpurged, report.Purged }, measure => Assert.True(measure.Low > 0.5, $"{measure}"));
        Assert.DoesNotContain("Leak:", report.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WhatCannotBe_IsRefusedInOneLine()
    {
        (double[][] features, LabelSpan[] spans, double[] sums) = Overlapping(8);
        string Refused(double[][] columns, LabelSpan[] rows, double[] labels, ResearchLab.LightGbm.LightGbmParameters parameters)
        {
            string message = Assert.ThrowsAny<Exception>(() => LeakLaboratory.Run(columns, rows, labels, parameters, s_four)) is var error
                && error is ArgumentException or DataUnusableException ? error.Message : error.ToString();
            Assert.DoesNotContain('\n', message);
            return message;
        }

        Assert.Contains("1999 labels", Refused(features, spans, sums[1..], s_any), StringComparison.Ordinal);
        Assert.Contains("features of 2000, 3 rows", Refused([features[0], [1, 2, 3]], spans, sums, s_any), StringComparison.Ordinal);
        Assert.Contains("Row 5 has label NaN", Refused(features, spans, [.. sums[..5], double.NaN, .. sums[6..]], s_any), StringComparison.Ordinal);
        Assert.Contains("predicts no label", Refused(features, spans, sums, s_any with { Objective = ResearchLab.LightGbm.Objective.LambdaRank }),
            StringComparison.Ordinal);
        Assert.Contains("too few", Refused([features[0][..50]], spans[..50], sums[..50], s_any), StringComparison.Ordinal);
        Assert.Contains("labels are class 0", Refused(features, spans, new double[2000], s_any with { Objective = ResearchLab.LightGbm.Objective.Binary }),
            StringComparison.Ordinal);
    }
}
