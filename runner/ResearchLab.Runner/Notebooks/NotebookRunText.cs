using System.Text.Json;
using ResearchLab.Columns;
using ResearchLab.Notebooks;
using ResearchLab.Notebooks.Headless;

namespace ResearchLab.Runner.Notebooks;

/// <summary>What commands that run notebooks say.</summary>
internal static class NotebookRunText
{
    /// <summary>One line as a cell ends.</summary>
    public static void Progress(HeadlessEvent happened)
    {
        if (happened is { Ended: true, Number: > 0 })
            Console.Error.WriteLine($"lab: cell {happened.Number} of {happened.Of} {(happened.Error is null ? "ran" : "failed")} in {happened.Seconds:0.00} s");
    }

    /// <summary>The outcome: where it is on standard output, why it failed on standard error.</summary>
    public static void Print(FinishedRun run, string notebook, string? page, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(new
            {
                status = run.Record.Status.ToString().ToLowerInvariant(),
                notebook,
                html = page,
                seconds = Math.Round((run.Record.Saved - run.Record.Started).TotalSeconds, 3),
                cells = run.CellsRun,
                parameters = run.Record.Parameters,
                metrics = run.Record.Metrics.ToDictionary(metric => metric.Name, metric => double.IsFinite(metric.Value) ? metric.Value : (double?)null),
                snapshots = run.Record.Data.Select(read => read.SnapshotId),
                stale = run.Record.Stale,
                error = run.Error,
            }));
        }
        else
        {
            Console.Out.WriteLine(notebook);
            if (page is not null)
                Console.Out.WriteLine(page);
        }

        if (run.Error is { } error)
            Console.Error.WriteLine($"lab: {error}");
        else if (run.Record.Stale is { } stale)
            Console.Error.WriteLine($"lab: {stale}");
    }

    /// <summary>0 when all ran, 3 on stale data, 130 when stopped, else 1.</summary>
    public static int ExitCodeOf(FinishedRun run) => run.Record.Status switch
    {
        RunStatus.Done => run.Record.Stale is null ? ExitCode.Done : ExitCode.DataUnusable,
        RunStatus.Stopped => ExitCode.Interrupted,
        _ => ExitCode.Failed,
    };

    /// <summary>The parameters of a notebook.</summary>
    public static int Describe(NotebookFile notebook, bool json)
    {
        IReadOnlyList<NotebookParameter> declared = NotebookParameters.Declared(notebook);
        if (json)
        {
            var table = new Frame(
                new Column<string>("name", [.. declared.Select(parameter => parameter.Name)]),
                new Column<string>("type", [.. declared.Select(parameter => parameter.Type)]),
                new Column<string>("default", [.. declared.Select(parameter => parameter.Default ?? "")]),
                new Column<string>("meaning", [.. declared.Select(parameter => parameter.Comment)]));
            Console.Out.WriteLine(FrameJson.Document(writer => FrameJson.Write(writer, table)));
        }
        else if (declared.Count == 0)
        {
            Console.Error.WriteLine("lab: this notebook declares no parameters; tag a cell 'parameters' to have some.");
        }
        else
        {
            // Written out whole: a table would cut the meanings.
            int name = declared.Max(parameter => parameter.Name.Length), type = declared.Max(parameter => parameter.Type.Length),
                value = declared.Max(parameter => (parameter.Default ?? "").Length);
            foreach (NotebookParameter parameter in declared)
            {
                string shown = (parameter.Default ?? "").PadRight(value);
                Console.Out.WriteLine($"{parameter.Name.PadRight(name)}  {parameter.Type.PadRight(type)}  {shown}  {parameter.Comment}".TrimEnd());
            }
        }

        return declared.Count > 0 ? ExitCode.Done : ExitCode.NothingToDo;
    }
}
