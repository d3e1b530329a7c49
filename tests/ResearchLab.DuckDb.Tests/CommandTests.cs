using System.Data;
using System.Diagnostics;

namespace ResearchLab.DuckDb.Tests;

public sealed class CommandTests
{
    /// <summary>Runs for hours when nobody interrupts it.</summary>
    private const string Endless = "SELECT count(*) FROM range(10000000) a(x), range(10000000) b(y) WHERE (x * y) % 7 = 3";

    [Fact]
    public void Parameters_PositionalNumberedAndNamed_AreBound()
    {
        using DuckDBConnection connection = Db.Open();

        Assert.Equal(12, connection.Scalar("SELECT ? * 10 + ?", 1, 2));
        Assert.Equal(21, connection.Scalar("SELECT $2 * 10 + $1", 1, 2));
        Assert.Equal(11, connection.Scalar("SELECT $1 * 10 + $1", 1));
        Assert.Equal(12, connection.Scalar("SELECT $first * 10 + $Second", new DuckDBParameter("@SECOND", 2), new DuckDBParameter("$first", 1)));
    }

    [Fact]
    public void Parameters_MissingOrUnused_IsAnErrorNamingThem()
    {
        using DuckDBConnection connection = Db.Open();
        connection.Execute("CREATE TABLE t (i INTEGER)");

        string missing = Assert.Throws<InvalidOperationException>(() => connection.Scalar("SELECT $from", new DuckDBParameter("form", 1))).Message;
        Assert.Contains("$from", missing);
        Assert.Contains("form", missing);
        Assert.Contains("$2", Assert.Throws<InvalidOperationException>(() => connection.Scalar("SELECT ? + ?", 1)).Message);
        string unused = Assert.Throws<InvalidOperationException>(
            () => connection.Execute("INSERT INTO t VALUES ($a)", new DuckDBParameter("a", 1), new DuckDBParameter("b", 2))).Message;
        Assert.Contains("'b' is not used", unused);
        Assert.Contains("number 1 is not used", Assert.Throws<InvalidOperationException>(() => connection.Execute("INSERT INTO t VALUES (1)", 1)).Message);
        Assert.Contains("Parameter p", Assert.Throws<ArgumentException>(() => connection.Scalar("SELECT $p", new DuckDBParameter("p", new object()))).Message);
        Assert.Equal(0L, connection.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public void SeveralStatements_AllRun_AndShareParameters()
    {
        using DuckDBConnection connection = Db.Open();
        using DuckDBCommand command = connection.Command(
            "CREATE TABLE t (i INTEGER, s VARCHAR); INSERT INTO t VALUES ($n, 'a;b'), ($n + 1, $s); SELECT i FROM t; SELECT s FROM t ORDER BY i; -- end",
            new DuckDBParameter("n", 1), new DuckDBParameter("s", "it's"));
        using DuckDBDataReader reader = command.ExecuteReader();

        Assert.Equal(2, reader.RecordsAffected);
        Assert.True(reader.Read());
        Assert.Equal(1, reader.GetInt32(0));
        Assert.True(reader.NextResult());
        Assert.Equal("s", reader.GetName(0));
        Assert.True(reader.Read() && reader.Read());
        Assert.Equal("it's", reader.GetString(0));
        Assert.False(reader.NextResult());
        Assert.False(reader.Read());
    }

    [Fact]
    public void ExecuteNonQuery_Changes_AreCounted()
    {
        using DuckDBConnection connection = Db.Open();

        Assert.Equal(0, connection.Execute("CREATE TABLE t (i INTEGER)"));
        Assert.Equal(5000, connection.Execute("INSERT INTO t SELECT i FROM range(5000) r(i)"));
        Assert.Equal(2500, connection.Execute("UPDATE t SET i = -i WHERE i % 2 = 1"));
        Assert.Equal(5, connection.Execute("DELETE FROM t WHERE i < 4 AND i > -4; INSERT INTO t VALUES (1) RETURNING i"));
        Assert.Equal(0, connection.Execute("SELECT 1"));
        Assert.Equal(0, connection.Execute("-- nothing"));
    }

    [Fact]
    public void ExecuteScalar_NoRowsNullAndValue_Differ()
    {
        using DuckDBConnection connection = Db.Open();

        Assert.Null(connection.Scalar("SELECT 1 WHERE false"));
        Assert.Equal(DBNull.Value, connection.Scalar("SELECT NULL"));
        Assert.Equal(1, connection.Scalar("SELECT 1"));
    }

    [Fact]
    public void Prepare_ManyRuns_UseEachTimesValues()
    {
        using DuckDBConnection connection = Db.Open();
        connection.Execute("CREATE TABLE t (i INTEGER PRIMARY KEY, s VARCHAR)");
        using DuckDBCommand insert = connection.Command("INSERT INTO t VALUES ($i, $s)", new DuckDBParameter("i", 0), new DuckDBParameter("s", ""));
        insert.Prepare();
        for (int i = 0; i < 100; i++)
        {
            insert.Parameters["i"].Value = i;
            insert.Parameters["s"].Value = i % 2 == 0 ? null : $"{i}";
            Assert.Equal(1, insert.ExecuteNonQuery());
        }

        Assert.Equal(50L, connection.Scalar("SELECT count(s) FROM t"));
        Assert.Contains("Constraint", Assert.Throws<DuckDBException>(() => insert.ExecuteNonQuery()).ErrorType);
        insert.CommandText = "SELECT $i::VARCHAR || $s";
        Assert.Equal("9999", insert.ExecuteScalar());
    }

    [Fact]
    public void Error_BadSql_MessageIsOneLineAndDetailsShowThePlace()
    {
        using DuckDBConnection connection = Db.Open();

        var syntax = Assert.Throws<DuckDBException>(() => connection.Scalar("SELEC 1"));
        Assert.Equal("Parser Error: syntax error at or near \"SELEC\" (line 1, column 1)", syntax.Message);
        Assert.Equal("Parser", syntax.ErrorType);
        Assert.Contains("LINE 1: SELEC 1", syntax.Details);

        var missing = Assert.Throws<DuckDBException>(() => connection.Scalar("SELECT * FROM barss"));
        Assert.StartsWith("Catalog Error: Table with name barss does not exist!", missing.Message);
        Assert.DoesNotContain('\n', missing.Message);
        Assert.False(missing.IsLockConflict || missing.IsTransient);

        Assert.Equal("Conversion", Assert.Throws<DuckDBException>(() => connection.Scalar("SELECT 'x'::INTEGER FROM range(1)")).ErrorType);
        Assert.Contains("NUL character", Assert.Throws<ArgumentException>(() => connection.Scalar("SELECT 1\0")).Message);
        Assert.Equal(1, connection.Scalar("SELECT 1"));
    }

    [Fact]
    public async Task CancellationToken_LongQuery_StopsWithin500Milliseconds()
    {
        using DuckDBConnection connection = Db.Open();
        using DuckDBCommand command = connection.Command(Endless);
        using var source = new CancellationTokenSource();
        Task<object?> query = command.ExecuteScalarAsync(source.Token);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.False(query.IsCompleted);
        var clock = Stopwatch.StartNew();

        source.Cancel();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => query);
        Assert.InRange(clock.ElapsedMilliseconds, 0, 500);
        Assert.Equal(source.Token, error.CancellationToken);
        Assert.Equal(1, connection.Scalar("SELECT 1"));
    }

    [Fact]
    public async Task Cancel_FromAnotherThread_InterruptsAndNeverHitsTheNextQuery()
    {
        using DuckDBConnection connection = Db.Open();
        using DuckDBCommand command = connection.Command(Endless);
        Task<DuckDBException> query = Task.Run(() => Assert.Throws<DuckDBException>(() => command.ExecuteScalar()), TestContext.Current.CancellationToken);
        while (!query.IsCompleted)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
            command.Cancel();
        }

        Assert.Equal("INTERRUPT", (await query).ErrorType);
        command.Cancel();
        Assert.Equal(49_995_000L, connection.Scalar("SELECT sum(i)::BIGINT FROM range(10000) t(i)"));
    }

    [Fact]
    public async Task CancellationToken_AtAnyInstant_EitherCancelsOrFinishes()
    {
        using DuckDBConnection connection = Db.Open();
        for (int i = 0; i < 60; i++)
        {
            using DuckDBCommand command = connection.Command("SELECT count(*) FROM range(3000000) a(x) WHERE x % 7 = 3");
            using var source = new CancellationTokenSource();
            Task<object?> query = command.ExecuteScalarAsync(source.Token);
            SpinWait.SpinUntil(() => query.IsCompleted, TimeSpan.FromMicroseconds(i * 200));
            source.Cancel();
            try
            {
                Assert.Equal(428_571L, await query);
            }
            catch (OperationCanceledException e)
            {
                Assert.True(e.CancellationToken == source.Token);
            }

            Assert.Equal(1, connection.Scalar("SELECT 1"));
        }
    }

    [Fact]
    public void CommandTimeout_LongQuery_IsInterruptedAndSaysWhy()
    {
        using DuckDBConnection connection = Db.Open();
        using DuckDBCommand command = connection.Command(Endless);
        command.CommandTimeout = 1;

        var error = Assert.Throws<DuckDBException>(() => command.ExecuteScalar());

        Assert.Contains("CommandTimeout of 1 s", error.Message);
        Assert.IsType<TimeoutException>(error.InnerException);
    }

    [Fact]
    public async Task Streaming_CancelledWhileReading_StopsAndFreesTheConnection()
    {
        using DuckDBConnection connection = Db.Open();
        using DuckDBCommand command = connection.Command("SELECT i FROM range(100000000000) t(i)");
        command.UseStreamingMode = true;
        using var source = new CancellationTokenSource();
        using (var reader = (DuckDBDataReader)await command.ExecuteReaderAsync(source.Token))
        {
            for (int i = 0; i < 5000; i++)
            {
                Assert.True(await reader.ReadAsync(source.Token));
                Assert.Equal(i, reader.GetInt64(0));
            }

            source.Cancel();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                while (await reader.ReadAsync(source.Token))
                {
                }
            });
        }

        Assert.Equal(1, connection.Scalar("SELECT 1"));
    }

    [Fact]
    public void Streaming_ErrorInALateRow_SurfacesWhileReading()
    {
        using DuckDBConnection connection = Db.Open();
        using DuckDBCommand command = connection.Command("SELECT CASE WHEN i < 500000 THEN i::VARCHAR ELSE 'x' END::INTEGER FROM range(1000000) t(i)");
        command.UseStreamingMode = true;

        var error = Assert.Throws<DuckDBException>(() =>
        {
            using DuckDBDataReader reader = command.ExecuteReader();
            while (reader.Read())
            {
            }
        });

        Assert.Equal("Conversion", error.ErrorType);
    }

    [Fact]
    public void Reader_Misuse_IsAClearError()
    {
        using DuckDBConnection connection = Db.Open();
        using DuckDBCommand command = connection.Command("SELECT 1 AS one, 'x' AS x");
        DuckDBDataReader reader = command.ExecuteReader();

        Assert.True(reader.HasRows);
        Assert.Contains("call Read", Assert.Throws<InvalidOperationException>(() => reader.GetValue(0)).Message);
        Assert.True(reader.Read());
        Assert.Contains("2 columns", Assert.Throws<ArgumentOutOfRangeException>(() => reader.GetValue(2)).Message);
        Assert.Contains("one, x", Assert.Throws<ArgumentException>(() => reader["two"]).Message);
        Assert.Equal('x', reader.GetChar(1));
        Assert.False(reader.Read());
        Assert.Throws<InvalidOperationException>(() => reader.GetValue(0));
        reader.Dispose();
        reader.Dispose();
        Assert.Throws<InvalidOperationException>(() => reader.Read());
    }

    [Fact]
    public void DataTable_Load_HasTypedColumns()
    {
        using DuckDBConnection connection = Db.Open();
        using DuckDBCommand command = connection.Command("SELECT 1.25::DECIMAL(5,2) AS price, DATE '2024-01-02' AS session, NULL::INTEGER AS n");
        using DuckDBDataReader reader = command.ExecuteReader();
        DataTable schema = reader.GetSchemaTable();
        using var table = new DataTable();
        table.Load(reader);

        Assert.Equal((short)5, schema.Rows[0]["NumericPrecision"]);
        Assert.Equal(typeof(DateOnly), schema.Rows[1]["DataType"]);
        Assert.Equal(1.25m, table.Rows[0]["price"]);
        Assert.Equal(DBNull.Value, table.Rows[0]["n"]);
    }

    [Fact]
    public void Factory_BaseClassesOnly_RunsAQuery()
    {
        using var connection = DuckDBClientFactory.Instance.CreateConnection();
        connection.ConnectionString = "Data Source=:memory:";
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT $x + 1";
        var parameter = command.CreateParameter();
        parameter.ParameterName = "x";
        parameter.Value = 41;
        command.Parameters.Add(parameter);

        Assert.Equal(42, command.ExecuteScalar());
    }
}
