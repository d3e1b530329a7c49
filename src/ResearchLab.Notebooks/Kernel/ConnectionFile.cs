using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ResearchLab.Notebooks.Kernel;

/// <summary>Where a Jupyter client wants the kernel to listen.</summary>
/// <param name="Transport">tcp or ipc.</param>
/// <param name="Ip">Address, or the path that ipc sockets start with.</param>
/// <param name="ShellPort">Port of requests.</param>
/// <param name="ControlPort">Port of interrupt and shutdown.</param>
/// <param name="StdinPort">Port of questions to the person.</param>
/// <param name="IopubPort">Port of outputs.</param>
/// <param name="HeartbeatPort">Port that echoes.</param>
/// <param name="Key">Key that signs messages; empty for none.</param>
public sealed record ConnectionFile(
    string Transport, string Ip, int ShellPort, int ControlPort, int StdinPort, int IopubPort, int HeartbeatPort, ReadOnlyMemory<byte> Key)
{
    /// <summary>Reads a connection file as Jupyter writes it.</summary>
    /// <exception cref="FormatException">It is not one; the message names the file and the field.</exception>
    public static ConnectionFile Load(string path)
    {
        try
        {
            JsonObject root = JsonNode.Parse(File.ReadAllText(path)) as JsonObject ?? throw new FormatException("not a JSON object.");
            string transport = Text(root, "transport", "tcp");
            if (transport is not ("tcp" or "ipc"))
                throw new FormatException($"transport is '{transport}'; tcp and ipc are supported.");
            string scheme = Text(root, "signature_scheme", "hmac-sha256");
            if (scheme != "hmac-sha256")
                throw new FormatException($"signature_scheme is '{scheme}'; only hmac-sha256 is supported.");
            return new ConnectionFile(
                transport, Text(root, "ip", "127.0.0.1"), Port(root, "shell_port"), Port(root, "control_port"), Port(root, "stdin_port"),
                Port(root, "iopub_port"), Port(root, "hb_port"), Encoding.UTF8.GetBytes(Text(root, "key", "")));
        }
        catch (Exception error) when (error is JsonException or FormatException)
        {
            throw new FormatException($"Connection file '{path}' is unusable: {error.Message} Jupyter writes it when it starts a kernel.", error);
        }
    }

    /// <summary>The address of one port, as libzmq writes it.</summary>
    public string Endpoint(int port) => Transport == "ipc" ? Invariant($"ipc://{Ip}-{port}") : Invariant($"tcp://{Ip}:{port}");

    private static string Text(JsonObject root, string name, string otherwise) =>
        root[name] is JsonValue value && value.TryGetValue(out string? text) ? text : otherwise;

    private static int Port(JsonObject root, string name) =>
        root[name] is JsonValue value && value.TryGetValue(out int port) && port is > 0 and < 65536
            ? port
            : throw new FormatException($"'{name}' is missing or not a port.");
}
