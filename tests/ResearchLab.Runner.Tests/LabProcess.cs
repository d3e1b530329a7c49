using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace ResearchLab.Runner.Tests;

/// <summary>The command line as a user meets it: a process with arguments, two streams and an exit code.</summary>
internal sealed class LabProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new(), _errors = new();

    private LabProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Add(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Add(_errors, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    public string Errors
    {
        get
        {
            lock (_errors)
                return _errors.ToString();
        }
    }

    /// <summary>Starts <c>lab</c> on a data folder of its own.</summary>
    public static LabProcess Start(string dataFolder, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = dataFolder,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "lab.dll"));
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["RESEARCHLAB_DATA"] = dataFolder;
        start.Environment["RESEARCHLAB_CODE"] = "test";
        start.Environment["NO_COLOR"] = "1";
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return new LabProcess(Process.Start(start)!);
    }

    /// <summary>Runs to the end.</summary>
    public static LabResult Run(string dataFolder, params string[] arguments) => Run(dataFolder, null, arguments);

    public static LabResult Run(string dataFolder, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        using LabProcess lab = Start(dataFolder, environment, arguments);
        return lab.Wait(TimeSpan.FromMinutes(4));
    }

    public LabResult Wait(TimeSpan limit)
    {
        if (!_process.WaitForExit(limit))
        {
            _process.Kill(entireProcessTree: true);
            throw new TimeoutException($"lab did not end within {limit}.\n{Output}\n{Errors}");
        }

        // The overload without a limit also waits for the last lines of both streams.
        _process.WaitForExit();
        return new LabResult(_process.ExitCode, Output, Errors);
    }

    /// <summary>Waits until a condition holds, or fails.</summary>
    public void WaitUntil(Func<bool> condition, TimeSpan limit, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > limit)
                throw new TimeoutException($"{what} did not happen within {limit}.\n{Output}\n{Errors}");
            Thread.Sleep(20);
        }
    }

    public void Interrupt() => Signal(2);

    public void Terminate() => Signal(15);

    public void Kill() => Signal(9);

    /// <summary>False when the process had ended.</summary>
    public bool TryKill() => !_process.HasExited && SendSignal(_process.Id, 9) == 0;

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private void Signal(int signal) => Assert.Equal(0, SendSignal(_process.Id, signal));

    private static void Add(StringBuilder text, string? line)
    {
        if (line is null)
            return;
        lock (text)
            text.AppendLine(line);
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int SendSignal(int process, int signal);
}

internal sealed record LabResult(int ExitCode, string Output, string Errors)
{
    /// <summary>The error as one line, or the test fails.</summary>
    public string OneErrorLine()
    {
        string[] lines = Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string[] messages = [.. lines.Where(line => !line.EndsWith('…'))];
        Assert.True(messages.Length == 1, $"expected one error line, got:\n{Errors}\noutput:\n{Output}");
        Assert.StartsWith("lab: ", messages[0], StringComparison.Ordinal);
        return messages[0];
    }
}

/// <summary>A folder that goes away with the test.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("researchlab-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
