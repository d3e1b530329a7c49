using System.Diagnostics;
using DuckDB.NET.Data;
using ResearchLab.Columns;

namespace ResearchLab.Tests.Columns;

/// <summary>Where DuckDB.NET or Arrow does not do what one expects: what happens there, and that the lab's own calls are right.</summary>
public sealed class DuckDbTrapsTests
{
    private const string Variable = "RESEARCHLAB_TEST_LOCKED";

    [Fact]
    public void Close_WithAReaderLeftOpen_KeepsTheFile_OwnQueriesNeverDo()
    {
        using var folder = new TempFolder();
        string file = folder.File("a.duckdb");
        using (DuckDBConnection connection = Db.Open($"Data Source={file}"))
        {
            connection.Run("CREATE TABLE t AS SELECT i FROM range(5000) r(i)");
            _ = connection.QueryFrame("SELECT sum(i) FROM t");
            Assert.Throws<QueryException>(() => connection.QueryFrame("SELECT CASE WHEN i = 4000 THEN error('late') ELSE i END FROM t"));
            Assert.Throws<OverflowException>(() => connection.QueryFrame("SELECT i, DATE 'infinity' FROM t"));
            Assert.Throws<QueryException>(() => connection.AppendColumns(["missing"], [new[] { 1L }]));
            Assert.Throws<ArgumentException>(() => connection.AppendColumns(["t"], [new[] { "x" }]));
            Assert.True(IsOpen(file));
        }

        Assert.False(IsOpen(file));

        DuckDBConnection left = Db.Open($"Data Source={file}");
        DuckDBCommand command = left.CreateCommand();
        command.CommandText = "SELECT * FROM t";
        DuckDBDataReader reader = command.ExecuteReader();
        Assert.True(reader.Read());
        left.Close();
        Assert.True(IsOpen(file), "the package closes readers by itself now: the warning in the guide can go");
        reader.Dispose();
        command.Dispose();
        Assert.False(IsOpen(file));
    }

    [Fact]
    public void Statements_AfterTheFirstRows_RunOnlyOnNextResult_OwnQueriesRunAll()
    {
        using DuckDBConnection connection = Db.Open();
        connection.Run("CREATE TABLE t (i INTEGER)");
        using (DuckDBCommand command = connection.CreateCommand())
        {
            command.CommandText = "SELECT 1; INSERT INTO t VALUES (1)";
            using DuckDBDataReader reader = command.ExecuteReader();
            while (reader.Read())
            {
            }
        }

        Assert.Equal(0L, connection.Scalar("SELECT count(*) FROM t"));
        Assert.Equal(1, connection.QueryFrame("SELECT 1 AS a; INSERT INTO t VALUES (1); -- the end; of it")["a"][0]);
        Assert.Equal("b", connection.QueryFrame("INSERT INTO t VALUES (2); SELECT 1 AS a; SELECT 2 AS b;").Names.Single());
        Assert.Equal(2L, connection.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public void Values_ThatTheRowReaderRefusesOrChanges_ComeRight()
    {
        using DuckDBConnection connection = Db.Open();
        connection.Run("SET TimeZone = 'America/New_York'");

        Frame frame = connection.QueryFrame("""
            SELECT '\xFF\x00'::BLOB AS bytes, TIMESTAMPTZ '2024-07-01 12:00:00+02' AS instant, INTERVAL '14 months 3 days' AS span, [1, NULL] AS list,
                   [DATE 'infinity', DATE '-infinity', DATE '2024-01-02'] AS dates
            """);

        Assert.Equal("ff00", frame["bytes"][0]);
        Assert.Equal(new DateTimeOffset(2024, 7, 1, 10, 0, 0, TimeSpan.Zero), frame["instant"][0]);
        Assert.Equal("14 months 3 days", frame["span"][0]);
        Assert.Equal("[1, NULL]", frame["list"][0]);
        Assert.Equal("[infinity, -infinity, 2024-01-02]", frame["dates"][0]);
        foreach (string value in new[] { "DATE 'infinity'", "TIMESTAMP '-infinity'", "DATE '20000-01-01'", "TIMESTAMPTZ '20000-01-01'" })
            Assert.Contains("isfinite", Assert.Throws<OverflowException>(() => connection.QueryFrame($"SELECT {value} AS day")).Message);
        Assert.Equal(1, connection.QueryFrame("SELECT CASE WHEN i = 0 THEN DATE 'infinity' END AS day FROM range(1, 2) t(i)")[0].NullCount);
    }

    [Fact]
    public void WholeNumbersOf38Digits_AreToldFromHugeInts()
    {
        using DuckDBConnection connection = Db.Open();

        Frame frame = connection.QueryFrame("SELECT sum(i) AS total, $n::DECIMAL(38,0) AS digits FROM range(4) t(i)", ("n", 7));

        Assert.Equal(6L, frame["total"][0]);
        Assert.Equal(7.0, frame["digits"][0]);
        connection.Run("BEGIN; CREATE TABLE t (i HUGEINT)");
        Assert.Equal(5L, connection.QueryFrame("INSERT INTO t VALUES (5) RETURNING i")["i"][0]);
        connection.Run("COMMIT");
        Assert.Equal(1L, connection.Scalar("SELECT count(*) FROM t"));
        Assert.Contains("(HUGEINT) holds 9223372036854775808, which does not fit",
            Assert.Throws<OverflowException>(() => connection.QueryFrame("SELECT 9223372036854775808::HUGEINT AS x")).Message);
        Assert.Contains("(UBIGINT)", Assert.Throws<OverflowException>(() => connection.QueryFrame("SELECT 18446744073709551615::UBIGINT AS x")).Message);
        foreach (string value in new[] { "TIMETZ '12:00:00+02'", "'101'::BIT", "1::BIGNUM" })
            Assert.Contains("Cast it to VARCHAR", Assert.Throws<NotSupportedException>(() => connection.QueryFrame($"SELECT {value} AS x")).Message);
    }

    [Fact]
    public async Task CommandTimeoutAndTokenOfBatches_DoNothing_SoOwnQueriesTakeAToken()
    {
        using DuckDBConnection connection = Db.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = Db.Endless;
        command.CommandTimeout = 1;
        using var source = new CancellationTokenSource();
        Task batches = Task.Run(
            async () =>
            {
                await foreach (Apache.Arrow.RecordBatch batch in command.ExecuteArrowBatchesAsync(source.Token))
                    batch.Dispose();
            },
            TestContext.Current.CancellationToken);
        source.Cancel();
        await Task.WhenAny(batches, Task.Delay(1_500, TestContext.Current.CancellationToken));
        Assert.False(batches.IsCompletedSuccessfully);
        while (!batches.IsCompleted)
        {
            command.Cancel();
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => batches);
    }

    [Fact]
    public void Parameters_OfTheUsualTypes_KeepTheirTypes()
    {
        using DuckDBConnection connection = Db.Open();
        connection.Run("SET TimeZone = 'Asia/Tokyo'");

        Frame frame = connection.QueryFrame(
            "SELECT typeof($day) AS a, typeof($instant) AS b, $instant AS instant, typeof($names) AS c, $nothing IS NULL AS d, $number AS number",
            ("day", new DateOnly(2024, 1, 2)), ("instant", new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.FromHours(-5))), ("names", new[] { "a", "b" }),
            ("nothing", null), ("number", 0.1 + 0.2));

        Assert.Equal(["DATE", "TIMESTAMP WITH TIME ZONE", "VARCHAR[]"], new[] { "a", "b", "c" }.Select(name => (string)frame[name][0]!));
        Assert.Equal(new DateTimeOffset(2024, 1, 2, 8, 4, 5, TimeSpan.Zero), frame["instant"][0]);
        Assert.Equal(true, frame["d"][0]);
        Assert.Equal(0.1 + 0.2, frame["number"][0]);
    }

    [Theory]
    [InlineData("x >= $v", 2.5, 1)]
    [InlineData("x >= $v", 2.5f, 1)]
    [InlineData("x::TINYINT < $v", 1000, 3)]
    [InlineData("x < $v", 10_000_000_000, 3)]
    [InlineData("x * $v = 5", 2.5, 1)]
    [InlineData("x = $V", 2.0, 1)]
    [InlineData("'$v $v' = '$v ' || '$' || 'v' AND x > /* $v */ $v -- $v\n AND $$ $v $$ = ' $' || 'v '", 1.5, 2)]
    [InlineData("x IN (SELECT i FROM range($v) t(i) LIMIT $v) AND DATE '2024-01-01' + INTERVAL ($v) DAY > DATE '2024-01-01'", 2, 1)]
    public void Parameters_ComparedWithAnotherType_AreNotRounded(string condition, object value, long expected)
    {
        using DuckDBConnection connection = Db.Open();

        Assert.Equal(expected, connection.QueryFrame($"SELECT count(*) AS n FROM (VALUES (1), (2), (3)) t(x) WHERE {condition}", ("v", value))["n"][0]);
    }

    [Fact]
    public void Parameters_TimesAndDecimals_AreNotCut()
    {
        using DuckDBConnection connection = Db.Open();

        Assert.Equal(1L, connection.QueryFrame("SELECT count(*) FROM (VALUES (DATE '2024-01-02')) t(x) WHERE x < $v",
            ("v", new DateTime(2024, 1, 2, 12, 0, 0)))[0][0]);
        Assert.Equal(0L, connection.QueryFrame("SELECT count(*) FROM (VALUES (3)) t(x) WHERE x = $v", ("v", 3.4m))[0][0]);
        Assert.Equal("DECIMAL(3,1)", connection.QueryFrame("SELECT typeof($v) AS t", ("v", -10.5m))["t"][0]);
        Assert.Equal("DECIMAL(4,3)", connection.QueryFrame("SELECT typeof($v) AS t", ("v", 0.125m))["t"][0]);
    }

    [Fact]
    public async Task LockedFile_OfAnotherProcess_IsToldByItsText()
    {
        using var folder = new TempFolder();
        string file = folder.File("locked.duckdb");
        var start = new ProcessStartInfo("dotnet", [typeof(DuckDbTrapsTests).Assembly.Location, "-explicit", "only", "-method",
            $"{typeof(DuckDbTrapsTests).FullName}.{nameof(Holder)}"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment[Variable] = file;
        using Process child = Process.Start(start)!;
        Task<string> output = child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        while (!File.Exists(file + ".held") && !child.HasExited)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.False(child.HasExited, child.HasExited ? await output : "");

        var error = Assert.Throws<DuckDBException>(() => Db.Open($"Data Source={file}"));

        Assert.False(error.IsTransient);
        Assert.True(DuckDbErrors.IsLockConflict(error) && DuckDbErrors.IsTransient(error), error.Message);
        child.StandardInput.Close();
        Assert.True(child.WaitForExit(TimeSpan.FromMinutes(15)));
        using DuckDBConnection connection = Db.Open($"Data Source={file}");
        Assert.Equal(1, connection.Scalar("SELECT i FROM t"));
    }

    [Fact(Explicit = true)]
    public void Holder()
    {
        string file = Environment.GetEnvironmentVariable(Variable) ?? throw new InvalidOperationException($"Set {Variable} to the file to hold.");
        using DuckDBConnection connection = Db.Open($"Data Source={file}");
        connection.Run("CREATE TABLE t AS SELECT 1 AS i");
        File.WriteAllText(file + ".held", "");
        Console.In.ReadToEnd();
    }

    [Fact]
    public void Transactions_ThatMeet_AreToldByTheirText()
    {
        using var folder = new TempFolder();
        using DuckDBConnection first = Db.Open($"Data Source={folder.File("a.duckdb")}"), second = Db.Open($"Data Source={folder.File("a.duckdb")}");
        first.Run("CREATE TABLE t (i INTEGER PRIMARY KEY); INSERT INTO t VALUES (1)");
        using DuckDBTransaction one = first.BeginTransaction(), two = second.BeginTransaction();
        first.Run("UPDATE t SET i = 2");

        Assert.True(Assert.Throws<QueryException>(() => second.Run("UPDATE t SET i = 3")).IsTransient);
        Assert.False(Assert.Throws<QueryException>(() => first.Run("SELECT nope")).IsTransient);
    }

    [Fact]
    public void Processes_WithoutAProvider_AreNotNeeded_ExtensionsAreBuiltIn()
    {
        using DuckDBConnection connection = Db.Open();
        connection.Run("SET autoinstall_known_extensions = false; SET autoload_known_extensions = false");

        Assert.Equal(["icu", "json", "parquet"],
            connection.QueryFrame(
                "SELECT extension_name AS name FROM duckdb_extensions() WHERE loaded AND extension_name IN ('icu', 'json', 'parquet') ORDER BY 1")
                .ToArray<string>("name"));
    }

    private static bool IsOpen(string file)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("only Linux lists the open files of a process");
        GC.Collect();
        return Directory.GetFiles("/proc/self/fd").Any(link => TargetOf(link) == file);

        // Other tests of the process close their files meanwhile.
        static string? TargetOf(string link)
        {
            try
            {
                return File.ResolveLinkTarget(link, returnFinalTarget: false)?.FullName;
            }
            catch (IOException)
            {
                return null;
            }
        }
    }
}
