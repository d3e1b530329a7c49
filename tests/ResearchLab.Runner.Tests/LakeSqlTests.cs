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

    [Theory]
    [InlineData("from (pivot (select 1 as a, 'x' as b) on b using sum(a))", "x 1")]
    [InlineData("select k + 1 as more, \"0\" from (pivot (select i, i % 3 as k, 7 as g from range(9) t(i)) on k using sum(i) group by g) p(k, \"0\", b, c)",
        "more 0 8 9")]
    [InlineData("with t as (select i, i % 2 as k from range(4) r(i)), p as (pivot t on k using count(*) group by i) select sum(\"0\") as z from p", "z 2")]
    [InlineData("with t as (select i, i % 2 as k from range(4) r(i)) select \"1\" as z from (pivot t on k using sum(i))", "z 4")]
    [InlineData("with t as (select i, i % 2 as k from range(4) r(i)) pivot t on k using max(i)", "0 1 2 3")]
    [InlineData("select * from (with t as (select 1 as a, 'x(' as b) select * from (pivot t on b using sum(a)))", "x( 1")]
    public void Pivot_WithoutValues_WithinAQuery_IsAnswered(string query, string words)
    {
        LabResult result = Sql(query);
        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Equal(words, string.Join(' ',
            result.Output.Split('\n')[..^2].Where(line => !line.StartsWith('-')).SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
    }

    [Fact]
    public void Text_CutOrOnOneLine_IsSaid_AndNamesAreThoseOfJson()
    {
        Assert.Contains("texts are shown on one line of up to 40 characters; --json has them whole", Sql("select repeat('a', 41) as t").Errors,
            StringComparison.Ordinal);
        Assert.Contains("on one line", Sql("select 'a' || chr(10) || 'b' as t").Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("on one line", Sql("select repeat('a', 40) as t").Errors, StringComparison.Ordinal);
        const string Twice = "select 1 as close, 2 as close";
        Assert.Contains("close  close_1", Sql(Twice).Output, StringComparison.Ordinal);
        Assert.Contains("\"close_1\": 2", Sql(Twice, "--json").Output, StringComparison.Ordinal);
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
    [InlineData("from (pivot (select 1 as a, 'x' as b, 'y' as c) on b, c using sum(a))", "PIVOT bars ON symbol IN (")]
    [InlineData("from (pivot (select content as a, filename as b from read_text('/etc/passwd')) on b using sum(a))", "read_text")]
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
        Assert.EndsWith(".000000001Z", row.GetProperty("deep").GetProperty("ns").GetString(), StringComparison.Ordinal);
        Assert.Equal(1e19, row.GetProperty("e").GetDouble());
        Assert.Equal(("101", "\"q\\"), (row.GetProperty("b").GetString(), row.GetProperty("q").GetString()));
    }

    [Fact]
    public void Json_TimesWithin_AreWrittenAsThoseOfColumns()
    {
        JsonElement row = Json("""
            select timestamp '2024-01-01 10:00:00' t, {'a b': timestamp '2024-01-01 10:00:00.5', 'n': 'x, 2024-01-01 10:00:00', 'z': timestamptz '2024-01-01 10:00:00+02'} s,
              [timestamp '2024-01-01 10:00:00', null] l, map(['k'], [[{'t': timestamp '2024-01-01 00:00:00'}]]) m, null::struct(t timestamp) nix, [[timestamp 'infinity']] inf, {'d': date '2024-01-01'} d
            """);
        Assert.Equal(row.GetProperty("t").GetString(), row.GetProperty("l")[0].GetString());
        Assert.Equal(("2024-01-01T10:00:00.5Z", "x, 2024-01-01 10:00:00", "2024-01-01T08:00:00Z"), (row.GetProperty("s").GetProperty("a b").GetString(),
            row.GetProperty("s").GetProperty("n").GetString(), row.GetProperty("s").GetProperty("z").GetString()));
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (row.GetProperty("l")[1].ValueKind, row.GetProperty("nix").ValueKind));
        Assert.Equal(("2024-01-01T00:00:00Z", "infinity", "2024-01-01"), (row.GetProperty("m").GetProperty("k")[0].GetProperty("t").GetString(),
            row.GetProperty("inf")[0][0].GetString(), row.GetProperty("d").GetProperty("d").GetString()));
    }

    [Fact]
    public void Text_KeepsWideNumbersWhole_AndSaysWhereOthersAreRounded()
    {
        LabResult wide = Sql("select 12345678901234567890.123::decimal(38,3) d, 170141183460469231731687303715884105727::hugeint h, "
            + "18446744073709551615::ubigint u, timestamp '2024-01-01 00:00:00.123456' t, timestamp_ns '2024-01-01 00:00:00.123456789' n");
        foreach (string whole in new[] { "12345678901234567890.123", "170141183460469231731687303715884105727", "18446744073709551615", "00:00:00.123456Z",
            "00:00:00.123456789" })
            Assert.Contains(whole, wide.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("rounded", wide.Errors, StringComparison.Ordinal);
        Assert.Contains("--json has all their digits", Sql("select 123456789.123456789::double x").Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("rounded", Sql("select 1234.5::double x, 0.25::double y").Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("select $1", "$1")]
    [InlineData("select ?", "$1")]
    [InlineData("select * from bars where symbol = $symbol", "$symbol")]
    public void Parameters_AreNamed(string query, string name)
    {
        LabResult result = Sql(query);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"it has a parameter, {name}, and nothing gives it a value. Write the value in its place", result.OneErrorLine(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pivot (select * from (values (1, 'x', 'p'), (2, 'y', 'p'), (4, 'x', 'q')) v(a, \"b c\", g)) on \"b c\" using sum(a) group by g order by g",
        "p 1 2\nq 4")]
    [InlineData("/* wide */ PIVOT (select i, i % 3 as k from range(9) t(i)) ON k USING count(*);", "0 1 2")]
    [InlineData("pivot (select 'it''s, on' as b, 1 as a) on b using sum(a)", "it's, on")]
    public void PivotWithoutValues_IsAnswered(string query, string part)
    {
        LabResult result = Sql(query);
        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Contains(part, string.Join(' ', result.Output.Split(' ', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pivot read_csv('/etc/passwd') on a using count(*)", "read_csv")]
    [InlineData("pivot (select * from read_text('/etc/passwd')) on content using count(*)", "read_text")]
    [InlineData("pivot (select 1 a, getenv('HOME') b) on b using sum(a)", "getenv")]
    [InlineData("pivot (select 1 a, 2 b) on (select content from read_text('/etc/passwd')) using sum(a)", "read_text")]
    [InlineData("pivot (select 1 a) on a) union select 1; drop table bars; --", "not a SELECT")]
    [InlineData("pivot chains on underlying using count(*)", "no values")]
    [InlineData("pivot (select i, i as k from range(2000) t(i)) on k using count(*)", "more than 1,000 columns")]
    public void PivotWithoutValues_OpensNoOtherWay(string query, string named)
    {
        LabResult result = Sql(query);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(named, result.OneErrorLine(), StringComparison.Ordinal);
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
