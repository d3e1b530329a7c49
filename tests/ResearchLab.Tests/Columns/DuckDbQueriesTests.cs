using DuckDB.NET.Data;
using FsCheck;
using FsCheck.Fluent;
using ResearchLab.Columns;

namespace ResearchLab.Tests.Columns;

public sealed class DuckDbQueriesTests
{
    /// <summary>Expressions over <c>i</c> of every type, and the type their column has.</summary>
    private static readonly (string Sql, Type Type)[] s_expressions =
    [
        ("i % 2 = 0", typeof(bool)), ("(i % 100)::TINYINT", typeof(int)), ("i::SMALLINT", typeof(int)), ("i::INTEGER", typeof(int)),
        ("i * 1000000007", typeof(long)),
        ("(i % 200)::UTINYINT", typeof(int)), ("i::USMALLINT", typeof(int)), ("i::UINTEGER", typeof(long)), ("i::UBIGINT", typeof(long)),
        ("i::HUGEINT", typeof(long)),
        ("i::UHUGEINT", typeof(long)), ("(i / 7)::FLOAT", typeof(double)), ("i / 7.0::DOUBLE", typeof(double)), ("(i % 99 / 4)::DECIMAL(4,2)", typeof(double)),
        ("(i / 4)::DECIMAL(9,2)", typeof(double)), ("(i / 4)::DECIMAL(18,3)", typeof(double)), ("(-i / 4)::DECIMAL(38,6)", typeof(double)),
        ("i::DECIMAL(38,0)", typeof(double)),
        ("'s' || (i % 50)", typeof(string)), ("'a longer text, ünïcödé 🦆, number ' || i", typeof(string)),
        ("CASE WHEN i % 2 = 0 THEN 'a' ELSE 'b' END::ENUM('a', 'b')", typeof(string)),
        ("DATE '1960-01-01' + i::INTEGER", typeof(DateOnly)), ("TIMESTAMP '1960-01-01' + to_seconds(i)", typeof(DateTimeOffset)),
        ("TIMESTAMPTZ '2000-01-01 00:00:00+00' + to_seconds(i)", typeof(DateTimeOffset)),
        ("(TIMESTAMP '2000-01-01' + to_seconds(i))::TIMESTAMP_S", typeof(DateTimeOffset)),
        ("(TIMESTAMP '2000-01-01' + to_seconds(i))::TIMESTAMP_MS", typeof(DateTimeOffset)),
        ("(TIMESTAMP '1960-01-01' + to_seconds(i))::TIMESTAMP_NS", typeof(DateTimeOffset)), ("TIME '00:00:00' + to_microseconds(i)", typeof(string)),
        ("to_days(i::INTEGER)", typeof(string)),
        ("md5(i::VARCHAR)::UUID", typeof(string)), ("encode(i::VARCHAR)", typeof(string)), ("[i, NULL, i + 1]", typeof(string)),
        ("{'a': i, 'b': ['x']}", typeof(string)), ("MAP {'k': i}", typeof(string)), ("'{}'::JSON", typeof(string)), ("union_value(n := i)", typeof(string)),
        ("[i, i]::BIGINT[2]", typeof(string)), ("NULL", typeof(int)),
    ];

    [Fact]
    public void QueryFrame_AnyTypeRowsAndNulls_AgreesWithSql()
    {
        using DuckDBConnection connection = Db.Open();
        connection.Run("SET TimeZone = 'UTC'");
        Prop.ForAll(
            (from expression in Gen.Choose(0, s_expressions.Length - 3) // the last two have no NULL of their own
             from rows in Gen.Choose(0, 5000)
             from nullEvery in Gen.Choose(1, 5)
             select (s_expressions[expression].Sql, Rows: rows, NullEvery: nullEvery)).ToArbitrary(),
            sample =>
            {
                string sql = $"SELECT i, CASE WHEN i % {sample.NullEvery} = 1 THEN NULL ELSE {sample.Sql} END AS x FROM range({sample.Rows}) t(i)";
                Frame frame = connection.QueryFrame(sql);
                Assert.Equal(sample.Rows, frame.Rows);
                if (sample.Rows == 0)
                    return;
                // Back into the engine, which says whether each value is the one it gave.
                connection.Run($"CREATE OR REPLACE TEMP TABLE there AS {sql}");
                FrameSql.LoadTable(connection, "back", frame);
                string same = frame["x"] is Column<string> && !sample.Sql.Contains("VARCHAR) || ", StringComparison.Ordinal)
                    ? Text(sample.Sql)
                    : "there.x::DOUBLE = back.x::DOUBLE";
                same = frame["x"] is Column<DateOnly> ? "there.x = back.x" : frame["x"] is Column<DateTimeOffset>
                    ? "there.x::TIMESTAMPTZ = back.x"
                    : frame["x"] is Column<bool> ? "there.x = back.x" : same;
                Assert.Equal((long)sample.Rows,
                    connection.Scalar($"SELECT count(*) FROM there JOIN back USING (i) WHERE (there.x IS NULL AND back.x IS NULL) OR {same}"));
            })
        .Check(Config.QuickThrowOnFailure.WithMaxTest(150).WithReplay(20260101UL, 1UL));

        // Where the text of a frame is shorter than SQL's, the comparison is with the short one.
        static string Text(string sql) => sql switch
        {
            _ when sql.StartsWith("encode", StringComparison.Ordinal) => "hex(there.x) = upper(back.x)",
            _ when sql.StartsWith("TIME ", StringComparison.Ordinal) => "there.x = back.x::TIME",
            _ when sql.StartsWith("to_days", StringComparison.Ordinal) => "there.x = replace(back.x, '00:00:00', '0 seconds')::INTERVAL",
            _ when sql.StartsWith("{'a'", StringComparison.Ordinal) => "back.x = '{a: ' || i || ', b: [x]}'",
            _ when sql.StartsWith("MAP", StringComparison.Ordinal) => "back.x = '{k: ' || i || '}'",
            _ => "there.x::VARCHAR = back.x",
        };
    }

    [Fact]
    public void QueryFrame_EachType_HasItsColumn()
    {
        using DuckDBConnection connection = Db.Open();

        Frame frame = connection.QueryFrame(
            $"SELECT {string.Join(", ", s_expressions.Select((expression, i) => $"{expression.Sql} AS c{i}"))} FROM range(3) t(i)");

        Assert.Equal(s_expressions.Select(expression => expression.Type), frame.Select(column => column.ElementType));
        Assert.All(frame.SkipLast(1), column => Assert.Equal(0, column.NullCount));
        Assert.Equal(3, frame[^1].NullCount);
        Assert.Equal("[2, 2]", frame[^2][2]);
    }

    [Fact]
    public void QueryFrame_Parameters_AreBoundAndShared()
    {
        using DuckDBConnection connection = Db.Open();

        Frame frame = connection.QueryFrame("CREATE TABLE t AS SELECT i FROM range($n) r(i); SELECT i AS n, 'sym' AS s FROM t WHERE i >= $from ORDER BY i",
            ("n", 5000), ("from", 10), ("unused", 1));

        Assert.Equal(Enumerable.Range(10, 4990).Select(i => (long)i), frame.ToArray<long>("n"));
        Assert.Same(frame.Get<string>("s")[0], frame.Get<string>("s")[4989]);
        Assert.Contains("Expected 1, got 0", Assert.Throws<InvalidOperationException>(() => connection.QueryFrame("SELECT $a")).Message);
    }

    [Fact]
    public void QueryFrame_NoRows_HasEmptyColumns()
    {
        using DuckDBConnection connection = Db.Open();

        Frame frame = connection.QueryFrame("SELECT 1.5::DOUBLE AS x, 'a' AS s, 1::HUGEINT AS t WHERE false");

        Assert.Equal((0, 3), (frame.Rows, frame.Count));
        Assert.Contains("returns no rows", Assert.Throws<InvalidOperationException>(() => connection.QueryFrame("CREATE TABLE t (i INTEGER)")).Message);
    }

    [Fact]
    public void QueryFrame_NamesThatRepeat_AreNumbered()
    {
        using DuckDBConnection connection = Db.Open();

        Assert.Equal(["x", "x_2", "x_3"], connection.QueryFrame("SELECT 1 AS x, 2 AS x, 3 AS x").Names);
    }

    [Fact]
    public async Task QueryFrame_Cancelled_StopsAndFreesTheConnection()
    {
        using DuckDBConnection connection = Db.Open();
        using var source = new CancellationTokenSource();
        Task<Frame> query = Task.Run(() => connection.QueryFrame(Db.Endless, [], source.Token), TestContext.Current.CancellationToken);
        await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.False(query.IsCompleted);

        source.Cancel();

        Assert.Equal(source.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => query)).CancellationToken);
        Assert.Equal(1, connection.Scalar("SELECT 1"));
        Assert.ThrowsAny<OperationCanceledException>(() => connection.QueryFrame("SELECT 1", [], source.Token));
    }

    [Fact]
    public async Task QueryFrame_CancelledAtAnyInstant_EitherCancelsOrFinishes_AndNeverHitsTheNext()
    {
        using DuckDBConnection connection = Db.Open();
        for (int i = 0; i < 60; i++)
        {
            using var source = new CancellationTokenSource();
            Task<Frame> query = Task.Run(() => connection.QueryFrame("SELECT count(*) FROM range(3000000) a(x) WHERE x % 7 = 3", [], source.Token),
                TestContext.Current.CancellationToken);
            SpinWait.SpinUntil(() => query.IsCompleted, TimeSpan.FromMicroseconds(i * 200));
            source.Cancel();
            try
            {
                Assert.Equal(428_571L, (await query)[0][0]);
            }
            catch (OperationCanceledException error)
            {
                Assert.Equal(source.Token, error.CancellationToken);
            }

            Assert.Equal(49_995_000L, connection.Scalar("SELECT sum(i) FROM range(10000) t(i)"));
        }
    }

    [Fact]
    public void Run_Cancelled_Throws()
    {
        using DuckDBConnection connection = Db.Open();
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        Assert.ThrowsAny<OperationCanceledException>(() => connection.Run($"CREATE TABLE t AS {Db.Endless}", source.Token));
        Assert.Equal(0L, connection.Scalar("SELECT count(*) FROM duckdb_tables()"));
    }
}
