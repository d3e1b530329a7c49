using System.Diagnostics;
using System.Numerics;

namespace ResearchLab.DuckDb.Tests;

public sealed class AppenderTests
{
    [Fact]
    public void Rows_EveryKindOfValue_ArriveAsGiven()
    {
        using DuckDBConnection connection = Db.Open();
        connection.Execute("CREATE SCHEMA s; CREATE TABLE s.t (b BOOLEAN, i INTEGER, l BIGINT, d DOUBLE, s VARCHAR, day DATE, ts TIMESTAMP, z TIMESTAMPTZ, m DECIMAL(9,2), x INTEGER[], k INTEGER DEFAULT 9)");
        using (DuckDBAppender appender = connection.CreateAppender("s", "t"))
        {
            appender.CreateRow().AppendValue(true).AppendValue(1).AppendValue(2L).AppendValue(3.5).AppendValue("text").AppendValue(new DateOnly(2024, 2, 29))
                .AppendValue(new DateTime(2024, 2, 29, 1, 2, 3)).AppendValue((object)new DateTimeOffset(2024, 2, 29, 1, 2, 3, TimeSpan.FromHours(-5)))
                .AppendValue(12.34m).AppendValue((object)new[] { 1, 2 }).AppendDefault().EndRow();
            DuckDBAppenderRow row = appender.CreateRow();
            for (int i = 0; i < 11; i++)
                row.AppendNullValue();
            row.EndRow();
        }

        using DuckDBCommand command = connection.Command("SELECT * FROM s.t ORDER BY i NULLS LAST");
        using DuckDBDataReader reader = command.ExecuteReader();
        Assert.True(reader.Read());
        var values = new object[11];
        reader.GetValues(values);
        Assert.Equal(
            [
                true, 1, 2L, 3.5, "text", new DateOnly(2024, 2, 29), new DateTime(2024, 2, 29, 1, 2, 3),
                new DateTimeOffset(2024, 2, 29, 6, 2, 3, TimeSpan.Zero), 12.34m, new List<int> { 1, 2 }, 9,
            ],
            values);
        Assert.True(reader.Read());
        Assert.All(Enumerable.Range(0, 11), i => Assert.True(reader.IsDBNull(i)));
    }

    [Fact]
    public void Rows_OfPlainValues_AllocateNothing()
    {
        using DuckDBConnection connection = Db.Open();
        connection.Execute("CREATE TABLE t (b BOOLEAN, i INTEGER, l BIGINT, d DOUBLE, s VARCHAR, day DATE, ts TIMESTAMP, n INTEGER)");
        using DuckDBAppender appender = connection.CreateAppender("main", "t");
        void Append(int rows)
        {
            for (int i = 0; i < rows; i++)
            {
                appender.CreateRow().AppendValue(i % 2 == 0).AppendValue(i).AppendValue(2L).AppendValue(3.5).AppendValue("text").AppendValue(new DateOnly(2024, 2, 29))
                    .AppendValue(new DateTime(2024, 2, 29)).AppendNullValue().EndRow();
            }
        }

        Append(3_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Append(100_000);
        // Chunks are handed over every 2,048 rows; a value costs nothing.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void AppendColumns_EveryType_ReadsBackEqual()
    {
        const int Rows = 5000;
        T[] Column<T>(Func<int, T> value) => [.. Enumerable.Range(0, Rows).Select(value)];
        using DuckDBConnection connection = Db.Open();
        connection.Execute("""
            CREATE TABLE t (a BOOLEAN, b TINYINT, c SMALLINT, d INTEGER, e BIGINT, f UTINYINT, g USMALLINT, h UINTEGER, i UBIGINT, j HUGEINT, k FLOAT, l DOUBLE,
              m DECIMAL(4,1), n DECIMAL(9,2), o DECIMAL(18,3), p DECIMAL(38,4), q VARCHAR, r BLOB, s DATE, t TIME, u TIMESTAMP, v TIMESTAMP_S, w TIMESTAMP_MS,
              x TIMESTAMP_NS, y TIMESTAMPTZ, z INTERVAL, aa UUID, ab ENUM('x', 'y'), ac INTEGER, ad DOUBLE, ae JSON)
            """);
        Array[] columns =
        [
            Column(i => i % 2 == 0), Column(i => (sbyte)(i % 100 - 50)), Column(i => (short)-i), Column(i => i), Column(i => i * 10_000_000_000), Column(i => (byte)i), Column(i => (ushort)i),
            Column(i => (uint)i * 800_000), Column(i => ulong.MaxValue - (ulong)i), Column(i => (Int128)long.MaxValue * i), Column(i => i / 8f), Column(i => i / 7.0),
            Column(i => i % 999 / 10m), Column(i => i / 100.0), Column(i => (decimal?)(i / 8m)), Column(i => -i / 16m), Column(i => i % 3 == 0 ? null : new string('é', i % 20)),
            Column(i => BitConverter.GetBytes(i)), Column(i => new DateOnly(1960, 1, 1).AddDays(i)), Column(i => new TimeOnly(i * 10_000L)),
            Column(i => new DateTime(1960, 1, 1).AddMinutes(i)), Column(i => new DateTime(1960, 1, 1).AddMinutes(i)), Column(i => new DateTime(1960, 1, 1).AddMinutes(i)),
            Column(i => new DateTime(1960, 1, 1).AddMinutes(i)), Column(i => new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(i)),
            Column(i => new DuckDBInterval(i, -i, i)), Column(i => new Guid(i, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)), Column(i => i % 2 == 0 ? "x" : "y"),
            Column(i => i % 5 == 0 ? null : (int?)i), Column(i => (long)i), Column(i => $"[{i}]"),
        ];
        using (DuckDBAppender appender = connection.CreateAppender("t"))
            appender.AppendColumns(columns);

        using DuckDBCommand command = connection.Command("SELECT * FROM t");
        using DuckDBDataReader reader = command.ExecuteReader();
        for (int row = 0; row < Rows; row++)
        {
            Assert.True(reader.Read());
            for (int column = 0; column < columns.Length; column++)
            {
                object? expected = columns[column].GetValue(row);
                object actual = reader.GetValue(column);
                bool same = (expected, actual) switch
                {
                    (null, DBNull) => true,
                    (byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b),
                    (Int128 a, System.Numerics.BigInteger b) => a == b,
                    (double a, decimal b) => (decimal)a == b,
                    (long a, double b) => a == b,
                    _ => Equals(expected, actual),
                };
                if (!same)
                    Assert.Fail($"column {column} ({reader.GetDataTypeName(column)}) row {row}: expected {expected}, got {actual}");
            }
        }

        Assert.False(reader.Read());
    }

    [Fact]
    public void AppendColumns_MasksAndMixedRows_KeepNullsAndOrder()
    {
        using DuckDBConnection connection = Db.Open();
        connection.Execute("CREATE TABLE t (d DOUBLE, s VARCHAR)");
        using (DuckDBAppender appender = connection.CreateAppender("t"))
        {
            appender.CreateRow().AppendValue(1.0).AppendValue("row").EndRow();
            appender.AppendColumns([new[] { 2.0, double.NaN, 4.0 }, new[] { "a", null, "c" }], [[false, false, true]]);
            appender.CreateRow().AppendValue(5.0).AppendValue("row").EndRow();
        }

        DuckDBColumns columns = connection.QueryColumns("SELECT d, s, isnan(d) AS nan FROM t");
        Assert.Equal([1.0, 2.0, double.NaN, double.NaN, 5.0], columns.Get<double>("d"));
        Assert.Equal<bool>([false, false, false, true, false], columns["d"].IsNull!);
        Assert.Equal([false, false, true, false, false], columns.Get<bool>("nan"));
        Assert.Equal<IEnumerable<string?>>(["row", "a", null, "c", "row"], columns.Get<string?>("s"));
    }

    [Fact]
    public void AppendColumns_WrongShapeOrType_IsAnErrorNamingTheColumn()
    {
        using DuckDBConnection connection = Db.Open();
        connection.Execute("CREATE TABLE t (i INTEGER, e ENUM('x'), m DECIMAL(4,2))");
        using DuckDBAppender appender = connection.CreateAppender("t");
        string Error(params Array[] columns) => Assert.Throws<ArgumentException>(() => appender.AppendColumns(columns)).Message;

        Assert.Contains("3 columns; 1 arrays", Error(new[] { 1 }));
        Assert.Contains("Array 1 has 1 rows, array 0 has 2", Error(new[] { 1, 2 }, new[] { "x" }, new[] { 1m, 2m }));
        Assert.Contains("Column 0 of 't' is INTEGER; Double[]", Error(new[] { 1.5 }, new[] { "x" }, new[] { 1m }));
        Assert.Contains("Column 0 of 't' (INTEGER)", Error(new[] { long.MaxValue }, new[] { "x" }, new[] { 1m }));
        Assert.Contains("'y' is none of the ENUM's labels (x)", Error(new[] { 1 }, new[] { "y" }, new[] { 1m }));
        Assert.Contains("100 does not fit DECIMAL(4,2)", Error(new[] { 1 }, new[] { "x" }, new[] { 100m }));
        appender.AppendColumns(new[] { 1 }, new[] { "x" }, new[] { 99.994m });
        appender.Close();
        Assert.Equal(99.99m, connection.Scalar("SELECT max(m) FROM t"));
        Assert.Equal(1L, connection.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public void Errors_MissingTableShortRowAndConstraint_Surface()
    {
        using DuckDBConnection connection = Db.Open();
        Assert.Contains("nope", Assert.Throws<DuckDBException>(() => connection.CreateAppender("nope")).Message);
        connection.Execute("CREATE TABLE t (i INTEGER PRIMARY KEY, j INTEGER)");
        using (DuckDBAppender appender = connection.CreateAppender("t"))
        {
            Assert.Throws<DuckDBException>(() => appender.CreateRow().AppendValue(1).EndRow());
            Assert.Contains("Could not convert", Assert.ThrowsAny<Exception>(() => appender.CreateRow().AppendValue("no number")).Message);
        }

        DuckDBAppender duplicate = connection.CreateAppender("t");
        duplicate.AppendColumns(new[] { 1, 1 }, new[] { 1, 2 });
        Assert.Equal("Constraint", Assert.Throws<DuckDBException>(duplicate.Close).ErrorType);
        duplicate.Dispose();
        Assert.Throws<InvalidOperationException>(() => duplicate.CreateRow());
        Assert.Equal(0L, connection.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public void Rows_EveryTypeFromItsOwnValueAndNulls_ReadBackEqual()
    {
        (string Type, object Value)[] columns =
        [
            ("BOOLEAN", true), ("TINYINT", (sbyte)-1), ("SMALLINT", (short)-2), ("INTEGER", -3), ("BIGINT", -4L), ("UTINYINT", (byte)5), ("USMALLINT", (ushort)6), ("UINTEGER", 7u),
            ("UBIGINT", ulong.MaxValue), ("HUGEINT", (BigInteger)Int128.MinValue), ("UHUGEINT", (BigInteger)UInt128.MaxValue), ("BIGNUM", BigInteger.Pow(-10, 55)),
            ("FLOAT", 1.5f), ("DOUBLE", 2.5), ("DECIMAL(4,2)", 12.34m), ("DECIMAL(9,2)", -1234567.89m), ("DECIMAL(18,3)", 1.125m), ("DECIMAL(38,10)", 123456789012345678.0123456789m),
            ("VARCHAR", "short"), ("VARCHAR", "longer than twelve bytes, ünïcödé 🦆"), ("JSON", "{\"a\": [1]}"), ("BLOB", new byte[] { 0, 1, 255 }), ("BIT", "0010110101"),
            ("DATE", new DateOnly(1815, 6, 18)), ("TIME", new TimeOnly(1, 2, 3, 4)), ("TIMETZ", new DateTimeOffset(1, 1, 2, 12, 34, 56, TimeSpan.FromHours(-5))),
            ("TIMESTAMP", new DateTime(1969, 12, 31, 23, 59, 59, 999)), ("TIMESTAMP_S", new DateTime(2024, 2, 29, 1, 2, 3)), ("TIMESTAMP_MS", new DateTime(2024, 2, 29, 1, 2, 3, 4)),
            ("TIMESTAMP_NS", new DateTime(2024, 2, 29).AddTicks(12_345_671)), ("TIMESTAMPTZ", new DateTimeOffset(2024, 2, 29, 1, 2, 3, TimeSpan.Zero)),
            ("INTERVAL", new DuckDBInterval(1, -2, 3)), ("UUID", Guid.Parse("01234567-89ab-cdef-8123-456789abcdef")), ("ENUM('a', 'b')", "b"),
            ("INTEGER[]", new List<int?> { 1, null, 3 }), ("VARCHAR[][]", new List<List<string>> { new() { "a" }, new() }), ("DOUBLE[2]", new List<double> { 1.5, 2.5 }),
            ("STRUCT(a INTEGER, b VARCHAR[])", new Dictionary<string, object?> { ["a"] = 1, ["b"] = new List<string> { "x" } }),
            ("MAP(VARCHAR, DOUBLE)", new Dictionary<string, double> { ["x"] = 1.5 }), ("UNION(n INTEGER, s VARCHAR)", "words"), ("STRUCT(m MAP(INTEGER, DATE[]))", new Dictionary<string, object?> { ["m"] = new Dictionary<int, List<DateOnly>> { [1] = [new(2024, 1, 1)] } }),
        ];
        const int Rows = 5000;
        using DuckDBConnection connection = Db.Open();
        string table = string.Join(", ", columns.Select((column, i) => $"c{i} {column.Type}"));
        connection.Execute($"CREATE TABLE by_row ({table}); CREATE TABLE by_column ({table}); CREATE TABLE by_parameter ({table})");
        using (DuckDBAppender rows = connection.CreateAppender("by_row"))
        {
            for (int r = 0; r < Rows; r++)
            {
                DuckDBAppenderRow row = rows.CreateRow();
                for (int c = 0; c < columns.Length; c++)
                    row.AppendValue((r + c) % 3 == 0 ? null : columns[c].Value);
                row.EndRow();
            }
        }

        using (DuckDBAppender appender = connection.CreateAppender("by_column"))
        {
            appender.AppendColumns(
                [.. columns.Select((column, _) => Filled(column.Value is BigInteger big && column.Type != "BIGNUM" ? column.Type == "HUGEINT" ? (Int128)big : (object)(UInt128)big : column.Value))],
                [.. columns.Select((_, c) => Enumerable.Range(0, Rows).Select(r => (r + c) % 3 == 0).ToArray())]);
        }

        for (int first = 0; first < 3; first++)
        {
            connection.Execute(
                $"INSERT INTO by_parameter SELECT {string.Join(", ", columns.Select((column, i) => column.Type is "TIMESTAMP_NS" ? $"make_timestamp_ns(epoch_ns(${i + 1}::TIMESTAMP_NS) + 100)" : $"${i + 1}"))}",
                [.. columns.Select((column, c) => (first + c) % 3 == 0 ? null : column.Value)]);
        }

        foreach (string name in new[] { "by_row", "by_column", "by_parameter" })
        {
            using DuckDBCommand command = connection.Command($"SELECT * FROM {name}");
            using DuckDBDataReader reader = command.ExecuteReader();
            for (int r = 0; r < (name == "by_parameter" ? 3 : Rows); r++)
            {
                Assert.True(reader.Read());
                for (int c = 0; c < columns.Length; c++)
                {
                    object actual = reader.GetValue(c);
                    object expected = (r + c) % 3 == 0 ? DBNull.Value : columns[c].Value;
                    if (r < 50 || actual is DBNull != expected is DBNull)
                        Assert.Equal(expected, actual);
                }
            }
        }

        Assert.Equal(0L, connection.Scalar("SELECT count(*) FROM by_row ANTI JOIN by_column ON (by_row.c37 IS NOT DISTINCT FROM by_column.c37 AND by_row.c40 IS NOT DISTINCT FROM by_column.c40)"));
        Assert.Equal(0L, connection.Scalar("SELECT count(*) FROM by_row WHERE c37 IS NULL AND c37.a IS NOT NULL"));

        static Array Filled(object value)
        {
            var array = Array.CreateInstance(value.GetType(), Rows);
            for (int i = 0; i < Rows; i++)
                array.SetValue(value, i);
            return array;
        }
    }

    [Fact]
    public void Rows_ValuesOfOtherTypes_AreCastAsSqlDoes()
    {
        using DuckDBConnection connection = Db.Open();
        connection.Execute("SET TimeZone = 'UTC'");
        connection.Execute("CREATE TABLE t (d DATE, i INTEGER, s VARCHAR, m DECIMAL(9,2), x DOUBLE, ts TIMESTAMP, l INTEGER[], b BOOLEAN)");
        using (DuckDBAppender appender = connection.CreateAppender("t"))
        {
            appender.CreateRow().AppendValue("2024-02-29").AppendValue("17").AppendValue(5).AppendValue("1.005").AppendValue("1e3").AppendValue("2024-02-29 01:02:03").AppendValue("[1, 2]").AppendValue("yes").EndRow();
            appender.CreateRow().AppendValue(new DateTime(2024, 3, 1, 23, 0, 0)).AppendValue(2.0).AppendValue(new DateOnly(2024, 1, 1)).AppendValue(2).AppendValue(3m)
                .AppendValue(new DateTimeOffset(2024, 1, 1, 2, 0, 0, TimeSpan.FromHours(2))).AppendValue((object)new[] { 3L }).AppendValue(0).EndRow();
        }

        Assert.Equal("2024-02-29 17 5 1.01 1000.0 2024-02-29 01:02:03 [1, 2] true", connection.Scalar("SELECT concat_ws(' ', d, i, s, m, x, ts, l::VARCHAR, b) FROM t LIMIT 1"));
        Assert.Equal("2024-03-01 2 2024-01-01 2.00 3.0 2024-01-01 00:00:00 [3] false", connection.Scalar("SELECT concat_ws(' ', d, i, s, m, x, ts, l::VARCHAR, b) FROM t LIMIT 1 OFFSET 1"));
    }

    [Fact]
    public void Rows_OneThatFails_IsDroppedAndTheOthersStay()
    {
        using DuckDBConnection connection = Db.Open();
        connection.Execute("CREATE TABLE t (i INTEGER, s VARCHAR)");
        using (DuckDBAppender appender = connection.CreateAppender("t"))
        {
            for (int i = 0; i < 5000; i++)
            {
                DuckDBAppenderRow row = appender.CreateRow();
                if (i % 2 == 0)
                {
                    row.AppendValue(i).AppendValue($"row {i}").EndRow();
                    Assert.Throws<InvalidOperationException>(row.EndRow);
                }
                else
                {
                    row.AppendNullValue();
                    if (i % 3 == 0)
                        Assert.Contains("has a value for each already", Assert.Throws<DuckDBException>(() => row.AppendNullValue().AppendValue(1)).Message);
                    else
                        Assert.Contains("values for 1 of the 2 columns", Assert.Throws<DuckDBException>(row.EndRow).Message);
                    Assert.Throws<InvalidOperationException>(() => row.AppendValue("late"));
                }
            }

            Assert.Contains("99999999999", Assert.Throws<DuckDBException>(() => appender.CreateRow().AppendValue(99_999_999_999)).Message);
        }

        Assert.Equal(2500L, connection.Scalar("SELECT count(*) FROM t WHERE s = 'row ' || i"));
        Assert.Equal(2500L, connection.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public void Throughput_OneMillionRowsByColumns_TakesSeconds()
    {
        const int Rows = 1_000_000;
        using DuckDBConnection connection = Db.Open();
        connection.Execute("CREATE TABLE t (symbol VARCHAR, session DATE, close DOUBLE, volume BIGINT)");
        var symbols = new string[Rows];
        var sessions = new DateOnly[Rows];
        var closes = new double[Rows];
        var volumes = new long[Rows];
        for (int i = 0; i < Rows; i++)
            (symbols[i], sessions[i], closes[i], volumes[i]) = ($"S{i % 500}", new DateOnly(2000, 1, 1).AddDays(i / 500), i, i);
        var clock = Stopwatch.StartNew();
        using (DuckDBAppender appender = connection.CreateAppender("t"))
            appender.AppendColumns(symbols, sessions, closes, volumes);
        TimeSpan append = clock.Elapsed;
        clock.Restart();
        DuckDBColumns columns = connection.QueryColumns("SELECT * FROM t");
        TimeSpan read = clock.Elapsed;

        TestContext.Current.TestOutputHelper?.WriteLine($"append {append.TotalMilliseconds:F0} ms, read {read.TotalMilliseconds:F0} ms");
        Assert.Equal(closes, columns.Get<double>("close"));
        Assert.Equal(symbols[123_456], columns.Get<string>("symbol")[123_456]);
        // Each takes a fraction of a second on an idle machine; a path that went row by row through SQL would take minutes.
        Assert.InRange(append.TotalSeconds, 0, 15);
        Assert.InRange(read.TotalSeconds, 0, 15);
    }
}
