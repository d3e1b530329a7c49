using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Dapper;

namespace ResearchLab.Tests.Journal;

/// <summary>A private PostgreSQL server in a temporary folder on a free loopback port, or the reason why there is none.</summary>
public sealed class PostgresCluster : IDisposable
{
    private readonly string _folder = "";
    private readonly string _bin = "";

    public PostgresCluster()
    {
        _bin = Bin();
        if (_bin.Length == 0)
        {
            Missing = "PostgreSQL (initdb, pg_ctl) is not installed; install the package postgresql to run these tests";
            return;
        }

        _folder = Directory.CreateTempSubdirectory("researchlab-pg-").FullName;
        if (Environment.UserName == "root")
            Run("chown", "postgres", _folder);
        int port = FreePort();
        string data = Path.Combine(_folder, "data");
        Missing = Server("initdb", "-D", data, "-U", "lab", "-A", "trust", "-E", "UTF8", "--no-sync")
            ?? Server("pg_ctl", "-D", data, "-w", "-t", "30", "-l", Path.Combine(_folder, "log"), "-o",
                $"-p {port} -k {_folder} -c listen_addresses=127.0.0.1 -c fsync=off", "start");
        ConnectionString = $"Host=127.0.0.1;Port={port};Database=postgres;Username=lab;Pooling=true";
    }

    public string? Missing { get; }

    public string ConnectionString { get; } = "";

    /// <summary>Makes an empty database and returns how to connect to it.</summary>
    public string CreateDatabase(string name)
    {
        using var connection = new Npgsql.NpgsqlConnection(ConnectionString);
        connection.Execute($"CREATE DATABASE \"{name}\"");
        return new Npgsql.NpgsqlConnectionStringBuilder(ConnectionString) { Database = name }.ConnectionString;
    }

    public void Dispose()
    {
        if (_folder.Length == 0)
            return;
        Npgsql.NpgsqlConnection.ClearAllPools();
        Server("pg_ctl", "-D", Path.Combine(_folder, "data"), "-m", "immediate", "-w", "stop");
        Directory.Delete(_folder, recursive: true);
    }

    private static string Bin()
    {
        const string Versions = "/usr/lib/postgresql";
        IEnumerable<string> installed = Directory.Exists(Versions)
            ? Directory.EnumerateDirectories(Versions).OrderDescending(StringComparer.Ordinal).Select(v => Path.Combine(v, "bin"))
            : [];
        IEnumerable<string> path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return installed.Concat(path).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "pg_ctl")))
            ?? "";
    }

    private static int FreePort()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return port;
    }

    /// <summary>Runs a server command, as postgres when the tests run as root; null when it worked, else what it said.</summary>
    private string? Server(string command, params string[] arguments)
    {
        string program = Path.Combine(_bin, command);
        return Environment.UserName == "root" ? Run("runuser", ["-u", "postgres", "--", program, .. arguments]) : Run(program, arguments);
    }

    private static string? Run(string program, params string[] arguments)
    {
        // pg_ctl hands its streams to the server, which never closes them, so they are not waited for.
        var start = new ProcessStartInfo(program,
            arguments)
        { WorkingDirectory = "/", UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        try
        {
            using Process process = Process.Start(start)!;
            if (!process.WaitForExit(TimeSpan.FromMinutes(15)))
                return $"{program} took more than 15 minutes";
            return process.ExitCode == 0 ? null : $"{Path.GetFileName(program)} {string.Join(' ', arguments)} ended with {process.ExitCode}";
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            return $"{program} cannot be started: {error.Message}";
        }
    }
}
