using Microsoft.CodeAnalysis;
using ResearchLab.Notebooks.Compilation;

namespace ResearchLab.Notebooks.Tests;

/// <summary>Loops and functions that ask whether they are to stop mean what they meant, on the same lines.</summary>
public sealed class StopCheckTests : IDisposable
{
    private readonly NotebookSession _session = new(TimeProvider.System);

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("int n = 0; while (n < 5) try { n++; } catch { } n", 5)]
    [InlineData("int n = 0; do try { n += 2; } finally { n++; } while (n < 5); n", 6)]
    [InlineData("int n = 0; for (;;) for (;;) if (n++ > 3) goto end; end: ; n", 5)]
    [InlineData("int n = 0; foreach (var (a, b) in new[] { (1, 2), (3, 4) }) try { n += a / (b - 4); } catch (DivideByZeroException) { n += 100; } n", 100)]
    [InlineData("int n = 0; for (int i = 0; i < 4; i++) foreach (int k in new[] { 1, 2 }) try { n += k; } catch { } n", 12)]
    [InlineData("int n = 0; while (n < 5) n++; n", 5)]
    [InlineData("int n = 0; for (int i = 0; i < 2; i++) for (int k = 0; k < 2; k++) { Func<int> f = () => { int s = 0; for (int j = 0; j < 3; j++) s++; "
        + "return s; }; n += f(); } n", 12)]
    [InlineData("int n = 0; for (int i = 0; i < 2; i++) { int G(int k) { while (k > 0) { k--; n++; } return k; } G(3); } n", 6)]
    [InlineData("int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2); Fib(10)", 55)]
    [InlineData("class C { public static int F(int n) => n == 0 ? 0 : 1 + C.F(n - 1); public int G() => 1; } C.F(5) + new C().G()", 6)]
    [InlineData("int hits = 0; void Down(int n) { if (n > 0) Down(n - 1); hits++; } Down(3); hits", 4)]
    [InlineData("int hits = 0; void Down(int n) => Do(() => { hits++; if (n > 0) Down(n - 1); }); void Do(Action a) => a(); Down(3); hits", 4)]
    [InlineData("async Task Down(int n) => await (n > 0 ? Down(n - 1) : Task.CompletedTask); await Down(3); 4", 4)]
    [InlineData("async Task<int> Down(int n) => n > 0 ? 1 + await Down(n - 1) : 0; await Down(3)", 3)]
    [InlineData("static class Ext { public static int Up(this int n) => n > 9 ? n : (n + 1).Up(); } 3.Up()", 10)]
    [InlineData("int x = 1; { ref int Deep(int n) => ref n > 0 ? ref Deep(n - 1) : ref x; Deep(3) = 9; } x", 9)]
    [InlineData("int n = 0; while (int.TryParse(n.ToString(), out var k) && k < 3) n = k + 1; n", 3)]
    [InlineData("int n = 0; outer: while (true) { while (true) { n++; if (n < 3) goto outer; break; } break; } n", 3)]
    [InlineData("int n = 0; while (n < 5) { n++; } n", 5)]
    [InlineData("int n = 0; while (n++ < 5); n", 6)]
    [InlineData("int n = 0; do n += 2; while (n < 5); n", 6)]
    [InlineData("int n = 0; do { n += 2; } while (n < 5); n", 6)]
    [InlineData("int n = 0; for (int i = 0; i < 4; i++) for (int k = 0; k < i; k++) n++; n", 6)]
    [InlineData("int n = 0; for (int i = 0; i < 4; i++) if (i % 2 == 0) n += i; else n += 10; n", 22)]
    [InlineData("int n = 0; foreach (int i in new[] { 1, 2, 3 }) n += i; n", 6)]
    [InlineData("int n = 0; foreach (var (a, b) in new[] { (1, 2), (3, 4) }) n += a * b; n", 14)]
    [InlineData("int n = 0; await foreach (int i in Three()) n += i; async IAsyncEnumerable<int> Three() { for (int i = 1; i < 4; i++) { await Task.Yield(); "
        + "yield return i; } } n", 6)]
    [InlineData("int n = 0; again: n++; if (n < 5) goto again; n", 5)]
    [InlineData("int n = 0; switch (n) { case 0: n++; goto case 1; case 1: n++; goto default; default: n++; break; } n", 3)]
    [InlineData("int n = 0; while (true) { if (n == 3) break; n++; continue; } n", 3)]
    [InlineData("int n = 0; while (n < 2) // grows\n    n++; // by one\nn", 2)]
    [InlineData("#if DEBUG\nint n = 1;\n#else\nint n = 0;\n#endif\nwhile (n < 3)\n#pragma warning disable\n    n++;\nn", 3)]
    [InlineData("unsafe { int* p = stackalloc int[3]; for (int i = 0; i < 3; i++) p[i] = i; last = p[2]; } int last; last", 2)]
    [InlineData("class Sum { public static int Of(params int[] all) { int s = 0; foreach (int i in all) s += i; return s; } } Sum.Of(1, 2, 3)", 6)]
    [InlineData("Func<int, int> f = k => { int s = 0; while (k > 0) s += k--; return s; }; f(3)", 6)]
    [InlineData("namespace Sums { public static class Up { public static int To(int n) { int s = 0; for (int i = 1; i <= n; i++) s += i; return s; "
        + "} } }\nSums.Up.To(4)", 10)]
    public async Task Code_ThatAsks_MeansTheSame(string code, int expected)
    {
        CellResult result = await _session.RunAsync(code);
        Assert.True(result.Succeeded, result.Error?.Text);
        Assert.Equal(expected, result.Value);
        // Code with the questions that did not compile would run without them.
        (_, string script) = LibraryParts.Split(code);
        if (StopChecks.Insert(SubmissionChain.Parse(script)) is { } asking)
            Assert.Empty(_session.Chain.Compile(asking).GetDiagnostics().Where(found => found.Severity == DiagnosticSeverity.Error));
    }

    [Fact]
    public void Insert_WhateverRepeats_KeepsEveryLineInItsPlace()
    {
        const string Code = "int n = 0;\nwhile (n < 5)\n    n++;\nfor (;;)\n{\n    if (n > 7)\n        goto end;\n    n++;\n}\nend: "
            + ";\nint F(int k) =>\n    k < 2\n        ? k\n        : F(k - 1);";
        string asking = StopChecks.Insert(SubmissionChain.Parse(Code))!.ToString();
        Assert.Equal(4, asking.Split("throw").Length - 1);
        Assert.Equal(2, asking.Split("var __stop").Length - 1);
        foreach ((string written, string now) in Code.Split('\n').Zip(asking.Split('\n')))
            Assert.Contains(written.Trim().TrimEnd(';', '>', '='), now, StringComparison.Ordinal);
        Assert.Null(StopChecks.Insert(SubmissionChain.Parse("double F(double x) => x * x; Func<double, double> g = x => F(x); g(2)")));
    }

    [Fact]
    public async Task CompileError_InALoop_IsToldOfTheCodeAsWritten()
    {
        CellResult result = await _session.RunAsync("while (true) { int x = \"text\"; }");
        Assert.Equal((1, 24), (result.Error!.Line, result.Error.Column));
        Assert.DoesNotContain("StopSignal", result.Error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exception_InALoop_NamesItsLine()
    {
        CellResult result = await _session.RunAsync(
            "int n = 0;\nwhile (true)\n{\n    n++;\n    if (n == 3)\n        throw new InvalidOperationException(\"at three\");\n}");
        Assert.Equal(6, result.Error!.Line);
    }
}
