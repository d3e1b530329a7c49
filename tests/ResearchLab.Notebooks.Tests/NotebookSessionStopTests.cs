using ResearchLab.Notebooks.Compilation;

namespace ResearchLab.Notebooks.Tests;

/// <summary>Stopping cells: whatever they do, soon, with every variable intact.</summary>
public sealed class NotebookSessionStopTests : IDisposable
{
    private readonly NotebookSession _session = new(TimeProvider.System);

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("Thread.Sleep(60_000);")]
    [InlineData("await Task.Delay(60_000);")]
    [InlineData("Task.Delay(60_000).Wait();")]
    [InlineData("await Task.Yield(); while (true) { }")]
    [InlineData("while (true) { try { Thread.Sleep(10); } catch (Exception) { } }")]
    [InlineData("while (true) { try { await Task.Delay(10); } finally { Thread.Sleep(1); } }")]
    [InlineData("lock (kept2) { Monitor.Wait(kept2); }")]
    [InlineData("Parallel.For(0, 4, _ => Thread.Sleep(2_000));")]
    [InlineData("while (true) { try { throw new InvalidOperationException(); } catch { } }")]
    [InlineData("int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2); Fib(60)")]
    [InlineData("long s = 0; for (long i = 0; i < long.MaxValue; i++) s += int.Parse(\"123\");")]
    [InlineData("var d = new Dictionary<int, string>(); for (long i = 0; i < long.MaxValue; i++) d[(int)(i % 1000)] = i.ToString();")]
    [InlineData("Parallel.For(0, 8, _ => { while (true) { } });")]
    [InlineData("Task.Run(() => { while (true) { } }).Wait();")]
    [InlineData("while (true) { try { while (true) { try { int.Parse(\"x\"); } catch { } } } catch { } }")]
    [InlineData("again: try { throw new InvalidOperationException(); } catch { } goto again;")]
    [InlineData("class Spin { public static void Run() { do { try { throw new InvalidOperationException(); } catch { } } while (true); } } Spin.Run();")]
    [InlineData("Action spin = () => { for (;;) { try { throw new InvalidOperationException(); } catch { } } }; spin();")]
    [InlineData("namespace Spinning { public static class Wheel { public static void Run() { while (true) try { throw new System.Exception(); "
        + "} catch { } } } }\nbegun.Set();\nSpinning.Wheel.Run();")]
    public async Task Stop_AnyCell_EndsIt_AndKeepsVariables(string code)
    {
        ThreadPool.SetMinThreads(16, 16); // as the kernel does
        await _session.RunAsync("var kept = 41; var kept2 = new object();");
        await Announce();
        for (int round = 0; round < 2; round++)
        {
            Task<CellResult> running = await Begin(code);
            Assert.True(_session.Stop());
            CellResult result = await running;
            Assert.True(result.Error!.IsInterruption, result.Error.Text);
            Assert.Equal(42, (await _session.RunAsync("kept + 1")).Value);
        }
    }

    /// <summary>Queries of the lab, and of connections and commands that a cell, this one or an earlier one, holds in variables.</summary>
    [Theory]
    [InlineData("var connection = new DuckDBConnection(\"Data Source=:memory:\"); connection.Open(); var command = connection.CreateCommand(); "
        + "command.CommandText = endless; command.ExecuteScalar();")]
    [InlineData("var connection = Opened(); Dapper.SqlMapper.ExecuteScalar<long>(connection, endless);")]
    [InlineData("Dapper.SqlMapper.ExecuteScalar<long>(earlier, endless);")]
    [InlineData("(DuckDBCommand Command, int Other) both = (new DuckDBCommand(endless, earlier), 1); both.Command.ExecuteScalar();")]
    [InlineData("earlier.QueryFrame(endless)")]
    [InlineData("new Frame(new Column<int>(\"n\", [1])).Sql(endless)")]
    public async Task Stop_AQuery_BreaksItOff_AndTheConnectionStays(string code)
    {
        Assert.True((await _session.RunAsync("""
            using DuckDB.NET.Data;
            DuckDBConnection Opened() { var made = new DuckDBConnection("Data Source=:memory:"); made.Open(); return made; }
            var earlier = Opened();
            var endless = "SELECT count(*) FROM range(3000000000) a, range(3000000000) b WHERE (a.range * b.range) % 7 = 3";
            """)).Succeeded);
        await Announce();
        Task<CellResult> running = await Begin(code);
        Assert.True(_session.Stop());
        CellResult result = await running;
        Assert.True(result.Error!.IsInterruption, result.Error.Text);
        Assert.Equal(1, (await _session.RunAsync("earlier.QueryFrame(\"SELECT 1 AS one\")[0][0]")).Value);
    }

    [Fact]
    public async Task Stop_CellThatListensToTheToken_EndsItsOwnWay()
    {
        await Announce();
        Task<CellResult> running = await Begin("Cancelled.WaitHandle.WaitOne(); var clean = true; clean");
        _session.Stop();
        CellResult result = await running;
        Assert.True(result.Succeeded ? result.Value is true : result.Error!.IsInterruption);
    }

    [Fact]
    public async Task Stop_BetweenCompilingAndBeginning_LeavesTheSessionWhole()
    {
        SubmissionChain chain = _session.Chain;
        await _session.RunAsync("var kept = 41;");
        // What a stop does that comes when the cell is compiled and has not begun: nothing of it is there to keep.
        Submission stopped = chain.Prepare(SubmissionChain.Parse("var lost = 1;"), TestContext.Current.CancellationToken);
        chain.Finish(stopped, keep: true);
        await _session.RunAsync("var later = 7;");
        Assert.Equal(48, (await _session.RunAsync("kept + later")).Value);
        Assert.Equal("CS0103", (await _session.RunAsync("lost")).Error!.Name);
    }

    [Fact]
    public async Task Stop_AtAnyMoment_LeavesTheSessionWhole()
    {
        await _session.RunAsync("var kept = 41;");
        for (int i = 0; i < 60; i++)
        {
            Task<CellResult> running = Task.Run(() => _session.RunAsync($"var value{i} = {i}; var other{i} = value{i} + 1;"),
                TestContext.Current.CancellationToken);
            Thread.SpinWait(i * 30_000);
            _session.Stop();
            await running;
            Assert.Equal(42, (await _session.RunAsync("kept + 1")).Value);
        }
    }

    [Fact]
    public async Task Stop_ACell_LeavesTheTasksOfEarlierOnesAlone()
    {
        await _session.RunAsync(
            "var beats = 0L; var beat = Task.Run(() => { while (Interlocked.Read(ref beats) >= 0) { Interlocked.Increment(ref beats); Thread.Sleep(1); } });");
        await Announce();
        Task<CellResult> running = await Begin("var own = Task.Run(() => { while (true) { } }); begun.Set(); while (true) { }");
        _session.Stop();
        Assert.True((await running).Error!.IsInterruption);
        var own = (Task)_session.Variable("own")!;
        await Assert.ThrowsAsync<OperationCanceledException>(() => own);
        long before = (long)_session.Variable("beats")!;
        while ((long)_session.Variable("beats")! == before)
            Assert.False(((Task)_session.Variable("beat")!).IsCompleted);
        await _session.RunAsync("Interlocked.Exchange(ref beats, long.MinValue);");
    }

    [Fact]
    public async Task Stop_NothingRuns_IsFalse()
    {
        Assert.False(_session.Stop());
        Assert.Equal(3, (await _session.RunAsync("1 + 2")).Value);
    }

    [Fact]
    public async Task Run_EndlessRecursion_IsAnErrorOfTheCell()
    {
        CellResult result = await _session.RunAsync("int Down(int n) => Down(n + 1) + 1;\nDown(0)");
        Assert.Equal("System.InsufficientExecutionStackException", result.Error!.Name);
        Assert.Contains("'Down'", result.Error.Message);
        Assert.Equal(3, (await _session.RunAsync("1 + 2")).Value);
    }

    private async Task Announce() => await _session.RunAsync("var begun = new ManualResetEventSlim();");

    /// <summary>Starts a cell and waits until it has begun: its own <c>begun.Set()</c>, put before all of it unless it stands in it.</summary>
    private async Task<Task<CellResult>> Begin(string code)
    {
        var begun = (ManualResetEventSlim)_session.Variable("begun")!;
        begun.Reset();
        Task<CellResult> running = _session.RunAsync(code.Contains("begun.Set();", StringComparison.Ordinal) ? code : "begun.Set();\n" + code);
        await Task.WhenAny(running, Task.Run(begun.Wait, TestContext.Current.CancellationToken));
        Assert.False(running.IsCompleted, running.IsCompleted ? (await running).Error?.Text : "");
        return running;
    }
}
