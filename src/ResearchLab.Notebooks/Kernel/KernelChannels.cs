using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ResearchLab.Notebooks.Execution;

namespace ResearchLab.Notebooks.Kernel;

/// <summary>Messages out: replies, outputs and questions, with headers and signatures; and messages in, once they are found good.</summary>
internal sealed class KernelChannels : IDisposable
{
    public const string ProtocolVersion = "5.5";

    private const int MaxLogged = 20;

    private readonly WireFormat _format;
    private readonly KernelSockets _sockets;
    private readonly TimeProvider _time;
    private readonly Action<Channel, WireMessage> _received;
    private readonly string _session = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    private readonly Action<string> _log;
    private int _messages;
    private int _dropped;
    private bool _announced;

    public KernelChannels(ConnectionFile connection, TimeProvider time, Action<Channel, WireMessage> received, Action<string> log)
    {
        (_format, _time, _received, _log) = (new WireFormat(connection.Key), time, received, log);
        _sockets = new KernelSockets(connection, Receive);
    }

    /// <summary>Id of this process in every header.</summary>
    public string Session => _session;

    public void Open() => _sockets.Open();

    public void Dispose() => _sockets.Dispose();

    /// <summary>Answers a request on the socket it came by.</summary>
    public void Reply(Channel channel, WireMessage request, JsonObject content) =>
        Send(channel, request.Identities, request.Type[..^"request".Length] + "reply", request.Header, content, []);

    /// <summary>Publishes to all clients.</summary>
    public void Publish(string type, JsonObject? parent, JsonObject content, JsonObject? metadata = null) =>
        Send(Channel.Iopub, [Encoding.UTF8.GetBytes($"kernel.{_session}.{type}")], type, parent ?? [], content, metadata ?? []);

    public void Status(WireMessage request, string state) => Publish("status", request.Header, new JsonObject { ["execution_state"] = state });

    /// <summary>Asks the client that sent <paramref name="request"/>.</summary>
    /// <returns>Id of the question.</returns>
    public string Ask(WireMessage request, string prompt, bool password) =>
        Send(Channel.Stdin, request.Identities, "input_request", request.Header, new JsonObject { ["prompt"] = prompt, ["password"] = password }, []);

    private string Send(Channel channel, IReadOnlyList<byte[]> identities, string type, JsonObject parent, JsonObject content,
        JsonObject metadata) => Uninterrupted.Get(() =>
    {
        string id = Invariant($"{_session}_{Interlocked.Increment(ref _messages)}");
        var header = new JsonObject
        {
            ["msg_id"] = id,
            ["session"] = _session,
            ["username"] = "kernel",
            ["date"] = _time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
            ["msg_type"] = type,
            ["version"] = ProtocolVersion,
        };
        _sockets.Send(channel, _format.Write(new WireMessage(identities, header, parent, metadata, content)));
        return id;
    });

    private void Receive(Channel channel, List<byte[]> frames)
    {
        if (channel == Channel.Iopub)
            Subscription(frames);
        else if (_format.Read(frames, out string? problem) is { } message)
            _received(channel, message);
        else if (++_dropped <= MaxLogged)
            _log($"A message on the {channel.ToString().ToLowerInvariant()} socket was dropped: "
                + $"{problem}.{(_dropped == MaxLogged ? " Further ones are not named." : "")}");
    }

    // XPUB tells of each subscription: 1 and the topic. The client then knows that it will miss nothing.
    private void Subscription(List<byte[]> frames)
    {
        if (frames is not [[1, .. byte[] topic]])
            return;
        Send(Channel.Iopub, [topic], "iopub_welcome", [], new JsonObject { ["subscription"] = Encoding.UTF8.GetString(topic) }, []);
        if (_announced)
            return;
        _announced = true;
        Publish("status", null, new JsonObject { ["execution_state"] = "starting" });
    }
}
