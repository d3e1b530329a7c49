using System.CommandLine;
using ResearchLab.Basics;
using ResearchLab.Notebooks.Headless;
using ResearchLab.Reports;

namespace ResearchLab.Runner.Commands;

/// <summary>lab notebook worker: the process that a headless run starts; it takes its job from standard input.</summary>
internal static class NotebookWorkerCommand
{
    private static volatile bool s_done;

    public static Command Create()
    {
        var command = new Command("worker", "Run one notebook as told on standard input; 'lab notebook run' calls this") { Hidden = true };
        command.SetAction((_, _) => RunAsync());
        return command;
    }

    private static async Task<int> RunAsync()
    {
        var input = new StreamReader(Console.OpenStandardInput());
        HeadlessJob job = HeadlessJob.Parse(await input.ReadLineAsync()
            ?? throw new UsageException("there is no job on standard input; use 'lab notebook run'."));
        var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        // A cell may end the process: that is told, since its exit code may be that of a run that went well.
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            if (s_done)
                return;
            HeadlessRun.SaveNow();
            lock (output)
                output.WriteLine(HeadlessEvent.ExitLine(Environment.ExitCode));
        };
        FollowParent(input);
        LabOptions options = LabOptions.FromEnvironment();
        RunStatus status = await HeadlessRun.RunAsync(
            job, options.Time, () => PlotlyScript.Read(options.Home) is { Length: > 0 } text ? text : null,
            happened =>
            {
                lock (output)
                    output.WriteLine(happened.ToLine());
            });
        // Threads that cells left behind must not keep the process.
        await output.FlushAsync();
        s_done = true;
        Environment.Exit(status == RunStatus.Done ? ExitCode.Done : ExitCode.Failed);
        return ExitCode.Done;
    }

    /// <summary>Ends this process when the one that started it does.</summary>
    private static void FollowParent(StreamReader input) =>
        new Thread(() =>
        {
            while (input.ReadLine() is not null)
            {
                // Nothing more is said; the end of the input is what counts.
            }

            s_done = true;
            Environment.Exit(ExitCode.Interrupted);
        })
        { IsBackground = true, Name = "parent" }.Start();
}
