using System.CommandLine;
using System.Text.Json;
using ResearchLab.Basics;
using ResearchLab.Columns;
using ResearchLab.Notebooks;
using ResearchLab.Notebooks.Headless;
using ResearchLab.Reports;
using ResearchLab.Runner.Notebooks;

namespace ResearchLab.Runner.Commands;

/// <summary>lab notebook verify: runs a notebook again and compares its named metrics with those last accepted.</summary>
internal static class NotebookVerifyCommand
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        WriteIndented = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static Command Create()
    {
        var command = new Command("verify", "Run a notebook again and compare what it stated with Report.Metric with the last accepted run; "
            + "the accepted values stand in FILE.metrics.json beside it");
        NotebookRunCommand.Shared shared = NotebookRunCommand.Shared.Create();
        shared.AddTo(command);
        var accept = new Option<bool>("--accept") { Description = "Accept the metrics of this run" };
        command.Add(accept);
        command.SetAction((parsed, cancellation) =>
            RunAsync(NotebookToRun.Read(parsed, shared), parsed.GetValue(accept), parsed.GetValue(shared.Json), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(NotebookToRun run, bool accept, bool json, CancellationToken cancellation)
    {
        if (run.Sessions is not null)
            throw new UsageException("--session of verify is one date.");
        string accepted = Path.ChangeExtension(Path.GetFullPath(run.Path), ".metrics.json");
        if (!accept && !File.Exists(accepted))
            throw new UsageException($"nothing was accepted yet: there is no '{accepted}'. Look at a run and say --accept.");
        ReportMetric[] before = accept ? [] : Read(accepted);
        string folder = Directory.CreateTempSubdirectory("lab-verify-").FullName;
        FinishedRun finished;
        try
        {
            finished = await run.RunAsync(Path.Combine(folder, run.Name + ".ipynb"), run.Session, NotebookRunText.Progress, cancellation);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        if (finished.Record.Status != RunStatus.Done)
        {
            Console.Error.WriteLine($"lab: {finished.Error}");
            return NotebookRunText.ExitCodeOf(finished);
        }

        IReadOnlyList<ReportMetric> now = finished.Record.Metrics;
        if (accept)
        {
            if (now.Count == 0)
                throw new UsageException("the notebook states no metric; call Report.Metric(name, value, tolerance) in a cell.");
            ReportFile.Write(accepted, JsonSerializer.Serialize(now, s_json) + "\n");
            Console.Out.WriteLine($"{now.Count} metrics accepted in {accepted}");
            return ExitCode.Done;
        }

        Frame table = Compare(before, now);
        Console.Out.WriteLine(json ? FrameJson.Document(writer => FrameJson.Write(writer, table)) : table.ToString(int.MaxValue));
        bool same = table.Get<string>("verdict").ToArray().All(verdict => verdict == "same");
        if (!same)
            Console.Error.WriteLine("lab: the run differs from the accepted one; if that is right, say --accept.");
        return same ? ExitCode.Done : ExitCode.Failed;
    }

    private static Frame Compare(ReportMetric[] before, IReadOnlyList<ReportMetric> now)
    {
        string[] names = [.. before.Select(metric => metric.Name).Union(now.Select(metric => metric.Name))];
        ReportMetric? Of(IEnumerable<ReportMetric> all, string name) => all.FirstOrDefault(metric => metric.Name == name);
        string Verdict(string name)
        {
            if (Of(now, name) is not { } current)
                return "gone";
            if (Of(before, name) is not { } old)
                return "new";
            // The tolerance is the accepted one: a notebook must not widen its own.
            return old.Value.Equals(current.Value) || Math.Abs(old.Value - current.Value) <= old.Tolerance ? "same" : "differs";
        }

        return new Frame(
            new Column<string>("metric", names),
            new Column<double>("accepted", [.. names.Select(name => Of(before, name)?.Value ?? double.NaN)]),
            new Column<double>("now", [.. names.Select(name => Of(now, name)?.Value ?? double.NaN)]),
            new Column<double>("tolerance", [.. names.Select(name => (Of(before, name) ?? Of(now, name))!.Tolerance)]),
            new Column<string>("verdict", [.. names.Select(Verdict)]));
    }

    private static ReportMetric[] Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<ReportMetric[]>(File.ReadAllText(path), s_json) ?? [];
        }
        catch (JsonException error)
        {
            throw new NotebookFormatException($"'{path}' holds no accepted metrics: {error.Message} Restore it, or say --accept.", error);
        }
    }
}
