using System.Numerics;

namespace ResearchLab.DuckDb.Tests;

public sealed class TypeTests
{
    private static readonly DuckDBConnection Database = Db.Open();

    /// <summary>SQL text, the value .NET sees, the declared .NET type.</summary>
    public static TheoryData<string, object> Literals()
    {
        var data = new TheoryData<string, object>
        {
            { "true", true },
            { "(-128)::TINYINT", sbyte.MinValue },
            { "127::TINYINT", sbyte.MaxValue },
            { "(-32768)::SMALLINT", short.MinValue },
            { "32767::SMALLINT", short.MaxValue },
            { "(-2147483648)::INTEGER", int.MinValue },
            { "2147483647::INTEGER", int.MaxValue },
            { "(-9223372036854775808)::BIGINT", long.MinValue },
            { "9223372036854775807::BIGINT", long.MaxValue },
            { "255::UTINYINT", byte.MaxValue },
            { "65535::USMALLINT", ushort.MaxValue },
            { "4294967295::UINTEGER", uint.MaxValue },
            { "18446744073709551615::UBIGINT", ulong.MaxValue },
            { "'-170141183460469231731687303715884105728'::HUGEINT", (BigInteger)Int128.MinValue },
            { "'170141183460469231731687303715884105727'::HUGEINT", (BigInteger)Int128.MaxValue },
            { "'340282366920938463463374607431768211455'::UHUGEINT", (BigInteger)UInt128.MaxValue },
            { "'-123456789012345678901234567890123456789012345678901234567890'::BIGNUM", BigInteger.Parse("-123456789012345678901234567890123456789012345678901234567890") },
            { "'256'::BIGNUM", new BigInteger(256) },
            { "'3.4028235e38'::FLOAT", float.MaxValue },
            { "'1.7976931348623157e308'::DOUBLE", double.MaxValue },
            { "'nan'::DOUBLE", double.NaN },
            { "'-inf'::DOUBLE", double.NegativeInfinity },
            { "12.34::DECIMAL(4,2)", 12.34m },
            { "(-1234567.89)::DECIMAL(9,2)", -1234567.89m },
            { "123456789012345.678::DECIMAL(18,3)", 123456789012345.678m },
            { "'-79228162514264337593543950335'::DECIMAL(38,0)", decimal.MinValue },
            { "'0.0000000000000000000000000001'::DECIMAL(38,28)", 0.0000000000000000000000000001m },
            { "1::DECIMAL(38,37)", 1m },
            { "''", "" },
            { "'twelve bytes'", "twelve bytes" },
            { "'more than twelve bytes: Zürich 🦆'", "more than twelve bytes: Zürich 🦆" },
            { "'{\"a\": 1}'::JSON", "{\"a\": 1}" },
            { "''::BLOB", Array.Empty<byte>() },
            { "'\\x00\\xFF'::BLOB", new byte[] { 0, 255 } },
            { "DATE '0001-01-01'", DateOnly.MinValue },
            { "DATE '9999-12-31'", DateOnly.MaxValue },
            { "DATE '1969-12-31'", new DateOnly(1969, 12, 31) },
            { "TIME '00:00:00'", TimeOnly.MinValue },
            { "TIME '23:59:59.999999'", new TimeOnly(23, 59, 59, 999, 999) },
            { "'12:34:56+02:00'::TIMETZ", new DateTimeOffset(1, 1, 2, 12, 34, 56, TimeSpan.FromHours(2)) },
            { "TIMESTAMP '0001-01-01 00:00:00'", DateTime.MinValue },
            { "TIMESTAMP '9999-12-31 23:59:59.999999'", new DateTime(9999, 12, 31, 23, 59, 59, 999, 999) },
            { "TIMESTAMP '1969-12-31 23:59:59.999999'", new DateTime(1969, 12, 31, 23, 59, 59, 999, 999) },
            { "'2024-02-29 01:02:03'::TIMESTAMP_S", new DateTime(2024, 2, 29, 1, 2, 3) },
            { "'2024-02-29 01:02:03.004'::TIMESTAMP_MS", new DateTime(2024, 2, 29, 1, 2, 3, 4) },
            { "'2024-02-29 01:02:03.000004567'::TIMESTAMP_NS", new DateTime(2024, 2, 29, 1, 2, 3).AddTicks(45) },
            { "'1900-01-01 00:00:00.000000001'::TIMESTAMP_NS", new DateTime(1900, 1, 1) },
            { "TIMESTAMPTZ '2024-07-01 09:30:00-04'", new DateTimeOffset(2024, 7, 1, 13, 30, 0, TimeSpan.Zero) },
            { "INTERVAL '1 year 2 days 3 microseconds'", new DuckDBInterval(12, 2, 3) },
            { "'00000000-0000-0000-0000-000000000000'::UUID", Guid.Empty },
            { "'ffffffff-ffff-ffff-ffff-ffffffffffff'::UUID", Guid.AllBitsSet },
            { "'01234567-89ab-cdef-8123-456789abcdef'::UUID", Guid.Parse("01234567-89ab-cdef-8123-456789abcdef") },
            { "'b'::ENUM('a', 'b')", "b" },
            { "'0010110101'::BIT", "0010110101" },
            { "[1, 2, 3]", new List<int> { 1, 2, 3 } },
            { "[1, NULL, 3]", new List<int?> { 1, null, 3 } },
            { "[]::VARCHAR[]", new List<string>() },
            { "[['a'], [], ['b', 'c']]", new List<List<string>> { new() { "a" }, new(), new() { "b", "c" } } },
            { "[1.5, 2.5]::DOUBLE[2]", new List<double> { 1.5, 2.5 } },
            { "{'a': 1, 'b': NULL::VARCHAR, 'c': [true]}", new Dictionary<string, object?> { ["a"] = 1, ["b"] = null, ["c"] = new List<bool> { true } } },
            { "MAP {'x': 1.5::DOUBLE, 'y': 2}", new Dictionary<string, double> { ["x"] = 1.5, ["y"] = 2 } },
            { "MAP {1: NULL::BIGINT}", new Dictionary<int, long?> { [1] = null } },
            { "union_value(n := 2)", 2 },
        };
        return data;
    }

    /// <summary>Without what is only read: types that share their .NET type with another, or finer than the microseconds a DateTime is sent with.</summary>
    public static IEnumerable<ITheoryDataRow> SendableLiterals() => Literals().Where(row =>
        ((ITheoryDataRow)row).GetData()[0] is string sql && !new[] { "BIGNUM", "BIT", "TIMETZ", "TIMESTAMP_NS" }.Any(sql.Contains));

    [Theory]
    [MemberData(nameof(Literals), DisableDiscoveryEnumeration = true)]
    public void GetValue_SqlLiteral_IsTheDotNetValue(string sql, object expected)
    {
        using DuckDBConnection connection = Database.Duplicate();

        object? actual = connection.Scalar($"SELECT {sql}");

        Assert.Equal(expected, actual);
        Assert.Equal(expected.GetType(), actual!.GetType());
    }

    [Theory]
    [MemberData(nameof(SendableLiterals), DisableDiscoveryEnumeration = true)]
    public void Parameter_ValueReadBefore_IsEqualInTheEngine(string sql, object value)
    {
        using DuckDBConnection connection = Database.Duplicate();

        Assert.Equal(true, connection.Scalar($"SELECT $1::VARCHAR IS NOT DISTINCT FROM ({sql})::VARCHAR OR $1 = ({sql})", value));
        Assert.Equal(value, connection.Read<object>($"SELECT $1::{connection.Scalar($"SELECT typeof({sql})")}", value));
    }

    [Theory]
    [MemberData(nameof(Literals), DisableDiscoveryEnumeration = true)]
    public void GetValue_NullOfAnyType_IsDBNullAndKeepsItsType(string sql, object value)
    {
        using DuckDBConnection connection = Database.Duplicate();
        using DuckDBCommand command = connection.Command($"SELECT x FROM (SELECT {sql} AS x) WHERE false UNION ALL SELECT NULL");
        using DuckDBDataReader reader = command.ExecuteReader();

        Assert.True(reader.Read());
        Assert.True(reader.IsDBNull(0));
        Assert.Equal(DBNull.Value, reader.GetValue(0));
        Assert.Null(reader.GetFieldValue<object?>(0));
        if (Nullable.GetUnderlyingType(reader.GetFieldType(0)) is null && !sql.Contains("union") && !sql.Contains("NULL"))
            Assert.Equal(value.GetType(), reader.GetFieldType(0));
    }

    [Fact]
    public void DataTypeName_NestedAndScaled_IsAsSqlWritesIt()
    {
        using DuckDBConnection connection = Database.Duplicate();
        using DuckDBCommand command = connection.Command("SELECT 1.5::DECIMAL(18,3), [1], {'a': 1}, '{}'::JSON, now(), MAP {'a': 1}, [1]::INTEGER[1]");
        using DuckDBDataReader reader = command.ExecuteReader();

        Assert.Equal(
            ["DECIMAL(18,3)", "INTEGER[]", "STRUCT(a INTEGER)", "JSON", "TIMESTAMP WITH TIME ZONE", "MAP(VARCHAR, INTEGER)", "INTEGER[1]"],
            Enumerable.Range(0, reader.FieldCount).Select(reader.GetDataTypeName));
    }

    [Fact]
    public void GetFieldValue_OtherTypesThatFit_Converts()
    {
        using DuckDBConnection connection = Database.Duplicate();

        Assert.Equal(3, connection.Read<int>("SELECT 3::BIGINT"));
        Assert.Equal(3L, connection.Read<long>("SELECT sum(x) FROM (VALUES (1), (2)) t(x)"));
        Assert.Equal((byte)3, connection.Read<byte>("SELECT 3"));
        Assert.Equal((Int128)3, connection.Read<Int128>("SELECT 3"));
        Assert.Equal(UInt128.MaxValue, connection.Read<UInt128>("SELECT '340282366920938463463374607431768211455'::UHUGEINT"));
        Assert.Equal(1.5, connection.Read<double>("SELECT 1.5::DECIMAL(4,1)"));
        Assert.Equal(3.0, connection.Read<double>("SELECT 3"));
        Assert.Equal(1.5m, connection.Read<decimal>("SELECT 1.5::DOUBLE"));
        Assert.Equal(1.5f, connection.Read<float>("SELECT 1.5::DOUBLE"));
        Assert.Equal(new DateTime(2024, 1, 2), connection.Read<DateTime>("SELECT DATE '2024-01-02'"));
        Assert.Equal(TimeSpan.FromHours(26), connection.Read<TimeSpan>("SELECT INTERVAL '1 day 2 hours'"));
        Assert.Equal([1.5, double.NaN], connection.Read<double[]>("SELECT [1.5::DOUBLE, 'nan'::DOUBLE]"));
        Assert.Equal([1, null], connection.Read<int?[]>("SELECT [1, NULL]"));
        Assert.Equal([1L], connection.Read<IReadOnlyList<long>>("SELECT [1]"));
        Assert.Equal(DayOfWeek.Friday, connection.Read<DayOfWeek>("SELECT 5"));
        Assert.Equal(DayOfWeek.Friday, connection.Read<DayOfWeek>("SELECT 'friday'"));
        Assert.Null(connection.Read<int?>("SELECT NULL::INTEGER"));
        Assert.Equal(7, connection.Read<int?>("SELECT 7"));
    }

    [Fact]
    public void GetFieldValue_DoesNotFit_SaysColumnAndValue()
    {
        using DuckDBConnection connection = Database.Duplicate();

        Assert.Contains("'big' (BIGINT) holds 3000000000", Assert.Throws<OverflowException>(() => connection.Read<int>("SELECT 3000000000 AS big")).Message);
        Assert.Contains("'x' is VARCHAR", Assert.Throws<InvalidCastException>(() => connection.Read<int>("SELECT 'a' AS x")).Message);
        Assert.Contains("'x' is NULL", Assert.Throws<InvalidCastException>(() => connection.Read<int>("SELECT NULL::INTEGER AS x")).Message);
        Assert.Contains("infinite", Assert.Throws<OverflowException>(() => connection.Read<DateOnly>("SELECT 'infinity'::DATE")).Message);
        Assert.Contains("infinite", Assert.Throws<OverflowException>(() => connection.Read<DateTime>("SELECT '-infinity'::TIMESTAMP")).Message);
        Assert.Throws<OverflowException>(() => connection.Read<DateOnly>("SELECT DATE '10000-01-01'"));
        Assert.Throws<OverflowException>(() => connection.Read<DateTimeOffset>("SELECT TIMESTAMPTZ '0044-03-15 (BC) 00:00:00+00'"));
        Assert.Throws<OverflowException>(() => connection.Read<decimal>("SELECT '99999999999999999999999999999999999999'::DECIMAL(38,0)"));
        Assert.Throws<InvalidCastException>(() => connection.Read<TimeSpan>("SELECT INTERVAL '1 month'"));
    }

    [Fact]
    public void Parameter_NestedValues_ArriveAsListStructAndMap()
    {
        using DuckDBConnection connection = Database.Duplicate();

        Assert.Equal("INTEGER[]", connection.Scalar("SELECT typeof($1)", new[] { 1, 2 }));
        Assert.Equal("[1, NULL]", connection.Scalar("SELECT $1::VARCHAR", new List<int?> { 1, null }));
        Assert.Equal("VARCHAR[]", connection.Scalar("SELECT typeof($1)", new DuckDBParameter(Array.Empty<string>())));
        Assert.Equal("[1.50, 2.25]", connection.Scalar("SELECT $1::VARCHAR", new[] { 1.5m, 2.25m }));
        Assert.Equal("{'a': 1, 'b': x}", connection.Scalar("SELECT $1::VARCHAR", new Dictionary<string, object?> { ["a"] = 1, ["b"] = "x" }));
        Assert.Equal("{a=1.0}", connection.Scalar("SELECT $1::VARCHAR", new Dictionary<string, double> { ["a"] = 1 }));
        Assert.Equal(2L, connection.Scalar("SELECT count(*) FROM range(10) t(i) WHERE list_contains($1, i)", new long[] { 3, 5, 70 }));
        Assert.Equal("with\0nul", connection.Scalar("SELECT $1", "with\0nul"));
        Assert.Equal("1 day 02:00:00", connection.Scalar("SELECT $1::VARCHAR", TimeSpan.FromHours(26)));
        Assert.Equal(5, connection.Scalar("SELECT $1", DayOfWeek.Friday));
    }

    [Fact]
    public void ColumnOfManyRows_ValuesAcrossChunks_KeepTheirPlaces()
    {
        using DuckDBConnection connection = Database.Duplicate();
        using DuckDBCommand command = connection.Command(
            "SELECT i, CASE WHEN i % 3 = 0 THEN NULL ELSE 'row number ' || i END AS s, [i, i + 1] AS l, {'v': i} AS r FROM range(10000) t(i)");
        using DuckDBDataReader reader = command.ExecuteReader();
        for (long i = 0; i < 10_000; i++)
        {
            Assert.True(reader.Read());
            Assert.Equal(i, reader.GetInt64(0));
            Assert.Equal(i % 3 == 0 ? null : $"row number {i}", reader.GetFieldValue<string?>(1));
            Assert.Equal([i, i + 1], reader.GetFieldValue<long[]>(2));
            Assert.Equal(i, reader.GetFieldValue<Dictionary<string, object?>>(3)["v"]);
        }

        Assert.False(reader.Read());
        Assert.False(reader.Read());
    }
}
