using System.Collections;
using System.Data;
using System.Data.Common;
using System.Numerics;

namespace ResearchLab.DuckDb.Tests;

/// <summary>What code that only knows ADO.NET may expect, and what happens when it is misused.</summary>
public sealed class ProviderTests
{
    private static readonly DuckDBConnection Database = Db.Open();

    [Fact]
    public void GetColumnSchema_AnyQuery_DescribesColumns()
    {
        using DuckDBConnection connection = Database.Duplicate();
        using DuckDBCommand command = connection.Command("SELECT 1 AS a, 2.50::DECIMAL(9,2) AS b, 'x' AS c, [1] AS d");
        using DbDataReader reader = command.ExecuteReader();

        var columns = reader.GetColumnSchema();
        Assert.Equal(["a", "b", "c", "d"], columns.Select(column => column.ColumnName));
        Assert.Equal([typeof(int), typeof(decimal), typeof(string), typeof(List<int>)], columns.Select(column => column.DataType!));
        Assert.Equal(((int?)9, (int?)2), (columns[1].NumericPrecision, columns[1].NumericScale));
        Assert.Equal("INTEGER[]", columns[3].DataTypeName);
        DataTable table = reader.GetSchemaTable()!;
        Assert.Equal(4, table.Rows.Count);
        Assert.Equal((short)9, table.Rows[1][SchemaTableColumn.NumericPrecision]);
        Assert.Equal(typeof(string), table.Rows[2][SchemaTableColumn.DataType]);
    }

    [Fact]
    public void SchemaOnly_AnyText_DescribesWithoutRunning()
    {
        using DuckDBConnection connection = Db.Open();
        connection.Execute("CREATE TABLE t (i INTEGER, s VARCHAR)");
        using DuckDBCommand command = connection.Command("INSERT INTO t VALUES (1, 'a') RETURNING s; DELETE FROM t; SELECT i, s FROM t WHERE i = $1; SELECT 1.5 AS x");
        using DuckDBDataReader reader = command.ExecuteReader(CommandBehavior.SchemaOnly);

        Assert.Equal("s", reader.GetName(0));
        Assert.False(reader.HasRows || reader.Read());
        Assert.True(reader.NextResult());
        Assert.Equal([typeof(int), typeof(string)], [reader.GetFieldType(0), reader.GetFieldType(1)]);
        Assert.True(reader.NextResult());
        Assert.Equal("x", reader.GetName(0));
        Assert.False(reader.NextResult());
        Assert.Equal(-1, reader.RecordsAffected);
        Assert.Equal(0L, connection.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public void Behaviors_SingleRowSingleResultAndClose_LimitWhatIsRead()
    {
        DuckDBConnection connection = Db.Open();
        using DuckDBCommand command = connection.Command("SELECT i FROM range(5000) t(i); SELECT 'second'");
        using (DuckDBDataReader single = command.ExecuteReader(CommandBehavior.SingleRow | CommandBehavior.SequentialAccess))
        {
            Assert.True(single.Read());
            Assert.Equal(0L, single.GetInt64(0));
            Assert.False(single.Read());
            Assert.Throws<InvalidOperationException>(() => single.GetInt64(0));
            Assert.True(single.NextResult());
            Assert.True(single.Read());
        }

        using (DuckDBDataReader one = command.ExecuteReader(CommandBehavior.SingleResult))
        {
            Assert.True(one.Read() && one.Read());
            Assert.False(one.NextResult());
        }

        using (DuckDBDataReader closing = command.ExecuteReader(CommandBehavior.CloseConnection))
            Assert.True(closing.Read());
        Assert.Equal(ConnectionState.Closed, connection.State);
        connection.Dispose();
        connection.Dispose();
    }

    [Fact]
    public void GetFieldValue_ManyTypes_AgreeWithTheValue()
    {
        using DuckDBConnection connection = Database.Duplicate();
        const string Number = "SELECT 42";
        Assert.Equal((sbyte)42, connection.Read<sbyte>(Number));
        Assert.Equal((byte)42, connection.Read<byte>(Number));
        Assert.Equal((short)42, connection.Read<short>(Number));
        Assert.Equal((ushort)42, connection.Read<ushort>(Number));
        Assert.Equal(42u, connection.Read<uint>(Number));
        Assert.Equal(42ul, connection.Read<ulong>(Number));
        Assert.Equal((Int128)42, connection.Read<Int128>(Number));
        Assert.Equal((UInt128)42, connection.Read<UInt128>(Number));
        Assert.Equal(new BigInteger(42), connection.Read<BigInteger>(Number));
        Assert.Equal(42f, connection.Read<float>(Number));
        Assert.Equal(42m, connection.Read<decimal>(Number));
        Assert.Equal(42L, connection.Read<long?>(Number));
        Assert.Equal(42, connection.Read<object>(Number));
        Assert.Equal(new DateTimeOffset(2024, 1, 2, 0, 0, 0, TimeSpan.Zero), connection.Read<DateTimeOffset>("SELECT TIMESTAMPTZ '2024-01-02 00:00:00+00'"));
        Assert.Equal(new TimeOnly(1, 2, 3), connection.Read<TimeOnly>("SELECT TIME '01:02:03'"));
        Assert.Equal(new TimeSpan(1, 2, 3), connection.Read<TimeSpan>("SELECT TIME '01:02:03'"));
        Assert.Equal('x', connection.Read<char>("SELECT 'x'"));
        Assert.Equal([1, 2], connection.Read<IEnumerable<int>>("SELECT [1, 2]"));
        Assert.Equal([1.5m], connection.Read<decimal[]>("SELECT [1.5]"));
        Assert.Equal([[1], [2, 3]], connection.Read<int[][]>("SELECT [[1], [2, 3]]"));
        Assert.Equal(2L, connection.Read<IReadOnlyDictionary<string, long>>("SELECT MAP {'a': 2}")["a"]);
        using Stream stream = connection.Read<Stream>("SELECT 'ab'::BLOB");
        Assert.Equal('a', stream.ReadByte());
        Assert.Throws<InvalidCastException>(() => connection.Read<Uri>("SELECT 'x'"));
        Assert.Throws<InvalidCastException>(() => connection.Read<DateOnly>(Number));
        Assert.Throws<OverflowException>(() => connection.Read<byte>("SELECT 300"));
    }

    [Fact]
    public async Task Async_Calls_HonourTokensAndReadEverything()
    {
        CancellationToken none = TestContext.Current.CancellationToken;
        await using var connection = new DuckDBConnection("Data Source=:memory:");
        await connection.OpenAsync(none);
        await using DbTransaction transaction = await connection.BeginTransactionAsync(none);
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE t (i INTEGER, s VARCHAR); INSERT INTO t VALUES (1, 'a'), (2, NULL)";
        Assert.Equal(2, await command.ExecuteNonQueryAsync(none));
        command.CommandText = "SELECT i, s FROM t ORDER BY i; SELECT 3";
        await using (DbDataReader reader = await command.ExecuteReaderAsync(none))
        {
            Assert.True(await reader.ReadAsync(none));
            Assert.Equal("a", await reader.GetFieldValueAsync<string>(1, none));
            Assert.True(await reader.ReadAsync(none));
            Assert.True(await reader.IsDBNullAsync(1, none));
            Assert.False(await reader.ReadAsync(none));
            Assert.True(await reader.NextResultAsync(none));
            Assert.True(await reader.ReadAsync(none));
            Assert.Equal(3, reader.GetInt32(0));
        }

        await transaction.CommitAsync(none);
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => command.ExecuteScalarAsync(cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => command.ExecuteReaderAsync(cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => command.ExecuteNonQueryAsync(cancelled));
        Assert.Equal(1, await command.ExecuteScalarAsync(none));
    }

    [Fact]
    public void Misuse_ClosedConnectionsAndEndedTransactions_AreClearErrors()
    {
        using var closed = new DuckDBConnection("Data Source=:memory:");
        using DuckDBCommand onClosed = closed.Command("SELECT 1");
        Assert.Contains("closed; call Open", Assert.Throws<InvalidOperationException>(() => onClosed.ExecuteScalar()).Message);
        Assert.Contains("closed; call Open", Assert.Throws<InvalidOperationException>(onClosed.Prepare).Message);
        Assert.Contains("closed; call Open", Assert.Throws<InvalidOperationException>(() => closed.BeginTransaction()).Message);
        Assert.Contains("closed; call Open", Assert.Throws<InvalidOperationException>(() => closed.CreateAppender("t")).Message);
        Assert.Contains("closed; call Open", Assert.Throws<InvalidOperationException>(() => closed.Duplicate()).Message);
        using var alone = new DuckDBCommand("SELECT 1");
        Assert.Contains("no connection", Assert.Throws<InvalidOperationException>(() => alone.ExecuteScalar()).Message);
        using var empty = new DuckDBCommand(" ", Database);
        Assert.Contains("no text", Assert.Throws<InvalidOperationException>(() => empty.ExecuteScalar()).Message);

        using DuckDBConnection connection = Db.Open();
        using DuckDBConnection other = Db.Open();
        DuckDBTransaction transaction = connection.BeginTransaction();
        Assert.Contains("already open", Assert.Throws<InvalidOperationException>(() => connection.BeginTransaction()).Message);
        Assert.Throws<ArgumentException>(() => connection.BeginTransaction(IsolationLevel.Serializable));
        using DuckDBCommand elsewhere = other.Command("SELECT 1");
        elsewhere.Transaction = transaction;
        Assert.Contains("belongs to another connection", Assert.Throws<InvalidOperationException>(() => elsewhere.ExecuteScalar()).Message);
        transaction.Commit();
        Assert.Throws<InvalidOperationException>(transaction.Commit);
        Assert.Throws<InvalidOperationException>(transaction.Rollback);
        transaction.Dispose();
        using DuckDBCommand late = connection.Command("SELECT 1");
        late.Transaction = transaction;
        Assert.Contains("has ended", Assert.Throws<InvalidOperationException>(() => late.ExecuteScalar()).Message);
        using (DuckDBTransaction bySql = connection.BeginTransaction())
            connection.Execute("ROLLBACK");
        Assert.Equal(1, connection.Scalar("SELECT 1"));
    }

    [Fact]
    public void Parameters_MixedUnusedOrMissing_AreErrorsBeforeAnythingRuns()
    {
        using DuckDBConnection connection = Db.Open();
        connection.Execute("CREATE TABLE t AS SELECT 1 AS i");

        Assert.Throws<DuckDBException>(() => connection.Scalar("SELECT $a, ?", new DuckDBParameter("a", 1), 2));
        Assert.Contains("Parameter 'b' is not used", Assert.Throws<InvalidOperationException>(() => connection.Execute("DELETE FROM t; SELECT $a", new DuckDBParameter("a", 1), new DuckDBParameter("b", 2))).Message);
        Assert.Contains("marker $2 has no parameter", Assert.Throws<InvalidOperationException>(() => connection.Execute("DELETE FROM t; SELECT ?, ?", 1)).Message);
        Assert.Contains("number 2 is not used", Assert.Throws<InvalidOperationException>(() => connection.Execute("DELETE FROM t; SELECT $1", 1, 2)).Message);
        Assert.Contains("markers are: none", Assert.Throws<InvalidOperationException>(() => connection.Execute("DELETE FROM t", 1)).Message);
        Assert.Contains("not used", Assert.Throws<InvalidOperationException>(() => connection.Execute("SELECT $a", new DuckDBParameter("a", 1), new DuckDBParameter("A", 2))).Message);
        Assert.Contains("without gaps", Assert.Throws<InvalidOperationException>(() => connection.Scalar("SELECT $1, $3", 1, 2)).Message);
        Assert.Equal(1L, connection.Scalar("SELECT count(*) FROM t"));

        Assert.Equal(3, connection.Scalar("SELECT $1 + $2", 1, 2));
        Assert.Equal(2, connection.Scalar("SELECT $1 + $1", 1));
        Assert.Equal(3, connection.Scalar("SELECT $x + $Y", new DuckDBParameter("@X", 1), new DuckDBParameter(":y", 2)));
        Assert.Equal(7, connection.Scalar("CREATE TABLE made (i INTEGER); INSERT INTO made VALUES ($v); SELECT i FROM made WHERE i = $v", new DuckDBParameter("v", 7)));
    }

    [Fact]
    public void HostileValues_AsParameters_StayValues()
    {
        using DuckDBConnection connection = Db.Open();
        connection.Execute("CREATE TABLE t (s VARCHAR)");
        foreach (string text in new[] { "'; DROP TABLE t; --", "\0", "\ud83e\udd86", new string('x', 5_000_000), "", "$1 ? $name", "\"\\'" })
        {
            connection.Execute("INSERT INTO t VALUES (?)", text);
            Assert.Equal(1L, connection.Scalar("SELECT count(*) FROM t WHERE s = $1", text));
        }

        connection.Execute("INSERT INTO t VALUES (?)", "lone \ud83e surrogate");
        Assert.Equal(8L, connection.Scalar("SELECT count(*) FROM t"));
        Assert.Throws<ArgumentException>(() => connection.Scalar("SELECT $1", new Uri("http://x")));
        Assert.Equal(1L, connection.Scalar("SELECT count(*) FROM t WHERE s LIKE 'lone%'"));
    }

    [Theory]
    [InlineData("99999999999999999999999999999999999999", 0)]
    [InlineData("-12345678901234567890123456789.123456789", 9)]
    [InlineData("0.00000000000000000000000000000000000001", 38)]
    [InlineData("-1.50", 2)]
    public void WideDecimal_AsSqlDecimal_KeepsEveryDigit(string text, int scale)
    {
        using DuckDBConnection connection = Database.Duplicate();

        var value = connection.Read<System.Data.SqlTypes.SqlDecimal>($"SELECT '{text}'::DECIMAL(38,{scale})");

        Assert.Equal(text, value.ToString());
        Assert.Equal(true, connection.Scalar($"SELECT $1 = '{text}'::DECIMAL(38,{scale}) AND $1::VARCHAR = '{text}'::DECIMAL(38,{scale})::VARCHAR", value));
        Assert.Equal(DBNull.Value, connection.Scalar("SELECT $1", System.Data.SqlTypes.SqlDecimal.Null));
    }

    [Fact]
    public void GetSchema_TablesAndColumns_AreListed()
    {
        using DuckDBConnection connection = Db.Open();
        connection.Execute("CREATE TABLE first (i INTEGER, s VARCHAR); CREATE VIEW second AS SELECT 1 AS x");

        Assert.Contains("Tables", connection.GetSchema().Rows.Cast<DataRow>().Select(row => row[0]));
        Assert.Equal(["first", "second"], connection.GetSchema("Tables").Rows.Cast<DataRow>().Select(row => row["table_name"]));
        Assert.Equal(["i", "s"], connection.GetSchema("columns", [null, null, "first"]).Rows.Cast<DataRow>().Select(row => row["column_name"]));
        Assert.Contains("There are: MetaDataCollections", Assert.Throws<ArgumentException>(() => connection.GetSchema("Nope")).Message);
    }

    [Fact]
    public void Factory_AllParts_WorkTogether()
    {
        DbProviderFactory factory = DuckDBClientFactory.Instance;
        DbConnectionStringBuilder builder = factory.CreateConnectionStringBuilder()!;
        builder["Data Source"] = ":memory:";
        using DbConnection connection = factory.CreateConnection()!;
        connection.ConnectionString = builder.ConnectionString;
        connection.Open();
        Assert.Same(factory, DbProviderFactories.GetFactory(connection));
        using DbCommand command = factory.CreateCommand()!;
        (command.Connection, command.CommandText) = (connection, "SELECT $n * 2");
        DbParameter parameter = factory.CreateParameter()!;
        (parameter.ParameterName, parameter.Value) = ("n", 21);
        command.Parameters.Add(parameter);
        Assert.Equal(42, command.ExecuteScalar());
        using DbDataSource source = factory.CreateDataSource("Data Source=:memory:");
        using DbConnection opened = source.OpenConnection();
        Assert.Equal(ConnectionState.Open, opened.State);
        Assert.Throws<NotSupportedException>(() => command.CommandType = CommandType.StoredProcedure);
        Assert.Throws<ArgumentException>(() => parameter.Direction = ParameterDirection.Output);
    }

    [Fact]
    public void Reader_Enumerated_GivesRecords()
    {
        using DuckDBConnection connection = Database.Duplicate();
        using DuckDBCommand command = connection.Command("SELECT i FROM range(3) t(i)");
        using DuckDBDataReader reader = command.ExecuteReader();

        Assert.Equal([0L, 1L, 2L], ((IEnumerable)reader).Cast<IDataRecord>().Select(record => record.GetInt64(0)));
    }

    [Fact]
    public void OneConnection_UsedByManyThreadsAgainstTheRule_GivesRightAnswersOrExceptions()
    {
        using DuckDBConnection connection = Db.Open();
        connection.Execute("CREATE TABLE t AS SELECT i FROM range(1000) r(i)");

        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            try
            {
                Assert.Equal(1000L - (i % 100), connection.Scalar("SELECT count(*) FROM t WHERE i >= $1", i % 100));
            }
            catch (DuckDBException)
            {
                // Allowed: the rule was broken.
            }
        });
        Assert.Equal(1000L, connection.Scalar("SELECT count(*) FROM t"));
    }
}
