using System.Text.Json.Nodes;
using ResearchLab.Notebooks.Kernel;

namespace ResearchLab.Runner.Tests.Notebooks;

/// <summary>What cells do to a kernel: it stays up with every variable, or says clearly why it cannot.</summary>
public sealed class KernelFaultTests(KernelFixture fixture) : IClassFixture<KernelFixture>
{
    private KernelProcess Kernel => fixture.Kernel;

    /// <summary>Cells that end only from outside.</summary>
    public static TheoryData<string> EndlessCells => new()
    {
        { "while (true) { }" },
        { "long sum = 0; for (long i = 0; ; i++) sum += i * i;" },
        { "while (true) { try { throw new InvalidOperationException(); } catch { } }" },
        { "int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2); Fib(70)" },
        { "var words = new Dictionary<int, string>(); for (long i = 0; i < long.MaxValue; i++) words[(int)(i % 1000)] = i.ToString();" },
        { "long parsed = 0; for (long i = 0; i < long.MaxValue; i++) parsed += int.Parse(\"123\");" },
        { "Parallel.For(0, 8, _ => { while (true) { } });" },
        { "while (true) { try { while (true) { try { int.Parse(\"x\"); } catch (FormatException) { } } } catch { } }" },
        { "Thread.Sleep(600_000);" },
        { "await Task.Delay(600_000);" },
        { "Task.Delay(600_000).Wait();" },
        { "await Task.WhenAll(Task.Delay(600_000), Task.Delay(700_000));" },
        { "await foreach (var x in Endless()) { } async IAsyncEnumerable<int> Endless() { while (true) { await Task.Yield(); yield return 1; } }" },
        { "new ManualResetEventSlim().Wait();" },
        { "while (true) Console.WriteLine(\"endless\");" },
        { "while (true) display(1);" },
        { "Enumerable.Range(0, int.MaxValue).Select(i => { Thread.Sleep(50); return i; })" },
        {
            """
            var connection = new DuckDB.NET.Data.DuckDBConnection("Data Source=:memory:");
            connection.Open();
            var command = connection.CreateCommand();
            command.CommandText = "SELECT count(*) FROM range(3000000000) a, range(3000000000) b WHERE (a.range * b.range) % 7 = 3";
            Console.WriteLine("begun");
            command.ExecuteScalar();
            """
        },
        { "#!sql\nSELECT count(*) FROM range(3000000000) a, range(3000000000) b WHERE (a.range * b.range) % 7 = 3" },
        {
            """
            using ResearchLab.LightGbm;
            var random = new Pcg32(1, 1);
            var columns = Enumerable.Range(0, 30).Select(_ => { var c = new double[60_000]; for (int i = 0; i < c.Length; i++) c[i] = random.NextDouble(); return c; }).ToArray();
            var labels = new float[60_000];
            for (int i = 0; i < labels.Length; i++) labels[i] = columns[0][i] + columns[1][i] > 1 ? 1 : 0;
            var parameters = new LightGbmParameters { Objective = Objective.Binary, Rounds = 100_000 };
            var dataset = LightGbmDataset.FromColumns(columns, labels, default, parameters);
            Console.WriteLine("begun");
            Booster.Train(dataset, parameters);
            """
        },
    };

    [Theory]
    [MemberData(nameof(EndlessCells))]
    public void Interrupt_AnyCell_EndsIt_VariablesIntact(string code)
    {
        using WireClient client = Kernel.Connect();
        client.Execute("var intact = new List<int> { 1, 2 };");
        string id = client.Begin(code);
        client.Send(Channel.Control, "interrupt_request");
        Incoming reply = client.Reply(id);
        Assert.True(reply.Text("ename") == "Interrupted", reply.Content.ToJsonString());
        Assert.Equal("[1, 2]", client.Result("intact"));
    }

    [Fact]
    public void Interrupt_WorkWithinALibrary_IsSaid_AndBrokenOffTheSecondTime()
    {
        using TempFolder folder = new();
        using var kernel = new KernelProcess(folder.Path, environment: new Dictionary<string, string> { ["DOTNET_DbgEnableMiniDump"] = "0" });
        using WireClient client = kernel.Connect();
        client.Execute("var intact = 7;");
        string id = client.Begin("System.Text.RegularExpressions.Regex.IsMatch(new string('a', 60) + \"!\", \"^(a+)+$\")");
        client.Send(Channel.Control, "interrupt_request");
        Assert.Contains("interrupt again to break it off", client.NextOutput(id, "stream").Text("text"), StringComparison.Ordinal);
        client.Send(Channel.Control, "interrupt_request");
        // The runtime's abort stops it, or ends the process with it: then the next one says so.
        Incoming? reply = null;
        while (reply is null && !kernel.HasExited)
            reply = client.TryReceive(Channel.Shell, TimeSpan.FromMilliseconds(100));
        if (reply is not null)
        {
            Assert.Equal("Interrupted", reply.Text("ename"));
            Assert.Equal("7", client.Result("intact"));
            return;
        }

        kernel.WaitForExit();
        kernel.Restart();
        using WireClient again = kernel.Connect();
        Assert.Contains("ended while cell [2] ran", again.Execute("40 + 2").Outputs.First(message => message.Type == "stream").Text("text"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Interrupt_OfLoopsThatShow_LeavesNothingLocked()
    {
        using WireClient client = Kernel.Connect();
        string[] loops = ["while (true) Console.WriteLine(\"endless\");", "while (true) Console.Error.Write(\"e\");", "while (true) display(1);",
            "var h = display(1); while (true) h.Update(2);", "var bar = Progress(1_000_000_000); while (true) bar.Step();",
            "while (true) { await Task.Yield(); Console.Out.Flush(); }"];
        for (int i = 0; i < 3 * loops.Length; i++)
        {
            string id = client.Begin(loops[i % loops.Length]);
            Thread.Sleep(7 * i); // at another moment each time
            client.Send(Channel.Control, "interrupt_request");
            Assert.Equal("Interrupted", client.Reply(id).Text("ename"));
            Assert.Equal("x\n", client.Execute("Console.WriteLine(\"x\"); Console.Error.Flush();").Outputs.Single(message => message.Type == "stream")
                .Text("text"));
        }
    }

    [Fact]
    public void Interrupt_LoopsOfAwaits_NeverEndTheProcess()
    {
        using WireClient client = Kernel.Connect();
        string[] loops =
        [
            "await foreach (var x in Endless()) { } async IAsyncEnumerable<int> Endless() { while (true) { await Task.Yield(); yield return 1; } }",
            "while (true) await Task.Yield();", "while (true) await Task.Delay(1);",
        ];
        for (int i = 0; i < 10 * loops.Length; i++)
        {
            string id = client.Begin(loops[i % loops.Length]);
            Thread.Sleep(7 * i); // at another moment each time
            client.Send(Channel.Control, "interrupt_request");
            Assert.Equal("Interrupted", client.Reply(id).Text("ename"));
        }

        client.AssertAlive();
    }

    [Fact]
    public void Interrupt_ManyInARow_AndBetweenCells_AreHarmless()
    {
        using WireClient client = Kernel.Connect();
        client.Execute("var hits = 0;");
        for (int i = 0; i < 20; i++)
        {
            string id = client.Send(Channel.Shell, "execute_request", WireClient.Code("hits++; while (true) { }"));
            for (int k = 0; k < 3; k++)
            {
                Thread.Sleep(20);
                client.Send(Channel.Control, "interrupt_request");
            }

            // One of them may have come before the cell began: then it takes another.
            while (client.TryReceive(Channel.Shell, TimeSpan.FromMilliseconds(300)) is not { } reply || reply.ParentId != id)
                client.Send(Channel.Control, "interrupt_request");
        }

        // The answer comes after the last interrupt has been taken; what it stopped may be the cell after.
        client.Reply(client.Send(Channel.Control, "kernel_info_request"), Channel.Control);
        client.Execute("1");
        client.AssertAlive();
        Assert.Equal("ok", client.Execute("hits").Reply.Text("status"));
    }

    [Theory]
    [InlineData("int Down(int n) => Down(n + 1) + 1;\nDown(0)", "Down")]
    [InlineData("Func<int, int> f = null; f = n => f(n + 1) + 1; f(0)", "calls itself")]
    [InlineData("class Node { public Node Next => this; public override string ToString() => $\"<{Next}>\"; }\nnew Node().ToString()", "calls itself")]
    [InlineData("class Loop { public Loop() { new Loop(); } }\nnew Loop()", "Loop")]
    [InlineData("int P { get { return P; } }\nP", "P")]
    [InlineData("var t = Task.Run(() => { int R(int n) => R(n + 1) + 1; return R(0); }); t.Result", "R")]
    [InlineData("#!time\nstruct S { public static int F(int n) => F(n + 1) * 2; }\nS.F(1)", "F")]
    [InlineData("static class C { public static int G(this int n) => (n + 1).G() + 1; }\n1.G()", "G")]
    public void EndlessRecursion_IsAnErrorOfTheCell(string code, string named)
    {
        using WireClient client = Kernel.Connect();
        client.Execute("var before = 7;");
        Incoming reply = client.Execute(code).Reply;
        Assert.Equal("System.InsufficientExecutionStackException", reply.Text("ename"));
        Assert.Contains(named, reply.Text("evalue"), StringComparison.Ordinal);
        Assert.Equal("7", client.Result("before"));
    }

    [Fact]
    public void EndlessNesting_OfTheCodeItself_IsACompileError()
    {
        using WireClient client = Kernel.Connect();
        foreach (string code in new[] { new string('(', 50_000) + "1" + new string(')', 50_000), string.Concat(Enumerable.Repeat("1+", 5_000)) + "1",
            new string('{', 50_000), string.Concat(Enumerable.Repeat("List<", 50_000)), string.Concat(Enumerable.Repeat("-", 50_001)) + "1",
            "int" + new string('*', 50_000) + " p;", string.Concat(Enumerable.Repeat("if (true) ", 50_000)) + ";",
            new string('(', 200) + "1" + new string(')', 200) })
        {
            Assert.NotEqual("", client.Execute(code).Reply.Text("status"));
            client.Reply(client.Send(Channel.Shell, "complete_request", new JsonObject { ["code"] = code, ["cursor_pos"] = code.Length }));
            client.Reply(client.Send(Channel.Shell, "inspect_request", new JsonObject { ["code"] = code, ["cursor_pos"] = code.Length / 2 }));
            client.Reply(client.Send(Channel.Shell, "is_complete_request", new JsonObject { ["code"] = code }));
        }

        client.AssertAlive();
    }

    [Fact]
    public void OutputWithoutEnd_IsCutOff_AndSaysSo()
    {
        using WireClient client = Kernel.Connect();
        string id = client.Send(Channel.Shell, "execute_request",
            WireClient.Code("var line = new string('x', 1_000_000); for (int i = 0; i < 2_000; i++) Console.Write(line);"));
        List<Incoming> outputs = client.Outputs(id);
        Assert.Equal("ok", client.Reply(id).Text("status"));
        Assert.Equal(20_000_000, outputs.Where(message => message.Type == "stream" && message.Text("name") == "stdout")
            .Sum(message => (long)message.Text("text").Length));
        Assert.Contains("1,980,000,000 more characters were cut off", outputs.Last(message => message.Type == "stream").Text("text"), StringComparison.Ordinal);
        Assert.Equal("again", client.Execute("Console.Write(\"again\");").Outputs.Single(message => message.Type == "stream").Text("text"));
    }

    [Fact]
    public void DisplaysWithoutEnd_AreDropped_AndSaysSo()
    {
        using WireClient client = Kernel.Connect();
        string id = client.Send(Channel.Shell, "execute_request",
            WireClient.Code("var page = Html(new string('x', 1_000_000)); for (int i = 0; i < 300; i++) display(page);"));
        List<Incoming> outputs = client.Outputs(id);
        Assert.Equal(49, outputs.Count(message => message.Type == "display_data"));
        Assert.Contains("251 more displays were dropped", outputs.Last(message => message.Type == "stream").Text("text"), StringComparison.Ordinal);
        Assert.Contains("not shown", client.Execute("Html(new string('x', 200_000_000))").Outputs.Single(message => message.Type == "execute_result").PlainText,
            StringComparison.Ordinal);
    }

    [Fact]
    public void ExceptionOnAThreadOfTheCell_IsReported_NotFatal()
    {
        using WireClient client = Kernel.Connect();
        string id = client.Send(Channel.Shell, "execute_request", WireClient.Code("var kept = 5; new Thread(() => throw new InvalidOperationException(\"on "
            + "my own\")).Start(); ThreadPool.QueueUserWorkItem(_ => throw new ArgumentException(\"in the pool\"));"));
        string told = "";
        while (!told.Contains("System.InvalidOperationException: on my own", StringComparison.Ordinal)
            || !told.Contains("System.ArgumentException: in the pool", StringComparison.Ordinal))
            told += client.Receive(Channel.Iopub, "What the threads threw") is { Type: "stream" } message ? message.Text("text") : "";
        Assert.Equal("ok", client.Reply(id).Text("status"));
        Assert.Equal("5", client.Result("kept"));
    }

    [Fact]
    public void AsyncVoid_ThatThrows_IsAnErrorOrAReport_NotFatal()
    {
        using WireClient client = Kernel.Connect();
        client.Send(Channel.Shell, "execute_request",
            WireClient.Code("async void Later() { await Task.Delay(100); throw new InvalidOperationException(\"later\"); }\nLater();"));
        while (client.Receive(Channel.Iopub, "What was thrown later") is not { Type: "stream" or "error" } message
            || !message.Content.ToJsonString().Contains("later", StringComparison.Ordinal))
        {
        }

        client.AssertAlive();
    }

    [Fact]
    public void Exit_InACell_IsAnsweredBeforeTheProcessEnds_AndTheNextOneStarts()
    {
        using TempFolder folder = new();
        using var kernel = new KernelProcess(folder.Path);
        using (WireClient client = kernel.Connect())
        {
            string id = client.Send(Channel.Shell, "execute_request", WireClient.Code("Console.WriteLine(\"last words\"); Environment.Exit(3);"));
            List<Incoming> outputs = client.Outputs(id);
            Assert.Equal(["status", "execute_input", "stream", "error", "status"], outputs.Select(message => message.Type));
            Incoming reply = client.Reply(id);
            Assert.Equal("ProcessEnded", reply.Text("ename"));
            Assert.Contains("Environment.Exit", reply.Text("evalue"), StringComparison.Ordinal);
        }

        Assert.Equal(3, kernel.ExitCode());
        kernel.Restart();
        using WireClient again = kernel.Connect();
        Assert.Equal("2", again.Result("1 + 1"));
    }

    [Theory]
    [InlineData("System.Runtime.InteropServices.Marshal.WriteByte((nint)0x123456789000, 1);")]
    [InlineData("Environment.FailFast(\"on purpose\");")]
    [InlineData("System.Diagnostics.Process.GetCurrentProcess().Kill();")]
    public void Crash_InACell_IsToldByTheNextProcess(string code)
    {
        using TempFolder folder = new();
        using var kernel = new KernelProcess(folder.Path, environment: new Dictionary<string, string> { ["DOTNET_DbgEnableMiniDump"] = "0" });
        using (WireClient client = kernel.Connect())
        {
            client.Execute("var gone = 1;");
            client.Send(Channel.Shell, "execute_request", WireClient.Code(code));
            kernel.WaitForExit();
        }

        kernel.Restart();
        using WireClient again = kernel.Connect();
        List<Incoming> outputs = again.Execute("40 + 2").Outputs;
        Assert.Contains("ended while cell [2] ran", outputs.First(message => message.Type == "stream").Text("text"), StringComparison.Ordinal);
        Assert.DoesNotContain(again.Execute("1").Outputs, message => message.Type == "stream");
    }

    [Fact]
    public void Terminate_EndsInOrder()
    {
        using TempFolder folder = new();
        using var kernel = new KernelProcess(folder.Path);
        using (WireClient client = kernel.Connect())
            client.Execute("1");
        kernel.Terminate();
        kernel.WaitForExit();
        Assert.False(File.Exists(kernel.TracePath));
    }

    [Fact]
    public void PortTaken_IsOneLineThatNamesIt()
    {
        using TempFolder folder = new();
        using var kernel = new KernelProcess(folder.Path);
        using WireClient client = kernel.Connect();
        LabResult second = LabProcess.Run(folder.Path, "notebook", "kernel", "run", Path.Combine(folder.Path, "kernel.json"));
        Assert.Equal(1, second.ExitCode);
        string line = second.OneErrorLine();
        Assert.Contains($"tcp://127.0.0.1:{kernel.Connection.ShellPort}", line, StringComparison.Ordinal);
        Assert.Contains("Address already in use", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "'shell_port' is missing")]
    [InlineData("{\"transport\":\"udp\"}", "transport is 'udp'")]
    [InlineData("{\"signature_scheme\":\"hmac-md5\"}", "signature_scheme is 'hmac-md5'")]
    [InlineData("nonsense", "unusable")]
    public void ConnectionFile_Bad_IsOneLineThatNamesIt(string content, string said)
    {
        using TempFolder folder = new();
        string file = Path.Combine(folder.Path, "bad.json");
        File.WriteAllText(file, content);
        LabResult result = LabProcess.Run(folder.Path, "notebook", "kernel", "run", file);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(said, result.OneErrorLine(), StringComparison.Ordinal);
        result = LabProcess.Run(folder.Path, "notebook", "kernel", "run", file + ".missing");
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(file, result.OneErrorLine(), StringComparison.Ordinal);
    }
}
