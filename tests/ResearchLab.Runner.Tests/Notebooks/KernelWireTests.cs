using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using ResearchLab.Basics;
using ResearchLab.Notebooks.Kernel;

namespace ResearchLab.Runner.Tests.Notebooks;

/// <summary>What arrives on the sockets, good and bad: the kernel answers the good and outlives the bad.</summary>
public sealed class KernelWireTests(KernelFixture fixture) : IClassFixture<KernelFixture>
{
    private static readonly TimeSpan s_silence = TimeSpan.FromMilliseconds(300);

    private KernelProcess Kernel => fixture.Kernel;

    [Fact]
    public void Welcome_OnSubscription_NamesTheTopic()
    {
        using var client = new WireClient(Kernel.Connection, "welcome");
        Incoming welcome = client.Subscribe();
        Assert.Equal("", welcome.Text("subscription"));
        Assert.Empty(welcome.Parent);
        Assert.True(welcome.SignatureHolds);
    }

    [Fact]
    public void Messages_AllThatTheKernelSends_AreSignedAndDated()
    {
        using WireClient client = Kernel.Connect();
        string id = client.Send(Channel.Shell, "execute_request", WireClient.Code("Console.Write(\"é😀\"); display(1); 2"));
        List<Incoming> outputs = client.Outputs(id);
        Assert.Equal(["status", "execute_input", "stream", "display_data", "execute_result", "status"], outputs.Select(message => message.Type));
        foreach (Incoming message in outputs.Append(client.Reply(id)))
        {
            Assert.True(message.SignatureHolds, message.Type);
            Assert.Equal(id, message.ParentId);
            Assert.Equal("5.5", (string?)message.Header["version"]);
            Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$", (string?)message.Header["date"]);
            Assert.NotEqual("", (string?)message.Header["msg_id"]);
        }

        Assert.Equal("é😀", outputs[2].Text("text"));
        Assert.Single(outputs.Select(message => (string?)message.Header["session"]).Distinct());
        Assert.Equal(outputs.Count, outputs.Select(message => (string?)message.Header["msg_id"]).Distinct().Count());
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("")]
    [InlineData("zz")]
    public void Signature_WrongOrMissing_IsDropped(string signature)
    {
        using WireClient client = Kernel.Connect();
        byte[] header = Encoding.UTF8.GetBytes(client.Header("kernel_info_request", "unsigned").ToJsonString()), empty = "{}"u8.ToArray();
        client.SendRaw(Channel.Shell, "<IDS|MSG>"u8.ToArray(), Encoding.ASCII.GetBytes(signature), header, empty, empty, empty);
        Assert.Null(client.TryReceive(Channel.Shell, s_silence));
        client.AssertAlive();
    }

    [Fact]
    public void Signature_OfOtherContent_IsDropped()
    {
        using WireClient client = Kernel.Connect();
        byte[] header = Encoding.UTF8.GetBytes(client.Header("execute_request", "tampered").ToJsonString()), empty = "{}"u8.ToArray();
        byte[] signed = client.Sign(header, empty, empty, """{"code":"1"}"""u8.ToArray());
        client.SendRaw(Channel.Shell, "<IDS|MSG>"u8.ToArray(), signed, header, empty, empty, """{"code":"2"}"""u8.ToArray());
        Assert.Null(client.TryReceive(Channel.Shell, s_silence));
        client.AssertAlive();
    }

    [Fact]
    public void Replay_SameBytesTwice_IsAnsweredOnce()
    {
        using WireClient client = Kernel.Connect();
        client.Execute("var replays = 0;");
        for (int i = 0; i < 2; i++)
            client.SendParts(Channel.Shell, client.Header("execute_request", "replayed").ToJsonString(), "{}", "{}", """{"code":"replays++;"}""");
        client.Reply("replayed");
        Assert.Equal("1", client.Result("replays"));
    }

    [Fact]
    public void DuplicateIds_OfDifferentRequests_AreBothAnswered()
    {
        using WireClient client = Kernel.Connect();
        client.Send(Channel.Shell, "execute_request", WireClient.Code("1 + 1"), id: "twice");
        client.Send(Channel.Shell, "execute_request", WireClient.Code("2 + 2"), id: "twice");
        Assert.Equal("2", client.Outputs("twice").Single(message => message.Type == "execute_result").PlainText);
        Assert.Equal("4", client.Outputs("twice").Single(message => message.Type == "execute_result").PlainText);
        Assert.Equal(["ok", "ok"], new[] { client.Reply("twice"), client.Reply("twice") }.Select(reply => reply.Text("status")));
    }

    [Fact]
    public void Garbage_OnEverySocket_IsDropped()
    {
        using WireClient client = Kernel.Connect();
        byte[] delimiter = "<IDS|MSG>"u8.ToArray();
        var random = new Pcg32(7, 1);
        byte[][][] messages =
        [
            [[]], [[0]], ["hello"u8.ToArray()], [delimiter], [delimiter, delimiter, delimiter], [delimiter, []],
            [delimiter, [], "{}"u8.ToArray(), "{}"u8.ToArray()],
            [.. Enumerable.Repeat(delimiter, 10_000)], [.. Enumerable.Range(0, 300).Select(_ => new byte[] { 255, 254 })],
            .. Enumerable.Range(0, 50)
                .Select(_ => Enumerable.Range(0, 7).Select(_ => Enumerable.Range(0, 40).Select(_ => (byte)random.NextInt(256)).ToArray()).ToArray()),
        ];
        foreach (Channel channel in new[] { Channel.Shell, Channel.Control, Channel.Stdin })
        {
            foreach (byte[][] frames in messages)
                client.SendRaw(channel, frames);
        }

        client.AssertAlive();
        Assert.Equal("3", client.Result("1 + 2"));
    }

    [Theory]
    [InlineData("""{"msg_type":"kernel_info_request","msg_id":"x"}""", """{"code": """)]
    [InlineData("""{"msg_type":"kernel_info_request","msg_id":"x"}""", "[]")]
    [InlineData("""{"msg_type":"kernel_info_request","msg_id":"x"}""", "null")]
    [InlineData("""{"msg_type":"kernel_info_request","msg_id":"x"}""", "")]
    [InlineData("""{"msg_id":"x"}""", "{}")]
    [InlineData("""{"msg_type":5,"msg_id":"x"}""", "{}")]
    [InlineData("""{"msg_type":"a","msg_type":"kernel_info_request"}""", "{}")]
    [InlineData("""{"msg_type":"kernel_info_request","username":"\ud800"}""", "{}")]
    [InlineData("{{{{", "{}")]
    public void SignedNonsense_IsDropped(string header, string content)
    {
        using WireClient client = Kernel.Connect();
        client.SendParts(Channel.Shell, header, "{}", "{}", content);
        Assert.Null(client.TryReceive(Channel.Shell, s_silence));
        client.AssertAlive();
    }

    [Fact]
    public void InvalidUtf8_InEveryPart_IsDropped()
    {
        using WireClient client = Kernel.Connect();
        byte[] header = Encoding.UTF8.GetBytes(client.Header("execute_request", "latin").ToJsonString()), empty = "{}"u8.ToArray(),
            bad = [.. "{\"code\":\"caf"u8, 0xE9, .. "\"}"u8];
        client.SendParts(Channel.Shell, bad, empty, empty, empty);
        client.SendParts(Channel.Shell, header, bad, empty, empty);
        client.SendParts(Channel.Shell, header, empty, bad, empty);
        client.SendParts(Channel.Shell, header, empty, empty, bad);
        Assert.Null(client.TryReceive(Channel.Shell, s_silence));
        client.AssertAlive();
    }

    [Fact]
    public void HalfASurrogatePair_InTheCode_IsAnsweredNotFatal()
    {
        using WireClient client = Kernel.Connect();
        client.SendParts(Channel.Shell, client.Header("execute_request", "half").ToJsonString(), "{}", "{}", "{\"code\":\"\\\"\\ud83d\\\"\"}");
        Assert.NotEqual("", client.Reply("half").Text("status"));
        client.SendParts(Channel.Shell, client.Header("complete_request", "half-2").ToJsonString(), "{}", "{}", "{\"code\":\"Mat\\ud83d\",\"cursor_pos\":3}");
        Assert.NotEqual("", client.Reply("half-2").Text("status"));
        client.AssertAlive();
    }

    [Fact]
    public void DeepJson_IsDropped()
    {
        using WireClient client = Kernel.Connect();
        client.SendParts(Channel.Shell, client.Header("execute_request", "deep").ToJsonString(), "{}", "{}",
            string.Concat(Enumerable.Repeat("{\"a\":", 100_000)) + "1" + new string('}', 100_000));
        Assert.Null(client.TryReceive(Channel.Shell, s_silence));
        client.AssertAlive();
    }

    [Fact]
    public void HugeFrames_AreTakenOrRefused_AndTheKernelStays()
    {
        using WireClient client = Kernel.Connect();
        // 60 MB of comment in one cell, and 200 MB of garbage that no key signed.
        string id = client.Send(Channel.Shell, "execute_request", WireClient.Code("40 + 2 /*" + new string('x', 60_000_000) + "*/"));
        Assert.Equal("42", client.Outputs(id).Single(message => message.Type == "execute_result").PlainText);
        client.Reply(id);
        client.SendRaw(Channel.Shell, "<IDS|MSG>"u8.ToArray(), [], new byte[200_000_000], "{}"u8.ToArray(), "{}"u8.ToArray(), "{}"u8.ToArray());
        client.AssertAlive();
    }

    [Fact]
    public void NotZeroMq_OnThePorts_IsIgnored()
    {
        foreach (int port in new[] { Kernel.Connection.ShellPort, Kernel.Connection.ControlPort, Kernel.Connection.IopubPort, Kernel.Connection.HeartbeatPort })
        {
            using var tcp = new TcpClient("127.0.0.1", port);
            tcp.GetStream().Write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8);
        }

        using WireClient client = Kernel.Connect();
        client.AssertAlive();
    }

    [Theory]
    [InlineData("nonsense_request", true)]
    [InlineData("debug_request", true)]
    [InlineData("nonsense", false)]
    [InlineData("_request", true)]
    public void UnknownType_IsRefusedBetweenBusyAndIdle(string type, bool isRequest)
    {
        using WireClient client = Kernel.Connect();
        string id = client.Send(Channel.Shell, type);
        Assert.Equal(["busy", "idle"], client.Outputs(id).Select(message => message.Text("execution_state")));
        if (isRequest)
            Assert.Equal("error", client.Reply(id).Text("status"));
        client.AssertAlive();
    }

    [Fact]
    public void Heartbeat_WhileACellComputes_Echoes()
    {
        using WireClient client = Kernel.Connect();
        string id = client.Begin("while (true) { }");
        for (int i = 0; i < 50; i++)
        {
            client.SendRaw(Channel.Heartbeat, [], [(byte)i, 1, 2]);
            Assert.Equal(new byte[] { (byte)i, 1, 2 }, client.ReceiveRaw(Channel.Heartbeat, LabProcess.Hang)![^1]);
        }

        client.Send(Channel.Control, "interrupt_request");
        Assert.Equal("Interrupted", client.Reply(id).Text("ename"));
    }

    [Fact]
    public void ClientThatVanishes_MidCell_FindsItsSessionAgain()
    {
        string id;
        using (WireClient first = Kernel.Connect("vanishing"))
        {
            first.Execute("var kept = 20;");
            id = first.Send(Channel.Shell, "execute_request",
                WireClient.Code("for (int i = 0; i < 20; i++) { Console.WriteLine(new string('x', 10_000)); Thread.Sleep(50); } kept += 1;"));
            first.NextOutput(id, "stream");
        }

        using WireClient second = Kernel.Connect("vanishing"); // the same identity, as a reconnecting front end has
        Assert.Equal("42", second.Result("2 * kept"));
    }

    [Fact]
    public void TwoClients_SeeEachOthersOutputs_ButOnlyTheirOwnReplies()
    {
        using WireClient one = Kernel.Connect(), two = Kernel.Connect();
        string id = one.Send(Channel.Shell, "execute_request", WireClient.Code("\"hello\""));
        Assert.Equal("hello", two.Outputs(id).Single(message => message.Type == "execute_result").PlainText);
        one.Reply(id);
        Assert.Null(two.TryReceive(Channel.Shell, s_silence));
    }

    [Fact]
    public void Flood_BehindAFailure_IsAborted_AndControlStaysOpen()
    {
        const int Count = 2_000;
        using WireClient client = Kernel.Connect();
        using TempFolder folder = new();
        var spent = Stopwatch.StartNew();
        for (int round = 0; ; round++)
        {
            client.Execute("var ran = 0;");
            string go = Path.Combine(folder.Path, $"go{round}");
            string failing = client.Begin($"while (!File.Exists(@\"{go}\")) Thread.Sleep(5); throw new Exception(\"stop\");");
            string[] queued = [.. Enumerable.Range(0, Count).Select(_ => client.Send(Channel.Shell, "execute_request", WireClient.Code("ran++;")))];
            string info = client.Send(Channel.Control, "kernel_info_request");
            client.Reply(info, Channel.Control);
            File.WriteAllText(go, "");
            Assert.Equal("error", client.Reply(failing).Text("status"));
            string[] statuses = [.. queued.Select(id => client.Reply(id).Text("status"))];

            // What had not yet come over the wire when the cell failed is run, as what is sent after its answer: none before one that was aborted.
            int aborted = statuses.TakeWhile(status => status == "aborted").Count();
            Assert.All(statuses.Skip(aborted), status => Assert.Equal("ok", status));
            Assert.Equal($"{Count - aborted}", client.Result("ran"));
            if (aborted == Count)
                return;
            Assert.True(spent.Elapsed < LabProcess.Hang, $"Of {Count} queued cells {aborted} were aborted.");
        }
    }

    [Fact]
    public void Flood_WithoutStopOnError_AllRun()
    {
        using WireClient client = Kernel.Connect();
        client.Execute("var counted = 0;");
        client.Send(Channel.Shell, "execute_request", WireClient.Code("throw new Exception(\"go on\");", ("stop_on_error", false)));
        string[] queued = [.. Enumerable.Range(0, 50).Select(_ => client.Send(Channel.Shell, "execute_request", WireClient.Code("counted++;")))];
        Assert.All(queued, id => Assert.Equal("ok", client.Reply(id).Text("status")));
        Assert.Equal("50", client.Result("counted"));
    }
}
