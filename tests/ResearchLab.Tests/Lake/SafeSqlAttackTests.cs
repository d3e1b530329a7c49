using ResearchLab.Columns;
using ResearchLab.Lake;

namespace ResearchLab.Tests.Lake;

[Trait("Tier", "full")]
public sealed class SafeSqlAttackTests : IDisposable
{
    private readonly LakeFixture _fixture = new();

    public SafeSqlAttackTests() =>
        _fixture.Lake.Append(Datasets.Series, LakeFixture.Values("vix", ("2024-02-27", 13.4), ("2024-02-28", 13.8), ("2024-02-29", 13.4)), "test");

    public void Dispose() => _fixture.Dispose();

    private Frame Ask(string sql)
    {
        using LakeView view = _fixture.Lake.Now();
        return SafeSql.Run(view, sql);
    }

    [Theory]
    [InlineData("SELECT count(*) FROM series", 3L)]
    [InlineData("select count(*) from SERIES; -- all of them", 3L)]
    [InlineData("WITH a AS (SELECT * FROM series) SELECT count(*) FROM a JOIN a b USING (session)", 3L)]
    [InlineData("FROM series SELECT count(*)", 3L)]
    [InlineData("SELECT sum(i)::BIGINT FROM range(4) t(i)", 6L)]
    [InlineData("SELECT count(*) FROM unnest([1, 2])", 2L)]
    [InlineData("SELECT count(*) FROM bars", 0L)]
    [InlineData("SELECT count(*) FROM (SELECT DISTINCT value FROM series ORDER BY value)", 2L)]
    [InlineData("SELECT count(*) FILTER (value > 13.5) FROM (SELECT *, row_number() OVER (ORDER BY session) FROM series)", 1L)]
    public void Query_OneSelectOverDatasets_Answers(string sql, long expected) =>
        Assert.Equal(expected, Ask(sql)[0][0]);

    public static TheoryData<string> Attacks =>
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_csv_auto('/etc/passwd', header = false)",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM \"/etc/passwd\"",
        "SELECT * FROM 'LAKE'",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM read_blob('/etc/passwd')",
        "SELECT (SELECT content FROM read_text('/etc/passwd'))",
        "WITH a AS (SELECT * FROM read_text('/etc/passwd')) SELECT * FROM a",
        "WITH a AS MATERIALIZED (SELECT * FROM glob('/etc/*')) SELECT * FROM series",
        "SELECT * FROM series WHERE name IN (SELECT file FROM glob('/*'))",
        "SELECT * FROM series UNION ALL SELECT * FROM read_parquet('/etc/x.parquet')",
        "SELECT * FROM series, LATERAL (SELECT * FROM glob('/etc/*')) g",
        "SELECT * FROM parquet_metadata('LAKE')",
        "SELECT * FROM parquet_scan('LAKE')",
        "SELECT * FROM read_parquet('LAKE')",
        "SELECT * FROM read_json('/etc/passwd')",
        "SELECT * FROM sniff_csv('/etc/passwd')",
        "SELECT * FROM query('SELECT * FROM read_text(''/etc/passwd'')')",
        "SELECT * FROM query_table('/etc/passwd')",
        "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))",
        "SELECT getenv('HOME')",
        "SELECT current_setting('temp_directory')",
        "SELECT * FROM duckdb_settings()",
        "SELECT * FROM duckdb_secrets()",
        "SELECT * FROM duckdb_views()",
        "SELECT * FROM duckdb_views",
        "SELECT * FROM information_schema.tables",
        "SELECT * FROM pg_catalog.pg_views",
        "SELECT * FROM sqlite_master",
        "SELECT * FROM pragma_table_info('series')",
        "SELECT * FROM system.main.duckdb_views",
        "COPY (SELECT 1) TO 'OUT'",
        "COPY series TO 'OUT' (FORMAT csv)",
        "COPY series FROM '/etc/passwd'",
        "SELECT 1; COPY (SELECT 1) TO 'OUT'",
        "SELECT 1; SELECT 2",
        "EXPORT DATABASE 'OUT'",
        "IMPORT DATABASE 'OUT'",
        "ATTACH 'OUT' AS x",
        "ATTACH ':memory:' AS x",
        "DETACH memory",
        "INSTALL httpfs",
        "LOAD httpfs",
        "FORCE INSTALL 'x.duckdb_extension'",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "RESET lock_configuration",
        "PRAGMA database_list",
        "PRAGMA enable_profiling = 'json'",
        "CALL pragma_version()",
        "CREATE TABLE x AS SELECT 1",
        "CREATE TABLE x AS FROM read_text('/etc/passwd')",
        "CREATE MACRO m() AS TABLE SELECT * FROM read_text('/etc/passwd')",
        "CREATE SECRET s (TYPE s3)",
        "CREATE VIEW series AS SELECT 1",
        "INSERT INTO series VALUES (1)",
        "DELETE FROM series",
        "UPDATE series SET value = 0",
        "DROP VIEW series",
        "ALTER TABLE series RENAME TO x",
        "EXPLAIN ANALYZE SELECT * FROM series",
        "EXPLAIN (FORMAT json) SELECT 1",
        "EXPLAIN SELECT * FROM read_text('/etc/passwd')",
        "EXPLAIN COPY (SELECT 1) TO 'OUT'",
        "EXPLAIN EXPLAIN SELECT 1",
        "DESCRIBE SELECT * FROM read_csv('/etc/passwd')",
        "SUMMARIZE '/etc/passwd'",
        "DESCRIBE duckdb_settings",
        "SELECT * FROM (SHOW DATABASES)",
        "SHOW TABLES FROM information_schema",
        "SHOW memory_limit",
        "SELECT * FROM (DESCRIBE (SELECT getenv('HOME')))",
        "EXPLAIN ANALYZE COPY (SELECT 1) TO 'OUT'",
        "PREPARE p AS SELECT 1",
        "EXECUTE p",
        "CHECKPOINT",
        "VACUUM",
        "USE memory",
        "BEGIN",
        "DESCRIBE '/etc/passwd'",
        "SUMMARIZE SELECT * FROM read_text('/etc/passwd')",
        "SHOW ALL TABLES",
        "SELECT * FROM read_csv('https://example.com/x.csv')",
        "SELECT * FROM 'https://example.com/x.parquet'",
        "",
        ";",
        "not sql",
    ];

    [Theory]
    [MemberData(nameof(Attacks))]
    public void Query_Attack_IsRefusedInOneLineAndTouchesNothing(string attack)
    {
        string outside = Path.Combine(_fixture.Folder, "out"), inside = Assert.Single(_fixture.DataFiles());
        string sql = attack.Replace("OUT", outside, StringComparison.Ordinal).Replace("LAKE", inside, StringComparison.Ordinal);
        LakeException error = Assert.Throws<LakeException>(() => Ask(sql));
        Assert.DoesNotContain('\n', error.Message);
        Assert.DoesNotContain("root:", error.Message, StringComparison.Ordinal);
        Assert.False(Path.Exists(outside));
        Assert.Empty(_fixture.Lake.Check());
        Assert.Equal(3L, Ask("SELECT count(*) FROM series")[0][0]);
    }
}
