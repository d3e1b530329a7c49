using System.Data;
using Dapper;
using DuckDB.NET.Data;
using ResearchLab.Columns;

namespace ResearchLab.Tests.Columns;

public sealed class DuckDbDapperTests
{
    static DuckDbDapperTests() => SqlMapper.AddTypeHandler(new DateOnlyHandler());

    /// <summary>The package reads TIMESTAMPTZ as a DateTime in UTC, of unspecified kind.</summary>
    private sealed record Bar(string Symbol, DateOnly Session, double Close, long? Volume, DateTime KnownAt);

    [Fact]
    public void ExecuteAndQuery_Records_RoundTrip()
    {
        using DuckDBConnection connection = Db.Open();
        connection.Run("CREATE TABLE bars (symbol VARCHAR, session DATE, close DOUBLE, volume BIGINT, known_at TIMESTAMPTZ)");
        Bar[] bars =
        [
            new("SPY", new DateOnly(2024, 1, 2), 472.65, 123_623_700, new DateTime(2024, 1, 2, 21, 30, 0)),
            new("SPY", new DateOnly(2024, 1, 3), 468.79, null, new DateTime(2024, 1, 3, 21, 30, 0)),
        ];

        int inserted = SqlMapper.Execute(connection, "INSERT INTO bars VALUES ($Symbol, $Session, $Close, $Volume, $KnownAt)", bars);
        IEnumerable<Bar> read = connection.Query<Bar>(
            "SELECT symbol AS Symbol, session AS Session, close AS Close, volume AS Volume, known_at AS KnownAt FROM bars WHERE session >= $from ORDER BY "
                + "session",
            new { from = new DateOnly(2024, 1, 2) });

        Assert.Equal(2, inserted);
        Assert.Equal(bars, read);
        Assert.Equal(new DateOnly(2024, 1, 3), connection.QuerySingle<DateOnly>("SELECT max(session) FROM bars"));
        Assert.Equal(468.79, connection.ExecuteScalar<double>("SELECT close FROM bars WHERE session = $s", new { s = new DateOnly(2024, 1, 3) }));
    }

    [Fact]
    public async Task QueryAsync_CancelledToken_Throws()
    {
        using DuckDBConnection connection = Db.Open();
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connection.QueryAsync<long>(new CommandDefinition(
            "SELECT count(*) FROM range(10000000) a(x), range(10000000) b(y) WHERE (x * y) % 7 = 3", cancellationToken: source.Token)));
    }

    [Fact]
    public void QueryMultiple_TwoSelects_ReadsBoth()
    {
        using DuckDBConnection connection = Db.Open();
        using SqlMapper.GridReader grid = connection.QueryMultiple("SELECT 1; SELECT 'a' UNION ALL SELECT 'b'");

        Assert.Equal(1, grid.ReadSingle<int>());
        Assert.Equal(["a", "b"], grid.Read<string>());
    }

    [Fact]
    public void Query_ListParameter_UsesTheEnginesListFunctions()
    {
        using DuckDBConnection connection = Db.Open();
        var parameters = new DynamicParameters();
        parameters.Add("wanted", 3);

        Assert.Equal([3L], connection.Query<long>("SELECT i FROM range(10) t(i) WHERE i = $wanted", parameters));
    }

    [Fact]
    public void Transaction_ThroughDapper_RollsBack()
    {
        using DuckDBConnection connection = Db.Open();
        connection.Run("CREATE TABLE t (i INTEGER)");
        using (DuckDBTransaction transaction = connection.BeginTransaction())
            SqlMapper.Execute(connection, "INSERT INTO t VALUES (1)", transaction: transaction);

        Assert.Equal(0, connection.ExecuteScalar<int>("SELECT count(*) FROM t"));
    }

    /// <summary>All that Dapper needs for DateOnly; the provider itself sends and reads it.</summary>
    private sealed class DateOnlyHandler : SqlMapper.TypeHandler<DateOnly>
    {
        public override void SetValue(IDbDataParameter parameter, DateOnly value) => parameter.Value = value;

        public override DateOnly Parse(object value) => (DateOnly)value;
    }
}
