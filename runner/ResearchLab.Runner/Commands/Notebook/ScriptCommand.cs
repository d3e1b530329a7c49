using System.CommandLine;
using ResearchLab.Basics;
using ResearchLab.Notebooks;
using ResearchLab.Notebooks.Headless;

namespace ResearchLab.Runner.Commands;

/// <summary>lab script: a C# script with the lab referenced and imported.</summary>
internal static class ScriptCommand
{
    private const string Marker = "// parameters";

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A .csx file; ResearchLab is referenced and its namespaces are imported" };
        var parameters = new Option<string[]>("--param", "-p")
        {
            Description = $"A value for a variable declared in the block that begins with the line '{Marker}' and ends at an empty line (repeatable)",
            HelpName = "NAME=VALUE",
        };
        var command = new Command("script", "Run a C# script with the lab; the value of its last expression is printed") { file, parameters };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(file)!, parsed.GetValue(parameters) ?? [], cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string path, string[] pairs, CancellationToken cancellation)
    {
        if (!File.Exists(path))
            throw new UsageException($"there is no script '{path}'; give the path of a .csx file.");
        NotebookFile script = Cells(File.ReadAllText(path).ReplaceLineEndings("\n"));
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string pair in pairs)
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw new UsageException($"--param is '{pair}'; write NAME=VALUE, such as -p symbol=SPY.");
            string name = pair[..equals].Trim();
            if (NotebookParameters.Declared(script).All(parameter => parameter.Name != name))
                throw new UsageException($"the script declares no parameter '{name}'; declare it in a block that begins with the line '{Marker}'.");
            values[name] = ParameterText.Literal(NotebookParameters.Find(script, name), pair[(equals + 1)..]);
        }

        LabOptions options = LabOptions.FromEnvironment();
        Directory.SetCurrentDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var session = new NotebookSession(options.Time, new ScriptHost(), "");
        using CancellationTokenRegistration stop = cancellation.Register(() => session.Stop(force: true));
        CellResult? last = null;
        foreach (NotebookCell cell in NotebookParameters.Inject(script, values).Cells)
        {
            last = await session.RunAsync(cell.Source, cancellation);
            cancellation.ThrowIfCancellationRequested();
            if (last.Error is { } error)
            {
                string place = error.Line > 0 ? $"({error.Line}{(error.Column > 0 ? $",{error.Column}" : "")})" : "";
                Console.Error.WriteLine($"lab: {Path.GetFileName(path)}{place}: {error.Name}: {error.Message.ReplaceLineEndings(" ")}");
                return ExitCode.Failed;
            }
        }

        if (last?.Shown is { Text.Length: > 0 } shown)
            Console.Out.WriteLine(shown.Text);
        return ExitCode.Done;
    }

    /// <summary>The script as cells, each with blank lines for what stands before it, so that errors name lines of the file.</summary>
    private static NotebookFile Cells(string text)
    {
        string[] lines = text.Split('\n');
        int from = Array.FindIndex(lines, line => line.Trim().Equals(Marker, StringComparison.OrdinalIgnoreCase));
        if (from < 0)
            return NotebookFile.Create([new NotebookCell("script", CellKind.Code, text, [])]);
        int to = Array.FindIndex(lines, from, string.IsNullOrWhiteSpace);
        to = to < 0 ? lines.Length : to;
        return NotebookFile.Create(
        [
            new NotebookCell("before", CellKind.Code, string.Join('\n', lines[..from]), []),
            new NotebookCell("parameters", CellKind.Code, new string('\n', from) + string.Join('\n', lines[from..to]), [NotebookParameters.Tag]),
            new NotebookCell("rest", CellKind.Code, new string('\n', to) + string.Join('\n', lines[to..]), []),
        ]);
    }

    /// <summary>Prints what the script displays as text.</summary>
    private sealed class ScriptHost : CellHost
    {
        public override bool Shows => true;

        public override void Display(ResearchLab.Notebooks.Formatting.MimeBundle bundle, string displayId) => Console.Out.WriteLine(bundle.Text);

        public override string Input(string prompt, bool password)
        {
            Console.Error.Write(prompt);
            return Console.In.ReadLine() ?? base.Input(prompt, password);
        }
    }
}
