using DuckDB.NET.Data;
using ResearchLab.Columns;

namespace ResearchLab.Tests.Columns;

public sealed class DuckDbAppendingTests
{
    [Fact]
    public void AppendColumns_EveryTypeNullsAndMasks_ReadBackEqual()
    {
        const int Rows = 5000;
        T[] Column<T>(Func<int, T> value) => [.. Enumerable.Range(0, Rows).Select(value)];
        using DuckDBConnection connection = Db.Open();
        connection.Run("CREATE SCHEMA s; CREATE TABLE s.t (a BOOLEAN, b INTEGER, c BIGINT, d DOUBLE, e FLOAT, f DECIMAL(9,2), g VARCHAR, h DATE, "
            + "i TIMESTAMP, j TIMESTAMPTZ, k SMALLINT)");
        Array[] columns =
        [
            Column(i => i % 2 == 0), Column(i => -i), Column(i => i * 10_000_000_000), Column(i => i % 7 == 0 ? double.NaN : i / 7.0), Column(i => i / 8f),
            Column(i => i / 4m),
            Column(i => i % 3 == 0 ? null! : new string('é', i % 20)), Column(i => new DateOnly(1960, 1, 1).AddDays(i)),
            Column(i => new DateTime(1960, 1, 1).AddMinutes(i)),
            Column(i => new DateTimeOffset(1960, 1, 1, 0, 0, 0, TimeSpan.FromHours(2)).AddMinutes(i)), Column(i => (short)i),
        ];
        bool[]?[] masks = [.. columns.Select((_, place) => place % 2 == 0 ? Column(i => (i + place) % 5 == 0) : null)];

        connection.AppendColumns(["s", "t"], columns, masks);

        Assert.Equal((long)Rows, connection.Scalar("SELECT count(*) FROM s.t"));
        Frame frame = connection.QueryFrame("SELECT * FROM s.t");
        for (int place = 0; place < columns.Length; place++)
        {
            for (int row = 0; row < Rows; row++)
            {
                object? expected = masks[place]?[row] == true ? null : columns[place].GetValue(row);
                expected = expected switch
                {
                    double.NaN => null,
                    float or decimal => Convert.ToDouble(expected, System.Globalization.CultureInfo.InvariantCulture),
                    short number => (int)number,
                    DateTime moment => new DateTimeOffset(moment, TimeSpan.Zero),
                    _ => expected,
                };
                if (!Equals(expected, frame[place][row]))
                    Assert.Fail($"column {frame[place].Name} row {row} is {frame[place][row]}, expected {expected}");
            }
        }

        Assert.Equal((long)columns[3].Cast<double>().Count(double.IsNaN), connection.Scalar("SELECT count(*) FROM s.t WHERE isnan(d)"));
    }

    [Fact]
    public void AppendColumns_WrongShapeOrType_NamesTheArray_AndAppendsNothing()
    {
        using DuckDBConnection connection = Db.Open();
        connection.Run("CREATE TABLE t (i INTEGER, s VARCHAR)");
        string Error(params Array[] columns) => Assert.Throws<ArgumentException>(() => connection.AppendColumns(["t"], columns)).Message;

        Assert.Contains("1 arrays do not fit 't'", Error(new[] { 1 }));
        Assert.Contains("Array 2 (Int32[]) does not fit 't'", Error(new[] { 1 }, new[] { "x" }, new[] { 2 }));
        Assert.Contains("Array 1 for 't' has 1 rows, array 0 has 2", Error(new[] { 1, 2 }, new[] { "x" }));
        Assert.Contains("Array 0 (String[]) does not fit 't'", Error(new[] { "x" }, new[] { "x" }));
        Assert.Contains("Array 0 for 't' is Guid[]", Error(new Guid[1], new[] { "x" }));
        Assert.Contains("'missing' failed", Assert.Throws<QueryException>(() => connection.AppendColumns(["missing"], [new[] { 1 }])).Message);

        Assert.Equal(0L, connection.Scalar("SELECT count(*) FROM t"));
        connection.AppendColumns(["memory", "main", "t"], [new[] { 1 }, new[] { "x" }]);
        Assert.Equal(1L, connection.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public void AppendColumns_ConstraintBroken_AppendsNothing()
    {
        using DuckDBConnection connection = Db.Open();
        connection.Run("CREATE TABLE t (i INTEGER PRIMARY KEY, j INTEGER NOT NULL)");

        Assert.Contains("duplicate key", Assert.Throws<QueryException>(() => connection.AppendColumns(["t"], [new[] { 1, 1 }, new[] { 1, 2 }])).Message);
        Assert.Contains("NOT NULL", Assert.Throws<QueryException>(() => connection.AppendColumns(["t"], [new[] { 1 }, new[] { 1 }], [null, [true]])).Message);

        Assert.Equal(0L, connection.Scalar("SELECT count(*) FROM t"));
    }

    /// <summary>Giorgi/DuckDB.NET issue 355: disposing an appender after a type mismatch ended the process.</summary>
    [Fact]
    public void Appender_DisposedAfterATypeMismatch_Lives_Issue355()
    {
        using DuckDBConnection connection = Db.Open();
        connection.Run("CREATE TABLE t (i INTEGER, s VARCHAR, l INTEGER[], d DECIMAL(4,2))");
        for (int round = 0; round < 50; round++)
        {
            DuckDBAppender appender = connection.CreateAppender("t");
            appender.CreateRow().AppendValue(1).AppendValue("x").AppendValue(new List<int> { 1 }).AppendValue(1.5m).EndRow();
            IDuckDBAppenderRow row = appender.CreateRow();
            Assert.ThrowsAny<Exception>(() => (round % 3) switch
            {
                0 => row.AppendValue("no number"),
                1 => row.AppendValue(1).AppendValue(2),
                _ => row.AppendValue(1).AppendValue("x").AppendValue(new List<string> { "y" }),
            });
            appender.Clear();
            appender.Dispose();
        }

        Assert.Equal(0L, connection.Scalar("SELECT count(*) FROM t"));
    }
}
