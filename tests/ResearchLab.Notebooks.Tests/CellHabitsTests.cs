using System.Data;
using ResearchLab.Notebooks.Formatting;
using ResearchLab.Notebooks.Language;

namespace ResearchLab.Notebooks.Tests;

/// <summary>What people type into cells out of habit: using declarations, other kernels' commands, code that fails half way.</summary>
public sealed class CellHabitsTests : IDisposable
{
    private readonly NotebookSession _session = new(TimeProvider.System);

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("using var a = new Closing(\"a\");")]
    [InlineData("using Closing a = new Closing(\"a\");")]
    [InlineData("await using var a = new ClosingLater(\"a\");")]
    [InlineData("using System.Text; using var a = new Closing(\"a\"); a.Name.Length")]
    [InlineData("var other = 1;\nusing Closing a = new(\"a\"), b = new(\"b\");")]
    public async Task UsingDeclaration_LivesUntilItsVariableIsReplaced(string code)
    {
        await RunAsync("""
            static List<string> log = new();
            class Closing : IDisposable { public string Name; public Closing(string name) => Name = name; public void Dispose() => log.Add(Name); }
            class ClosingLater : IAsyncDisposable { public string Name; public ClosingLater(string name) => Name = name; public ValueTask DisposeAsync() { log.Add(Name); return default; } }
            """);
        await RunAsync(code);
        Assert.Equal("a0", (await RunAsync("a.Name + log.Count")).Value);
        await RunAsync("using var unrelated = new System.IO.MemoryStream();");
        Assert.Equal(0, (await RunAsync("log.Count")).Value);
        await RunAsync("var a = 1;");
        Assert.Equal("a", (await RunAsync("string.Join(\",\", log)")).Value);
    }

    [Fact]
    public async Task UsingDeclarations_AreDisposedWithTheSession_TheNewestFirst()
    {
        var session = new NotebookSession(TimeProvider.System);
        Assert.Null((await session.RunAsync(
            "class Closing(List<string> log, string name) : IDisposable { public void Dispose() => log.Add(name); }\nvar log = new List<string>();")).Error);
        Assert.Null((await session.RunAsync("using var first = new Closing(log, \"first\");\nusing var second = new Closing(log, \"second\");")).Error);
        Assert.NotNull((await session.RunAsync("using var third = new Closing(log, \"third\");\nthrow new Exception();\nvar never = 1;")).Error);
        var log = (List<string>)session.Variable("log")!;
        session.Dispose();
        Assert.Equal(["third", "second", "first"], log.OrderBy(name => name == "third" ? 0 : 1).ThenBy(name => log.IndexOf(name)));
    }

    [Theory]
    [InlineData("using (var s = new System.IO.MemoryStream()) s.WriteByte(1);")]
    [InlineData("using static System.Math; Abs(-1)")]
    [InlineData("using T = System.Collections.Generic.List<int>; new T().Count")]
    [InlineData("{ using var s = new System.IO.MemoryStream(); }")]
    [InlineData("var text = \"using var x = 1;\"; text.Length")]
    public async Task OtherUsesOfUsing_StayWhatTheyAre(string code) => await RunAsync(code);

    [Theory]
    [InlineData("int[] a = { 1, 2 };\nint i = 5;\nvar x = a[i];", 3)]
    [InlineData("int[] a = { 1, 2 };\nConsole.Write(\"\");\nConsole.WriteLine(a[7]);", 3)]
    [InlineData("int[] a = { 1, 2 };\n\na[4] = 1;", 3)]
    [InlineData("object o = null;\no.ToString()", 2)]
    [InlineData("int z = 0;\n1 / z", 2)]
    [InlineData("object o = \"x\";\nvar n =\n  (int)o;", 2)]
    [InlineData("foreach (int n in new[] { 1 })\n{\n  int[] a = { };\n  Console.WriteLine(a[n]);\n}", 1)]
    public async Task ExceptionAtTopLevel_AlwaysHasItsLine(string code, int line)
    {
        CellError error = (await _session.RunAsync(code)).Error!;
        Assert.InRange(error.Line, line, code.Split('\n').Length);
        Assert.Contains($"in cell 1, line {error.Line}", error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FailingCell_KeepsWhatWasSetBefore_AndSaysWhich()
    {
        CellError error = (await _session.RunAsync("var a = 1;\nvar list = new List<(string, int)> { (\"x\", 2) };\nvar none = new { X = 1 };\nstring? text "
            + "= null;\nthrow new Exception(\"no\");\nvar b = 2;")).Error!;
        Assert.Contains("\n  kept: a, list, text\n  in cell 1", error.Text, StringComparison.Ordinal);
        Assert.Equal(3, (await RunAsync("a + list[0].Item2")).Value);
        Assert.Contains("'b'", (await _session.RunAsync("b")).Error!.Message, StringComparison.Ordinal);
        await RunAsync("var b = 5;");
        Assert.Equal(5, (await RunAsync("b")).Value);
    }

    [Theory]
    [InlineData("var a = 1; var b = 2; throw new Exception(\"no\"); var c = 3;", "a, b", "a + b", 3)]
    [InlineData("var a = 1; var b = int.Parse(\"x\"); var c = 3;", "a", "a", 1)]
    [InlineData("int a = 1, n = 2; if (int.TryParse(\"7\", out var b)) { } (var d, var e) = (3, 4); int z = 0; var q = 1 / z;", "a, n, b, d, e, z",
        "a + n + b + d + e", 17)]
    [InlineData("var a = 1; foreach (int i in new[] { 0 })\n{ Console.Write(1 / i); } var c = 3;", "a", "a", 1)]
    [InlineData("var a = 5; await Task.Yield(); var b = a + 1; await Task.FromException(new Exception(\"no\")); var c = 3;", "a, b", "a + b", 11)]
    [InlineData("var a = 5; throw new Exception(\"no\");", "a", "a", 5)]
    public async Task FailingCell_KeepsByStatement_AlsoOfOneLine(string code, string kept, string sum, int value)
    {
        CellError error = (await _session.RunAsync(code)).Error!;
        Assert.Contains($"\n  kept: {kept}\n", error.Text, StringComparison.Ordinal);
        Assert.Equal(value, (await RunAsync(sum)).Value);
        if (code.Contains(" c = ", StringComparison.Ordinal))
            Assert.Contains("'c'", (await _session.RunAsync("c")).Error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("!ls -l", "shell command of IPython")]
    [InlineData("%time 1", "#!time")]
    [InlineData("%%timeit\n1", "#!time")]
    [InlineData("import pandas as pd\npd.DataFrame()", "This is Python")]
    [InlineData("from math import sqrt", "This is Python")]
    [InlineData("pip install x", "#r \"nuget:")]
    [InlineData("let x = 3\nx", "This is F#")]
    public async Task CommandsOfOtherNotebooks_GetOneLineOfHelp(string code, string part)
    {
        CellError error = (await _session.RunAsync(code)).Error!;
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.Equal(1, error.Line);
    }

    [Theory]
    [InlineData("!true", null)]
    [InlineData("int = ;)", CodeCompleteness.Invalid)]
    [InlineData("var x = ;", CodeCompleteness.Invalid)]
    [InlineData("foo(1, 2", CodeCompleteness.Incomplete)]
    [InlineData("if (true) {", CodeCompleteness.Incomplete)]
    [InlineData("class A\n{\n  void F()", CodeCompleteness.Incomplete)]
    [InlineData("var s = \"\"\"\n abc", CodeCompleteness.Incomplete)]
    [InlineData("/* a", CodeCompleteness.Incomplete)]
    [InlineData("using var x = new System.IO.MemoryStream();", CodeCompleteness.Complete)]
    [InlineData("1 + 1", CodeCompleteness.Complete)]
    [InlineData("for (int i = 0; i < 3; i++)", CodeCompleteness.Incomplete)]
    [InlineData("try { }", CodeCompleteness.Incomplete)]
    public void Completeness_WhatIsWrongBeforeTheEnd_IsInvalid(string code, CodeCompleteness? expected) =>
        Assert.Equal(expected ?? CodeCompleteness.Complete, NotebookSession.Completeness(code).Completeness);

    [Fact]
    public void TablesGridsAndTypes_PrintAsSuch()
    {
        using var table = new DataTable("t");
        table.Columns.Add("name", typeof(string));
        table.Columns.Add("n", typeof(int));
        table.Rows.Add("a", 1);
        table.Rows.Add(DBNull.Value, 20);
        string text = Formatter.Format(table).Text;
        Assert.Contains("name", text, StringComparison.Ordinal);
        Assert.Contains("20", text, StringComparison.Ordinal);
        string grid = Formatter.Format(new double[,] { { 1.5, 2 }, { 3, 4 } }).Text;
        Assert.Contains("1.5", grid, StringComparison.Ordinal);
        Assert.Contains("2 rows × 3 columns", grid, StringComparison.Ordinal);
        Assert.Equal("Dictionary<string, List<int[]>>", Formatter.Format(typeof(Dictionary<string, List<int[]>>)).Text);
        Assert.Equal("(int, string)", Formatter.Text(typeof((int, string))));
        Assert.Equal("int?", Formatter.Text(typeof(int?)));
    }

    private async Task<CellResult> RunAsync(string code)
    {
        CellResult result = await _session.RunAsync(code);
        Assert.True(result.Succeeded, result.Error?.Text);
        return result;
    }
}
