using System.CommandLine;
using ResearchLab.Basics;
using ResearchLab.Notebooks;
using ResearchLab.Notebooks.Headless;
using ResearchLab.Reports;
using ResearchLab.Runner.Notebooks;
using ResearchLab.Time;

namespace ResearchLab.Runner.Commands;

/// <summary>A notebook with the values its parameters are to have, all checked.</summary>
internal sealed record NotebookToRun
{
    private const string SessionName = "session", AsOfName = "asOf";

    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>What it holds.</summary>
    public required NotebookFile Notebook { get; init; }

    /// <summary>Values as C# expressions, those of session and as-of aside.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>The same as they were typed.</summary>
    public required IReadOnlyList<string> Typed { get; init; }

    /// <summary>The one session asked for.</summary>
    public DateOnly? Session { get; init; }

    /// <summary>The range of sessions asked for.</summary>
    public (DateOnly From, DateOnly To)? Sessions { get; init; }

    /// <summary>The instant asked for.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>Time and memory.</summary>
    public required RunLimits Limits { get; init; }

    /// <summary>Configuration.</summary>
    public required LabOptions Options { get; init; }

    /// <summary>Name of the file without its ending.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>Where reports of notebooks go by default.</summary>
    public string ReportsFolder => System.IO.Path.Combine(Options.DataFolder, "reports", "notebooks");

    /// <summary>Reads what was typed; whatever is wrong is said before anything runs.</summary>
    public static NotebookToRun Read(ParseResult parsed, NotebookRunCommand.Shared shared)
    {
        string path = parsed.GetValue(shared.File)!;
        if (!File.Exists(path))
            throw new UsageException($"there is no notebook '{path}'; give the path of an .ipynb or .dib file.");
        NotebookFile notebook = NotebookFile.Load(path);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var typed = new List<string>();
        foreach (string pair in parsed.GetValue(shared.Parameters) ?? [])
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw new UsageException($"--param is '{pair}'; write NAME=VALUE, such as -p symbol=SPY.");
            string name = pair[..equals].Trim();
            if (!values.TryAdd(name, ParameterText.Literal(NotebookParameters.Find(notebook, name), pair[(equals + 1)..])))
                throw new UsageException($"--param names '{name}' twice.");
            typed.Add($"{name} {pair[(equals + 1)..].Trim()}");
        }

        (DateOnly From, DateOnly To)? range = null;
        DateOnly? session = null;
        if (parsed.GetValue(shared.Session) is { } text)
        {
            string[] ends = text.Split("..");
            DateOnly[] dates = [.. ends.Select(end => DateOnly.TryParseExact(end, "yyyy-MM-dd", out DateOnly date)
                ? date
                : throw new UsageException($"--session is '{text}'; write a date as YYYY-MM-DD, or two with '..' between."))];
            if (ends.Length > 2 || (ends.Length == 2 && dates[0] > dates[1]))
                throw new UsageException($"--session is '{text}'; write the earlier date first, then '..' and the later.");
            if (ends.Length == 2)
                range = (dates[0], dates[1]);
            else
                session = dates[0];
            if (session is { } day)
                _ = KnownAt.Daily(day); // says so when the exchange is closed
            Require(notebook, SessionName, "--session", values);
        }

        DateTimeOffset? asOf = null;
        if (parsed.GetValue(shared.AsOf) is { } instant)
        {
            Require(notebook, AsOfName, "--as-of", values);
            asOf = instant;
        }

        return new NotebookToRun
        {
            Path = path,
            Notebook = notebook,
            Parameters = values,
            Typed = typed,
            Session = session,
            Sessions = range,
            AsOf = asOf,
            Limits = shared.Limits(parsed),
            Options = LabOptions.FromEnvironment(),
        };
    }

    /// <summary>Runs it in a process of its own.</summary>
    public Task<FinishedRun> RunAsync(string output, DateOnly? session, Action<HeadlessEvent> progress, CancellationToken cancellation)
    {
        var values = new Dictionary<string, string>(Parameters, StringComparer.Ordinal);
        if (session is { } day)
            values[SessionName] = ParameterText.Literal(NotebookParameters.Find(Notebook, SessionName), $"{day:yyyy-MM-dd}");
        if (AsOf is { } instant)
            values[AsOfName] = ParameterText.Literal(NotebookParameters.Find(Notebook, AsOfName), instant.ToString("O"));
        var job = new HeadlessJob
        {
            Notebook = output,
            Output = output,
            Parameters = values,
            Now = AsOf ?? (session is { } known ? KnownAt.Daily(known) : null),
            Code = Options.CodeVersion,
        };
        string folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;
        return NotebookProcess.RunAsync(NotebookParameters.Inject(Notebook, values), job, folder, Limits, progress, cancellation);
    }

    /// <summary>Writes the page of a run, and the index of all reports when it lies among them.</summary>
    public void WritePage(string page, FinishedRun run, DateOnly? session)
    {
        string reports = System.IO.Path.Combine(System.IO.Path.GetFullPath(Options.DataFolder), "reports");
        bool isReport = System.IO.Path.GetFullPath(page).StartsWith(reports + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal);
        ReportFile.Write(page, NotebookHtml.Render(run.Notebook, new NotebookHtmlOptions
        {
            Title = Name,
            Subtitle = string.Join(", ", [.. Typed, .. session is { } day ? [$"session {day:yyyy-MM-dd}"] : Array.Empty<string>(),
                .. AsOf is { } instant ? [$"as of {instant.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z"] : Array.Empty<string>()]),
            Plotly = isReport ? PlotlySource.For(page, Options.Home, Options.SelfContainedPages) : PlotlyScript.Read(Options.Home),
            KatexJs = KatexScript.Read(Options.Home),
            Banner = run.Record.Stale ?? "",
            Stamp = [("Notebook", System.IO.Path.GetFileName(Path)), .. run.Record.Stamp()],
        }));
        if (isReport)
            ReportIndex.Write(reports);
    }

    private static void Require(NotebookFile notebook, string name, string option, Dictionary<string, string> values)
    {
        if (values.ContainsKey(name))
            throw new UsageException($"{option} and --param {name} say the same; give one of them.");
        if (NotebookParameters.Declared(notebook).All(parameter => parameter.Name != name))
            throw new UsageException($"{option} needs a parameter '{name}', which this notebook does not declare; declare it in its cell tagged 'parameters'.");
    }
}
