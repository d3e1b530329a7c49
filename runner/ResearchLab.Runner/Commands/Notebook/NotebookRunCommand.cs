using System.CommandLine;
using ResearchLab.Basics;
using ResearchLab.Notebooks;
using ResearchLab.Notebooks.Headless;
using ResearchLab.Runner.Notebooks;
using ResearchLab.Time;

namespace ResearchLab.Runner.Commands;

/// <summary>lab notebook run: a notebook without Jupyter, once or for every session of a range.</summary>
internal static class NotebookRunCommand
{
    /// <summary>What every command that runs notebooks takes.</summary>
    internal sealed record Shared(
        Argument<string> File, Option<string[]> Parameters, Option<string?> Session, Option<DateTimeOffset?> AsOf, Option<double> Timeout,
        Option<double?> CellTimeout,
        Option<int?> Memory, Option<bool> Json)
    {
        public static Shared Create() => new(
            new Argument<string>("FILE") { Description = "An .ipynb or .dib with C# cells" },
            new Option<string[]>("--param", "-p")
            {
                Description = "A value for a variable of the cell tagged 'parameters' (repeatable)",
                HelpName = "NAME=VALUE"
            },
            new Option<string?>("--session")
            {
                Description =
                "Session for the parameter 'session': a date, or with run a range of dates for one report a session",
                HelpName = "YYYY-MM-DD[..YYYY-MM-DD]"
            },
            SharedOptions.Instant("--as-of",
                "Instant for the parameter 'asOf', and the one against which the age of data is measured; a date means its end in UTC"),
            new Option<double>("--timeout")
            {
                Description = "Seconds the whole may take before it is killed",
                HelpName = "SECONDS",
                DefaultValueFactory = _ => 1_800
            },
            new Option<double?>("--cell-timeout") { Description = "Seconds one cell may take before the run is killed", HelpName = "SECONDS" },
            new Option<int?>("--memory") { Description = "Megabytes of managed memory the run may use", HelpName = "MEGABYTES" },
            SharedOptions.Json());

        public void AddTo(Command command)
        {
            foreach (Symbol symbol in new Symbol[] { File, Parameters, Session, AsOf, Timeout, CellTimeout, Memory, Json })
            {
                if (symbol is Argument argument)
                    command.Add(argument);
                else
                    command.Add((Option)symbol);
            }
        }

        public RunLimits Limits(ParseResult parsed)
        {
            double total = parsed.GetValue(Timeout);
            double? cell = parsed.GetValue(CellTimeout);
            int? memory = parsed.GetValue(Memory);
            if (!(total > 0 && total < 1e6) || cell is { } limit && !(limit > 0 && limit < 1e6))
                throw new UsageException("--timeout and --cell-timeout are seconds above 0 and below a million.");
            if (memory is < 64)
                throw new UsageException($"--memory is {memory}; a run needs 64 megabytes or more.");
            return new RunLimits(TimeSpan.FromSeconds(total), cell is { } seconds ? TimeSpan.FromSeconds(seconds) : null, memory);
        }
    }

    public static Command Create()
    {
        var command = new Command("run",
            "Run a notebook without Jupyter, in a process of its own: checked before the first cell runs, saved after each, with its evidence");
        Shared shared = Shared.Create();
        var output = new Option<string?>("--out")
        {
            Description = "Notebook to write, or folder for a range of sessions; default in the reports folder",
            HelpName = "FILE.ipynb"
        };
        var html = new Option<string?>("--html")
        {
            Description = "Also write one page that needs no network; default beside the notebook written",
            HelpName = "FILE.html",
            Arity = ArgumentArity.ZeroOrOne
        };
        var describe = new Option<bool>("--describe") { Description = "List the parameters and run nothing" };
        var force = new Option<bool>("--force") { Description = "With a range of sessions: run those again that are done" };
        shared.AddTo(command);
        foreach (Option option in new Option[] { output, html, describe, force })
            command.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            var run = NotebookToRun.Read(parsed, shared);
            if (parsed.GetValue(describe))
                return Task.FromResult(NotebookRunText.Describe(run.Notebook, parsed.GetValue(shared.Json)));
            bool page = parsed.GetResult(html) is { Implicit: false };
            return run.Sessions is { } range
                ? BackfillAsync(run, range, parsed.GetValue(output), page, parsed.GetValue(force), parsed.GetValue(shared.Json), cancellation)
                : OnceAsync(run, parsed.GetValue(output), page ? parsed.GetValue(html) ?? "" : null, parsed.GetValue(shared.Json), cancellation);
        });
        return command;
    }

    private static async Task<int> OnceAsync(NotebookToRun run, string? output, string? html, bool json, CancellationToken cancellation)
    {
        string target = Path.GetFullPath(output ?? Path.Combine(run.ReportsFolder,
            run.Name + (run.Session is { } session ? $"-{session:yyyy-MM-dd}" : "") + ".ipynb"));
        if (!target.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase))
            throw new UsageException($"--out is '{output}'; name a file that ends with .ipynb.");
        if (target == Path.GetFullPath(run.Path))
            throw new UsageException($"--out is the notebook itself; outputs are kept out of it. Name another file.");
        string? page = html is null ? null : html.Length > 0 ? Path.GetFullPath(html) : Path.ChangeExtension(target, ".html");
        FinishedRun finished = await run.RunAsync(target, run.Session, NotebookRunText.Progress, cancellation);
        if (page is not null)
            run.WritePage(page, finished, run.Session);
        NotebookRunText.Print(finished, target, page, json);
        return NotebookRunText.ExitCodeOf(finished);
    }

    private static async Task<int> BackfillAsync(
        NotebookToRun run, (DateOnly From, DateOnly To) range, string? folder, bool page, bool force, bool json, CancellationToken cancellation)
    {
        DateOnly[] sessions = ExchangeCalendar.Nyse.Sessions(range.From, range.To);
        if (sessions.Length == 0)
            throw new UsageException($"--session {range.From:yyyy-MM-dd}..{range.To:yyyy-MM-dd} holds no session of the exchange; widen it.");
        string target = Path.GetFullPath(folder ?? Path.Combine(run.ReportsFolder, run.Name));
        (int ran, int skipped, int failed, int stale) = (0, 0, 0, 0);
        foreach (DateOnly session in sessions)
        {
            cancellation.ThrowIfCancellationRequested();
            string path = Path.Combine(target, $"{run.Name}-{session:yyyy-MM-dd}.ipynb");
            if (!force && IsDone(path))
            {
                skipped++;
                continue;
            }

            FinishedRun finished = await run.RunAsync(path, session, _ => { }, cancellation);
            if (page)
                run.WritePage(Path.ChangeExtension(path, ".html"), finished, session);
            if (finished.Record.Status == RunStatus.Stopped)
                throw new OperationCanceledException(cancellation);
            ran++;
            failed += finished.Record.Status == RunStatus.Done ? 0 : 1;
            stale += finished.Record.Stale is null ? 0 : 1;
            Console.Error.WriteLine($"lab: {session:yyyy-MM-dd} {RunRecord.Words(finished.Record.Status)} after "
                + $"{(finished.Record.Saved - finished.Record.Started).TotalSeconds:0.0} s{(finished.Error is { } error ? ": " + error.Split('\n')[0] : "")} "
                + $"({ran + skipped} of {sessions.Length})");
        }

        Console.Out.WriteLine(json
            ? System.Text.Json.JsonSerializer.Serialize(new { sessions = sessions.Length, ran, skipped, failed, stale, folder = target })
            : $"{sessions.Length} sessions: {ran} run, {skipped} done before, {failed} failed, {stale} on stale data, in {target}");
        return failed > 0 ? ExitCode.Failed : stale > 0 ? ExitCode.DataUnusable : ran == 0 ? ExitCode.NothingToDo : ExitCode.Done;
    }

    private static bool IsDone(string path)
    {
        try
        {
            return File.Exists(path) && RunRecord.Of(NotebookFile.Load(path)) is { Status: RunStatus.Done };
        }
        catch (FormatException)
        {
            return false; // written again
        }
    }
}
