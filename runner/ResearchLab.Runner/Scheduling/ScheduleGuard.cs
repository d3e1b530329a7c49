using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;

namespace ResearchLab.Runner.Scheduling;

/// <summary>
/// Compares the schedule with the clock now and then: a trigger that was computed while the clock stood in the future would not fire until then
/// (quartznet/quartznet #624), so it is computed anew. Its own timer does not read the clock.
/// </summary>
internal sealed class ScheduleGuard(ISchedulerFactory schedulers, LabOptions options, ILogger<ScheduleGuard> logger) : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(30);

    // The longest the exchange was ever closed since 1950 is six days; a morning lies no further off.
    private static readonly TimeSpan s_farthestMorning = TimeSpan.FromDays(8), s_farthestMinute = TimeSpan.FromMinutes(5);

    /// <summary>Computes triggers anew that stand too far in the future; returns how many.</summary>
    public static async Task<int> Check(IScheduler scheduler, DateTimeOffset now, ILogger logger, CancellationToken cancellation)
    {
        int anew = 0;
        foreach ((TriggerKey key, TimeSpan farthest) in new[] { (DeskJob.Morning, s_farthestMorning), (DeskJob.Minute, s_farthestMinute) })
        {
            if (await scheduler.GetTrigger(key, cancellation) is not { NextFireTimeUtc: { } next } trigger || next <= now + farthest)
                continue;
            Log.PlannedAnew(logger, next);
            await scheduler.RescheduleJob(key, trigger.GetTriggerBuilder().StartAt(now).Build(), cancellation);
            anew++;
        }

        return anew;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_every, TimeProvider.System);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            IScheduler scheduler = await schedulers.GetScheduler(stoppingToken);
            await Check(scheduler, options.Time.GetUtcNow(), logger, stoppingToken);
        }
    }
}
