using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ResearchLab.Notebooks.Kernel;

namespace ResearchLab.Runner.Tests.Notebooks;

/// <summary>A kernel as Jupyter starts it: a process with a connection file.</summary>
internal sealed class KernelProcess : IDisposable
{
    private readonly string _file;
    private readonly IReadOnlyDictionary<string, string> _environment;
    private LabProcess _lab;
    private int _clients;

    public KernelProcess(string folder, string key = "0123456789abcdef", string transport = "tcp", IReadOnlyDictionary<string, string>? environment = null)
    {
        Folder = folder;
        _file = Path.Combine(folder, "kernel.json");
        int[] ports = FreePorts();
        File.WriteAllText(_file, JsonSerializer.Serialize(new
        {
            transport,
            ip = transport == "ipc" ? Path.Combine(folder, "k") : "127.0.0.1",
            shell_port = ports[0],
            control_port = ports[1],
            stdin_port = ports[2],
            iopub_port = ports[3],
            hb_port = ports[4],
            signature_scheme = "hmac-sha256",
            key,
            kernel_name = "",
        }));
        Connection = ConnectionFile.Load(_file);
        _environment = environment ?? new Dictionary<string, string>();
        _lab = Start();
    }

    public string Folder { get; }

    public ConnectionFile Connection { get; }

    public string TracePath => _file + ".running";

    public int Id => _lab.Id;

    public bool HasExited => _lab.HasExited;

    /// <summary>What the kernel wrote for Jupyter's log.</summary>
    public string Log => _lab.Errors;

    /// <summary>A new client that misses nothing.</summary>
    public WireClient Connect(string? identity = null)
    {
        Assert.False(_lab.HasExited, $"The kernel is gone:\n{Log}");
        var client = new WireClient(Connection, identity ?? $"client-{++_clients}");
        client.Subscribe();
        client.AssertAlive();
        return client;
    }

    /// <summary>Starts the kernel again on the same connection file, as Jupyter does when it died.</summary>
    public void Restart()
    {
        _lab.Dispose();
        _lab = Start();
    }

    public void WaitForExit() => _lab.Wait();

    public int ExitCode() => _lab.Wait().ExitCode;

    public void WaitForLog(string part) => _lab.WaitUntil(() => Log.Contains(part, StringComparison.Ordinal), $"'{part}' in the kernel's log");

    public void Terminate() => _lab.Terminate();

    public void Kill() => _lab.Kill();

    /// <summary>Memory of the process, in MB.</summary>
    public double ResidentMegabytes()
    {
        string line = File.ReadLines($"/proc/{Id}/status").First(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) / 1024;
    }

    public void Dispose() => _lab.Dispose();

    private LabProcess Start() => LabProcess.Start(
        Folder, new Dictionary<string, string>(_environment) { ["RESEARCHLAB_HOME"] = JupyterFixture.Home, ["DOTNET_TieredPGO"] = "0" }, "notebook", "kernel",
        "run", _file);

    private static int[] FreePorts()
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, 5).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        foreach (TcpListener listener in listeners)
            listener.Start();
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        foreach (TcpListener listener in listeners)
            listener.Dispose();
        return ports;
    }
}

/// <summary>One kernel for the tests of a class that leave it as they found it.</summary>
public sealed class KernelFixture : IDisposable
{
    private readonly TempFolder _folder = new();

    public KernelFixture()
    {
        Kernel = new KernelProcess(_folder.Path);
    }

    internal KernelProcess Kernel { get; }

    public void Dispose()
    {
        Kernel.Dispose();
        _folder.Dispose();
    }
}
