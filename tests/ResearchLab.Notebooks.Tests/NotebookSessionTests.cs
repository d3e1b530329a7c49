namespace ResearchLab.Notebooks.Tests;

public sealed class NotebookSessionTests : IDisposable
{
    private readonly NotebookSession _session = new(TimeProvider.System);

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task Run_SeveralCells_ShareState()
    {
        Assert.True((await _session.RunAsync("var x = 20; int Twice(int n) => 2 * n;")).Succeeded);
        Assert.True((await _session.RunAsync("using System.Text.RegularExpressions;\nx += 1;")).Succeeded);
        CellResult result = await _session.RunAsync("await Task.Yield();\nRegex.Replace(Twice(x).ToString(), \"4\", \"four\")");

        Assert.Equal("four2", result.Value);
        Assert.Equal(2, result.Index);
        Assert.Equal(21, _session.Variable("x"));
        Assert.True(result.Elapsed > TimeSpan.Zero);
    }

    [Fact]
    public async Task Run_SessionsThatBeginTogether_AgreeOnTypes()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 6), TestContext.Current.CancellationToken, async (i, cancellation) =>
        {
            using var session = new NotebookSession(TimeProvider.System);
            await session.RunAsync("DateOnly? day = null;", cancellation);
            CellResult result = await session.RunAsync("day ?? new DateOnly(2024, 1, 2)", cancellation);
            Assert.True(result.Succeeded, result.Error?.Text);
        });
    }

    [Fact]
    public async Task Run_Redeclaration_ShadowsTheOldVariable()
    {
        await _session.RunAsync("var x = 1;");
        CellResult result = await _session.RunAsync("var x = \"now text\";\nx.Length");

        Assert.Equal(8, result.Value);
        Assert.Equal("now text", _session.Variable("x"));
    }

    [Fact]
    public async Task Run_LibraryTypes_AreThoseOfThisProcess()
    {
        CellResult result = await _session.RunAsync(
            "new BarSeries(\"SPY\", [new DateOnly(2024, 1, 2)], [1.0], [1.0], [1.0], [1.0], [1.0])");

        Assert.Null(result.Error);
        Assert.Equal("SPY", Assert.IsType<Market.BarSeries>(result.Value).Symbol);
    }

    [Fact]
    public async Task Run_EveryLibraryNamespace_IsImported()
    {
        Assert.Contains("ResearchLab.Options", NotebookSession.ImportedNamespaces);
        Assert.Contains("ResearchLab.Market", NotebookSession.ImportedNamespaces);

        CellResult result = await _session.RunAsync("Structure.IronCondor.Name() + \" \" + nameof(LimitCheck)");

        Assert.Equal("iron_condor LimitCheck", result.Value);
    }

    [Fact]
    public async Task Run_Display_IsCapturedInOrderAndPerCell()
    {
        CellResult first = await _session.RunAsync("display(1); display(\"two\"); display(null); 4");
        CellResult second = await _session.RunAsync("display(5);");

        Assert.Equal([1, "two", null], first.Displays);
        Assert.Equal(4, first.Value);
        Assert.Equal([5], second.Displays);
        Assert.Null(second.Value);
    }

    [Fact]
    public async Task Run_SyntaxError_GivesCellLineColumnAndCaret()
    {
        await _session.RunAsync("var a = 1;");
        CellError error = (await _session.RunAsync("var b = 2;\nvar c = a + ;")).Error!;

        Assert.Equal((1, 2, 13, "CS1525"), (error.Cell, error.Line, error.Column, error.Name));
        Assert.EndsWith("in cell 2, line 2\n  var c = a + ;\n              ^", error.Text);
        Assert.Null(error.Exception);
    }

    [Fact]
    public async Task Run_UnknownName_UnderlinesTheWholeName()
    {
        CellError error = (await _session.RunAsync("\n  var c = missing + 1;")).Error!;

        Assert.Equal((0, 2, 11, "CS0103"), (error.Cell, error.Line, error.Column, error.Name));
        Assert.EndsWith("\n    var c = missing + 1;\n            ^^^^^^^", error.Text);
    }

    [Fact]
    public async Task Run_CompileError_ChangesNothing()
    {
        await _session.RunAsync("var a = 1;");
        await _session.RunAsync("a = 5; nonsense!");

        Assert.Equal(1, (await _session.RunAsync("a")).Value);
    }

    [Fact]
    public async Task Run_ExceptionOfTheSecondStatementOfALine_ShowsThatOne()
    {
        CellError error = (await _session.RunAsync("#!time\nvar x = 1;\n  var y = 2; int z = int.Parse(\"q\"); var after = 3;")).Error!;

        Assert.Equal(3, error.Line);
        Assert.EndsWith("\n    var y = 2; int z = int.Parse(\"q\"); var after = 3;\n               ^", error.Text);
    }

    [Fact]
    public async Task Run_Exception_GivesCellAndLine()
    {
        await _session.RunAsync("var zero = 0;");
        CellError error = (await _session.RunAsync("var one = 1;\n\n    var bad = one / zero;\nvar after = 2;")).Error!;

        Assert.Equal((1, 3, "System.DivideByZeroException"), (error.Cell, error.Line, error.Name));
        Assert.EndsWith("in cell 2, line 3\n      var bad = one / zero;\n      ^", error.Text);
        Assert.IsType<DivideByZeroException>(error.Exception);
        Assert.Equal(0, (await _session.RunAsync("zero")).Value);
    }

    [Fact]
    public async Task Run_ExceptionInFunctionOfEarlierCell_PointsThere()
    {
        await _session.RunAsync("int Fail(int n)\n{\n    throw new InvalidOperationException($\"no {n}\");\n}");
        CellError error = (await _session.RunAsync("await Task.Yield();\nFail(7)")).Error!;

        Assert.Equal((0, 3, "no 7"), (error.Cell, error.Line, error.Message));
    }

    [Fact]
    public async Task Run_CancelledBeforeStart_RunsNothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _session.RunAsync("var x = 1;", cancelled.Token));
        Assert.Equal(0, _session.CellCount);
    }

    [Fact]
    public void Variable_Unknown_SaysWhatThereIs() =>
        Assert.Contains("'nothing'", Assert.Throws<KeyNotFoundException>(() => _session.Variable("nothing")).Message);

    [Theory]
    [InlineData("using System.Net.Http;")]
    [InlineData("// only a comment")]
    [InlineData("")]
    [InlineData("\n\n")]
    public async Task RunAsync_NothingToRun_Succeeds(string code)
    {
        using var session = new NotebookSession(TimeProvider.System);
        Assert.Null((await session.RunAsync(code, TestContext.Current.CancellationToken)).Error);
        Assert.Null((await session.RunAsync("int a = 41;", TestContext.Current.CancellationToken)).Error);
        Assert.Null((await session.RunAsync(code, TestContext.Current.CancellationToken)).Error);
        CellResult after = await session.RunAsync(code.StartsWith("using", StringComparison.Ordinal) ? "(nameof(HttpMethod), a + 1).Item2" : "a + 1",
            TestContext.Current.CancellationToken);
        Assert.Equal(42, after.Value);
    }
}
