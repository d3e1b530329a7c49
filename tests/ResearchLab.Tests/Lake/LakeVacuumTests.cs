using ResearchLab.Columns;
using ResearchLab.Lake;

namespace ResearchLab.Tests.Lake;

public sealed class LakeVacuumTests : IDisposable
{
    private readonly LakeFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Vacuum_Revision_KeepsWhatTheWorldKnewAtEveryInstant()
    {
        // A revision of an observation is known later than what it replaces, so both stay readable as of their own times.
        Append("2024-03-01", 1);
        Append("2024-03-05", 2);

        Assert.Equal(0, _fixture.Lake.Vacuum(Datasets.Series, _fixture.Clock.GetUtcNow()));
        Assert.Equal(1, Value(known: "2024-03-02"));
        Assert.Equal(2, Value(known: "2024-03-09"));
    }

    [Fact]
    public void Vacuum_Recomputation_DropsTheVersionNobodyCanSeeSince()
    {
        AppendDerived("2024-03-01", 1);
        AppendDerived("2024-03-05", 2);
        AppendDerived("2024-03-07", 3);
        string before = Bytes(recorded: "2024-03-06");

        Assert.Equal(1, _fixture.Lake.Vacuum(Datasets.Labels, LakeFixture.At("2024-03-06")));

        Assert.Equal(before, Bytes(recorded: "2024-03-06"));
        Assert.Equal(3, Derived(recorded: "2024-03-09"));
        Assert.Equal(0, Rows(recorded: "2024-03-02"));
        Assert.Equal(0, _fixture.Lake.Vacuum(Datasets.Labels, LakeFixture.At("2024-03-06")));
        Assert.Empty(_fixture.Lake.Check());
    }

    [Fact]
    public void Vacuum_FutureInstant_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _fixture.Lake.Vacuum(Datasets.Series, LakeFixture.At("2099-01-01")));

    [Fact]
    public void Inventory_CountsRowsFoldersAndSessions()
    {
        Append("2024-03-01", 1);
        Append("2024-03-05", 2);

        DatasetInventory series = LakeInventory.Of(_fixture.Lake).Single(held => held.Dataset == "series");

        Assert.Equal((2, 1, 2L, new DateOnly(2024, 2, 27)), (series.Files, series.Folders, series.Rows, series.LastSession!.Value));
        Assert.Equal(0, LakeInventory.Of(_fixture.Lake).Single(held => held.Dataset == "chains").Files);
    }

    private void Append(string at, double value)
    {
        _fixture.Clock.Now = LakeFixture.At(at);
        _fixture.Lake.Append(Datasets.Series, LakeFixture.Values("vix", ("2024-02-27", value)), "test");
    }

    private double Value(string known)
    {
        using LakeView view = _fixture.Lake.AsOf(LakeFixture.At(known), DateTimeOffset.MaxValue);
        return view.Read(Datasets.Series, ["value"]).ToArray<double>("value").Single();
    }

    private void AppendDerived(string at, double value)
    {
        _fixture.Clock.Now = LakeFixture.At(at);
        _fixture.Lake.Append(Datasets.Labels, Label(value), "test");
    }

    private static Frame Label(double value) =>
        new(Datasets.Labels.Columns.Where(column => column.Name != "source").Select(column => (Column)(column.Type switch
        {
            LakeType.Text => new Column<string>(column.Name, ["x"]),
            LakeType.Number => new Column<double>(column.Name, [value]),
            LakeType.Whole => new Column<long>(column.Name, [1]),
            LakeType.Date => new Column<DateOnly>(column.Name, [new DateOnly(2024, 2, 27)]),
            _ => new Column<DateTimeOffset>(column.Name, [LakeFixture.At("2024-02-27")]),
        })).Append(new Column<DateTimeOffset>("known_at", [LakeFixture.At("2024-02-28")])));

    private Frame Labels(string recorded)
    {
        using LakeView view = _fixture.Lake.AsOf(DateTimeOffset.MaxValue, LakeFixture.At(recorded));
        return view.Read(Datasets.Labels);
    }

    private string Bytes(string recorded) => Labels(recorded).ToString(100);

    private int Rows(string recorded) => Labels(recorded).Rows;

    private double Derived(string recorded) => (double)Labels(recorded)[Datasets.Labels.Values.First(column => column.Type == LakeType.Number).Name][0]!;
}
