using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace ResearchLab.Runner.Tests;

/// <summary>The command line as a user meets it: a process with arguments, two streams and an exit code.</summary>
internal sealed class LabProcess : IDisposable
{
    /// <summary>After so long a process counts as hanging, on a machine however busy.</summary>
    internal static readonly TimeSpan Hang = TimeSpan.FromMinutes(15);

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
        string[] program = WithDefaultSignals("dotnet", Path.Combine(AppContext.BaseDirectory, "lab.dll"));
        var start = new ProcessStartInfo(program[0]) { WorkingDirectory = dataFolder };
        foreach (string word in program[1..].Concat(arguments))
            start.ArgumentList.Add(word);
        start.Environment["RESEARCHLAB_DATA"] = dataFolder;
        start.Environment["RESEARCHLAB_CODE"] = "test";
        start.Environment["NO_COLOR"] = "1";
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return Start(start);
    }

    /// <summary>Starts any program, to be read and waited for like <c>lab</c>.</summary>
    internal static LabProcess Start(ProcessStartInfo start)
    {
        start.UseShellExecute = false;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput = true;
        return new LabProcess(Process.Start(start)!);
    }

    /// <summary>
    /// A command that takes Ctrl-C as usual: a script that starts the tests in the background has them ignore it, and children inherit that. GNU's env undoes
    /// it.
    /// </summary>
    internal static string[] WithDefaultSignals(params string[] words) =>
        OperatingSystem.IsLinux() ? ["/usr/bin/env", "--default-signal=INT,QUIT,HUP", .. words] : words;

    /// <summary>Runs to the end.</summary>
    public static LabResult Run(string dataFolder, params string[] arguments) => Run(dataFolder, null, arguments);

    public static LabResult Run(string dataFolder, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        using LabProcess lab = Start(dataFolder, environment, arguments);
        return lab.Wait();
    }

    /// <summary>Waits for the end; only a process that hangs is given up.</summary>
    public LabResult Wait()
    {
        if (!_process.WaitForExit(Hang))
        {
            _process.Kill(entireProcessTree: true);
            throw new TimeoutException($"lab did not end within {Hang}.\n{Output}\n{Errors}");
        }

        // The overload without a limit also waits for the last lines of both streams.
        _process.WaitForExit();
        return new LabResult(_process.ExitCode, Output, Errors);
    }

    /// <summary>Waits until a condition holds; the test fails when the process ends before it, or hangs.</summary>
    public void WaitUntil(Func<bool> condition, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            // What it wrote last may come after its end.
            if (_process.HasExited && Ended() && !condition())
                throw new InvalidOperationException($"lab ended before {what}.\n{Output}\n{Errors}");
            if (watch.Elapsed > Hang)
                throw new TimeoutException($"{what} did not happen within {Hang}.\n{Output}\n{Errors}");
            Thread.Sleep(20);
        }
    }

    private bool Ended()
    {
        _process.WaitForExit();
        return true;
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
