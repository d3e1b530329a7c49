using FsCheck;
using FsCheck.Fluent;
using ResearchLab.Basics;
using ResearchLab.Models;

namespace ResearchLab.Tests.Models;

/// <summary>Rolling, nested and combinatorial splits.</summary>
public sealed class SplitsTests
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(120).WithReplay(20260101UL, 1UL);

    [Fact]
    public void Rolling_AnyLabels_StaysInTheWindowAndApart()
    {
        var cases =
            from count in Gen.Choose(400, 700)
            from longest in Gen.Choose(0, 30)
            from seed in Gen.Choose(0, 10_000)
            from folds in Gen.Choose(1, 6)
            from window in Gen.Choose(150, 400)
            select (Rows: LabelRows.Random(count, longest, (ulong)seed), Options: new WalkForwardOptions(folds, 0.5, 0.2, null, 1, window));
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            WalkForward rolling = WalkForward.Split(c.Rows, c.Options), expanding = WalkForward.Split(c.Rows, c.Options with { WindowSessions = null });
            return rolling.Id.StartsWith($"rw{c.Options.Folds}-", StringComparison.Ordinal) && rolling.Folds.Zip(expanding.Folds).All(pair =>
            {
                (WalkForwardFold fold, WalkForwardFold wide) = pair;
                int first = c.Rows[fold.Test[0]].Position;
                int[] trained = [.. fold.Fit, .. fold.Calibration];
                // Every row of the expanding window that lies in the rolling one is kept, but for the rows between fit and calibration.
                int lost = wide.Fit.Concat(wide.Calibration).Count(row => c.Rows[row].Position >= first - c.Options.WindowSessions!.Value) - trained.Length;
                return fold.Test.SequenceEqual(wide.Test) && trained.All(row => c.Rows[row].Position >= first - c.Options.WindowSessions!.Value)
                    && LabelRows.Apart(c.Rows, trained, fold.Test, rolling.EmbargoSessions)
                    && LabelRows.Apart(c.Rows, fold.Fit, fold.Calibration, rolling.EmbargoSessions)
                    && lost <= (2 * rolling.EmbargoSessions) + 2;
            });
        }).Check(s_config);
    }

    [Fact]
    public void Rolling_FinalFit_UsesTheLastWindow()
    {
        LabelSpan[] rows = LabelRows.Random(600, 10, 3);
        WalkForwardFold last = WalkForward.FitAndCalibration(rows, new WalkForwardOptions(WindowSessions: 250, MinimumFitRows: 50));
        Assert.Equal(599, last.Calibration[^1]);
        Assert.InRange(rows[599].Position + 1 - rows[last.Fit[0]].Position, 240, 250);
        Assert.Throws<ArgumentOutOfRangeException>(() => WalkForward.Split(rows, new WalkForwardOptions(WindowSessions: 0)));
        Assert.Throws<DataUnusableException>(() => WalkForward.Split(rows, new WalkForwardOptions(WindowSessions: 60)));
    }

    [Fact]
    public void Nested_AnyLabels_TunesInsideEachFit()
    {
        var cases =
            from count in Gen.Choose(500, 800)
            from longest in Gen.Choose(0, 12)
            from seed in Gen.Choose(0, 10_000)
            from window in Gen.OneOf(Gen.Constant((int?)null), Gen.Choose(300, 400).Select(w => (int?)w))
            select (Rows: LabelRows.Random(count, longest, (ulong)seed), Outer: new WalkForwardOptions(3, 0.6, 0.2, null, 50, window));
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var inner = new WalkForwardOptions(2, 0.6, 0.3, null, 1);
            NestedWalkForward nested = NestedWalkForward.Split(c.Rows, c.Outer, inner);
            return nested.Id == NestedWalkForward.Split(c.Rows, c.Outer, inner).Id && nested.Inner.Count == nested.Outer.Folds.Count
                && nested.Outer.Folds.Zip(nested.Inner).All(pair => pair.Second.Folds.All(fold =>
                {
                    int[] all = [.. fold.Fit, .. fold.Calibration, .. fold.Test];
                    return all.All(pair.First.Fit.Contains)
                        && LabelRows.Apart(c.Rows, [.. fold.Fit, .. fold.Calibration], fold.Test, pair.Second.EmbargoSessions)
                        && LabelRows.Apart(c.Rows, all, pair.First.Test, nested.Outer.EmbargoSessions)
                        && LabelRows.Apart(c.Rows, all, pair.First.Calibration, nested.Outer.EmbargoSessions);
                }));
        }).Check(s_config);
    }

    [Fact]
    public void Nested_Id_NamesBothSplits()
    {
        LabelSpan[] rows = LabelRows.Random(700, 15, 4);
        WalkForwardOptions outer = new(3, 0.6, MinimumFitRows: 50), inner = new(2, 0.5, MinimumFitRows: 10);
        NestedWalkForward nested = NestedWalkForward.Split(rows, outer, inner);
        Assert.StartsWith($"nest-{nested.Outer.Id}-", nested.Id);
        Assert.NotEqual(nested.Id, NestedWalkForward.Split(rows, outer, inner with { Folds = 3 }).Id);
        Assert.NotEqual(nested.Id, NestedWalkForward.Split(rows, outer with { Folds = 2 }, inner).Id);
    }

    [Fact]
    public void Combinatorial_AnyLabels_HasEveryCombinationApartFromItsTraining()
    {
        var cases =
            from count in Gen.Choose(300, 600)
            from longest in Gen.Choose(0, 25)
            from seed in Gen.Choose(0, 10_000)
            from groups in Gen.Choose(2, 7)
            from tested in Gen.Choose(1, 3)
            from extra in Gen.Choose(0, 10)
            select (Rows: LabelRows.Random(count, longest, (ulong)seed), Options: new CombinatorialOptions(groups, Math.Min(tested, groups - 1),
                longest + extra, 1));
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            CombinatorialSplit split;
            try
            {
                split = CombinatorialSplit.Split(c.Rows, c.Options);
            }
            catch (ArgumentException)
            {
                // Long labels and narrow groups may leave nothing to train on; then there is no split.
                return c.Rows.Length / c.Options.Groups < 4 * (c.Options.EmbargoSessions!.Value + 30);
            }

            int n = c.Options.Groups, k = c.Options.TestGroups;
            bool every = split.Folds.Count == Choose(n, k) && split.Folds.Select(fold => string.Join(',', fold.Groups)).Distinct().Count() == split.Folds.Count
                && split.Folds.All(fold => fold.Groups.Length == k && fold.Groups.SequenceEqual(fold.Groups.Order()));
            bool often = Enumerable.Range(0, c.Rows.Length)
                .All(row => split.Folds.Count(fold => Array.BinarySearch(fold.Test, row) >= 0) == Choose(n - 1, k - 1));
            return every && often && split.Paths == Choose(n - 1, k - 1)
                && split.Folds.All(fold => LabelRows.Apart(c.Rows, fold.Train, fold.Test, split.EmbargoSessions)
                    && fold.Train.SequenceEqual(fold.Train.Order()));
        }).Check(s_config.WithMaxTest(60));
    }

    [Fact]
    public void Combinatorial_Train_LosesNoMoreThanItMust()
    {
        // Labels of exactly 5 sessions: beside each edge of a tested group 5 rows by their labels and 5 by the embargo.
        LabelSpan[] rows = [.. Enumerable.Range(0, 600).Select(i => LabelRows.Span(i, i + 5))];
        CombinatorialSplit split = CombinatorialSplit.Split(rows, new CombinatorialOptions(6, 2));
        CombinatorialFold first = split.Folds[0];
        Assert.Equal([0, 1], first.Groups);
        Assert.Equal(Enumerable.Range(210, 390), first.Train);
        CombinatorialFold middle = split.Folds.Single(fold => fold.Groups.SequenceEqual([1, 3]));
        Assert.Equal([.. Enumerable.Range(0, 90), .. Enumerable.Range(210, 80), .. Enumerable.Range(410, 190)], middle.Train);
    }

    [Fact]
    public void Combinatorial_Paths_AreWholeHistoriesOfDistinctFolds()
    {
        LabelSpan[] rows = LabelRows.Random(400, 8, 5);
        CombinatorialSplit split = CombinatorialSplit.Split(rows, new CombinatorialOptions(6, 2, MinimumTrainRows: 50));
        Assert.Equal((15, 5), (split.Folds.Count, split.Paths));
        // A prediction that says which fold and which row it is of.
        (int Fold, int Row)[][] predictions = [.. split.Folds.Select((fold, number) => fold.Test.Select(row => (number, row)).ToArray())];
        var used = new HashSet<(int, int)>();
        for (int path = 0; path < split.Paths; path++)
        {
            (int Fold, int Row)[] joined = split.Path(path, predictions);
            Assert.Equal(Enumerable.Range(0, 400), joined.Select(value => value.Row));
            Assert.All(joined, value => Assert.True(used.Add(value)));
        }

        // Together the histories use every prediction once.
        Assert.Equal(split.Folds.Sum(fold => fold.Test.Length), used.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => split.FoldsOfPath(5));
        Assert.Throws<ArgumentException>(() => split.Path(0, predictions[1..]));
        Assert.Throws<ArgumentException>(() => split.Path(0, [.. predictions.Select(values => values[1..])]));
    }

    [Fact]
    public void Combinatorial_Id_NamesBoundariesAndOptions()
    {
        LabelSpan[] rows = LabelRows.Random(500, 8, 6);
        var options = new CombinatorialOptions(5, 2, MinimumTrainRows: 20);
        string id = CombinatorialSplit.Split(rows, options).Id;
        Assert.StartsWith("cpcv5-2-", id);
        Assert.Equal(id, CombinatorialSplit.Split([.. rows], options with { }).Id);
        Assert.NotEqual(id, CombinatorialSplit.Split(rows[..499], options).Id);
        Assert.NotEqual(id, CombinatorialSplit.Split(rows, options with { EmbargoSessions = 20 }).Id);
        Assert.NotEqual(id, CombinatorialSplit.Split(rows, options with { TestGroups = 1 }).Id);
    }

    [Fact]
    public void Combinatorial_BadArguments_AreRefused()
    {
        LabelSpan[] rows = LabelRows.Random(500, 8, 6);
        Assert.Throws<ArgumentOutOfRangeException>(() => CombinatorialSplit.Split(rows, new CombinatorialOptions(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => CombinatorialSplit.Split(rows, new CombinatorialOptions(5, 5)));
        Assert.Throws<UsageException>(() => CombinatorialSplit.Split(rows, new CombinatorialOptions(EmbargoSessions: 2)));
        Assert.Throws<DataUnusableException>(() => CombinatorialSplit.Split(rows, new CombinatorialOptions(MinimumTrainRows: 480)));
        Assert.Throws<ArgumentException>(() => CombinatorialSplit.Split([.. rows.Reverse()], new CombinatorialOptions()));
        Assert.Throws<DataUnusableException>(() => CombinatorialSplit.Split([], new CombinatorialOptions()));
    }

    [Fact]
    public void Ids_FixedRows_AreTheSameOnEveryMachineAndForEver()
    {
        // A stored metric names its split by these: change one only together with the rule that makes the split.
        LabelSpan[] rows = [.. Enumerable.Range(0, 600).Select(i => LabelRows.Span(i, i + 5))];
        var options = new WalkForwardOptions(3, MinimumFitRows: 50);
        string[] ids =
        [
            WalkForward.Split(rows, options).Id, WalkForward.Split(rows, options with { WindowSessions = 200 }).Id,
            NestedWalkForward.Split(rows, options, new WalkForwardOptions(2, 0.5, MinimumFitRows: 10)).Id,
            CombinatorialSplit.Split(rows, new CombinatorialOptions()).Id, SealedHoldout.Seal("structure SPY", rows, rows[500].Session).Id,
        ];
        Assert.Equal("wf3-0fe819b8 rw3-3f2e2f49 nest-wf3-0fe819b8-65ca64cc cpcv6-2-7f3fe4f2 ho-2001-12-03-484fbfe3", string.Join(' ', ids));
    }

    private static int Choose(int n, int k) => k == 0 ? 1 : n * Choose(n - 1, k - 1) / k;
}
