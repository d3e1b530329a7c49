using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using ResearchLab.Lake;
using ResearchLab.Notebooks.Kernel;
using ResearchLab.Reports;

namespace ResearchLab.Notebooks.Headless;

/// <summary>Runs a notebook in this process, which is there for nothing else: whoever started it reads its events and the notebook it saves.</summary>
public static class HeadlessRun
{
    private static readonly TimeSpan s_saveEvery = TimeSpan.FromSeconds(2);

    private static volatile Action? s_saveNow;

    /// <summary>Saves what the running cell has shown so far: for a process that is about to end.</summary>
    public static void SaveNow() => s_saveNow?.Invoke();

    /// <summary>
    /// Compiles all cells, runs them in order and saves the notebook after each; stops at the first that fails. Cells tagged skip-execution are left out, those
    /// tagged raises-exception may fail.
    /// </summary>
    /// <param name="job">What to run and where to save.</param>
    /// <param name="time">Clock.</param>
    /// <param name="plotly">Text of plotly.js for the first figure; null when it is not installed.</param>
    /// <param name="tell">Called as cells begin and end.</param>
    /// <returns>How it ended: Done or Failed.</returns>
    /// <exception cref="NotebookFormatException">The notebook is not one.</exception>
    /// <exception cref="IOException">The output cannot be written.</exception>
    public static async Task<RunStatus> RunAsync(HeadlessJob job, TimeProvider time, Func<string?> plotly, Action<HeadlessEvent> tell)
    {
        ArgumentNullException.ThrowIfNull(job);
        NotebookFile notebook = NotebookFile.Load(job.Notebook).WithoutOutputs();
        int codeCells = notebook.Cells.Count(cell => cell.Kind == CellKind.Code);
        tell(new HeadlessEvent(0, 0, codeCells, Ended: false));
        using LakeReads reads = LakeReads.Start();
        var saved = new SavedNotebook(notebook, job, time, reads);
        if (Preflight.FirstError(notebook, time) is { } broken)
        {
            saved.Set(broken.Cell, [HeadlessHost.Error(broken.Error.Name, broken.Error.Message, broken.Error.Text)], null, 0);
            saved.Save(RunStatus.Failed, null);
            tell(new HeadlessEvent(broken.Cell, 0, codeCells, Ended: true, Error: broken.Error.Text));
            return RunStatus.Failed;
        }

        var host = new HeadlessHost(plotly);
        using var streams = new OutputStreams(host.Print);
        using RawOutput raw = RawOutput.Capture(streams.Out.Write);
        using ConsoleCapture capture = ConsoleCapture.Redirect(streams.Out, streams.Error, new InputReader(host));
        using var session = new NotebookSession(time, host, "");
        int number = 0;
        for (int i = 0; i < notebook.Cells.Count; i++)
        {
            if (notebook.Cells[i].Kind != CellKind.Code)
                continue;
            if (notebook.Cells[i].HasTag(CellTags.SkipExecution))
            {
                number++;
                continue;
            }

            int cell = i;
            bool mayFail = notebook.Cells[i].HasTag(CellTags.RaisesException);
            tell(new HeadlessEvent(cell, ++number, codeCells, Ended: false));
            host.Begin();
            streams.Begin();
            long begin = time.GetTimestamp(), version = -1;
            s_saveNow = SaveMeanwhile;
            using (time.CreateTimer(_ => SaveMeanwhile(), null, s_saveEvery, s_saveEvery))
            {
                CellResult result = await session.RunAsync(notebook.CodeOf(cell), number);
                s_saveNow = null;
                raw.Flush();
                streams.End();
                double seconds = result.Elapsed.TotalSeconds;
                if (result.Shown is { } shown)
                    host.Result(shown, number);
                if (result.Error is { } error)
                    host.Fail(error.Name, error.Message, error.Text);
                saved.Set(cell, host.Outputs(), number, seconds);
                bool goesOn = result.Succeeded || mayFail;
                saved.Save(goesOn ? RunStatus.Running : RunStatus.Failed, session.Report);
                tell(new HeadlessEvent(cell, number, codeCells, Ended: true, seconds, goesOn ? null : result.Error?.Text));
                if (!goesOn)
                    return RunStatus.Failed;
            }

            // So that a cell that is killed leaves what it had shown.
            void SaveMeanwhile()
            {
                streams.Flush();
                long now = host.Version;
                if (now == Interlocked.Exchange(ref version, now))
                    return;
                saved.SetAndSave(cell, host.Outputs(), number, time.GetElapsedTime(begin).TotalSeconds, session.Report);
            }
        }

        saved.Save(RunStatus.Done, session.Report);
        return RunStatus.Done;
    }

    /// <summary>The notebook as it fills up, written whole at each save.</summary>
    private sealed class SavedNotebook(NotebookFile notebook, HeadlessJob job, TimeProvider time, LakeReads reads)
    {
        private readonly object _lock = new();
        private readonly NotebookCell[] _cells = [.. notebook.Cells];
        private readonly DateTimeOffset _started = time.GetUtcNow();
        private readonly HashSet<int> _final = [];

        public void Set(int cell, JsonArray outputs, int? count, double seconds)
        {
            lock (_lock)
            {
                _final.Add(cell);
                Put(cell, outputs, count, seconds);
            }
        }

        public void SetAndSave(int cell, JsonArray outputs, int count, double seconds, NotebookReport report)
        {
            lock (_lock)
            {
                if (_final.Contains(cell))
                    return;
                Put(cell, outputs, count, seconds);
                Save(RunStatus.Running, report);
            }
        }

        public void Save(RunStatus status, NotebookReport? report)
        {
            lock (_lock)
            {
                var record = new RunRecord
                {
                    Status = status,
                    Started = _started,
                    Saved = time.GetUtcNow(),
                    Code = job.Code,
                    Versions = Versions(),
                    Parameters = job.Parameters,
                    Data = reads.All,
                    Metrics = report?.Metrics ?? [],
                    Stale = report?.StaleAt(job.Now ?? time.GetUtcNow()),
                };
                ReportFile.Write(job.Output, record.In(notebook with { Cells = _cells }).ToJson());
            }
        }

        private void Put(int cell, JsonArray outputs, int? count, double seconds)
        {
            var metadata = (JsonObject)_cells[cell].Metadata.DeepClone();
            metadata["execution"] = new JsonObject { ["seconds"] = Math.Round(seconds, 3) };
            _cells[cell] = _cells[cell] with { Outputs = outputs, ExecutionCount = count, Metadata = metadata };
        }

        private static Dictionary<string, string> Versions() => new()
        {
            ["ResearchLab"] = VersionOf(typeof(Lake.DataLake)),
            ["engine"] = VersionOf(typeof(NotebookSession)),
            [".NET"] = Environment.Version.ToString(),
            ["C#"] = VersionOf(typeof(Microsoft.CodeAnalysis.CSharp.CSharpCompilation)),
            ["on"] = RuntimeInformation.RuntimeIdentifier,
        };

        private static string VersionOf(Type type) =>
            (type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? type.Assembly.GetName().Version?.ToString()
                ?? "").Split('+')[0];
    }
}
