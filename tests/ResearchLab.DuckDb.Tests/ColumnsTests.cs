using FsCheck;
using FsCheck.Fluent;

namespace ResearchLab.DuckDb.Tests;

public sealed class ColumnsTests
{
    /// <summary>Expressions over <c>i</c> of every type the columnar reader has a path for; NULL in some rows, never at the same places.</summary>
    private static readonly string[] Expressions =
    [
        "i % 2 = 0", "(i % 100)::TINYINT", "i::SMALLINT", "i::INTEGER", "i * 1000000007", "(i % 200)::UTINYINT", "i::USMALLINT", "i::UINTEGER",
        "i::UBIGINT", "i::HUGEINT", "i::UHUGEINT", "(i / 7)::FLOAT", "i / 7.0::DOUBLE", "(i % 99 / 4)::DECIMAL(4,2)", "(i / 4)::DECIMAL(9,2)",
        "(i / 4)::DECIMAL(18,3)", "(i / 4)::DECIMAL(38,6)", "'s' || (i % 50)", "'a longer text number ' || i", "CASE WHEN i % 2 = 0 THEN 'a' ELSE 'b' END::ENUM('a', 'b')",
        "DATE '2000-01-01' + i::INTEGER", "TIMESTAMP '2000-01-01' + to_seconds(i)", "TIMESTAMPTZ '2000-01-01 00:00:00+00' + to_seconds(i)",
        "(TIMESTAMP '2000-01-01' + to_seconds(i))::TIMESTAMP_S", "TIME '00:00:00' + to_microseconds(i)", "to_days(i::INTEGER)", "md5(i::VARCHAR)::UUID",
        "encode(i::VARCHAR)", "[i, i + 1]", "{'a': i}", "'{}'::JSON",
    ];

    [Fact]
    public void QueryColumns_AnyTypeRowsAndNulls_EqualsTheRowReader()
    {
        using DuckDBConnection connection = Db.Open();
        Prop.ForAll(
            (from expression in Gen.Choose(0, Expressions.Length - 1)
             from rows in Gen.Choose(0, 3000)
             from nullEvery in Gen.Choose(1, 5)
             select (Expression: expression, Rows: rows, NullEvery: nullEvery)).ToArbitrary(),
            sample =>
            {
                string sql = $"SELECT CASE WHEN i % {sample.NullEvery} = 1 THEN NULL ELSE {Expressions[sample.Expression]} END AS x FROM range({sample.Rows}) t(i)";
                DuckDBColumn column = connection.QueryColumns(sql)["x"];
                using DuckDBCommand command = connection.Command(sql);
                using DuckDBDataReader reader = command.ExecuteReader();
                Type elementType = column.Values.GetType().GetElementType()!;
                int row = 0;
                for (; reader.Read(); row++)
                {
                    bool isNull = reader.IsDBNull(0);
                    object? cell = column.Values.GetValue(row);
                    object? expected = !isNull ? As(reader, elementType) : elementType == typeof(double) ? double.NaN : Default(elementType);
                    if (isNull != (column.IsNull?[row] ?? false) || (!Equals(expected, cell) && cell is not (byte[] or System.Collections.ICollection)))
                        Assert.Fail($"{sql}: row {row} is {cell}, expected {expected}");
                    if (cell is byte[] or System.Collections.ICollection && row < 100)
                        Assert.Equal(expected, cell);
                }

                Assert.Equal(row, column.Length);
            })
        .Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(20260101UL, 1UL));
    }

    [Fact]
    public void QueryColumns_EachType_HasItsArray()
    {
        using DuckDBConnection connection = Db.Open();
        Type[] expected =
        [
            typeof(bool), typeof(int), typeof(int), typeof(int), typeof(long), typeof(int), typeof(int), typeof(long), typeof(long), typeof(long),
            typeof(long), typeof(double), typeof(double), typeof(double), typeof(double), typeof(double), typeof(double), typeof(string), typeof(string),
            typeof(string), typeof(DateOnly), typeof(DateTime), typeof(DateTimeOffset), typeof(DateTime), typeof(TimeOnly), typeof(DuckDBInterval),
            typeof(Guid), typeof(byte[]), typeof(object), typeof(object), typeof(string),
        ];

        DuckDBColumns columns = connection.QueryColumns($"SELECT {string.Join(", ", Expressions)} FROM range(3) t(i)");

        Assert.Equal(expected, columns.Select(column => column.Values.GetType().GetElementType()!));
        Assert.All(columns, column => Assert.Null(column.IsNull));
    }

    [Fact]
    public void QueryColumns_Parameters_AreBound()
    {
        using DuckDBConnection connection = Db.Open();

        DuckDBColumns columns = connection.QueryColumns(
            "SELECT i AS n, 'sym' AS s FROM range(5000) t(i) WHERE i >= $from ORDER BY i", new DuckDBParameter("from", 10));

        Assert.Equal(4990, columns.RowCount);
        Assert.Equal(Enumerable.Range(10, 4990).Select(i => (long)i), columns.Get<long>("N"));
        Assert.Same(columns.Get<string>("s")[0], columns.Get<string>("s")[4989]);
        Assert.Equal(10.0, columns["n"].ToDoubles()[0]);
        Assert.Contains("is Int64[], not Double[]", Assert.Throws<InvalidCastException>(() => columns.Get<double>("n")).Message);
        Assert.Contains("it has: n, s", Assert.Throws<ArgumentException>(() => columns["x"]).Message);
    }

    [Fact]
    public void QueryColumns_NoRows_HasEmptyArrays()
    {
        using DuckDBConnection connection = Db.Open();

        DuckDBColumns columns = connection.QueryColumns("SELECT 1.5::DOUBLE AS x, 'a' AS s WHERE false");

        Assert.Equal(0, columns.RowCount);
        Assert.Empty(columns.Get<double>("x"));
        Assert.Throws<InvalidOperationException>(() => connection.QueryColumns("CREATE TABLE t (i INTEGER)"));
    }

    [Fact]
    public void QueryChunks_LargeRange_StreamsSpansInOrder()
    {
        using DuckDBConnection connection = Db.Open();
        using DuckDBChunkReader chunks = connection.QueryChunks("SELECT i, i::DOUBLE AS d, CASE WHEN i % 2 = 0 THEN i::VARCHAR END AS s FROM range(1000000) t(i)");
        long expected = 0;
        double sum = 0;
        while (chunks.Read())
        {
            ReadOnlySpan<long> numbers = chunks.Span<long>(0);
            ReadOnlySpan<double> doubles = chunks.Span<double>(1);
            Assert.Equal(chunks.RowCount, numbers.Length);
            Assert.True(chunks.Validity(0).IsEmpty);
            for (int row = 0; row < numbers.Length; row++, expected++)
            {
                if (numbers[row] != expected || doubles[row] != expected || chunks.IsNull(2, row) != (expected % 2 == 1))
                    Assert.Fail($"row {expected} is wrong");
                sum += doubles[row];
            }

            Assert.Equal(numbers[0] % 2 == 0 ? $"{numbers[0]}" : null, chunks.GetString(2, 0));
        }

        Assert.Equal(1_000_000, expected);
        Assert.Equal(499_999_500_000.0, sum);
        Assert.Contains("stored as Int64", Assert.Throws<InvalidCastException>(() => chunks.Span<double>(0).Length).Message);
    }

    [Fact]
    public void QueryChunks_DisposedEarly_LeavesTheConnectionUsable()
    {
        using DuckDBConnection connection = Db.Open();
        using (DuckDBChunkReader chunks = connection.QueryChunks("SELECT i FROM range(1000000000) t(i)"))
            Assert.True(chunks.Read());

        Assert.Equal(1, connection.Scalar("SELECT 1"));
    }

    private static object? Default(Type type) => type.IsValueType ? Activator.CreateInstance(type) : null;

    private static object As(DuckDBDataReader reader, Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Double => reader.GetDouble(0),
        TypeCode.Int32 => reader.GetInt32(0),
        TypeCode.Int64 => reader.GetInt64(0),
        _ => reader.GetValue(0),
    };
}
