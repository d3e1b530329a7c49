using System.Text.Json;

namespace ResearchLab.Runner.Tests;

/// <summary>lab lake sql: answers of any length, whole; statements that read no more than a SELECT; JSON that loses nothing.</summary>
public sealed class LakeSqlTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("select i from range(3000000) t(i)", "3,000,000 rows × 1 columns, 40 shown")]
    [InlineData("select i from range(100001) t(i) order by i desc", "100,001 rows × 1 columns, 40 shown")]
    [InlineData("select i from range(40) t(i)", "40 rows × 1 columns")]
    [InlineData("select i from range(5) t(i) where i > 5", "0 rows × 1 columns")]
    public void Case71_Text_CountsTheRowsOfTheQuery(string query, string footer)
    {
        string[] lines = Sql(query).Output.TrimEnd().Split('\n');
        Assert.Equal(footer, lines[^1]);
        if (query.Contains("desc", StringComparison.Ordinal))
            Assert.Equal("0", lines[^2].Trim());
    }

    [Fact]
    public void Case71_RowsWished_AreAllPrinted()
    {
        string[] lines = LabProcess.Run(_folder.Path, "lake", "sql", "select i from range(150000) t(i)", "--rows", "150000").Output.TrimEnd().Split('\n');
        Assert.Equal(150_003, lines.Length);
        Assert.Equal("149999", lines[^2].Trim());
    }

    [Fact]
    public void Case71_Json_HasEveryRow() =>
        Assert.Equal(1_000_001, Sql("select i from range(1000001) t(i)", "--json").Output.Split("\"i\"").Length - 1);

    [Theory]
    [InlineData("describe bars", "column_name")]
    [InlineData("summarize bars", "null_percentage")]
    [InlineData("show tables", "chain_summaries")]
    [InlineData("select * from (describe bars)", "adj_close")]
    [InlineData("explain select 1", "PROJECTION")]
    [InlineData("/* why */ EXPLAIN select count(*) from bars", "─")]
    [InlineData("from (pivot (select 1 as a, 'x' as b) on b in ('x') using sum(a))", "x")]
    [InlineData("unpivot (select 1 as a, 2 as b) on a, b", "value")]
    public void Case86_WhatReadsNoMoreThanASelect_IsAnswered(string query, string part)
    {
        LabResult result = Sql(query);
        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Contains(part, result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("from (pivot (select 1 as a, 'x' as b) on b using sum(a))", "PIVOT bars ON symbol IN (")]
    [InlineData("explain analyze select 1", "EXPLAIN SELECT")]
    [InlineData("show databases", "SHOW TABLES")]
    [InlineData("describe select * from read_text('/etc/passwd')", "read_text")]
    public void Case86_WhatIsRefused_NamesTheWay(string query, string part) => Assert.Contains(part, Sql(query).OneErrorLine(), StringComparison.Ordinal);

    [Fact]
    public void Case87_Json_KeepsEveryTypeExactly()
    {
        JsonElement row = Json("""
            select {'a':1,'b':[{'c':2}]} as s, [1,2] as l, map([1],['x']) as m, '12:00:00+02'::timetz as tz, 12345678901234567890.01234568::decimal(38,8) as d,
              timestamp_ns '2024-01-01 00:00:00.123456789' as ns, 18446744073709551615::ubigint u, 'nan'::double nan, '-inf'::float inf, null n, ['nan'::double, 0.1] ln,
              '{"x": [1, "NaN"]}'::json j, 0.1::float f, 0.5::decimal(3,3) half, {'d': 1234567890123456.78::decimal(18,2), 's': -0.1234567890123456789::decimal(19,19), 'ns': timestamp_ns '2024-01-01 00:00:00.000000001'} deep, 1e19::double e, '101'::bit b, '"q\' as q
            """);
        Assert.Equal(2, row.GetProperty("s").GetProperty("b")[0].GetProperty("c").GetInt32());
        Assert.Equal(2, row.GetProperty("l")[1].GetInt32());
        Assert.Equal("x", row.GetProperty("m").GetProperty("1").GetString());
        Assert.Equal("12:00:00+02", row.GetProperty("tz").GetString());
        Assert.Equal("12345678901234567890.01234568", row.GetProperty("d").GetRawText());
        Assert.Equal("2024-01-01T00:00:00.123456789Z", row.GetProperty("ns").GetString());
        Assert.Equal(ulong.MaxValue, row.GetProperty("u").GetUInt64());
        Assert.Equal(("NaN", "-Infinity"), (row.GetProperty("nan").GetString(), row.GetProperty("inf").GetString()));
        Assert.Equal(JsonValueKind.Null, row.GetProperty("n").ValueKind);
        Assert.Equal("NaN", row.GetProperty("ln")[0].GetString());
        Assert.Equal("NaN", row.GetProperty("j").GetProperty("x")[1].GetString());
        Assert.Equal("0.1", row.GetProperty("f").GetRawText());
        Assert.Equal("1234567890123456.78", row.GetProperty("deep").GetProperty("d").GetRawText());
        Assert.Equal("-0.1234567890123456789", row.GetProperty("deep").GetProperty("s").GetRawText());
        Assert.Equal("0.500", row.GetProperty("half").GetRawText());
        Assert.EndsWith(".000000001", row.GetProperty("deep").GetProperty("ns").GetString(), StringComparison.Ordinal);
        Assert.Equal(1e19, row.GetProperty("e").GetDouble());
        Assert.Equal(("101", "\"q\\"), (row.GetProperty("b").GetString(), row.GetProperty("q").GetString()));
    }

    [Theory]
    [InlineData("select [1::bignum] x", "--json", "BIGNUM")]
    [InlineData("select [timetz '12:00:00+02'] x", null, "Cast it to VARCHAR")]
    public void Case87_WhatDoesNotFit_IsRefused(string query, string? option, string part) =>
        Assert.Contains(part, (option is null ? Sql(query) : Sql(query, option)).OneErrorLine(), StringComparison.Ordinal);

    private LabResult Sql(string query, params string[] options) => LabProcess.Run(_folder.Path, ["lake", "sql", query, .. options]);

    private JsonElement Json(string query)
    {
        LabResult result = Sql(query, "--json");
        Assert.True(result.ExitCode == 0, result.Errors);
        return JsonDocument.Parse(result.Output).RootElement[0];
    }
}
