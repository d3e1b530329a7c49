using ResearchLab.Features;
using ResearchLab.Models;
using ResearchLab.Options;

namespace ResearchLab.Tests.Models;

public class LeakLaboratoryTests(ITestOutputHelper output)
{
    private static readonly TrainingOptions s_options = SyntheticMarket.Options with { Threads = 2, Rounds = 30, Leaves = 31, MinDataInLeaf = 5, FeatureFraction = 0.5 };

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
}
