using Microsoft.AspNetCore.Http;
using Quartz;
using ResearchLab.Journal;
using ResearchLab.Options;
using ResearchLab.Reports;
using ResearchLab.Runner.Scheduling;

namespace ResearchLab.Runner.Dashboard;

/// <summary>What the status page and the health endpoint say.</summary>
internal static class HostStatus
{
    private const int Shown = 20;

    public static async Task<StatusPageInput> Read(
        ServeOptions serve, LabOptions options, HostState state, ISchedulerFactory schedulers, CancellationToken cancellation)
    {
        DateTimeOffset now = options.Time.GetUtcNow();
        DateTimeOffset? next = await NextRun(schedulers, cancellation);
        (Lab lab, _) = LabChooser.ChooseDesk(options, serve);
        using (lab)
        {
            return new StatusPageInput
            {
                Now = now,
                Health = Checks(next, state, now),
                NextRun = next,
                NextSession = next is { } time ? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, SessionDays.NewYork).DateTime) : null,
                Runs = [.. lab.Journal.RecentRuns(Shown).Select(run => Row(run, state.Last, now))],
                Recommendations = [.. lab.Journal.FindRecommendations(serve.Symbols.Count == 1 ? serve.Symbols[0] : null, Shown).Select(Row)],
                Code = options.CodeVersion,
            };
        }
    }

    /// <summary>200 while the schedule stands and nothing that is due has failed, else 503; always with a JSON document that says why.</summary>
    public static async Task<IResult> Health(LabOptions options, HostState state, ISchedulerFactory schedulers, CancellationToken cancellation)
    {
        DateTimeOffset now = options.Time.GetUtcNow();
        DateTimeOffset? next = await NextRun(schedulers, cancellation);
        HealthCheck[] checks = Checks(next, state, now);
        bool healthy = Array.TrueForAll(checks, check => check.State != HealthState.Unhealthy);
        using var stream = new MemoryStream();
        using (var json = new System.Text.Json.Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("status", healthy ? "healthy" : "unhealthy");
            json.WriteString("startedAt", state.StartedAt);
            json.WriteString("nextRun", Instant(next));
            json.WriteString("lastSession", state.Last?.Session.ToString("yyyy-MM-dd"));
            json.WriteBoolean("running", state.Last is { EndedAt: null });
            json.WriteString("lastError", state.Last?.Error);
            json.WriteStartArray("pending");
            foreach (DueWork work in (state.Plan?.Work ?? []).Where(work => work.DueAt <= now))
            {
                json.WriteStartObject();
                json.WriteString("session", work.Session.ToString("yyyy-MM-dd"));
                json.WriteString("work", work.Kind.ToString().ToLowerInvariant());
                json.WriteNumber("attempts", work.Attempts);
                json.WriteString("error", work.Error);
                json.WriteString("tryAt", Instant(work.TryAt));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteNumber("left", state.Plan?.Left.Count ?? 0);
            json.WriteString("recordsAhead", state.Plan?.Ahead?.ToString("yyyy-MM-dd"));
            json.WriteEndObject();
        }

        return Results.Text(stream.ToArray(), "application/json", healthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static HealthCheck[] Checks(DateTimeOffset? next, HostState state, DateTimeOffset now) =>
        [Schedule(next, now), LastRun(state.Last), Pending(state.Plan, now), Ahead(state.Plan)];

    private static string? Instant(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ");

    private static async Task<DateTimeOffset?> NextRun(ISchedulerFactory schedulers, CancellationToken cancellation)
    {
        IScheduler scheduler = await schedulers.GetScheduler(cancellation);
        ITrigger? trigger = await scheduler.GetTrigger(DeskJob.Morning, cancellation);
        return trigger?.NextFireTimeUtc;
    }

    private static HealthCheck Schedule(DateTimeOffset? next, DateTimeOffset now) => next switch
    {
        null => new HealthCheck("schedule", HealthState.Unhealthy, "No run is scheduled. Restart './lab serve'."),
        { } time when time > now.AddDays(8) => new HealthCheck("schedule", HealthState.Unhealthy, $"The next run is planned for {time.UtcDateTime:yyyy-MM-dd}: "
            + "the clock was set back. It is planned anew within a minute."),
        _ => new HealthCheck("schedule", HealthState.Healthy, ""),
    };

    private static HealthCheck Pending(DuePlan? plan, DateTimeOffset now)
    {
        DueWork[] due = [.. (plan?.Work ?? []).Where(work => work.DueAt <= now)];
        return Array.Find(due, work => work.Error is not null) is { } failed
            ? new HealthCheck("pending", HealthState.Unhealthy,
                $"{due.Length} pending; {failed.Kind.ToString().ToLowerInvariant()} of {failed.Session:yyyy-MM-dd} "
                + $"failed {failed.Attempts} time(s): {failed.Error} Tried again at {failed.TryAt.UtcDateTime:HH:mm:ss} UTC.")
            : due.Length > 0 ? new HealthCheck("pending", HealthState.Degraded, $"{due.Length} pending, from {due[0].Session:yyyy-MM-dd} on.")
            : new HealthCheck("pending", HealthState.Healthy, "");
    }

    private static HealthCheck Ahead(DuePlan? plan) => plan?.Ahead is { } session
        ? new HealthCheck("records", HealthState.Degraded, $"The journal holds records of {session:yyyy-MM-dd}, which is not over: the clock was ahead once.")
        : new HealthCheck("records", HealthState.Healthy, "");

    private static HealthCheck LastRun(RunState? last) => last?.Error is { } error
        ? new HealthCheck("last run", HealthState.Unhealthy, $"{last.Session:yyyy-MM-dd}: {error}")
        : new HealthCheck("last run", HealthState.Healthy, "");

    private static StatusRun Row(RunRecord run, RunState? current, DateTimeOffset now)
    {
        // A run without an end is this host's current one, another process's, or one that died; the journal cannot tell the last two apart.
        bool running = run.EndedAt is null && ((current is { EndedAt: null } && current.Session == run.Session)
            || now - run.StartedAt < TimeSpan.FromMinutes(10));
        string status = run.EndedAt is null && !running ? "interrupted" : run.Status;
        return new StatusRun(
            run.Id, run.Symbol, run.Session, run.StartedAt, run.EndedAt - run.StartedAt, status, running ? null : status == "done", run.Error ?? "");
    }

    private static StatusRecommendation Row(RecommendationRecord record)
    {
        using var document = System.Text.Json.JsonDocument.Parse(record.DocumentJson);
        System.Text.Json.JsonElement root = document.RootElement;
        ChainOrigin origin = ChainOrigins.Parse(root.GetProperty("data").GetString() ?? "");
        int contracts = root.GetProperty("contracts").GetInt32();
        string words = $"{record.Decision.Replace('_', ' ')}: {record.Structure.Replace('_', ' ')}{(contracts > 0 ? $" × {contracts}" : "")}";
        return new StatusRecommendation(
            record.Symbol, record.Session, origin, words, root.GetProperty("confidence").GetDouble(),
            record.ReportPath is { } path && File.Exists(path) ? $"reports/{Path.GetFileName(path)}" : null);
    }
}
