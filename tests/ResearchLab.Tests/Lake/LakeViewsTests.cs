using DuckDB.NET.Data;
using ResearchLab.Columns;
using ResearchLab.Lake;

namespace ResearchLab.Tests.Lake;

/// <summary>The views in a DuckDB that knows nothing of this lab.</summary>
public sealed class LakeViewsTests
{
    private static DateTimeOffset At(string date) => LakeFixture.At(date).AddHours(23);

    /// <summary>A value of the first of February that was corrected in March, and one of another series.</summary>
    private static LakeFixture Revised()
    {
        var fixture = new LakeFixture("2024-02-02");
        fixture.Lake.Append(Datasets.Series, LakeFixture.Values("it's", ("2024-02-01", 1), ("2024-02-02", 2)), "test");
        fixture.Lake.Append(Datasets.Series, LakeFixture.Values("other", ("2024-02-02", 9)), "test");
        fixture.Clock.Now = LakeFixture.At("2024-03-01");
        fixture.Lake.Append(Datasets.Series, LakeFixture.Values("it's", ("2024-02-01", 1.5)), "test");
        return fixture;
    }

    private static string Values(DuckDBConnection connection) => Text(connection.QueryFrame("SELECT name, session, value FROM series"));

    private static string Text(Frame rows) => string.Join(' ', Enumerable.Range(0, rows.Rows)
        .Select(row => $"{rows.Get<string>("name")[row]}:{rows.Get<DateOnly>("session")[row]:MM-dd}={rows.Get<double>("value")[row]}")
        .Order(StringComparer.Ordinal));

    [Fact]
    public void Sql_InAnotherDuckDb_ShowsWhatTheLakeShowsAtEveryTime()
    {
        using LakeFixture fixture = Revised();
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        connection.Run(LakeViews.Sql(fixture.Lake));
        Assert.Equal("it's:02-01=1.5 it's:02-02=2 other:02-02=9", Values(connection));
        foreach (string known in (string[])["2024-01-31", "2024-02-01", "2024-02-02", "2024-03-02"])
        {
            foreach (string recorded in (string[])["2024-02-02", "2024-03-02"])
            {
                connection.Run($"SET VARIABLE as_of = TIMESTAMPTZ '{known} 23:00:00+00'; SET VARIABLE recorded = TIMESTAMPTZ '{recorded} 23:00:00+00'");
                using LakeView view = fixture.Lake.AsOf(At(known), At(recorded));
                Assert.Equal(Text(view.Read(Datasets.Series)), Values(connection));
            }
        }
    }

    [Fact]
    public void Sql_FixedTimes_HoldWithoutVariables_AndLaterFilesAreSeen()
    {
        using LakeFixture fixture = Revised();
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        connection.Run(LakeViews.Sql(fixture.Lake, At("2024-02-01")));
        Assert.Equal("it's:02-01=1", Values(connection));
        connection.Run(LakeViews.Sql(fixture.Lake, At("2024-02-02"), At("2024-02-02")));
        Assert.Equal("it's:02-01=1 it's:02-02=2 other:02-02=9", Values(connection));
        connection.Run(LakeViews.Sql(fixture.Lake));
        fixture.Lake.Append(Datasets.Series, LakeFixture.Values("new", ("2024-02-29", 5)), "test");
        fixture.Lake.Compact(Datasets.Series);
        Assert.Equal("it's:02-01=1.5 it's:02-02=2 new:02-29=5 other:02-02=9", Values(connection));
    }

    [Fact]
    public void Sql_DatasetsWithoutFiles_AreEmptyViewsWithTheirColumns()
    {
        using LakeFixture fixture = Revised();
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        connection.Run(LakeViews.Sql(fixture.Lake));
        foreach (DatasetSchema dataset in Datasets.All)
        {
            Frame rows = connection.QueryFrame($"SELECT * FROM {dataset.Name}");
            Assert.Equal(dataset.AllColumns.Select(column => column.Name), rows.Names);
            Assert.Equal(dataset.Name == "series" ? 3 : 0, rows.Rows);
        }
    }
}
