namespace ResearchLab.Notebooks.Tests;

/// <summary>Endless recursion through whatever can call itself, and code that means the same with and without probes.</summary>
public sealed class StackProbeTests : IDisposable
{
    private readonly NotebookSession _session = new(TimeProvider.System);

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("Func<int, int> f = null; f = n => f(n + 1) + 1; f(0)")]
    [InlineData("Func<int, int> f = null; f = n => { return f(n + 1) + 1; }; f(0)")]
    [InlineData("Func<int, int> f = null; f = delegate (int n) { return f(n + 1) + 1; }; f(0)")]
    [InlineData("Action f = null; f = () => { f(); f(); }; f();")]
    [InlineData("Action f = null; f = () => f(); f();")]
    [InlineData("Task.Run(() => { int R(int n) => R(n + 1) + 1; return R(0); }).Result")]
    [InlineData("{ int R(int n) { return R(n + 1) + 1; } R(0); }")]
    [InlineData("{ void R(int n) => R(n + 1); R(0); }")]
    [InlineData("var list = new List<Func<int, int>>(); list.Add(n => list[0](n + 1) + 1); list[0](0)")]
    [InlineData("dynamic d = null; d = new Func<int, int>(n => d(n + 1) + 1); d(0)")]
    public async Task EndlessRecursion_ThroughAnyFunction_Throws(string code)
    {
        CellResult result = await _session.RunAsync(code);
        Assert.Equal("System.InsufficientExecutionStackException", result.Error?.Name);
        Assert.Equal(2, (await _session.RunAsync("1 + 1")).Value);
    }

    [Theory]
    [InlineData("Func<int, int> twice = n => 2 * n; Func<int, int> f = n => twice(n) + 1; f(20)", 41)]
    [InlineData("Action<int> a = n => Console.Write(\"\"); Action<Action> run = act => act(); int hits = 0; Action<int> b = n => { a(n); hits += n; }; "
        + "Action<int> c = n => b(n); c(3); hits", 3)]
    [InlineData("Func<int> inner = () => 1; Func<int> bad = () => throw new Exception(inner().ToString()); try { bad(); } catch (Exception e) { } inner()", 1)]
    [InlineData("Func<Task> quick = () => Task.CompletedTask; Func<Task> f = async () => await quick(); await f(); 4", 4)]
    [InlineData("Func<Task<int>> six = () => Task.FromResult(6); Func<Task<int>> f = async () => await six(); await f()", 6)]
    [InlineData("Func<int, int> f = n => n; System.Linq.Expressions.Expression<Func<int>> tree = () => f(5); tree.Compile()()", 5)]
    [InlineData("Func<int, int> f = n => n; Enumerable.Range(1, 3).Select(i => f(i)).Where(i => f(i) > 1).Sum()", 5)]
    [InlineData("int Fact(int n) => n < 2 ? 1 : n * Fact(n - 1); Func<int, int> f = null; f = n => n < 2 ? 1 : n * f(n - 1); f(5) + Fact(3)", 126)]
    [InlineData("var total = 0; { int Add(int n) => total += n; Add(3); async Task Later() => await Task.Yield(); await Later(); "
        + "static int Sq(int n) => n * n; total += Sq(2); } total", 7)]
    [InlineData("int x = 7; { ref int Place() => ref x; Place() = 9; } x", 9)]
    [InlineData("IEnumerable<int> all = null; { IEnumerable<int> Count(int n) { for (int i = 0; i < n; i++) yield return i; } all = Count(4); } all.Sum()", 6)]
    public async Task Functions_WithProbes_MeanTheSame(string code, int expected)
    {
        CellResult result = await _session.RunAsync(code);
        Assert.True(result.Succeeded, result.Error?.Text);
        Assert.Equal(expected, result.Value);
    }

    [Fact]
    public async Task Exception_InAProbedLambda_KeepsItsLine()
    {
        CellError error = (await _session.RunAsync("Func<int> one = () => 1;\nFunc<int> f = () =>\n    one() / (one() - 1);\nf()")).Error!;
        Assert.Equal(("System.DivideByZeroException", 3), (error.Name, error.Line));
    }

    [Theory]
    [InlineData("// only a comment")]
    [InlineData("using System.Text.Json;")]
    [InlineData("#nullable enable")]
    [InlineData("/* a\n b */\n#region x\n#endregion")]
    public async Task NothingToRun_IsNoError(string code)
    {
        CellResult result = await _session.RunAsync(code);
        Assert.True(result.Succeeded, result.Error?.Text);
        Assert.Null(result.Value);
    }

    [Fact]
    public async Task UsingAlone_HoldsForLaterCells()
    {
        await _session.RunAsync("using System.Text.RegularExpressions;");
        Assert.Equal(true, (await _session.RunAsync("Regex.IsMatch(\"a\", \"a\")")).Value);
    }

    [Theory]
    [InlineData("var s = \"\"\"\n#!sql\n#r \"nuget:x\"\n\"\"\";\ns.Length", 18)]
    [InlineData("var s = @\"\n#!html\n\";\ns.Length", 8)]
    [InlineData("var n = 3;\nvar s = $\"\"\"\n    {n}\n    #!sql\n    \"\"\";\ns.Length", 7)]
    [InlineData("/*\n#!lsmagic\n*/\n5", 5)]
    public async Task CommandsInTextAndComments_AreText(string code, int expected)
    {
        CellResult result = await _session.RunAsync(code);
        Assert.True(result.Succeeded, result.Error?.Text);
        Assert.Equal(expected, result.Value);
        Assert.Empty(result.Displays);
    }
}
