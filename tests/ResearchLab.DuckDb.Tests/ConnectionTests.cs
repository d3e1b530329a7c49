using System.Data;
using System.Diagnostics;
using ResearchLab.Native;

namespace ResearchLab.DuckDb.Tests;

public sealed class ConnectionTests
{
    [Fact]
    public void Open_SettingsInConnectionString_Apply()
    {
        using DuckDBConnection connection = Db.Open("Data Source=:memory:;threads=1;memory_limit=512MB");

        Assert.Equal(1L, connection.Scalar("SELECT current_setting('threads')"));
        Assert.Equal("488.2 MiB", connection.Scalar("SELECT current_setting('memory_limit')"));
        Assert.Equal("memory", connection.Database);
        Assert.Equal(connection.Scalar("SELECT version()"), DuckDBLibrary.Version);
    }

    [Fact]
    public void Open_UnknownKeyBadValueOrNoSource_IsAnErrorNamingIt()
    {
        Assert.Contains("'thread'", Assert.Throws<ArgumentException>(() => Db.Open("Data Source=:memory:;thread=1")).Message);
        Exception bad = Assert.ThrowsAny<Exception>(() => Db.Open("Data Source=:memory:;access_mode=sideways"));
        Assert.Contains("sideways", bad.Message);
        Assert.Contains("Data Source", Assert.Throws<InvalidOperationException>(() => Db.Open("threads=1")).Message);
        Assert.Throws<InvalidOperationException>(() => new DuckDBConnection("Data Source=:memory:").CreateCommand().ExecuteNonQuery());
    }

    [Fact]
    public void File_ReopenedAndReadOnly_KeepsDataAndRefusesWrites()
    {
        using var folder = new TempFolder();
        string source = $"Data Source={folder.File("a b.duckdb")}";
        using (DuckDBConnection connection = Db.Open(source))
            connection.Execute("CREATE TABLE t AS SELECT 42 AS x");
        using DuckDBConnection readOnly = Db.Open($"{source};access_mode=read_only");

        Assert.Equal(42, readOnly.Scalar("SELECT x FROM t"));
        Assert.Equal("a b", readOnly.Database);
        Assert.Contains("read-only", Assert.Throws<DuckDBException>(() => readOnly.Execute("DROP TABLE t")).Message);
    }

    [Fact]
    public void File_OpenedTwiceInOneProcess_SharesOneInstance()
    {
        using var folder = new TempFolder();
        string source = $"Data Source={folder.File("x.duckdb")}";
        using DuckDBConnection first = Db.Open(source);
        using DuckDBConnection second = Db.Open(source);
        first.Execute("CREATE TABLE t AS SELECT 1 AS x");

        Assert.Equal(1, second.Scalar("SELECT x FROM t"));
    }

    [Fact]
    public void File_HeldByAnotherProcess_IsALockConflict()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/python3"), "needs python3 to hold the lock from another process");
        using var folder = new TempFolder();
        string file = folder.File("held.duckdb");
        using (DuckDBConnection connection = Db.Open($"Data Source={file}"))
            connection.Execute("CREATE TABLE t AS SELECT 1 AS x");
        var start = new ProcessStartInfo("/usr/bin/python3")
        {
            ArgumentList =
            {
                "-c", "import fcntl, sys\nf = open(sys.argv[1], 'r+b')\nfcntl.lockf(f, fcntl.LOCK_EX)\nprint('held', flush=True)\nsys.stdin.readline()", file,
            },
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using Process holder = Process.Start(start)!;
        Assert.Equal("held", holder.StandardOutput.ReadLine());

        var error = Assert.Throws<DuckDBException>(() => Db.Open($"Data Source={file}"));
        Assert.True(error.IsLockConflict, error.Details);
        Assert.True(error.IsTransient);

        holder.StandardInput.Close();
        Assert.True(holder.WaitForExit(5000));
        using DuckDBConnection after = Db.Open($"Data Source={file}");
        Assert.Equal(1, after.Scalar("SELECT x FROM t"));
    }

    [Fact]
    public void Close_ForgottenReaderCommandAndAppender_ReleasesTheFile()
    {
        using var folder = new TempFolder();
        string source = $"Data Source={folder.File("x.duckdb")}";
        DuckDBConnection connection = Db.Open(source);
        connection.Execute("CREATE TABLE t AS SELECT i AS x FROM range(10000) r(i)");
        DuckDBCommand prepared = connection.Command("SELECT x FROM t");
        prepared.Prepare();
        prepared.UseStreamingMode = true;
        DuckDBDataReader reader = prepared.ExecuteReader();
        Assert.True(reader.Read());
        DuckDBAppender appender = connection.CreateAppender("t");
        appender.CreateRow().AppendValue(-1).EndRow();

        connection.Close();

        // Another access mode is refused as long as anything of the first instance lives.
        using DuckDBConnection other = Db.Open($"{source};access_mode=read_only");
        Assert.Equal(-1L, other.Scalar("SELECT min(x) FROM t"));
        Assert.True(reader.IsClosed);
        appender.Dispose();
        prepared.Dispose();
        connection.Dispose();
        connection.Dispose();
        Assert.Equal(ConnectionState.Closed, connection.State);
    }

    [Fact]
    public void Duplicate_InMemory_SharesDataUntilTheLastCloses()
    {
        DuckDBConnection first = Db.Open();
        first.Execute("CREATE TABLE t AS SELECT 7 AS x");
        DuckDBConnection second = first.Duplicate();
        first.Dispose();
        using DuckDBConnection third = second.Duplicate();
        second.Dispose();

        Assert.Equal(7, third.Scalar("SELECT x FROM t"));
        using DuckDBConnection separate = Db.Open();
        Assert.Throws<DuckDBException>(() => separate.Scalar("SELECT x FROM t"));
        Assert.Throws<InvalidOperationException>(first.Duplicate);
    }

    [Fact]
    public void Duplicate_OneConnectionAThread_RunAtTheSameTime()
    {
        using DuckDBConnection main = Db.Open();
        main.Execute("CREATE TABLE t (thread INTEGER, i INTEGER)");
        Parallel.For(0, 8, thread =>
        {
            using DuckDBConnection connection = main.Duplicate();
            for (int i = 0; i < 50; i++)
            {
                connection.Execute("INSERT INTO t VALUES ($1, $2)", thread, i);
                Assert.Equal(i + 1L, connection.Scalar("SELECT count(*) FROM t WHERE thread = $1", thread));
            }
        });

        Assert.Equal(400L, main.Scalar("SELECT count(DISTINCT thread * 1000 + i) FROM t"));
    }

    [Fact]
    public void Transaction_CommitRollbackAndDispose_DoWhatTheySay()
    {
        using DuckDBConnection connection = Db.Open();
        using DuckDBConnection observer = connection.Duplicate();
        connection.Execute("CREATE TABLE t (i INTEGER)");
        using (DuckDBTransaction transaction = connection.BeginTransaction())
        {
            connection.Execute("INSERT INTO t VALUES (1)");
            Assert.Equal(0L, observer.Scalar("SELECT count(*) FROM t"));
            Assert.Throws<InvalidOperationException>(() => connection.BeginTransaction());
            transaction.Commit();
            Assert.Throws<InvalidOperationException>(transaction.Commit);
        }

        using (connection.BeginTransaction(IsolationLevel.Unspecified))
            connection.Execute("INSERT INTO t VALUES (2)");
        DuckDBTransaction rolledBack = connection.BeginTransaction();
        connection.Execute("INSERT INTO t VALUES (3)");
        rolledBack.Rollback();

        Assert.Equal(1L, observer.Scalar("SELECT sum(i)::BIGINT FROM t"));
        Assert.Contains("Serializable", Assert.Throws<ArgumentException>(() => connection.BeginTransaction(IsolationLevel.Serializable)).Message);
    }

    [Fact]
    public void Transaction_FailedStatement_CanBeRolledBackByDispose()
    {
        using DuckDBConnection connection = Db.Open();
        connection.Execute("CREATE TABLE t (i INTEGER PRIMARY KEY)");
        using (connection.BeginTransaction())
        {
            connection.Execute("INSERT INTO t VALUES (1)");
            Assert.Throws<DuckDBException>(() => connection.Execute("INSERT INTO t VALUES (1)"));
        }

        Assert.Equal(0L, connection.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public void Transaction_TwoChangeOneRow_LoserIsTransient()
    {
        using DuckDBConnection first = Db.Open();
        using DuckDBConnection second = first.Duplicate();
        first.Execute("CREATE TABLE t AS SELECT 1 AS i");
        using DuckDBTransaction one = first.BeginTransaction();
        using DuckDBTransaction two = second.BeginTransaction();
        first.Execute("UPDATE t SET i = 2");

        var error = Assert.Throws<DuckDBException>(() => second.Execute("UPDATE t SET i = 3"));

        Assert.True(error.IsTransient, error.Details);
        Assert.False(error.IsLockConflict);
    }

    [Fact]
    public void Library_MissingFile_MessageSaysWhereAndWhatToDo()
    {
        var error = Assert.Throws<DllNotFoundException>(() => NativeLocator.Load("duckdb", "/nowhere/libduckdb.so"));

        Assert.Contains("/nowhere/libduckdb.so", error.Message);
        Assert.Contains("lab doctor", error.Message);
    }

    [Fact]
    public void Library_PathSetAfterLoading_IsRefused()
    {
        Assert.Contains("duckdb", DuckDBLibrary.LoadedFrom);
        Assert.Throws<InvalidOperationException>(() => DuckDBLibrary.Path = "/elsewhere/libduckdb.so");
        Assert.Null(DuckDBLibrary.Path);
    }
}
