using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;
using ResearchLab.Journal;

namespace ResearchLab.Runner.Scheduling;

/// <summary>
/// The daily run under the schedule: the newest completed session, and before it those that were missed, each as of its own
/// close. Every run is idempotent, so a second firing changes nothing.
/// </summary>
[DisallowConcurrentExecution]
internal sealed class DailyRunJob(ServeOptions serve, LabOptions options, HostState state, IHostApplicationLifetime host, ILogger<DailyRunJob> logger) : IJob
{
    public static readonly JobKey Key = new("daily-run");

    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        // A stop of the host ends the run at its next safe point; the next start catches it up.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, host.ApplicationStopping);
        (Lab lab, string symbol) = LabChooser.Choose(options, serve.Symbol, serve.Data, serve.Seed);
        using (lab)
        {
            foreach (DateOnly session in Missing(lab, symbol))
            {
                state.Started(session);
                try
                {
                    LabRun run = lab.Daily.Run(symbol, session, null, stop.Token, new PartialSteps(logger, symbol, session));
                    state.Finished(session, null);
                    Log.RunFinished(logger, symbol, session, run.ReportPath, run.TotalMilliseconds);
                }
                catch (OperationCanceledException) when (stop.IsCancellationRequested)
                {
                    state.Finished(session, "stopped before it was done; the next start catches it up");
                    Log.RunStopped(logger, symbol, session);
                    return ValueTask.CompletedTask;
                }
                catch (Exception error)
                {
                    Failed(symbol, session, error);
                }
            }
        }

        return ValueTask.CompletedTask;
    }

    private void Failed(string symbol, DateOnly session, Exception error)
    {
        string reason = ErrorText.OneLine(error);
        state.Finished(session, reason);
        Log.RunFailed(logger, symbol, session, reason);
    }

    private IEnumerable<DateOnly> Missing(Lab lab, string symbol)
    {
        DateOnly last = lab.LastSession;
        RecommendationRecord? newest;
        try
        {
            newest = lab.Daily.Newest(symbol);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A journal that cannot be read cannot say what was missed, nor take down a run.
            Failed(symbol, last, error);
            return [];
        }

        DateOnly first = newest is null ? last : lab.Calendar.Next(newest.Session);
        DateOnly earliest = lab.Calendar.AddSessions(last, 1 - ServeOptions.MaxCatchUp);
        return lab.Calendar.Sessions(first < earliest ? earliest : first, last);
    }
}
