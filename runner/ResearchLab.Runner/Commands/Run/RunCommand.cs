using System.CommandLine;
using System.Diagnostics;
using ResearchLab.Basics;
using ResearchLab.Daily;
using ResearchLab.Options;
using Spectre.Console;

namespace ResearchLab.Runner.Commands;

/// <summary>lab run: the daily run of one symbol and session.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        Option<string?> symbol = SharedOptions.Symbol("Symbol of the underlying; default SMH on the simulated market");
        Option<DateOnly?> session = SharedOptions.Session("Session at whose close to decide; default the last completed one");
        Option<string> data = SharedOptions.Data();
        Option<ulong> seed = SharedOptions.Seed();
        Option<bool> json = SharedOptions.Json();
        var requireEdge = new Option<bool>("--require-edge")
        {
            Description = "Turn a trade that is on paper only, since the desk has shown no edge, into no trade"
        };
        var whatIf = new Option<string?>("--what-if")
        {
            Description =
            "Decide with other settings beside the configured ones, and record nothing: RISK_PER_TRADE=0.01,ACCOUNT_VALUE=10000",
            HelpName = "NAME=VALUE,…"
        };
        var explain = new Option<bool>("--explain")
        {
            Description =
            "Show every step of the run: what it reads and makes, how it went, and which run did it first"
        };
        Option<DateOnly?> from = SharedOptions.Date("--from", "First of the sessions to decide, each as of its own close; with --to"),
            to = SharedOptions.Date("--to", "Last of them; default the last completed one");
        var command = new Command("run", "The daily run: from data to one option recommendation and its report") { symbol, session, from, to, data, seed,
            requireEdge, whatIf, explain, json };
        command.Validators.Add(result =>
        {
            if (result.GetValue(from) is null && result.GetValue(to) is not null)
                result.AddError("--to needs --from.");
            if (result.GetValue(from) is not null && (result.GetValue(session) is not null || result.GetValue(whatIf) is not null || result.GetValue(explain)))
                result.AddError("--from decides many sessions; leave out --session, --what-if and --explain.");
        });
        command.SetAction((parsed, cancellation) => Task.FromResult(parsed.GetValue(from) is { } first
            ? Backfill(parsed.GetValue(symbol), first, parsed.GetValue(to), parsed.GetValue(data), parsed.GetValue(seed), parsed.GetValue(requireEdge),
                parsed.GetValue(json), cancellation)
            : Run(parsed.GetValue(symbol), parsed.GetValue(session), parsed.GetValue(data), parsed.GetValue(seed), parsed.GetValue(requireEdge),
                parsed.GetValue(whatIf), parsed.GetValue(explain), parsed.GetValue(json), cancellation)));
        return command;
    }

    // A session that was decided before is shown as it was recorded; one that cannot be decided is told, and the others go on.
    private static int Backfill(string? symbol, DateOnly from, DateOnly? to, string? data, ulong seed, bool requireEdge, bool json,
        CancellationToken cancellation)
    {
        (Lab lab, string ticker) = LabChooser.Choose(LabOptions.FromEnvironment() with { RequireEdge = requireEdge }, symbol, data, seed);
        using (lab)
        {
            DateOnly[] sessions = lab.Calendar.Sessions(from, to ?? lab.LastSession);
            if (sessions.Length == 0)
                throw new UsageException($"There is no session from {from:yyyy-MM-dd} to {to ?? lab.LastSession:yyyy-MM-dd}. Name an earlier first one.");
            int failed = 0;
            foreach (DateOnly session in sessions)
            {
                try
                {
                    LabRun run = lab.Daily.Run(ticker, session, null, cancellation, new PartialSteps());
                    Recommendation one = run.Recommendation;
                    Console.Out.WriteLine(json
                        ? run.ToJson().ReplaceLineEndings("")
                        : $"{session:yyyy-MM-dd}  {RecommendationJson.Name(one.Decision).Replace('_', ' '),-11} {one.Structure.Name().Replace('_', ' ')}"
                            + $"{(one.Contracts > 0 ? $" × {one.Contracts}" : "")}{(run.IsFirst ? "" : "  (recorded before)")}");
                }
                catch (DataUnusableException error)
                {
                    failed++;
                    Terminal.Error($"{session:yyyy-MM-dd}: {error.Message}");
                }
            }

            return failed == 0 ? ExitCode.Done : ExitCode.DataUnusable;
        }
    }

    private static int Run(string? symbol, DateOnly? session, string? data, ulong seed, bool requireEdge, string? whatIf, bool explain, bool json,
        CancellationToken cancellation)
    {
        (Lab lab, string ticker) = LabChooser.Choose(LabOptions.FromEnvironment() with { RequireEdge = requireEdge }, symbol, data, seed);
        using (lab)
        {
            if (whatIf is not null)
            {
                (Recommendation configured, Recommendation otherwise) =
                    WithProgress(progress => lab.Daily.WhatIf(whatIf, ticker, session, progress, cancellation));
                if (json)
                    Console.Out.WriteLine(
                        $"{{\n\"configured\": {RecommendationJson.Write(configured)},\n\"otherwise\": {RecommendationJson.Write(otherwise)}\n}}");
                else
                    RunSummary.PrintBeside(Terminal.Output(), configured, otherwise, whatIf);
                return ExitCode.Done;
            }

            LabRun run = WithProgress(progress => lab.Daily.Run(ticker, session, progress, cancellation, new PartialSteps()));
            if (json)
                Console.Out.WriteLine(run.ToJson(explain));
            else
                RunSummary.Print(Terminal.Output(), run);
            if (explain && !json)
                RunSummary.PrintSteps(Terminal.Output(), run);
        }

        return ExitCode.Done;
    }

    /// <summary>Says at once what a source did not give: what follows may fail for want of it.</summary>
    private sealed class PartialSteps : IProgress<StepRun>
    {
        public void Report(StepRun value)
        {
            foreach (string failure in value.Failures)
                Console.Error.WriteLine("lab: " + failure);
        }
    }

    /// <summary>Shows a bar on standard error once the work takes longer than a blink.</summary>
    internal static T WithProgress<T>(Func<IProgress<RunProgress>, T> work)
    {
        if (Console.IsErrorRedirected)
            return work(new LogProgress());
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        using var bar = new DelayedBar(console);
        return work(bar);
    }

    /// <summary>A line a step for logs, and only for steps that say how far they are.</summary>
    private sealed class LogProgress : IProgress<RunProgress>
    {
        private readonly Stopwatch _sinceStart = Stopwatch.StartNew();
        private string _last = "";

        public void Report(RunProgress value)
        {
            lock (_sinceStart)
            {
                if (value.Step == _last || _sinceStart.ElapsedMilliseconds < 1000)
                    return;
                _last = value.Step;
                Console.Error.WriteLine($"lab: {value.Step} …");
            }
        }
    }

    /// <summary>One line that is redrawn in place and wiped at the end; nothing is drawn in the first half second.</summary>
    private sealed class DelayedBar(IAnsiConsole console) : IProgress<RunProgress>, IDisposable
    {
        private const int BarWidth = 30;
        private readonly Stopwatch _sinceStart = Stopwatch.StartNew();
        private long _lastDrawn;
        private bool _drawn;

        public void Report(RunProgress value)
        {
            lock (_sinceStart)
            {
                long now = _sinceStart.ElapsedMilliseconds;
                if (now < 500 || (now - _lastDrawn < 80 && value.Fraction < 1))
                    return;
                _lastDrawn = now;
                _drawn = true;
                int filled = (int)Math.Round(Math.Clamp(value.Fraction, 0, 1) * BarWidth);
                int room = Math.Max(20, console.Profile.Width - BarWidth - 14);
                string step = value.Step.Length > room ? value.Step[..room] : value.Step;
                Console.Error.Write($"\r\e[2K{new string('━', filled)}{new string('─', BarWidth - filled)} {value.Fraction * 100,3:0}% {step}");
            }
        }

        public void Dispose()
        {
            if (_drawn)
                Console.Error.Write("\r\e[2K");
        }
    }
}
