using ResearchLab.Columns;
using ResearchLab.Notebooks.Formatting;

namespace ResearchLab.Notebooks.Tests;

/// <summary>Magic commands, library cells and references.</summary>
public sealed class MagicTests : IDisposable
{
    private readonly NotebookSession _session = new(TimeProvider.System);
    private readonly string _folder = Directory.CreateTempSubdirectory("researchlab-magic-").FullName;

    public void Dispose()
    {
        _session.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Sql_OverTheLakeOfTheVariableLab_BindsVariables_AndKeepsTheFrame()
    {
        Assert.Null((await _session.RunAsync(
            $"var lab = Lab.OpenDemo(options: LabOptions.FromEnvironment() with {{ DataFolder = @\"{_folder}\" }}); var least = 2.5;")).Error);
        CellResult kept = await _session.RunAsync(
            "#!sql --as rows\nSELECT x, x * 2.0 AS twice FROM (VALUES (1), (2), (3)) t(x) WHERE x >= $least\n#!csharp\nrows.Get<double>(\"twice\")[0]");
        Assert.True(kept.Succeeded, kept.Error?.Text);
        Assert.Equal(6.0, kept.Value);
        Assert.Null((await _session.RunAsync("var prices = new Frame(new Column<double>(\"close\", [1.5, 2.5, double.NaN]));")).Error);
        CellResult framed = await _session.RunAsync(
            "#!sql\nSELECT count(close) AS n, max(close) AS high, (SELECT count(*) FROM rows) AS kept FROM prices WHERE close < $least + 1");
        Assert.True(framed.Succeeded, framed.Error?.Text);
        Assert.Equal((2L, 2.5, 1L),
            (((Frame)framed.Value!).Get<long>("n")[0], ((Frame)framed.Value!).Get<double>("high")[0], ((Frame)framed.Value!).Get<long>("kept")[0]));
        CellResult shown = await _session.RunAsync("#!sql\nSELECT 1 AS one");
        Assert.Equal(1, Assert.IsType<Frame>(shown.Value).Rows);
    }

    [Theory]
    [InlineData("SELECT 'costs $none' AS a -- not $none either")]
    [InlineData("SELECT $$a $none b$$ AS a, $x$ $none $x$ AS b")]
    [InlineData("SELECT 1 AS \"$none\" /* $none */")]
    [InlineData("SELECT E'it\\'s $none' AS a")]
    [InlineData("SELECT 'it''s $none' AS a, $n AS n")]
    [InlineData("CREATE OR REPLACE MACRO twice(x) AS x * 2; SELECT twice($n) AS a")]
    public async Task Sql_DollarsInTextsNamesAndComments_AreNoParameters(string sql)
    {
        await _session.RunAsync($"var lab = Lab.OpenDemo(options: LabOptions.FromEnvironment() with {{ DataFolder = @\"{_folder}\" }}); var n = 3;");
        CellResult result = await _session.RunAsync($"#!sql\n{sql}");
        Assert.True(result.Succeeded, result.Error?.Text);
        Assert.Equal(1, ((Frame)result.Value!).Rows);
    }

    [Fact]
    public async Task Sql_TransactionThatFailed_CanBeRolledBack()
    {
        await _session.RunAsync($"var lab = Lab.OpenDemo(options: LabOptions.FromEnvironment() with {{ DataFolder = @\"{_folder}\" }});");
        foreach (string sql in new[] { "SELECT count(*) FROM bars", "BEGIN", "CREATE TEMP TABLE gone AS SELECT 1 AS a" })
            Assert.True((await _session.RunAsync($"#!sql\n{sql}")).Succeeded);
        Assert.False((await _session.RunAsync("#!sql\nSELECT error('no') FROM gone")).Succeeded);
        Assert.True((await _session.RunAsync("#!sql\nROLLBACK")).Succeeded);
        CellResult again = await _session.RunAsync("#!sql\nSELECT count(*) FROM bars");
        Assert.True(again.Succeeded, again.Error?.Text);
    }

    [Fact]
    public async Task Sql_WhatACellMakes_LivesAsLongAsTheSession()
    {
        await _session.RunAsync($"var lab = Lab.OpenDemo(options: LabOptions.FromEnvironment() with {{ DataFolder = @\"{_folder}\" }});");
        string file = Path.Combine(_folder, "out.parquet");
        foreach (string sql in new[]
        {
            "CREATE MACRO plus1(x) AS x + 1", $"COPY (SELECT 1 AS a) TO '{file}'",
            $"ATTACH '{Path.Combine(_folder, "own.duckdb")}' AS own; CREATE TABLE own.t AS SELECT 5 AS v",
            "CREATE TEMP TABLE kept AS SELECT 2 AS b", "SET threads = 1", "CREATE MACRO days() AS TABLE SELECT count(*) AS n FROM bars",
        })
        {
            CellResult made = await _session.RunAsync($"#!sql\n{sql}");
            Assert.True(made.Succeeded, made.Error?.Text);
            Assert.Null(made.Value);
        }

        CellResult used = await _session.RunAsync($"#!sql\nSELECT plus1(a) + v + b AS total, n FROM '{file}', own.t, kept, days()");
        Assert.True(used.Succeeded, used.Error?.Text);
        Assert.Equal(9, Convert.ToInt32(((Frame)used.Value!)[0][0], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Contains("no rows to keep", (await _session.RunAsync("#!sql --as x\nCREATE TEMP TABLE other AS SELECT 1")).Error!.Message);
        foreach (string sql in new[] { "DESCRIBE bars", "SUMMARIZE kept", "SHOW TABLES", "PIVOT (SELECT 1 AS a, 'x' AS b) ON b USING sum(a)",
            "CALL pragma_version()" })
        {
            CellResult shown = await _session.RunAsync($"#!sql\n{sql}");
            Assert.True(shown.Succeeded, shown.Error?.Text);
            Assert.True(((Frame)shown.Value!).Rows > 0);
        }

        Assert.Contains("PROJECTION", Formatter.Text((await _session.RunAsync("#!sql\nEXPLAIN SELECT 1")).Displays[0]));
    }

    [Theory]
    [InlineData("#!sql\nSELECT $1", "name a variable")]
    [InlineData("#!sql\nSELECT $nothing", "no variable 'nothing'")]
    [InlineData("#!nonsense", "no command '#!nonsense'")]
    [InlineData("var a = 1;\n#!import missing.ipynb", "no file 'missing.ipynb'")]
    [InlineData("#r \"missing.dll\"", "no assembly 'missing.dll'")]
    [InlineData("#!set --name 1x --value y", "'1x' is no name")]
    [InlineData("#r \"nuget:bad id!\"", "is no package")]
    public async Task BadCommand_IsAnErrorWithPlaceAndRemedy(string code, string part)
    {
        CellError error = (await _session.RunAsync(code)).Error!;
        Assert.Contains(part, error.Message);
        Assert.Equal(Array.FindIndex(code.Split('\n'), line => line.StartsWith('#')) + 1, error.Line);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task EveryCommand_AnswersMinusH()
    {
        foreach (string name in new[] { "sql", "html", "markdown", "mermaid", "time", "whos", "share", "set", "import", "lsmagic", "csharp" })
        {
            CellResult result = await _session.RunAsync($"#!{name} -h");
            Assert.True(result.Succeeded, result.Error?.Text);
            Assert.Contains(name, Assert.IsType<string>(Assert.Single(result.Displays)));
        }
    }

    [Fact]
    public async Task BlocksAndLineCommands_MixWithCSharp_AndKeepLineNumbers()
    {
        CellResult result = await _session.RunAsync(
            "var x = 3;\n#!markdown\n# Title\n#!csharp\n#!set --name text --value \"a b\"\n#!share x --as y\n#!time\ntext + y");
        Assert.True(result.Succeeded, result.Error?.Text);
        Assert.Equal("a b3", result.Value);
        Assert.Equal("# Title", Assert.IsType<RichText>(result.Displays[0]).Content);
        Assert.EndsWith(" ms", Assert.IsType<string>(result.Displays[1]));
        CellError error = (await _session.RunAsync("#!html\n<b>x</b>\n#!csharp\nvar z = missing;")).Error!;
        Assert.Equal((4, 9), (error.Line, error.Column));
    }

    [Fact]
    public async Task Whos_ListsVariables()
    {
        await _session.RunAsync("var list = new List<int> { 1, 2 }; double d = 1.5;");
        CellResult result = await _session.RunAsync("#!whos");
        string text = Formatter.Format(Assert.Single(result.Displays)).Text;
        Assert.Contains("List<int>", text);
        Assert.Contains("[1, 2]", text);
    }

    [Fact]
    public async Task Import_NotebookAndScript_RunHere()
    {
        string notebook = Path.Combine(_folder, "a.ipynb"), script = Path.Combine(_folder, "b.csx");
        await File.WriteAllTextAsync(notebook, NotebookFile.Create([new("m", CellKind.Markdown, "no (", []),
            new("c", CellKind.Code, "var fromNotebook = 1;", []), new("d", CellKind.Code, "fromNotebook++;", [])]).ToJson());
        await File.WriteAllTextAsync(script, "int Twice(int n) => 2 * n;");
        CellResult result = await _session.RunAsync($"#!import \"{notebook}\"\n#load \"{script}\"\nTwice(fromNotebook)");
        Assert.True(result.Succeeded, result.Error?.Text);
        Assert.Equal(4, result.Value);
    }

    [Fact]
    public async Task Library_NamespaceAndExtensionMethods_Work_AndCanBeRedefined()
    {
        CellResult first = await _session.RunAsync("namespace Mine\n{\n    public static class Words\n    {\n        public static string Shout(this string "
            + "text) => text.ToUpperInvariant();\n    }\n}");
        Assert.True(first.Succeeded, first.Error?.Text);
        Assert.Equal("HI", (await _session.RunAsync("using Mine;\n\"hi\".Shout()")).Value);
        Assert.Null((await _session.RunAsync(
            "namespace Mine\n{\n    public static class Words\n    {\n        public static string Shout(this string text) => text + \"!\";\n    }\n}")).Error);
        CellResult again = await _session.RunAsync("\"hi\".Shout()");
        Assert.True(again.Succeeded, again.Error?.Text);
        Assert.Equal("hi!", again.Value);
        CellResult mixed = await _session.RunAsync("static class More { public static int Half(this int n) => n / 2; }\n8.Half()");
        Assert.True(mixed.Succeeded, mixed.Error?.Text);
        Assert.Equal(4, mixed.Value);
    }

    [Fact]
    public async Task Library_Error_HasItsLine()
    {
        CellError error = (await _session.RunAsync("namespace Mine\n{\n    public class A { public Missing B; }\n}")).Error!;
        Assert.Equal(("CS0246", 3), (error.Name, error.Line));
    }

    [Fact]
    public async Task Reference_AssemblyFile_IsUsable()
    {
        string file = typeof(FsCheck.Config).Assembly.Location;
        CellResult result = await _session.RunAsync($"#r \"{file}\"\nFsCheck.Config.Quick.MaxTest");
        Assert.True(result.Succeeded, result.Error?.Text);
        Assert.Equal(100, result.Value);
    }

    [Fact]
    public async Task Run_TrivialCells_AreNotKept_DeclarationsAre()
    {
        await _session.RunAsync("var sum = 0;");
        for (int i = 0; i < 50; i++)
            await _session.RunAsync("sum += 1; sum");
        Assert.Equal(["sum"], _session.VariableNames);
        Assert.Equal(50, _session.Variable("sum"));
    }

    [Fact]
    public async Task Run_ThrowsBeforeAVariableIsSet_TheVariableDoesNotExist()
    {
        await _session.RunAsync("var price = 10.0;");
        Assert.NotNull((await _session.RunAsync("throw new Exception(\"no\");\nvar price = 20.0;")).Error);
        Assert.Equal(10.0, (await _session.RunAsync("price")).Value);
        Assert.NotNull((await _session.RunAsync("var known = 5;\nthrow new Exception(\"no\");")).Error);
        Assert.Equal(5, (await _session.RunAsync("known")).Value);
    }
}
