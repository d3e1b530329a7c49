using System.Text.Json.Nodes;
using ResearchLab.Notebooks.Kernel;

namespace ResearchLab.Runner.Tests.Notebooks;

/// <summary>Every request of protocol 5.5, as the specification words it.</summary>
public sealed class KernelProtocolTests(KernelFixture fixture) : IClassFixture<KernelFixture>
{
    private KernelProcess Kernel => fixture.Kernel;

    [Theory]
    [InlineData("kernel_info_request")]
    [InlineData("interrupt_request")]
    public void Control_AnyRequest_IsAnsweredBetweenBusyAndIdle(string type)
    {
        using WireClient client = Kernel.Connect();
        string id = client.Send(Channel.Control, type);
        Incoming reply = client.Reply(id, Channel.Control);
        Assert.Equal("ok", reply.Text("status"));
        Assert.Equal(type.Replace("request", "reply", StringComparison.Ordinal), reply.Type);
        Assert.Equal(["busy", "idle"], client.Outputs(id).Select(message => message.Text("execution_state")));
    }

    [Fact]
    public void Control_WhileACellRuns_IsAnsweredAtOnce()
    {
        using WireClient client = Kernel.Connect();
        using TempFolder folder = new();
        string go = Path.Combine(folder.Path, "go");
        string cell = client.Begin($"while (!File.Exists(@\"{go}\")) Thread.Sleep(5);");
        string info = client.Send(Channel.Control, "kernel_info_request");
        List<Incoming> outputs = client.Outputs(info); // its idle comes while the cell is busy
        Assert.Equal(2, outputs.Count);
        client.Reply(info, Channel.Control);
        File.WriteAllText(go, "");
        client.Outputs(cell);
        Assert.Equal("ok", client.Reply(cell).Text("status"));
    }

    [Fact]
    public void KernelInfo_SaysWhatItIs()
    {
        using WireClient client = Kernel.Connect();
        JsonObject info = client.Reply(client.Send(Channel.Shell, "kernel_info_request")).Content;
        Assert.Equal(("5.5", "ok", "C#", ".cs", "csharp"), ((string?)info["protocol_version"], (string?)info["status"], (string?)info["language_info"]!["name"],
            (string?)info["language_info"]!["file_extension"], (string?)info["language_info"]!["pygments_lexer"]));
        Assert.Equal("ResearchLab", (string?)info["implementation"]);
        Assert.NotNull(info["banner"]);
    }

    [Fact]
    public void Execute_Silent_PublishesNothing_AndLeavesNoTrace()
    {
        using WireClient client = Kernel.Connect();
        int count = (int)client.Execute("\"before\"").Reply.Content["execution_count"]!;
        (Incoming reply, List<Incoming> outputs) = client.Execute("Console.WriteLine(1); display(2); var silentVariable = 3; silentVariable", ("silent", true),
            ("store_history", true));
        Assert.Equal(["status", "status"], outputs.Select(message => message.Type));
        Assert.Equal(("ok", count), (reply.Text("status"), (int)reply.Content["execution_count"]!));
        (reply, outputs) = client.Execute("throw new Exception(\"unheard\");", ("silent", true));
        Assert.Equal(["status", "status"], outputs.Select(message => message.Type));
        Assert.Equal(("error", count), (reply.Text("status"), (int)reply.Content["execution_count"]!));
        Assert.Equal("3", client.Result("silentVariable"));
        Assert.DoesNotContain("silent", client.Reply(client.Send(Channel.Shell, "history_request", new JsonObject
        {
            ["hist_access_type"] = "tail",
            ["n"] = 2,
            ["output"] = false,
            ["raw"] = true
        })).Content["history"]![0]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Execute_WithoutStoreHistory_ShowsButDoesNotCount()
    {
        using WireClient client = Kernel.Connect();
        int count = (int)client.Execute("1").Reply.Content["execution_count"]!;
        (Incoming reply, List<Incoming> outputs) = client.Execute("2", ("store_history", false));
        Assert.Equal(count, (int)reply.Content["execution_count"]!);
        Assert.Contains(outputs, message => message.Type == "execute_result" && message.PlainText == "2");
        Assert.Equal(count + 1, (int)client.Execute("3").Reply.Content["execution_count"]!);
    }

    [Fact]
    public void Execute_UserExpressions_AreEvaluatedAfterTheCell_AndOnlyWhenItSucceeds()
    {
        using WireClient client = Kernel.Connect();
        var asked = new JsonObject { ["sum"] = "part + 2", ["bad"] = "missing", ["thrown"] = "int.Parse(\"x\")", ["emoji"] = "\"😀\"" };
        (Incoming reply, List<Incoming> outputs) = client.Execute("var part = 40;", ("user_expressions", asked.DeepClone()));
        JsonNode values = reply.Content["user_expressions"]!;
        Assert.Equal(("ok", "42"), ((string?)values["sum"]!["status"], (string?)values["sum"]!["data"]!["text/plain"]));
        Assert.Equal(("error", "CS0103"), ((string?)values["bad"]!["status"], (string?)values["bad"]!["ename"]));
        Assert.Equal(("error", "System.FormatException"), ((string?)values["thrown"]!["status"], (string?)values["thrown"]!["ename"]));
        Assert.Equal("😀", (string?)values["emoji"]!["data"]!["text/plain"]);
        Assert.DoesNotContain(outputs, message => message.Type is "error" or "execute_result");
        Assert.Empty(client.Execute("throw new Exception();", ("user_expressions", asked)).Reply.Content["user_expressions"]!.AsObject());
    }

    [Fact]
    public void Execute_Failure_IsOneErrorMessage_WithTheSameInTheReply()
    {
        using WireClient client = Kernel.Connect();
        (Incoming reply, List<Incoming> outputs) = client.Execute("void Inner()\n{\n    throw new InvalidOperationException(\"on purpose\");\n}\nInner();");
        Incoming error = outputs.Single(message => message.Type == "error");
        Assert.DoesNotContain(outputs, message => message.Type is "stream" or "execute_result");
        foreach (Incoming message in new[] { error, reply })
        {
            Assert.Equal(("System.InvalidOperationException", "on purpose"), (message.Text("ename"), message.Text("evalue")));
            string[] trace = [.. message.Content["traceback"]!.AsArray().Select(line => (string)line!)];
            Assert.Contains(trace, line => line.Contains("line 3", StringComparison.Ordinal));
            Assert.Contains(trace, line => line.Contains("line 5", StringComparison.Ordinal));
            Assert.DoesNotContain(trace,
                line => line.Contains("ResearchLab.Notebooks", StringComparison.Ordinal) || line.Contains("   at ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Execute_EmptyCode_IsOk()
    {
        using WireClient client = Kernel.Connect();
        foreach (string code in new[] { "", "   \n ", "// only a comment" })
            Assert.Equal("{}", (client.Execute(code).Reply.Content["evalue"] ?? new JsonObject()).ToJsonString());
        Assert.Equal("ok", client.Reply(client.Send(Channel.Shell, "execute_request")).Text("status"));
    }

    [Fact]
    public void Execute_FieldsOfTheWrongType_AreTakenAsMissing()
    {
        using WireClient client = Kernel.Connect();
        (Incoming reply, _) = client.Execute("1", ("silent", "yes"), ("store_history", 7), ("user_expressions", new JsonArray()),
            ("stop_on_error", new JsonObject()));
        Assert.Equal("ok", reply.Text("status"));
        string id = client.Send(Channel.Shell, "complete_request", new JsonObject { ["code"] = 5, ["cursor_pos"] = "end" });
        Assert.Equal("ok", client.Reply(id).Text("status"));
    }

    [Fact]
    public void Complete_CursorBehindEmoji_IsCountedInCodePoints()
    {
        using WireClient client = Kernel.Connect();
        const string Code = "var 名 = \"😀👩‍🚀\"; Math.Sq // 😀";
        int cursor = Code[..(Code.IndexOf("Math.Sq", StringComparison.Ordinal) + 7)].EnumerateRunes().Count();
        JsonObject reply = client.Reply(client.Send(Channel.Shell, "complete_request", new JsonObject { ["code"] = Code, ["cursor_pos"] = cursor })).Content;
        Assert.Contains("Sqrt", reply["matches"]!.AsArray().Select(match => (string)match!));
        Assert.Equal((cursor - 2, cursor), ((int)reply["cursor_start"]!, (int)reply["cursor_end"]!));
        JsonNode typed = reply["metadata"]!["_jupyter_types_experimental"]!.AsArray().First(item => (string)item!["text"]! == "Sqrt")!;
        Assert.Equal(("function", cursor - 2), ((string?)typed["type"], (int)typed["start"]!));
        Assert.Contains("double", (string?)typed["signature"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-5)]
    [InlineData(0)]
    [InlineData(1_000_000)]
    public void Complete_CursorOutside_IsAnswered(int cursor)
    {
        using WireClient client = Kernel.Connect();
        Assert.Equal("ok", client.Reply(client.Send(Channel.Shell, "complete_request", new JsonObject { ["code"] = "Math.", ["cursor_pos"] = cursor }))
            .Text("status"));
        Assert.Equal("ok", client.Reply(client.Send(Channel.Shell, "inspect_request",
            new JsonObject { ["code"] = "Math.", ["cursor_pos"] = cursor, ["detail_level"] = 1 })).Text("status"));
    }

    [Fact]
    public void Inspect_KnownAndUnknown_SaysFoundOrNot()
    {
        using WireClient client = Kernel.Connect();
        JsonObject known = client.Reply(client.Send(Channel.Shell, "inspect_request",
            new JsonObject { ["code"] = "Math.Sqrt(2)", ["cursor_pos"] = 7, ["detail_level"] = 0 })).Content;
        Assert.True((bool)known["found"]!);
        Assert.Contains("double Math.Sqrt(double d)", (string?)known["data"]!["text/plain"], StringComparison.Ordinal);
        JsonObject unknown = client.Reply(client.Send(Channel.Shell, "inspect_request",
            new JsonObject { ["code"] = "  ", ["cursor_pos"] = 1, ["detail_level"] = 0 })).Content;
        Assert.Equal(("ok", false), ((string?)unknown["status"], (bool)unknown["found"]!));
    }

    [Theory]
    [InlineData("1 + 1", "complete")]
    [InlineData("if (true)\n{", "incomplete")]
    [InlineData("class { }}", "invalid")]
    [InlineData("#!sql\nSELECT 1 FROM bars", "complete")]
    [InlineData("#!sql", "incomplete")]
    [InlineData("#!time\nfor (;;) {", "incomplete")]
    [InlineData("#r \"nuget:Some.Package,1.0\"\n1", "complete")]
    public void IsComplete_Code_AndMagics(string code, string status)
    {
        using WireClient client = Kernel.Connect();
        JsonObject reply = client.Reply(client.Send(Channel.Shell, "is_complete_request", new JsonObject { ["code"] = code })).Content;
        Assert.Equal(status, (string?)reply["status"]);
        Assert.Equal(status == "incomplete", reply["indent"] is not null);
    }

    [Fact]
    public void History_TailRangeAndSearch()
    {
        using TempFolder folder = new();
        using var kernel = new KernelProcess(folder.Path);
        using WireClient client = kernel.Connect();
        client.Execute("var h = 10;");
        client.Execute("h + 1");
        client.Execute("h * 2", ("store_history", false));
        client.Execute("h + 1");
        client.Execute("throw new Exception(\"kept in the history too\");");
        Assert.Equal([(1, "var h = 10;"), (2, "h + 1"), (3, "h + 1"), (4, "throw new Exception(\"kept in the history too\");")],
            Ask(new JsonObject { ["hist_access_type"] = "tail", ["n"] = 10 }));
        Assert.Equal([(4, "throw new Exception(\"kept in the history too\");")], Ask(new JsonObject { ["hist_access_type"] = "tail", ["n"] = 1 }));
        Assert.Empty(Ask(new JsonObject { ["hist_access_type"] = "tail", ["n"] = 0 }));
        Assert.Equal([(2, "h + 1"), (3, "h + 1")], Ask(new JsonObject { ["hist_access_type"] = "range", ["session"] = 0, ["start"] = 2, ["stop"] = 4 }));
        Assert.Equal([(3, "h + 1"), (4, "throw new Exception(\"kept in the history too\");")],
            Ask(new JsonObject { ["hist_access_type"] = "range", ["session"] = 0, ["start"] = 3, ["stop"] = null }));
        Assert.Empty(Ask(new JsonObject { ["hist_access_type"] = "range", ["session"] = 99, ["start"] = 1, ["stop"] = 4 }));
        Assert.Equal([(2, "h + 1"), (3, "h + 1")], Ask(new JsonObject { ["hist_access_type"] = "search", ["pattern"] = "h*1", ["n"] = 10 }));
        Assert.Equal([(3, "h + 1")], Ask(new JsonObject { ["hist_access_type"] = "search", ["pattern"] = "h*1", ["n"] = 10, ["unique"] = true }));
        Assert.Equal([(3, "h + 1")], Ask(new JsonObject { ["hist_access_type"] = "search", ["pattern"] = "*+*", ["n"] = 1 }));
        Assert.Empty(Ask(new JsonObject { ["hist_access_type"] = "search", ["pattern"] = "nothing*", ["n"] = 10 }));
        JsonNode withOutput = client.Reply(client.Send(Channel.Shell, "history_request",
            new JsonObject { ["hist_access_type"] = "range", ["session"] = 0, ["start"] = 1, ["stop"] = 3, ["output"] = true })).Content["history"]!;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""[[1,1,["var h = 10;",null]],[1,2,["h + 1","11"]]]"""), withOutput), withOutput.ToJsonString());

        (int, string)[] Ask(JsonObject request) =>
            [.. client.Reply(client.Send(Channel.Shell, "history_request", request)).Content["history"]!.AsArray()
                .Select(entry => ((int)entry![1]!, (string)entry[2]!))];
    }

    [Fact]
    public void Comms_UnknownTarget_IsClosed_AndNoneAreListed()
    {
        using WireClient client = Kernel.Connect();
        string id = client.Send(Channel.Shell, "comm_open",
            new JsonObject { ["comm_id"] = "c-1", ["target_name"] = "jupyter.widget", ["data"] = new JsonObject() });
        Incoming closed = client.Outputs(id).Single(message => message.Type == "comm_close");
        Assert.Equal("c-1", closed.Text("comm_id"));
        id = client.Send(Channel.Shell, "comm_msg", new JsonObject { ["comm_id"] = "c-1", ["data"] = new JsonObject() });
        Assert.Equal(2, client.Outputs(id).Count);
        Assert.Empty(client.Reply(client.Send(Channel.Shell, "comm_info_request",
            new JsonObject { ["target_name"] = "jupyter.widget" })).Content["comms"]!.AsObject());
    }

    [Fact]
    public void Input_GoesToTheClientThatAsked_AndOnlyItsAnswerCounts()
    {
        using WireClient asker = Kernel.Connect(), other = Kernel.Connect();
        string id = asker.Send(Channel.Shell, "execute_request", WireClient.Code("Input(\"name? \") + \"/\" + Password(\"secret? \")", ("allow_stdin", true)));
        Incoming question = asker.Receive(Channel.Stdin, "The question");
        Assert.Equal(("input_request", id, "name? ", false), (question.Type, question.ParentId, question.Text("prompt"), (bool)question.Content["password"]!));
        Assert.Null(other.TryReceive(Channel.Stdin, TimeSpan.FromMilliseconds(200)));
        other.Send(Channel.Stdin, "input_reply", new JsonObject { ["status"] = "ok", ["value"] = "stranger" });
        Thread.Sleep(200);
        asker.Send(Channel.Stdin, "input_reply", new JsonObject { ["status"] = "ok", ["value"] = "Ada" }, parent: question.Header);
        Incoming second = asker.Receive(Channel.Stdin, "The second question");
        Assert.True((bool)second.Content["password"]!);
        // an answer to the first one
        asker.Send(Channel.Stdin, "input_reply", new JsonObject { ["status"] = "ok", ["value"] = "late" }, parent: question.Header);
        Thread.Sleep(200);
        asker.Send(Channel.Stdin, "input_reply", new JsonObject { ["status"] = "ok", ["value"] = "hush" });
        Assert.Equal("Ada/hush", asker.Outputs(id).Single(message => message.Type == "execute_result").PlainText);
        asker.Reply(id);
    }

    [Fact]
    public void Input_Interrupted_EndsTheCell_AndTheNextQuestionIsFresh()
    {
        using WireClient client = Kernel.Connect();
        string id = client.Send(Channel.Shell, "execute_request", WireClient.Code("Input(\"never? \")", ("allow_stdin", true)));
        Incoming question = client.Receive(Channel.Stdin, "The question");
        client.Send(Channel.Control, "interrupt_request");
        Assert.Equal("Interrupted", client.Reply(id).Text("ename"));
        client.Send(Channel.Stdin, "input_reply", new JsonObject { ["status"] = "ok", ["value"] = "too late" }, parent: question.Header);
        id = client.Send(Channel.Shell, "execute_request", WireClient.Code("Console.ReadLine()", ("allow_stdin", true)));
        client.Receive(Channel.Stdin, "The next question");
        client.Send(Channel.Stdin, "input_reply", new JsonObject { ["status"] = "ok", ["value"] = "in time" });
        Assert.Equal("in time", client.Outputs(id).Single(message => message.Type == "execute_result").PlainText);
    }

    [Fact]
    public void Input_WithoutStdin_IsAnErrorThatSaysSo()
    {
        using WireClient client = Kernel.Connect();
        Incoming reply = client.Execute("Input(\"name? \")", ("allow_stdin", false)).Reply;
        Assert.Contains("nobody is there to answer", reply.Text("evalue"), StringComparison.Ordinal);
    }

    [Fact]
    public void Shutdown_IsAnswered_AndEndsTheProcess()
    {
        using TempFolder folder = new();
        using var kernel = new KernelProcess(folder.Path);
        using WireClient client = kernel.Connect();
        client.Begin("while (true) { }");
        string id = client.Send(Channel.Control, "shutdown_request", new JsonObject { ["restart"] = true });
        Incoming reply = client.Reply(id, Channel.Control);
        Assert.Equal(("ok", true), (reply.Text("status"), (bool)reply.Content["restart"]!));
        Assert.Equal(["status", "shutdown_reply", "status"], client.Outputs(id).Select(message => message.Type));
        Assert.Equal(0, kernel.ExitCode());
        Assert.False(File.Exists(kernel.TracePath));
    }

    [Theory]
    [InlineData("", "tcp")]
    [InlineData("key", "ipc")]
    public void OtherTransports_AndNoKey_Work(string key, string transport)
    {
        using TempFolder folder = new();
        using var kernel = new KernelProcess(folder.Path, key, transport);
        using WireClient client = kernel.Connect();
        Assert.Equal("42", client.Result("6 * 7"));
    }
}
