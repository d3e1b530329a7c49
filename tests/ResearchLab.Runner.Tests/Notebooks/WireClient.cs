using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ResearchLab.Notebooks.Kernel;

namespace ResearchLab.Runner.Tests.Notebooks;

/// <summary>A message as a client sees it.</summary>
internal sealed record Incoming(string Type, JsonObject Header, JsonObject Parent, JsonObject Content, bool SignatureHolds)
{
    public string ParentId => (string?)Parent["msg_id"] ?? "";

    public string Text(string name) => (string?)Content[name] ?? "";

    public string PlainText => (string?)Content["data"]?["text/plain"] ?? "";
}

/// <summary>
/// A Jupyter client written from the protocol alone, on bare sockets: it can send what no real client would. Its frames are made here, not by the
/// kernel's own code.
/// </summary>
internal sealed unsafe class WireClient : IDisposable
{
    /// <summary>What a cell says when it has begun.</summary>
    public const string Begun = "Console.WriteLine(\"begun\");";

    private static readonly TimeSpan s_limit = LabProcess.Hang;
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly nint _context = ZmqNative.ContextNew();
    private readonly Dictionary<Channel, ZmqSocket> _sockets = [];
    private readonly Dictionary<Channel, Queue<Incoming>> _waiting = [];
    private readonly byte[] _key;
    private readonly string _ids = Guid.NewGuid().ToString("N");
    private int _next;

    public WireClient(ConnectionFile connection, string identity)
    {
        (_key, Session) = (connection.Key.ToArray(), identity);
        foreach ((Channel channel, int type, int port) in new[]
        {
            (Channel.Iopub, ZmqNative.Sub, connection.IopubPort), (Channel.Shell, ZmqNative.Dealer, connection.ShellPort),
            (Channel.Control, ZmqNative.Dealer, connection.ControlPort),
            (Channel.Stdin, ZmqNative.Dealer, connection.StdinPort), (Channel.Heartbeat, ZmqNative.Dealer, connection.HeartbeatPort),
        })
        {
            var socket = new ZmqSocket(_context, type);
            _sockets[channel] = socket;
            _waiting[channel] = new Queue<Incoming>();
            if (channel == Channel.Iopub)
                socket.Set(ZmqNative.Subscribe, ReadOnlySpan<byte>.Empty);
            else
                socket.Set(ZmqNative.Identity, Encoding.UTF8.GetBytes(identity));
            socket.Connect(connection.Endpoint(port));
        }
    }

    public string Session { get; }

    /// <summary>Sends a well-formed message and returns its id.</summary>
    public string Send(Channel channel, string type, JsonObject? content = null, string? id = null, JsonObject? parent = null)
    {
        id ??= $"{_ids}-{++_next}";
        JsonObject header = Header(type, id);
        SendParts(channel, header.ToJsonString(), (parent ?? []).ToJsonString(), "{}", (content ?? []).ToJsonString());
        return id;
    }

    public static JsonObject Code(string code, params (string Name, JsonNode Value)[] more)
    {
        var content = new JsonObject { ["code"] = code };
        foreach ((string name, JsonNode value) in more)
            content[name] = value;
        return content;
    }

    public JsonObject Header(string type, string id) => new()
    {
        ["msg_id"] = id,
        ["session"] = Session,
        ["username"] = "tester",
        ["date"] = "2026-11-21T00:00:00.000000Z",
        ["msg_type"] = type,
        ["version"] = "5.5",
    };

    /// <summary>Signs and sends four parts as they are.</summary>
    public void SendParts(Channel channel, string header, string parent, string metadata, string content) =>
        SendParts(channel, s_utf8.GetBytes(header), s_utf8.GetBytes(parent), s_utf8.GetBytes(metadata), s_utf8.GetBytes(content));

    public void SendParts(Channel channel, byte[] header, byte[] parent, byte[] metadata, byte[] content) =>
        SendRaw(channel, "<IDS|MSG>"u8.ToArray(), Sign(header, parent, metadata, content), header, parent, metadata, content);

    public void SendRaw(Channel channel, params byte[][] frames) => _sockets[channel].Send([.. frames.Select(frame => (ReadOnlyMemory<byte>)frame)]);

    public byte[] Sign(params byte[][] parts)
    {
        if (_key.Length == 0)
            return [];
        byte[] all = [.. parts.SelectMany(part => part)];
        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(HMACSHA256.HashData(_key, all)));
    }

    /// <summary>The frames of the next message on a socket; null when none comes in time.</summary>
    public List<byte[]>? ReceiveRaw(Channel channel, TimeSpan limit)
    {
        ZmqSocket socket = _sockets[channel];
        var item = new ZmqNative.PollItem { Socket = socket.Handle, Events = ZmqNative.PollIn };
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (socket.TryReceive() is { } frames)
                return frames;
            long left = (long)(limit - watch.Elapsed).TotalMilliseconds;
            if (left <= 0)
                return null;
            _ = ZmqNative.Poll(&item, 1, left);
        }
    }

    public Incoming? TryReceive(Channel channel, TimeSpan limit)
    {
        if (_waiting[channel].TryDequeue(out Incoming? waiting))
            return waiting;
        return ReceiveRaw(channel, limit) is { } frames ? Read(frames) : null;
    }

    public Incoming Receive(Channel channel, string what) =>
        TryReceive(channel, s_limit) ?? throw new TimeoutException($"{what} did not come within {s_limit.TotalSeconds} s.");

    /// <summary>The reply to a request; replies to others are left out.</summary>
    public Incoming Reply(string id, Channel channel = Channel.Shell)
    {
        while (true)
        {
            Incoming message = Receive(channel, $"The reply to {id}");
            if (message.ParentId == id)
                return message;
        }
    }

    /// <summary>The next output of a type that belongs to a request.</summary>
    public Incoming NextOutput(string id, string type)
    {
        while (true)
        {
            Incoming message = Receive(Channel.Iopub, $"A message '{type}' of {id}");
            if (message.ParentId == id && message.Type == type)
                return message;
        }
    }

    /// <summary>Outputs of a request up to its idle, that included.</summary>
    public List<Incoming> Outputs(string id)
    {
        var outputs = new List<Incoming>();
        while (true)
        {
            Incoming message = Receive(Channel.Iopub, $"The idle of {id}");
            if (message.ParentId != id)
                continue;
            outputs.Add(message);
            if (message.Type == "status" && message.Text("execution_state") == "idle")
                return outputs;
        }
    }

    /// <summary>Sends a cell and waits until it has begun: until its own <see cref="Begun"/>, put before all of it unless it stands in it.</summary>
    public string Begin(string code)
    {
        string id = Send(Channel.Shell, "execute_request", Code(code.Contains(Begun, StringComparison.Ordinal) ? code : Begun + "\n" + code));
        while (!NextOutput(id, "stream").Text("text").Contains("begun", StringComparison.Ordinal))
        {
        }

        return id;
    }

    public (Incoming Reply, List<Incoming> Outputs) Execute(string code, params (string Name, JsonNode Value)[] more)
    {
        string id = Send(Channel.Shell, "execute_request", Code(code, more));
        List<Incoming> outputs = Outputs(id);
        return (Reply(id), outputs);
    }

    /// <summary>What a cell's last expression is, as text; fails when the cell does.</summary>
    public string Result(string code)
    {
        (Incoming reply, List<Incoming> outputs) = Execute(code);
        Assert.True(reply.Text("status") == "ok", reply.Content.ToJsonString());
        return outputs.Single(message => message.Type == "execute_result").PlainText;
    }

    /// <summary>Asks who the kernel is: it is alive and its queues are empty.</summary>
    public void AssertAlive()
    {
        string id = Send(Channel.Shell, "kernel_info_request");
        Assert.Equal("ok", Reply(id).Text("status"));
        id = Send(Channel.Control, "kernel_info_request");
        Assert.Equal("ok", Reply(id, Channel.Control).Text("status"));
    }

    /// <summary>Waits for the welcome, so that no output is missed.</summary>
    public Incoming Subscribe()
    {
        while (true)
        {
            Incoming message = Receive(Channel.Iopub, "iopub_welcome");
            if (message.Type == "iopub_welcome")
                return message;
        }
    }

    public void Dispose()
    {
        foreach (ZmqSocket socket in _sockets.Values)
            socket.Dispose();
        _ = ZmqNative.ContextTerminate(_context);
    }

    private Incoming Read(List<byte[]> frames)
    {
        int at = frames.FindIndex(frame => frame.AsSpan().SequenceEqual("<IDS|MSG>"u8));
        Assert.True(at >= 0 && frames.Count >= at + 6, "The kernel sent a message that is none.");
        byte[][] parts = [.. frames.Skip(at + 2).Take(4)];
        JsonObject[] objects = Array.ConvertAll(parts, part => JsonNode.Parse(part)!.AsObject());
        return new Incoming((string)objects[0]["msg_type"]!, objects[0], objects[1], objects[3], Sign(parts).AsSpan().SequenceEqual(frames[at + 1]));
    }
}
