using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Quartz;
using ResearchLab.Journal;
using ResearchLab.Runner.Scheduling;

namespace ResearchLab.Runner.Tests;

/// <summary>What is due, and that it is done once, on a clock that jumps, sleeps and was once ahead.</summary>
public sealed class DeskWorkerTests(DemoMarket market) : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SetClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Hours_AcrossDaylightSavingAndAWeekend_CloseAndDecideEachSessionOnce_AndNotBefore()
    {
        market.CopyTo(_folder.Path);
        Forget();
        var state = new HostState(_clock);
        var decidedAt = new Dictionary<DateOnly, DateTimeOffset>();
        // Friday's 09:00 New York was 14:00 UTC; from Monday on it is 13:00.
        for (_clock.Now = Utc("2024-03-08T22:00:00Z"); _clock.Now <= Utc("2024-03-13T13:00:00Z"); _clock.Now += TimeSpan.FromHours(1))
        {
            using Lab lab = Open();
            new DeskWorker(state, NullLogger.Instance).Run(lab, ["SMH"], TestContext.Current.CancellationToken);
            foreach (RecommendationRecord one in lab.Journal.FindRecommendations("SMH"))
                decidedAt.TryAdd(one.Session, _clock.Now);
        }

        using Lab after = Open();
        Assert.Equal(
            // A desk that begins decides at once, and from then on in the mornings.
            [(new DateOnly(2024, 3, 8), Utc("2024-03-08T22:00:00Z")), (new DateOnly(2024, 3, 11), Utc("2024-03-12T13:00:00Z")),
                (new DateOnly(2024, 3, 12), Utc("2024-03-13T13:00:00Z"))],
            decidedAt.OrderBy(one => one.Key).Select(one => (one.Key, one.Value)));
        Assert.Equal([new DateOnly(2024, 3, 8), new DateOnly(2024, 3, 11), new DateOnly(2024, 3, 12)],
            after.Journal.FindSnapshots(LabDesk.PaperAccount).Select(one => one.Session));
        Assert.Equal(3, after.Journal.FindDecisionsBetween("entry", new DateOnly(2024, 3, 1), new DateOnly(2024, 3, 31)).Count);
        Assert.DoesNotContain(after.Journal.RecentRuns(100).GroupBy(run => run.Session), runs => runs.Count() > 1);
    }

    [Fact]
    public void Sleep_OfDays_IsCaughtUpOnceAndInOrder()
    {
        market.CopyTo(_folder.Path);
        Forget();
        var state = new HostState(_clock);
        _clock.Now = Utc("2024-03-08T22:00:00Z");
        using (Lab lab = Open())
            Assert.Equal(2, Run(lab, state));
        _clock.Now = Utc("2024-03-15T14:00:00Z");
        using Lab awake = Open();
        // Four closes and four decisions, those of Monday the 11th to Thursday the 14th.
        Assert.Equal(8, Run(awake, state));
        Assert.Equal(0, Run(awake, state));
        Assert.Equal(
            awake.Calendar.Sessions(new DateOnly(2024, 3, 8), new DateOnly(2024, 3, 14)),
            awake.Journal.RecentRuns(100).OrderBy(run => run.StartedAt).Select(run => run.Session).Distinct().Order());
        Assert.DoesNotContain(state.Plan!.Work, work => work.DueAt <= _clock.Now);
        Assert.Equal(5, awake.Journal.FindRecommendations("SMH").Count(one => one.Session >= new DateOnly(2024, 3, 8)));
    }

    /// <summary>The recommendation is in the journal, the report could not be written: the session stays due, and the next try ends it.</summary>
    [Fact]
    public void Run_ThatFailedAtItsReport_StaysDue_AndIsEndedByTheNext()
    {
        market.CopyTo(_folder.Path);
        Forget();
        string reports = Path.Combine(_folder.Path, "demo", "smh-1", "reports");
        Directory.Delete(reports, recursive: true);
        File.WriteAllText(reports, "no folder");
        var state = new HostState(_clock);
        _clock.Now = Utc("2024-03-15T14:00:00Z");
        using (Lab lab = Open())
        {
            Run(lab, state);
            Assert.Single(lab.Journal.FindRecommendations("SMH"));
        }

        DueWork due = Assert.Single(state.Plan!.Work);
        Assert.Equal((DueKind.Decide, new DateOnly(2024, 3, 14), 1), (due.Kind, due.Session, due.Attempts));
        Assert.NotNull(due.Error);
        Assert.Equal(_clock.Now + TimeSpan.FromMinutes(1), due.TryAt);

        File.Delete(reports);
        using Lab again = Open();
        Assert.Equal(0, Run(again, state));
        _clock.Now += TimeSpan.FromMinutes(1);
        Assert.Equal(1, Run(again, state));
        Assert.Empty(state.Plan!.Work);
        Assert.Single(again.Journal.FindRecommendations("SMH"));
        Assert.Single(Directory.GetFiles(reports, "SMH-2024-03-14*.html"));
    }

    [Fact]
    public void ClockOnceAhead_RecordsOfTheFuture_AreTold_AndCountAsNothing()
    {
        market.CopyTo(_folder.Path);
        // The journal knows the 15th; by this clock the 13th is the last session that is over.
        var state = new HostState(_clock);
        _clock.Now = Utc("2024-03-14T14:00:00Z");
        using Lab lab = Open();
        Assert.Equal(2, Run(lab, state));
        Assert.Equal(new DateOnly(2024, 3, 15), state.Plan!.Ahead);
        Assert.Contains(lab.Journal.FindRecommendations("SMH"), one => one.Session == new DateOnly(2024, 3, 13));
    }

    [Fact]
    public async Task Schedule_ThatStoodInTheFuture_IsPlannedAnew()
    {
        _clock.Now = Utc("2027-11-01T14:00:00Z");
        await using ServiceProvider services = new ServiceCollection().AddLogging().AddQuartz(quartz =>
        {
            quartz.UseTimeProvider(_clock);
            quartz.AddCalendar("sessions", new SessionDays(), new AddCalendarOptions());
            quartz.AddJob<DeskJob>(job => job.WithIdentity(DeskJob.Key).StoreDurably());
            quartz.AddTrigger<DeskJob>(trigger => trigger.ForJob(DeskJob.Key).WithIdentity(DeskJob.Morning).WithCalendarName("sessions")
                .WithCronSchedule("0 0 9 ? * *", cron => cron.InTimeZone(SessionDays.NewYork)));
        }).BuildServiceProvider();
        // It is not started: only what it plans is looked at.
        IScheduler scheduler = await services.GetRequiredService<ISchedulerFactory>().GetScheduler(TestContext.Current.CancellationToken);
        Assert.Equal(Utc("2027-11-02T13:00:00Z"), await Next(scheduler));
        Assert.Equal(0, await ScheduleGuard.Check(scheduler, _clock.Now, NullLogger.Instance, TestContext.Current.CancellationToken));

        _clock.Now = Utc("2026-11-30T13:59:40Z");
        Assert.Equal(1, await ScheduleGuard.Check(scheduler, _clock.Now, NullLogger.Instance, TestContext.Current.CancellationToken));
        Assert.Equal(Utc("2026-11-30T14:00:00Z"), await Next(scheduler));
    }

    [Theory]
    [InlineData("2024-03-08", "2024-03-11T13:00:00Z")]
    [InlineData("2024-11-01", "2024-11-04T14:00:00Z")]
    [InlineData("2024-11-27", "2024-11-29T14:00:00Z")]
    [InlineData("2024-12-24", "2024-12-26T14:00:00Z")]
    public void Morning_IsNineInNewYork_OfTheNextSession(string session, string expected) =>
        Assert.Equal(Utc(expected), DuePlan.Morning(DateOnly.Parse(session)));

    private static async Task<DateTimeOffset> Next(IScheduler scheduler) =>
        (await scheduler.GetTrigger(DeskJob.Morning, TestContext.Current.CancellationToken))!.NextFireTimeUtc!.Value;

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static int Run(Lab lab, HostState state) => new DeskWorker(state, NullLogger.Instance).Run(lab, ["SMH"], TestContext.Current.CancellationToken);

    private Lab Open() => Lab.OpenDemo("SMH", 1, LabOptions.FromEnvironment() with { DataFolder = _folder.Path, Time = _clock });

    // What the run that made the market recorded lies later than these clocks.
    private void Forget() => File.Delete(Path.Combine(_folder.Path, "demo", "smh-1", "journal.duckdb"));

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
