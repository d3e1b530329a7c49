using ResearchLab.Columns;
using ResearchLab.Lake;

namespace ResearchLab.Tests.Lake;

public sealed class SafeSqlTests : IDisposable
{
    private readonly LakeFixture _fixture = new();

    public SafeSqlTests() => _fixture.Lake.Append(Datasets.Series, LakeFixture.Values("vix", ("2024-02-27", 13.4), ("2024-02-28", 13.8)), "test");

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("SELECT count(*) AS n FROM series", 2)]
    [InlineData("select count(*) from series -- with a comment", 2)]
    [InlineData("FROM series SELECT count(*);;", 2)]
    [InlineData("WITH a AS (SELECT 1 AS x) SELECT x FROM a", 1)]
    [InlineData("VALUES (7)", 7)]
    public void Run_OneSelect_GivesItsRows(string query, long expected) =>
        Assert.Equal(expected, Convert.ToInt64(Run(query)[0][0], System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void Run_Order_IsKeptUnderTheLimit() =>
        Assert.Equal([13.8, 13.4], Run("SELECT value FROM series ORDER BY value DESC").ToArray<double>("value"));

    [Fact]
    public void Run_AsOf_SeesNothingLater()
    {
        using LakeView view = _fixture.Lake.AsOf(LakeFixture.At("2024-02-28"));

        Assert.Equal([13.4], SafeSql.Run(view, "SELECT value FROM series").ToArray<double>("value"));
        Assert.Equal(view.SnapshotOf(_fixture.Lake.Files(Datasets.Series)), view.SnapshotId);
    }

    [Fact]
    public void Run_MoreRowsThanAllowed_AreRefusedRatherThanCut()
    {
        using LakeView view = _fixture.Lake.Now();

        Assert.Contains("more than 3 rows", Assert.Throws<LakeException>(() => SafeSql.Run(view, "SELECT * FROM range(10)", maxRows: 3)).Message);
        Assert.Equal(3, SafeSql.Run(view, "SELECT * FROM range(3)", maxRows: 3).Rows);
    }

    [Fact]
    public void Each_AnyNumberOfRows_ComeWholeAndInOrder()
    {
        using LakeView view = _fixture.Lake.Now();
        foreach (int rows in new[] { 0, 1, 2048, 300_000 })
        {
            long next = 0;
            int pages = 0;
            SafeSql.Each(view, $"SELECT * FROM range({rows})", page =>
            {
                pages++;
                foreach (long value in page.Get<long>("range"))
                    Assert.Equal(next++, value);
            });
            Assert.Equal(rows, next);
            Assert.True(pages > 0);
        }
    }

    [Fact]
    public void Run_ShowTables_NamesEveryDataset() =>
        Assert.Equal(Datasets.All.Select(dataset => dataset.Name).Order(StringComparer.Ordinal), Run("SHOW TABLES").ToArray<string>("name"));

    /// <summary>Every way out that DuckDB offers a query: other files, other statements, other settings, the network.</summary>
    [Theory]
    [InlineData("SELECT * FROM read_csv('{0}')")]
    [InlineData("SELECT * FROM '{0}'")]
    [InlineData("SELECT * FROM read_text('{0}')")]
    [InlineData("SELECT * FROM read_blob('{0}')")]
    [InlineData("SELECT * FROM sniff_csv('{0}')")]
    [InlineData("SELECT * FROM glob('/etc/*')")]
    [InlineData("SELECT * FROM parquet_metadata('{0}')")]
    [InlineData("SELECT * FROM read_parquet('{1}/../*.parquet')")]
    [InlineData("SELECT * FROM read_csv('http://127.0.0.1:1/x.csv')")]
    [InlineData("SELECT * FROM query('COPY (SELECT 1) TO ''{0}.out''')")]
    [InlineData("COPY (SELECT 1) TO '{0}.out'")]
    [InlineData("EXPORT DATABASE '{0}.out'")]
    [InlineData("ATTACH '{0}.out'")]
    [InlineData("INSTALL httpfs")]
    [InlineData("LOAD '{0}'")]
    [InlineData("SET enable_external_access = true")]
    [InlineData("RESET lock_configuration")]
    [InlineData("PRAGMA database_list")]
    [InlineData("CREATE TABLE t AS SELECT 1")]
    [InlineData("DROP VIEW series")]
    [InlineData("CALL dbgen(sf = 0.01)")]
    [InlineData("SELECT getenv('HOME')")]
    [InlineData("SELECT 1; SELECT 2")]
    [InlineData("SELECT 1) LIMIT 1; COPY (SELECT 1) TO '{0}.out'; SELECT * FROM (SELECT 1")]
    [InlineData("SELEC 1")]
    [InlineData(" -- nothing")]
    public void Run_AnythingElse_IsRefusedInOneLine(string query)
    {
        string secret = _fixture.Write("secret.csv", "a,b\n1,2\n");
        string folder = Path.GetDirectoryName(_fixture.DataFiles()[0])!;
        string[] before = Directory.GetFileSystemEntries(_fixture.Folder, "*", SearchOption.AllDirectories);

        LakeException error = Assert.Throws<LakeException>(
            () => Run(query.Replace("{0}", secret, StringComparison.Ordinal).Replace("{1}", folder, StringComparison.Ordinal)));

        Assert.DoesNotContain('\n', error.Message);
        Assert.Equal(before, Directory.GetFileSystemEntries(_fixture.Folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Run_TooMuchMemory_FailsAndTheProcessLives()
    {
        using LakeView view = _fixture.Lake.Now();

        Assert.Throws<LakeException>(() => SafeSql.Run(view, "SELECT list(i) FROM range(100_000_000) t(i)", memoryMegabytes: 64));
        Assert.Equal(1, SafeSql.Run(view, "SELECT 1").Rows);
    }

    [Fact]
    public void Run_NumberBeyondThoseOfDouble_IsNamedAsOne()
    {
        using LakeView view = _fixture.Lake.Now();
        Assert.Contains("infinite", Assert.Throws<LakeException>(() => SafeSql.Run(view, "SELECT 1e400::DOUBLE")).Message);
        Assert.Equal(double.PositiveInfinity, SafeSql.Run(view, "SELECT 'inf'::DOUBLE AS x").Get<double>("x")[0]);
    }

    [Fact]
    public async Task Run_EndlessQuery_IsInterruptedByTheToken()
    {
        using LakeView view = _fixture.Lake.Now();
        using var stop = new CancellationTokenSource();
        Task query = Task.Run(() => SafeSql.Run(view, "SELECT count(*) FROM range(1_000_000_000_000) a", cancellation: stop.Token),
            TestContext.Current.CancellationToken);
        stop.CancelAfter(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => query);
    }

    private Frame Run(string query)
    {
        using LakeView view = _fixture.Lake.Now();
        return SafeSql.Run(view, query);
    }
}
