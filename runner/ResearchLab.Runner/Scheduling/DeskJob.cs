using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;

namespace ResearchLab.Runner.Scheduling;

/// <summary>Looks what is due, and does it. It asks the journal, so that a firing too many changes nothing and one that was missed costs nothing.</summary>
[DisallowConcurrentExecution]
internal sealed class DeskJob(ServeOptions serve, LabOptions options, HostState state, IHostApplicationLifetime host, ILogger<DeskJob> logger) : IJob
{
    public static readonly JobKey Key = new("desk");

    /// <summary>Fires before each session; what health calls the next run.</summary>
    public static readonly TriggerKey Morning = new("session-morning");

    /// <summary>Fires each minute: closes as soon as their data can be known, what was missed, and what failed.</summary>
    public static readonly TriggerKey Minute = new("every-minute");

    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        // A stop of the host ends the work at its next safe point; the next start catches it up.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, host.ApplicationStopping);
        try
        {
            (Lab lab, IReadOnlyList<string> symbols) = LabChooser.ChooseDesk(options, serve);
            using (lab)
                new DeskWorker(state, logger).Run(lab, symbols, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Log.WorkStopped(logger);
        }
        catch (Exception error)
        {
            // A journal or a lake that cannot be read cannot say what is due, nor take down the host.
            DateOnly today = Time.ExchangeCalendar.Nyse.LastCompleted(options.Time.GetUtcNow());
            string reason = ErrorText.OneLine(error);
            state.Finished(today, reason);
            Log.PlanFailed(logger, reason);
        }

        return ValueTask.CompletedTask;
    }
}
