using FsCheck;
using FsCheck.Fluent;
using ResearchLab.Basics;
using ResearchLab.LightGbm;
using ResearchLab.Models;

namespace ResearchLab.Tests.Models;

public sealed class WalkForwardTests
{
    private static readonly DateOnly[] s_sessions = SyntheticMarket.Sessions(3000);

    [Fact]
    public void Split_AnyLabels_NeverSharesAPath()
    {
        Gen<(LabelSpan[] Rows, WalkForwardOptions Options)> cases =
            from count in Gen.Choose(400, 900)
            from longest in Gen.Choose(0, 40)
            from seed in Gen.Choose(0, 10_000)
            from folds in Gen.Choose(1, 7)
            from first in Gen.Choose(40, 70)
            from calibration in Gen.Choose(5, 30)
            from extra in Gen.Choose(0, 20)
            select (Rows(count, longest, (ulong)seed), new WalkForwardOptions(folds, first / 100.0, calibration / 100.0, longest + extra, 1));
        Prop.ForAll(cases.ToArbitrary(), sample =>
        {
            (LabelSpan[] rows, WalkForwardOptions options) = sample;
            WalkForward split = WalkForward.Split(rows, options);
            int[] tested = [.. split.Folds.SelectMany(fold => fold.Test)];
            bool contiguous = tested.SequenceEqual(Enumerable.Range(tested[0], rows.Length - tested[0]));
            return contiguous && split.Folds.Count == options.Folds && split.Folds.All(fold =>
                EndsBefore(rows, [.. fold.Fit, .. fold.Calibration], fold.Test, split.EmbargoSessions)
                && EndsBefore(rows, fold.Fit, fold.Calibration, split.EmbargoSessions));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20260101UL, 1UL));
    }

    [Fact]
    public void Split_Id_NamesBoundariesAndOptions()
    {
        LabelSpan[] rows = Rows(600, 20, 1);
        var options = new WalkForwardOptions(3, MinimumFitRows: 50);
        string id = WalkForward.Split(rows, options).Id;

        Assert.Equal(id, WalkForward.Split([.. rows], options with { }).Id);
        Assert.NotEqual(id, WalkForward.Split(rows[..599], options).Id);
        Assert.NotEqual(id, WalkForward.Split(rows, options with { EmbargoSessions = 30 }).Id);
        Assert.NotEqual(id, WalkForward.Split(rows, options with { CalibrationFraction = 0.1 }).Id);
    }

    [Fact]
    public void Split_ShortEmbargo_IsRefused() =>
        Assert.Throws<UsageException>(() => WalkForward.Split(Rows(600, 20, 1), new WalkForwardOptions(EmbargoSessions: 5)));

    [Fact]
    public void Split_Unsorted_IsRefused() =>
        Assert.Throws<ArgumentException>(() => WalkForward.Split([.. Rows(600, 20, 1).Reverse()], new WalkForwardOptions()));

    [Fact]
    public void Split_LabelsLeakAcrossTheBoundary_PurgingStopsIt()
    {
        // Twenty sessions share one outcome and one fingerprint of features: a row of the same twenty gives the answer away.
        const int Block = 20, Count = 1200, Columns = 6;
        var random = new Pcg32(4);
        var classOf = new int[Count];
        var columns = new double[Columns][];
        for (int c = 0; c < Columns; c++)
            columns[c] = new double[Count];
        for (int start = 0; start < Count; start += Block)
        {
            int drawn = random.NextInt(2);
            for (int c = 0; c < Columns; c++)
            {
                double value = random.NextNormal();
                for (int i = start; i < start + Block; i++)
                    columns[c][i] = value;
            }

            Array.Fill(classOf, drawn, start, Block);
        }

        LabelSpan[] rows = [.. Enumerable.Range(0, Count).Select(i => Span(i, Math.Min(i + Block, Count - 1)))];
        double leaky = 0, purged = 0, folds = 0;
        // Test blocks of ten sessions that start in the middle of a twenty.
        for (int test = 610; test + 10 <= Count; test += 40, folds++)
        {
            WalkForward split = WalkForward.Split(rows[..(test + 10)], new WalkForwardOptions(1, (test + 0.5) / (test + 10), 0.05, MinimumFitRows: 50));
            Assert.Equal(test, split.Folds[0].Test[0]);
            purged += Accuracy(columns, classOf, split.Folds[0].Fit, split.Folds[0].Test);
            leaky += Accuracy(columns, classOf, [.. Enumerable.Range(0, test)], split.Folds[0].Test);
        }

        Assert.True(leaky / folds > 0.9, $"without purging {leaky / folds}");
        Assert.InRange(purged / folds, 0.1, 0.8);
    }

    private static double Accuracy(double[][] columns, int[] classOf, int[] fit, int[] test)
    {
        var parameters = new LightGbmParameters { Objective = Objective.Binary, Rounds = 30, LearningRate = 0.3, MinDataInLeaf = 3 };
        using var train = LightGbmDataset.FromColumns(
            [.. columns.Select(c => (double[])[.. fit.Select(i => c[i])])], [.. fit.Select(i => (float)classOf[i])], [], parameters);
        using Booster booster = Booster.Train(train, parameters);
        double[] predicted = booster.Predict([.. columns.SelectMany(c => test.Select(i => c[i]))], test.Length);
        return test.Select((row, i) => (predicted[i] > 0.5 ? 1 : 0) == classOf[row] ? 1.0 : 0).Average();
    }

    private static bool EndsBefore(LabelSpan[] rows, int[] earlier, int[] later, int embargo)
    {
        int first = later.Min(row => rows[row].Position);
        return earlier.All(row => rows[row].EndPosition < first - embargo && rows[row].End < rows[later.Min()].Session);
    }

    private static LabelSpan[] Rows(int count, int longest, ulong seed)
    {
        var random = new Pcg32(seed);
        var rows = new LabelSpan[count];
        int position = 0;
        for (int i = 0; i < count; i++)
        {
            rows[i] = Span(position, position + random.NextInt(longest + 1));
            position += random.NextInt(20) == 0 ? 3 : 1;
        }

        return rows;
    }

    private static LabelSpan Span(int position, int end) => new(s_sessions[position], s_sessions[end], position, end);
}
