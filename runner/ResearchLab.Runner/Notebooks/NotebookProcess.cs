using System.Diagnostics;
using System.Text.Json.Nodes;
using ResearchLab.Notebooks;
using ResearchLab.Notebooks.Headless;
using ResearchLab.Reports;

namespace ResearchLab.Runner.Notebooks;

/// <summary>Runs notebooks in a child process, so that whatever a cell does costs the run and not the runner.</summary>
internal static class NotebookProcess
{
    private const int FirstLines = 4, LastLines = 8;

    // What a process wrote before its end is there at once; this is for a machine that is busy, and for what cannot be ended.
    private static readonly TimeSpan s_lastWords = TimeSpan.FromSeconds(5);

    /// <summary>Runs a notebook whose parameters are injected and saves it with outputs at the job's place.</summary>
    /// <param name="notebook">What to run.</param>
    /// <param name="job">Where to save; its notebook is written there first.</param>
    /// <param name="folder">Folder the cells run in.</param>
    /// <param name="limits">Time and memory.</param>
    /// <param name="progress">Called as cells end.</param>
    /// <param name="cancellation">Kills the run; what it had is saved.</param>
    public static async Task<FinishedRun> RunAsync(
        NotebookFile notebook, HeadlessJob job, string folder, RunLimits limits, Action<HeadlessEvent> progress, CancellationToken cancellation)
    {
        ReportFile.Write(job.Output, notebook.WithoutOutputs().ToJson());
        var events = new List<HeadlessEvent>();
        var printed = new List<string>();
        int? exit = null;
        string mark = RunLeftovers.NewMark();
        using Process process = Start(folder, limits, mark);
        // Not by events of the process, whose end would then wait for all that hold its pipes: what a cell left running would.
        Task reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
        // The other end reads until this end closes: a runner that is killed takes its run along.
        await process.StandardInput.WriteLineAsync(job.ToJson());
        await process.StandardInput.FlushAsync(CancellationToken.None);

        (RunStatus Status, string Why)? ended = await WaitAsync(process, limits, () => Newest(events), cancellation);
        IReadOnlyList<string> leftovers = RunLeftovers.End(mark);
        await Task.WhenAny(reading, Task.Delay(s_lastWords, CancellationToken.None));
        if (leftovers.Count > 0)
            Console.Error.WriteLine($"lab: ended what cells had left running: {string.Join(", ", leftovers)}");
        HeadlessEvent? last = Newest(events);
        string? error = last is { Ended: true, Error: { } text } ? text : null;
        if (ended is null && error is null && exit is { } exited)
        {
            ended = (exited == 0 ? RunStatus.Failed : RunStatus.Died,
                $"ended the process (Environment.Exit, code {exited}){(exited == 0 ? "" : $": the process ended with code {exited} within the cell")}");
        }
        else if (ended is null && error is null && (process.ExitCode != 0
            || RunRecord.Of(NotebookFile.Load(job.Output)) is null or { Status: RunStatus.Running }))
        {
            string tail;
            lock (printed)
                tail = string.Join('\n', printed);
            ended = (RunStatus.Died, $"the process ended with code {process.ExitCode} within the cell{(tail.Length > 0 ? ":\n" + tail : ".")}");
        }

        return Finish(job, last, ended, error, events);

        async Task ReadAsync(StreamReader stream)
        {
            while (await stream.ReadLineAsync(CancellationToken.None) is { } line)
                Take(line);
        }

        void Take(string line)
        {
            if (HeadlessEvent.ExitCodeOf(line) is { } code)
            {
                exit = code;
                return;
            }

            if (HeadlessEvent.TryParse(line) is not { } found)
            {
                lock (printed)
                {
                    // The cause stands at the beginning of what a dying process prints, the place at the end.
                    printed.Add(line);
                    if (printed.Count > FirstLines + LastLines)
                        printed.RemoveAt(FirstLines);
                }

                return;
            }

            lock (events)
                events.Add(found);
            progress(found);
        }
    }

    private static HeadlessEvent? Newest(List<HeadlessEvent> events)
    {
        lock (events)
            return events.Count == 0 ? null : events[^1];
    }

    private static Process Start(string folder, RunLimits limits, string mark)
    {
        string program = Environment.ProcessPath ?? "dotnet";
        string[] own = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [Path.Combine(AppContext.BaseDirectory, "lab.dll")] : [];
        var start = new ProcessStartInfo(program, [.. own, "notebook", "worker"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        if (limits.MemoryMegabytes is { } megabytes)
            start.Environment["DOTNET_GCHeapHardLimit"] = $"0x{(long)megabytes << 20:X}";
        start.Environment[RunLeftovers.Variable] = mark;
        return Process.Start(start)!;
    }

    private static Task ExitAsync(Process process)
    {
        var exited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.Exited += (_, _) => exited.TrySetResult();
        process.EnableRaisingEvents = true;
        if (process.HasExited)
            exited.TrySetResult();
        return exited.Task;
    }

    /// <summary>Waits for the end and kills what takes too long; null when it ended by itself.</summary>
    private static async Task<(RunStatus Status, string Why)?> WaitAsync(Process process, RunLimits limits, Func<HeadlessEvent?> newest,
        CancellationToken cancellation)
    {
        var total = Stopwatch.StartNew();
        Stopwatch cell = Stopwatch.StartNew();
        HeadlessEvent? seen = null;
        Task exit = ExitAsync(process);
        while (await Task.WhenAny(exit, Task.Delay(100, CancellationToken.None)) != exit)
        {
            HeadlessEvent? now = newest();
            if (!ReferenceEquals(now, seen))
                (seen, cell) = (now, Stopwatch.StartNew());
            (RunStatus, string)? reason = cancellation.IsCancellationRequested ? (RunStatus.Stopped, "stopped by Ctrl-C")
                : total.Elapsed > limits.Total ? (RunStatus.TimedOut, $"the run was killed after {limits.Total.TotalSeconds:0.#} s (--timeout)")
                : limits.Cell is { } most && seen is { Ended: false, Number: > 0 } && cell.Elapsed > most
                    ? (RunStatus.TimedOut, $"the cell was killed after {most.TotalSeconds:0.#} s (--cell-timeout)")
                : null;
            if (reason is null)
                continue;
            try
            {
                process.Kill(entireProcessTree: true);
            }
            catch (InvalidOperationException)
            {
                return null; // it ended just now
            }

            await exit;
            return reason;
        }

        return null;
    }

    private static FinishedRun Finish(HeadlessJob job, HeadlessEvent? last, (RunStatus Status, string Why)? ended, string? error, List<HeadlessEvent> events)
    {
        NotebookFile saved = NotebookFile.Load(job.Output);
        RunRecord record = RunRecord.Of(saved) ?? new RunRecord { Code = job.Code, Parameters = job.Parameters };
        int run = events.Count(one => one is { Ended: true, Number: > 0, Error: null });
        if (ended is not { } end)
            return new FinishedRun(saved, record, error, run);
        int cell = last is { Ended: false, Number: > 0 } ? last.Cell : -1;
        bool left = end.Why.StartsWith("ended the process", StringComparison.Ordinal);
        string place = cell >= 0 ? $"cell {last!.Number} of {last.Of}{(left ? " " : ": ")}" : left && last is { Number: > 0 }
            ? $"what cell {last.Number} of {last.Of} had started "
            : left ? "the notebook " : "";
        if (cell >= 0)
        {
            NotebookCell[] cells = [.. saved.Cells];
            cells[cell] = cells[cell] with { Outputs = [.. cells[cell].Outputs.Select(output => output!.DeepClone()), Failure(end.Status, end.Why)] };
            saved = saved with { Cells = cells };
        }

        record = record with { Status = end.Status };
        saved = record.In(saved);
        ReportFile.Write(job.Output, saved.ToJson());
        return new FinishedRun(saved, record, place + end.Why, run);
    }

    private static JsonObject Failure(RunStatus status, string why) => new()
    {
        ["ename"] = status.ToString(),
        ["evalue"] = why.Split('\n')[0],
        ["output_type"] = "error",
        ["traceback"] = new JsonArray([.. why.Split('\n').Select(line => (JsonNode)JsonValue.Create(line)!)]),
    };
}
