using System.Numerics;
using System.Runtime.CompilerServices;

namespace ResearchLab.DuckDb.Tests;

public sealed class FunctionTests
{
    private sealed record Trade(string Symbol, double? Price, DateOnly Session, int[] Sizes);

    [Fact]
    public void Scalar_TypedArguments_ComputesEveryRow()
    {
        using DuckDBConnection connection = Db.Open();
        connection.RegisterScalarFunction("cs_square", (double x) => x * x);
        connection.RegisterScalarFunction("cs_join", (string a, int b) => $"{a}-{b} and more text");
        connection.RegisterScalarFunction("cs_between", (DateOnly from, DateOnly to, bool inclusive) => to.DayNumber - from.DayNumber + (inclusive ? 1 : 0));
        connection.RegisterScalarFunction("cs_answer", () => 42L);

        Assert.Equal(9999.0 * 10000 * 19999 / 6, connection.Scalar("SELECT sum(cs_square(i)) FROM range(10000) t(i)"));
        Assert.Equal("x-7 and more text", connection.Scalar("SELECT cs_join('x', 7)"));
        Assert.Equal(31, connection.Scalar("SELECT cs_between(DATE '2024-01-01', DATE '2024-01-31', true)"));
        Assert.Equal(42L, connection.Scalar("SELECT cs_answer()"));
    }

    [Theory]
    [InlineData("BOOLEAN", "true")]
    [InlineData("TINYINT", "-5")]
    [InlineData("UBIGINT", "18446744073709551615")]
    [InlineData("HUGEINT", "-170141183460469231731687303715884105727")]
    [InlineData("UHUGEINT", "340282366920938463463374607431768211455")]
    [InlineData("BIGNUM", "-123456789012345678901234567890123456789012345678901234567890")]
    [InlineData("FLOAT", "1.5")]
    [InlineData("DECIMAL(4,2)", "12.34")]
    [InlineData("DECIMAL(38,10)", "1234567890123456.7890123456")]
    [InlineData("VARCHAR", "text longer than twelve bytes é")]
    [InlineData("BLOB", "\\x00\\xFF")]
    [InlineData("BIT", "0010110101")]
    [InlineData("DATE", "1969-12-31")]
    [InlineData("TIME", "23:59:59.999999")]
    [InlineData("TIMETZ", "12:34:56+02:30")]
    [InlineData("TIMESTAMP", "2024-02-29 01:02:03.000004")]
    [InlineData("TIMESTAMP_S", "2024-02-29 01:02:03")]
    [InlineData("TIMESTAMP_MS", "2024-02-29 01:02:03.004")]
    [InlineData("TIMESTAMP_NS", "2024-02-29 01:02:03.0000045")]
    [InlineData("TIMESTAMPTZ", "2024-02-29 01:02:03+00")]
    [InlineData("INTERVAL", "1 year 2 days 00:00:03")]
    [InlineData("UUID", "01234567-89ab-cdef-8123-456789abcdef")]
    [InlineData("ENUM('a', 'b')", "b")]
    [InlineData("JSON", "{\"a\": 1}")]
    [InlineData("INTEGER[]", "[1, NULL, 3]")]
    [InlineData("VARCHAR[][]", "[[a, b], [], NULL]")]
    [InlineData("DOUBLE[2]", "[1.5, NULL]")]
    [InlineData("STRUCT(a INTEGER, \"B c\" VARCHAR[])", "{'a': 1, 'B c': [x, y]}")]
    [InlineData("MAP(VARCHAR, DOUBLE)", "{x=1.5, y=NULL}")]
    [InlineData("UNION(n INTEGER, s VARCHAR)", "words")]
    [InlineData("STRUCT(m MAP(INTEGER, DATE[]))[]", "[{'m': {1=[2024-01-01]}}]")]
    public void Scalar_EveryType_GoesInAndOutUnchanged(string type, string text)
    {
        using DuckDBConnection connection = Db.Open();
        connection.Execute("SET TimeZone = 'UTC'");
        connection.RegisterScalarFunction("cs_same", [type], type, values => values[0], DuckDBFunctionTraits.TakesNulls);
        connection.Execute($"CREATE TABLE t (x {type})");
        foreach (object? value in new object?[] { text, null, text })
            connection.Execute($"INSERT INTO t SELECT CAST(? AS {type}) FROM range({(value is null ? 1667 : 1666)})", value);
        connection.Execute($"INSERT INTO t VALUES (CAST(? AS {type}))", text);

        Assert.Equal(5000L, connection.Scalar("SELECT count(*) FROM t WHERE cs_same(x) IS NOT DISTINCT FROM x"));
        Assert.Equal(connection.Scalar("SELECT any_value(x)::VARCHAR FROM t"), connection.Scalar("SELECT any_value(cs_same(x))::VARCHAR FROM t"));
        Assert.Equal(1667L, connection.Scalar("SELECT count(*) FROM t WHERE cs_same(x) IS NULL"));
    }

    [Fact]
    public void Scalar_Nulls_GiveNullUnlessTaken()
    {
        using DuckDBConnection connection = Db.Open();
        connection.RegisterScalarFunction("cs_plus", (int a, int b) => a + b);
        connection.RegisterScalarFunction("cs_or_zero", (int? a) => a ?? 0, DuckDBFunctionTraits.TakesNulls);
        connection.RegisterScalarFunction("cs_odd", (long a) => a % 2 == 1 ? a : (long?)null);
        connection.RegisterScalarFunction("cs_no_text", (int a) => a > 1 ? "some" : null);

        Assert.Equal(DBNull.Value, connection.Scalar("SELECT cs_plus(1, NULL)"));
        Assert.Equal(1000L, connection.Scalar("SELECT count(cs_plus(i::INTEGER, CASE WHEN i % 2 = 0 THEN 1 END)) FROM range(2000) t(i)"));
        Assert.Equal(0, connection.Scalar("SELECT cs_or_zero(NULL)"));
        Assert.Equal(5L, connection.Scalar("SELECT count(cs_odd(i)) FROM range(10) t(i)"));
        Assert.Equal(8L, connection.Scalar("SELECT count(cs_no_text(i::INTEGER)) FROM range(10) t(i)"));
    }

    [Fact]
    public void Scalar_Exception_IsTheQuerysErrorAndLeavesTheConnectionUsable()
    {
        using DuckDBConnection connection = Db.Open();
        connection.RegisterScalarFunction("cs_fail", (int x) => x < 3000 ? x : throw new InvalidOperationException($"no more than 3000, not {x}"));

        var error = Assert.Throws<DuckDBException>(() => connection.Scalar("SELECT sum(cs_fail(i::INTEGER)) FROM range(10000) t(i)"));

        Assert.Contains("InvalidOperationException: no more than 3000, not ", error.Message);
        Assert.Equal(5, connection.Scalar("SELECT cs_fail(5)"));
    }

    [Fact]
    public void Scalar_ManyThreadsAndCollections_StaysRight()
    {
        using DuckDBConnection connection = Db.Open("Data Source=:memory:;threads=4");
        Register(connection);
        connection.Execute("CREATE TABLE t AS SELECT i, 'row ' || i AS s FROM range(500000) r(i)");
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Assert.Equal(500_000L, connection.Scalar("SELECT count(*) FROM t WHERE cs_len(s) = length(s) AND cs_allocating(i) = i"));
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Register(DuckDBConnection connection)
        {
            connection.RegisterScalarFunction("cs_len", (string s) => s.Length);
            connection.RegisterScalarFunction("cs_allocating", (long i) => new BigInteger(i).ToByteArray().Length > 0 ? i : -1);
        }
    }

    [Fact]
    public void Scalar_Volatile_IsCalledForEachRow()
    {
        using DuckDBConnection connection = Db.Open("Data Source=:memory:;threads=1");
        int calls = 0;
        connection.RegisterScalarFunction("cs_counter", () => Interlocked.Increment(ref calls), DuckDBFunctionTraits.Volatile);

        Assert.Equal(5000L, connection.Scalar("SELECT count(DISTINCT cs_counter()) FROM range(5000)"));
        Assert.Equal(5000, calls);
    }

    [Fact]
    public void Register_UnknownTypeOrTakenName_IsAClearError()
    {
        using DuckDBConnection connection = Db.Open();

        Assert.Contains("System.Uri has no counterpart", Assert.Throws<NotSupportedException>(() => connection.RegisterScalarFunction("f", (Uri u) => 1)).Message);
        Assert.Contains("NOPE", Assert.Throws<DuckDBException>(() => connection.RegisterScalarFunction("f", ["NOPE"], "INTEGER", _ => 1)).Message);
        connection.RegisterScalarFunction("f", ["INTEGER"], "DATE", _ => "no date");
        Assert.Contains("does not fit its type DATE", Assert.Throws<DuckDBException>(() => connection.Scalar("SELECT f(1)")).Message);
        using var closed = new DuckDBConnection("Data Source=:memory:");
        Assert.Throws<InvalidOperationException>(() => closed.RegisterScalarFunction("g", (int i) => i));
    }

    [Fact]
    public void Function_OfADuplicatedConnection_IsKnownToBothAndOutlivesItsMaker()
    {
        DuckDBConnection maker = Db.Open();
        using DuckDBConnection other = maker.Duplicate();
        maker.RegisterScalarFunction("cs_twice", (int i) => 2 * i);
        maker.Dispose();
        GC.Collect();

        Assert.Equal(8, other.Scalar("SELECT cs_twice(4)"));
    }

    [Fact]
    public void Table_RecordsRowsAndColumns_AreQueried()
    {
        using DuckDBConnection connection = Db.Open();
        connection.RegisterTableFunction("cs_trades", () => DuckDBTable.FromRecords(
            [new Trade("SPY", 470.5, new DateOnly(2024, 1, 2), [1, 2]), new Trade("QQQ", null, new DateOnly(2024, 1, 3), [])]));
        connection.RegisterTableFunction("cs_numbers", (long n) => DuckDBTable.FromColumns(
            ("i", Enumerable.Range(0, (int)n).ToArray(), null), ("x", Enumerable.Range(0, (int)n).Select(i => i / 2.0).ToArray(), [.. Enumerable.Range(0, (int)n).Select(i => i % 2 == 0)])));
        connection.RegisterTableFunction("cs_endless", ["INTEGER", "VARCHAR[]"], arguments => DuckDBTable.FromRows(
            [new DuckDBTableColumn("n", "INTEGER"), new DuckDBTableColumn("words", "VARCHAR[]")], Endless((int)arguments[0]!, arguments[1])));

        Assert.Equal("SPY", connection.Scalar("SELECT Symbol FROM cs_trades() WHERE Price > 400"));
        Assert.Equal(3L, connection.Scalar("SELECT sum(list_sum(Sizes)) FROM cs_trades()").ToInt64());
        Assert.Equal(DBNull.Value, connection.Scalar("SELECT Price FROM cs_trades() WHERE Symbol = 'QQQ'"));
        Assert.Equal(100_000L, connection.Scalar("SELECT count(*) FROM cs_numbers(100000)"));
        Assert.Equal(50_000L, connection.Scalar("SELECT count(x) FROM cs_numbers(100000)"));
        Assert.Equal(99_999.0 / 2, connection.Scalar("SELECT max(a.x) FROM cs_numbers(100000) a JOIN cs_numbers(100000) b USING (i)"));
        Assert.Equal("[a, b]", connection.Scalar("SELECT words::VARCHAR FROM cs_endless(5, ['a', 'b']) LIMIT 1 OFFSET 10000"));

        static IEnumerable<object?[]> Endless(int from, object? words)
        {
            for (int i = from; ; i++)
                yield return [i, words];
        }
    }

    [Fact]
    public void Table_Exceptions_AreTheQuerysError()
    {
        using DuckDBConnection connection = Db.Open();
        bool ended = false;
        connection.RegisterTableFunction("cs_bad_bind", (int n) => n > 0 ? throw new FormatException($"not {n}") : DuckDBTable.FromRows([new("n", "INTEGER")], []));
        connection.RegisterTableFunction("cs_bad_row", () => DuckDBTable.FromRows([new("n", "INTEGER")], Rows()));

        Assert.Contains("FormatException: not 7", Assert.Throws<DuckDBException>(() => connection.Scalar("SELECT * FROM cs_bad_bind(7)")).Message);
        Assert.Contains("row 3000: text does not fit column 'n' (INTEGER)", Assert.Throws<DuckDBException>(() => connection.Scalar("SELECT sum(n) FROM cs_bad_row()")).Message);
        Assert.True(ended);
        Assert.Null(connection.Scalar("SELECT * FROM cs_bad_bind(0)"));

        IEnumerable<object?[]> Rows()
        {
            try
            {
                for (int i = 0; i < 3000; i++)
                    yield return [i];
                yield return ["text"];
            }
            finally
            {
                ended = true;
            }
        }
    }
}

internal static class Numbers
{
    public static long ToInt64(this object? value) => (long)(BigInteger)value!;
}
