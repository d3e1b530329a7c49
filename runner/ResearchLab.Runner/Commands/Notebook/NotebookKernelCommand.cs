using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using ResearchLab.Basics;
using ResearchLab.Notebooks.Kernel;
using ResearchLab.Reports;

namespace ResearchLab.Runner.Commands;

/// <summary>lab notebook kernel: tells Jupyter of the C# kernel, and is that kernel.</summary>
internal static class NotebookKernelCommand
{
    private static readonly JsonSerializerOptions s_indented =
        new() { WriteIndented = true, IndentSize = 1, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create() => new("kernel", "The C# kernel of Jupyter")
    {
        Install(),
        Uninstall(),
        Run(),
    };

    /// <summary>Writes the kernelspec into a folder of Jupyter's and returns the folder of the spec.</summary>
    internal static string InstallInto(string jupyterData)
    {
        string folder = Path.Combine(jupyterData, "kernels", KernelInfo.KernelName);
        Directory.CreateDirectory(folder);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string name in new[] { "RESEARCHLAB_HOME", "RESEARCHLAB_DATA", "RESEARCHLAB_ZMQ", "DOTNET_ROOT" })
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value)
                environment[name] = value;
        }

        // Code that runs once each is not worth compiling twice.
        environment["DOTNET_TieredPGO"] = "0";
        string file = Path.Combine(folder, "kernel.json");
        string json = KernelInfo.Spec(StartCommand(), environment).ToJsonString(s_indented) + "\n";
        AtomicFile.Write(file, json);
        return folder;
    }

    /// <summary>Where Jupyter looks for kernels of this user.</summary>
    internal static string UserData()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (Environment.GetEnvironmentVariable("JUPYTER_DATA_DIR") is { Length: > 0 } configured)
            return configured;
        if (OperatingSystem.IsMacOS())
            return Path.Combine(home, "Library", "Jupyter");
        return Path.Combine(Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } data
            ? data
            : Path.Combine(home, ".local", "share"), "jupyter");
    }

    /// <summary>The program that an installed kernelspec starts; null when none is installed there.</summary>
    internal static string? InstalledProgram(string jupyterData)
    {
        string file = Path.Combine(jupyterData, "kernels", KernelInfo.KernelName, "kernel.json");
        return File.Exists(file) && System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(file))?["argv"] is System.Text.Json.Nodes.JsonArray argv
            ? argv.Select(part => (string?)part).FirstOrDefault(part => part is not null && Path.GetFileNameWithoutExtension(part) == "lab")
            : null;
    }

    // A kernel whose checkout was moved must say so in Jupyter's log; Jupyter itself says only that it died.
    private static string[] StartCommand()
    {
        string dotnet = Environment.ProcessPath ?? "dotnet", program = ProgramFile() is [{ } file] ? file : dotnet;
        string[] plain = program == dotnet ? [dotnet, "notebook", "kernel", "run"] : [dotnet, program, "notebook", "kernel", "run"];
        if (OperatingSystem.IsWindows())
            return plain;
        string start = program == dotnet ? "exec \"$0\" notebook kernel run \"$2\"" : "exec \"$0\" \"$1\" notebook kernel run \"$2\"";
        string missing = "echo \"lab: the C# kernel is not at '$1' any more: the checkout was moved or removed. Type './lab notebook kernel install' where "
            + "it is now, or 'jupyter kernelspec remove .net-csharp'.\" >&2; exit 1";
        return ["/bin/sh", "-c", $"[ -x \"$0\" ] && [ -e \"$1\" ] || {{ {missing}; }}; {start}", dotnet, program];
    }

    private static Command Install()
    {
        (Option<bool> user, Option<bool> sysPrefix, Option<string?> prefix) = Places();
        var command = new Command("install", "Tell Jupyter of the kernel 'C# (ResearchLab)'") { user, sysPrefix, prefix };
        command.SetAction(parsed =>
        {
            Console.Out.WriteLine($"Installed the kernel '{KernelInfo.DisplayName}' in {InstallInto(DataFolder(parsed, user, sysPrefix, prefix))}");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Uninstall()
    {
        (Option<bool> user, Option<bool> sysPrefix, Option<string?> prefix) = Places();
        var command = new Command("uninstall", "Take the kernel back from Jupyter") { user, sysPrefix, prefix };
        command.SetAction(parsed =>
        {
            string folder = Path.Combine(DataFolder(parsed, user, sysPrefix, prefix), "kernels", KernelInfo.KernelName);
            if (!File.Exists(Path.Combine(folder, "kernel.json")))
            {
                Console.Error.WriteLine($"lab: no kernel is installed in '{folder}'; 'jupyter kernelspec list' says where kernels are.");
                return ExitCode.NothingToDo;
            }

            Directory.Delete(folder, recursive: true);
            Console.Out.WriteLine($"Removed {folder}");
            return ExitCode.Done;
        });
        return command;
    }

    private static (Option<bool> User, Option<bool> SysPrefix, Option<string?> Prefix) Places() => (
        new Option<bool>("--user") { Description = "For this user (the default)" },
        new Option<bool>("--sys-prefix") { Description = "For the Python environment that 'python3' is" },
        new Option<string?>("--prefix") { Description = "Under a folder, in share/jupyter", HelpName = "FOLDER" });

    private static string DataFolder(ParseResult parsed, Option<bool> user, Option<bool> sysPrefix, Option<string?> prefix)
    {
        string? folder = parsed.GetValue(prefix);
        int chosen = (parsed.GetValue(user) ? 1 : 0) + (parsed.GetValue(sysPrefix) ? 1 : 0) + (folder is null ? 0 : 1);
        if (chosen > 1)
            throw new UsageException("--user, --sys-prefix and --prefix exclude each other; give one.");
        return folder is not null ? Path.Combine(Path.GetFullPath(folder), "share", "jupyter")
            : parsed.GetValue(sysPrefix) ? Path.Combine(PythonPrefix(), "share", "jupyter")
            : UserData();
    }

    private static Command Run()
    {
        var file = new Argument<string>("CONNECTION_FILE") { Description = "Connection file that Jupyter wrote" };
        var command = new Command("run", "Run the kernel; Jupyter calls this") { file };
        command.SetAction((parsed, cancellation) => Task.FromResult(Serve(parsed.GetRequiredValue(file), cancellation)));
        return command;
    }

    private static int Serve(string path, CancellationToken cancellation)
    {
        ConnectionFile connection = ConnectionFile.Load(path);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            ended.Cancel();
        });
        WatchParent(ended);
        TextWriter log = Console.Error; // before cells get a console of their own
        using var kernel = new JupyterKernel(connection, new KernelOptions
        {
            Time = TimeProvider.System,
            PlotlyScript = () => PlotlyScript.Read(LabOptions.FromEnvironment().Home) is { Length: > 0 } text ? text : null,
            ZmqPath = Environment.GetEnvironmentVariable("RESEARCHLAB_ZMQ") is { Length: > 0 } zmq ? zmq : null,
            Log = line => log.WriteLine($"lab: {line}"),
            TracePath = path + ".running",
        });
        kernel.Run(ended.Token);
        return ExitCode.Done;
    }

    // A Jupyter server that was killed must not leave kernels behind.
    private static void WatchParent(CancellationTokenSource ended)
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable("JPY_PARENT_PID"), out int parent) || parent <= 1)
            return;
        Process process;
        try
        {
            process = Process.GetProcessById(parent);
        }
        catch (ArgumentException)
        {
            return; // it names a process of another container
        }

        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => ended.Cancel();
    }

    private static string[] ProgramFile()
    {
        // 'dotnet lab.dll' names the program; an app host is one.
        string program = Path.Combine(AppContext.BaseDirectory, "lab.dll");
        return Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [program] : [];
    }

    private static string PythonPrefix()
    {
        try
        {
            using Process python = Process.Start(new ProcessStartInfo("python3",
                ["-c", "import sys; print(sys.prefix)"])
            { RedirectStandardOutput = true, UseShellExecute = false })!;
            string prefix = python.StandardOutput.ReadToEnd().Trim();
            python.WaitForExit();
            if (python.ExitCode == 0 && prefix.Length > 0)
                return prefix;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // Said below.
        }

        throw new UsageException("--sys-prefix needs 'python3' on PATH; activate the environment Jupyter is installed in, or use --prefix FOLDER.");
    }
}
