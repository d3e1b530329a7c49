using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;
using DuckDB.NET.Data;
using ResearchLab.LightGbm;
using ResearchLab.Time;
using Spectre.Console;

namespace ResearchLab.Runner.Commands;

/// <summary>lab doctor: what is here, where it was found, and what to do about each problem.</summary>
internal static class DoctorCommand
{
    /// <param name="Part">What was looked at.</param>
    /// <param name="Found">Version and place, or what is wrong.</param>
    /// <param name="Remedy">What to do; null when it is in order.</param>
    /// <param name="Optional">Whether the lab works without it.</param>
    private sealed record Finding(string Part, string Found, string? Remedy = null, bool Optional = false);

    public static Command Create()
    {
        var command = new Command("doctor", "What is installed and where, and what to do about each problem");
        command.SetAction((_, _) => Task.FromResult(Run()));
        return command;
    }

    private static int Run()
    {
        var findings = new List<Finding>
        {
            new("system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} processors"),
            new(".NET", $"{RuntimeInformation.FrameworkDescription} in {RuntimeEnvironment.GetRuntimeDirectory()}"),
        };
        findings.Add(Probe("time zones",
            () => TimeZones.AreInstalled ? $"of the system, New York {TimeZones.NewYork.StandardName}" : throw new InvalidOperationException(
                "the data of the system are missing; only New York and UTC are known"), "Install the time zone data (Debian: apt-get install tzdata)."));
        LabOptions? options = null;
        findings.Add(Probe("configuration", () =>
        {
            options = LabOptions.FromEnvironment();
            // Opening a lab tells the bindings which libraries the configuration names.
            using Lab lab = Lab.Open(options);
            return $"home {options.Home}, code {options.CodeVersion}";
        }, "Correct or unset the variable."));
        findings.Add(Probe("DuckDB", DuckDb, "It comes with the build: delete the folder 'artifacts' and run './lab doctor' again."));
        findings.Add(LightGbm());
        if (options is not null)
        {
            findings.Add(Probe("charts", () => ResearchLab.Reports.PlotlyScript.Find(options.Home),
                "Run './lab run' with npm and a network once; reports have no charts without it."));
            Data(findings, options);
        }

        foreach ((string tool, string use) in new[] { ("git", "names the code version"), ("npm", "fetches plotly.js") })
            findings.Add(OnPath(tool) is { } path ? new Finding(tool, path) : new Finding(tool, $"not on PATH; {use}", "Debian: apt-get install npm git.",
                Optional: true));
        findings.Add(Probe("libzmq", LibZmq, "Needed by the Jupyter kernel only. Debian: apt-get install libzmq5.") with { Optional = true });

        if (NotebookKernelCommand.InstalledProgram(NotebookKernelCommand.UserData()) is { } kernel)
            findings.Add(File.Exists(kernel) ? new Finding("Jupyter kernel", kernel) : new Finding("Jupyter kernel",
                $"'{kernel}' is gone: the checkout was moved or removed", "Type './lab notebook kernel install'.", Optional: true));

        IAnsiConsole console = Terminal.Output();
        foreach (Finding finding in findings)
        {
            string mark = finding.Remedy is null ? "[green]ok  [/]" : finding.Optional ? "[yellow]miss[/]" : "[red]FAIL[/]";
            console.Markup($"{mark} {Markup.Escape(finding.Part),-14} ");
            console.Profile.Out.Writer.WriteLine(finding.Found);
            if (finding.Remedy is not null)
                console.MarkupLineInterpolated($"     {"",-14} {finding.Remedy}");
        }

        int problems = findings.Count(finding => finding.Remedy is not null && !finding.Optional);
        Console.Out.WriteLine(problems == 0 ? "All in order." : $"{problems} problem(s).");
        return problems == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static void Data(List<Finding> findings, LabOptions options)
    {
        findings.Add(Probe("disk", () =>
        {
            string existing = options.DataFolder;
            while (!Directory.Exists(existing))
                existing = Path.GetDirectoryName(existing) ?? "/";
            long free = new DriveInfo(existing).AvailableFreeSpace;
            return free > 1L << 30 ? $"{free / (double)(1 << 30):0.0} GiB free at {options.DataFolder}" : throw new IOException(
                $"only {free >> 20} MiB free at {options.DataFolder}");
        }, "Free some space, or set RESEARCHLAB_DATA to a folder on another disk."));
        findings.Add(Probe("lake", () =>
        {
            using Lab lab = Lab.Open(options);
            IReadOnlyList<ResearchLab.Lake.LakeProblem> problems = lab.Lake.Check();
            if (problems.FirstOrDefault(problem => problem.Harmful) is { } harmful)
                throw new IOException(harmful.ToString());
            return $"{ResearchLab.Lake.Datasets.All.Sum(dataset => lab.Lake.Files(dataset).Count)} files in {lab.Lake.Root}, all checksums right";
        }, "Move the damaged file away and ingest its data again."));
        findings.Add(Probe("journal", () =>
        {
            using Lab lab = Lab.Open(options);
            return $"opens, {lab.Journal.RecentRuns(1000).Count} run(s) recorded, "
                + $"in {options.JournalConnection?.Split(';')[0] ?? Path.Combine(options.DataFolder, "journal.duckdb")}";
        }, "Check that the file or server of the journal is reachable and writable (RESEARCHLAB_JOURNAL)."));
    }

    private static Finding Probe(string part, Func<string> look, string remedy)
    {
        try
        {
            return new Finding(part, look());
        }
        catch (Exception error)
        {
            return new Finding(part, ErrorText.OneLine(error), remedy);
        }
    }

    private static Finding LightGbm()
    {
        Finding finding = Probe("LightGBM", () => $"{LightGbmLibrary.Version ?? "version unknown"} in {LightGbmLibrary.LoadedFrom}",
            "Debian: apt-get install libgomp1; macOS: brew install libomp. Or set RESEARCHLAB_LIGHTGBM to a lib_lightgbm 4.");
        return finding.Remedy is not null || LightGbmLibrary.IsSafeReader ? finding : finding with
        {
            Found = $"{finding.Found}; up to 4.5.0 a crafted model file can write out of bounds (CVE-2024-43598)",
            Remedy =
                "Model texts are checked before it reads them. Set RESEARCHLAB_LIGHTGBM to a newer lib_lightgbm, such as pip's 4.6 or later, to be rid of it.",
            Optional = true,
        };
    }

    private static string DuckDb()
    {
        using var connection = new DuckDBConnection(DuckDBConnectionStringBuilder.InMemoryConnectionString);
        connection.Open();
        using Process process = Process.GetCurrentProcess();
        string? library = process.Modules.Cast<ProcessModule>().Select(module => module.FileName)
            .FirstOrDefault(file => Path.GetFileNameWithoutExtension(file) is "libduckdb" or "duckdb");
        return $"{connection.ServerVersion} in {library ?? "the program"}, by DuckDB.NET {typeof(DuckDBConnection).Assembly.GetName().Version}";
    }

    private static string? OnPath(string tool) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, tool)).FirstOrDefault(File.Exists);

    private static string LibZmq()
    {
        string file = OperatingSystem.IsMacOS() ? "libzmq.5.dylib" : "libzmq.so.5";
        if (!NativeLibrary.TryLoad(file, out nint handle))
            throw new DllNotFoundException($"{file} not found");
        NativeLibrary.Free(handle);
        return file;
    }
}
