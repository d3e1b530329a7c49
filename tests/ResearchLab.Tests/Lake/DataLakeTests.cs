using FsCheck;
using FsCheck.Fluent;
using ResearchLab.Columns;
using ResearchLab.Lake;

namespace ResearchLab.Tests.Lake;

[Trait("Tier", "full")]
public sealed class DataLakeTests : IDisposable
{
    private readonly LakeFixture _fixture = new();

    private DataLake Lake => _fixture.Lake;

    public void Dispose() => _fixture.Dispose();

    private double[] Read(string known, string? recorded = null)
    {
        using LakeView view = Lake.AsOf(LakeFixture.At(known), recorded is null ? null : LakeFixture.At(recorded));
        return view.Read(Datasets.Series, LakeFilter.Equal("name", "vix")).ToArray<double>("value");
    }

    [Fact]
    public void Append_SameRowsAgain_WritesNothing()
    {
        Frame rows = LakeFixture.Values("vix", ("2024-02-01", 14), ("2024-02-02", 15));
        Assert.Equal(new AppendResult(2, 0, 0), Lake.Append(Datasets.Series, rows, "test"));
        string[] before = _fixture.DataFiles();
        _fixture.Clock.Now += TimeSpan.FromDays(1);
        Assert.Equal(new AppendResult(0, 2, 0), Lake.Append(Datasets.Series, rows, "another source"));
        Assert.Equal(before, _fixture.DataFiles());
    }

    [Fact]
    public void AsOf_RevisedToday_YesterdayStillSeesYesterdaysValue()
    {
        Lake.Append(Datasets.Series, LakeFixture.Values("vix", ("2024-02-01", 14), ("2024-02-02", 15)), "test");
        _fixture.Clock.Now = LakeFixture.At("2024-03-10");
        Assert.Equal(new AppendResult(1, 1, 1), Lake.Append(Datasets.Series,
            LakeFixture.Values("vix", ("2024-02-01", 14), ("2024-02-02", 16), ("2024-02-05", 17)), "test"));
        _fixture.Clock.Now = LakeFixture.At("2024-03-11");

        Assert.Equal([14, 15, 17], Read("2024-03-09"));                    // the revision was not known on the 9th
        Assert.Equal([14, 16, 17], Read("2024-03-11"));
        Assert.Equal([14], Read("2024-02-02"));                            // the value of the 2nd is known that evening
        Assert.Equal([14, 15], Read("2024-03-11", recorded: "2024-03-05")); // what a run of the 5th read
        Assert.Equal([], Read("2024-01-31"));
    }

    [Fact]
    public void AsOf_ValueThatFlipsBack_IsANewRevision()
    {
        foreach ((string day, double value) in new[] { ("2024-03-01", 15.0), ("2024-03-02", 16.0), ("2024-03-03", 15.0) })
        {
            _fixture.Clock.Now = LakeFixture.At(day);
            Lake.Append(Datasets.Series, LakeFixture.Values("vix", ("2024-02-02", value)), "test");
        }

        _fixture.Clock.Now = LakeFixture.At("2024-03-09");
        Assert.Equal([15], Read("2024-03-01"));
        Assert.Equal([16], Read("2024-03-02"));
        Assert.Equal([15], Read("2024-03-03"));
        Assert.Equal(3, _fixture.DataFiles().Length);
    }

    [Fact]
    public void Append_DerivedRowRecomputed_StaysKnownSinceItsInputs()
    {
        Frame Summary(double iv) => new(
            new Column<string>("underlying", ["SPY"]), new Column<DateOnly>("session", [new(2024, 2, 1)]), new Column<string>("origin", ["observed"]),
            new Column<long>("version", [1]), new Column<double>("atm_iv_30", [iv]), new Column<DateTimeOffset>("known_at", [LakeFixture.At("2024-02-02")]));
        Lake.Append(Datasets.ChainSummaries, Summary(0.20), "v1");
        _fixture.Clock.Now += TimeSpan.FromDays(1);
        Assert.Equal(1, Lake.Append(Datasets.ChainSummaries, Summary(0.21), "v1").Revised);
        _fixture.Clock.Now += TimeSpan.FromDays(1);
        using LakeView view = Lake.AsOf(LakeFixture.At("2024-02-03"));
        Assert.Equal(0.21, view.Read(Datasets.ChainSummaries).Get<double>("atm_iv_30")[0]);
    }

    [Fact]
    public void Append_MissingNumber_IsNaNAndSame()
    {
        Frame rows = new(
            new Column<string>("interval", ["1d"]), new Column<string>("symbol", ["BRK/B"]), new Column<DateOnly>("session", [new(2024, 2, 1)]),
            new Column<double>("close", [400.5]));
        Assert.Equal(1, Lake.Append(Datasets.Bars, rows, "test").New);
        Assert.Equal(1, Lake.Append(Datasets.Bars, rows, "test").Same);
        using LakeView view = Lake.Now();
        Frame read = view.Read(Datasets.Bars, LakeFilter.Equal("symbol", "BRK/B"));
        Assert.True(double.IsNaN(read.Get<double>("volume")[0]));
        Assert.Equal("test", read.Get<string>("source")[0]);
        Assert.Equal(_fixture.Clock.Now, read.Get<DateTimeOffset>("recorded_at")[0]);
        Assert.True(Directory.Exists(Path.Combine(Lake.Root, "bars", "BRK%2FB")));
    }

    [Fact]
    public void Append_BadFrame_SaysWhich()
    {
        Assert.Contains("Did you mean 'value'", Assert.Throws<KeyNotFoundException>(
            () => Lake.Append(Datasets.Series, new Frame(new Column<double>("valeu", [1])), "test")).Message);
        Assert.Contains("not String", Assert.Throws<ArgumentException>(
            () => Lake.Append(Datasets.Series, new Frame(new Column<string>("value", ["1"])), "test")).Message);
        Assert.Contains("(vix, 2024-02-01) twice", Assert.Throws<ArgumentException>(
            () => Lake.Append(Datasets.Series, LakeFixture.Values("vix", ("2024-02-01", 1), ("2024-02-01", 2)), "test")).Message);
        Assert.Empty(_fixture.DataFiles());
    }

    [Fact]
    public void SnapshotId_LaterAppend_SamePastTimesGiveSameId()
    {
        Lake.Append(Datasets.Series, LakeFixture.Values("vix", ("2024-02-01", 14)), "test");
        DateTimeOffset run = _fixture.Clock.Now;
        string Id(DateTimeOffset? recorded)
        {
            using LakeView view = Lake.AsOf(LakeFixture.At("2024-02-20"), recorded);
            view.Read(Datasets.Series, LakeFilter.Equal("name", "vix"));
            return view.SnapshotId;
        }

        string first = Id(null);
        _fixture.Clock.Now += TimeSpan.FromDays(1);
        Lake.Append(Datasets.Series, LakeFixture.Values("vix", ("2024-02-02", 15)), "test");
        _fixture.Clock.Now += TimeSpan.FromDays(1);
        Assert.Equal(first, Id(run));
        Assert.NotEqual(first, Id(null));
        Assert.Matches("^[0-9a-f]{16}$", first);
    }

    [Fact]
    public void Sql_OverDatasets_SeesOnlyWhatWasKnown()
    {
        Lake.Append(Datasets.Series, LakeFixture.Values("vix", ("2024-02-01", 14), ("2024-02-02", 15)), "test");
        using LakeView view = Lake.AsOf(LakeFixture.At("2024-02-02"));
        Frame rows = view.Sql("SELECT count(*) AS days, max(value) AS top FROM series WHERE name = $name", ("name", "vix"));
        Assert.Equal(1, rows.Get<long>("days")[0]);
        Assert.Equal(14, rows.Get<double>("top")[0]);
        Assert.Equal(0, view.Sql("SELECT * FROM chains").Rows);
        Assert.Contains("The query failed", Assert.Throws<LakeException>(() => view.Sql("SELECT nothing FROM series")).Message);
        Assert.Single(view.FilesRead);
    }

    [Fact]
    public void Compact_ManyFiles_KeepsEveryVersion()
    {
        for (int day = 1; day <= 5; day++)
        {
            _fixture.Clock.Now = LakeFixture.At($"2024-03-0{day}");
            Lake.Append(Datasets.Series, LakeFixture.Values("vix", ("2024-02-01", 10 + day), ($"2024-02-1{day}", day)), "test");
        }

        string[] knowns = ["2024-02-02", "2024-03-01", "2024-03-03", "2024-03-05", "2024-03-06"];
        _fixture.Clock.Now = LakeFixture.At("2024-03-06");
        double[][] before = [.. knowns.Select(known => Read(known)), .. knowns.Select(recorded => Read("2024-03-06", recorded))];
        Assert.Equal(5, Lake.Compact(Datasets.Series));
        Assert.Single(_fixture.DataFiles());
        double[][] after = [.. knowns.Select(known => Read(known)), .. knowns.Select(recorded => Read("2024-03-06", recorded))];
        Assert.Equal(before, after);
        Assert.Equal(0, Lake.Compact(Datasets.Series));
        Assert.Empty(Lake.Check());
    }

    [Fact]
    public void AsOf_AnyHistoryOfAppends_IsWhatAModelOfTheRuleSays() =>
        Prop.ForAll<(int Day, int Value)[]>(steps =>
        {
            using var fixture = new LakeFixture();
            var model = new Dictionary<int, List<(DateTimeOffset Known, DateTimeOffset Recorded, double Value)>>();
            foreach ((int day, int value) in steps.Take(8).Select(s => (1 + (Math.Abs(s.Day) % 3), Math.Abs(s.Value) % 2)))
            {
                fixture.Clock.Now += TimeSpan.FromDays(1);
                fixture.Lake.Append(Datasets.Series, LakeFixture.Values("x", ($"2024-02-0{day}", value)), "test");
                if (!model.TryGetValue(day, out var versions))
                    model[day] = versions = [];
                if (versions.Count == 0)
                    versions.Add((LakeFixture.At($"2024-02-0{day}").AddHours(21.5), fixture.Clock.Now, value));
                else if (versions[^1].Value != value)
                    versions.Add((fixture.Clock.Now, fixture.Clock.Now, value));
            }

            fixture.Clock.Now += TimeSpan.FromDays(1);
            for (int known = 0; known <= 9; known += 3)
            {
                for (int recorded = 0; recorded <= 10; recorded += 5)
                {
                    DateTimeOffset k = LakeFixture.At("2024-03-01").AddDays(known), r = LakeFixture.At("2024-03-01").AddDays(recorded);
                    double[] expected = [.. model.OrderBy(pair => pair.Key)
                        .Select(pair => pair.Value.Where(v => v.Known <= k && v.Recorded <= r).Select(v => (double?)v.Value).LastOrDefault())
                        .OfType<double>()];
                    using LakeView view = fixture.Lake.AsOf(k, r);
                    if (!expected.SequenceEqual(view.Read(Datasets.Series).ToArray<double>("value")))
                        return false;
                }
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(6).WithReplay(20260101UL, 1UL));

    [Fact]
    public async Task Read_WhileAnotherThreadAppendsAndCompacts_SeesWholeAppendsOnly()
    {
        var clock = new TickingClock();
        var lake = new DataLake(Lake.Root, clock);
        const int Batches = 12;
        using var done = new CancellationTokenSource();
        Task writer = Task.Run(() =>
        {
            for (int batch = 0; batch < Batches; batch++)
            {
                lake.Append(Datasets.Series, LakeFixture.Values("vix", ($"2023-{batch + 1:00}-01", batch), ($"2023-{batch + 1:00}-02", batch)), "test");
                if (batch % 4 == 3)
                    lake.Compact(Datasets.Series);
            }
        });
        int reads = 0, seen = 0;
        while (!writer.IsCompleted || reads == 0)
        {
            using LakeView view = lake.Now();
            double[] values = view.Read(Datasets.Series, LakeFilter.Equal("name", "vix")).ToArray<double>("value");
            Assert.Equal(0, values.Length % 2);
            Assert.True(values.Length >= seen, $"{values.Length} rows after {seen}");
            Assert.Equal(Enumerable.Range(0, values.Length / 2).SelectMany(batch => new double[] { batch, batch }), values);
            seen = values.Length;
            reads++;
        }

        await writer;
        Assert.Empty(lake.Check());
    }

    [Fact]
    public async Task Append_TwoWritersOfTheSameRows_ReadsThemOnce()
    {
        Frame rows = LakeFixture.Values("vix", [.. Enumerable.Range(1, 28).Select(day => ($"2024-02-{day:00}", (double)day))]);
        var clock = new TickingClock();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => new DataLake(Lake.Root, clock).Append(Datasets.Series, rows, "test"))));
        using LakeView view = new DataLake(Lake.Root, clock).Now();
        Assert.Equal(28, view.Read(Datasets.Series).Rows);
    }

    private sealed class TickingClock : TimeProvider
    {
        private long _ticks = LakeFixture.At("2024-03-01").UtcTicks;

        public override DateTimeOffset GetUtcNow() => new(Interlocked.Add(ref _ticks, TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
    }
}
