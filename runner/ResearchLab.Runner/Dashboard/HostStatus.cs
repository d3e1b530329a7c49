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
        DateTimeOffset? next = await NextRun(schedulers, cancellation);
        (Lab lab, string symbol) = LabChooser.Choose(options, serve.Symbol, serve.Data, serve.Seed);
        using (lab)
        {
            return new StatusPageInput
            {
                Now = options.Time.GetUtcNow(),
                Health = [Schedule(next), LastRun(state.Last)],
                NextRun = next,
                NextSession = next is { } time ? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, SessionDays.NewYork).DateTime) : null,
                Runs = [.. lab.Journal.RecentRuns(Shown).Select(run => Row(run, state.Last, options.Time.GetUtcNow()))],
                Recommendations = [.. lab.Journal.FindRecommendations(symbol, Shown).Select(Row)],
                Code = options.CodeVersion,
            };
        }
    }

    /// <summary>200 while the schedule stands and the last run did not fail, else 503; always with a JSON document that says why.</summary>
    public static async Task<IResult> Health(HostState state, ISchedulerFactory schedulers, CancellationToken cancellation)
    {
        DateTimeOffset? next = await NextRun(schedulers, cancellation);
        HealthCheck[] checks = [Schedule(next), LastRun(state.Last)];
        bool healthy = Array.TrueForAll(checks, check => check.State == HealthState.Healthy);
        using var stream = new MemoryStream();
        using (var json = new System.Text.Json.Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("status", healthy ? "healthy" : "unhealthy");
            json.WriteString("startedAt", state.StartedAt);
            json.WriteString("nextRun", next?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ"));
            json.WriteString("lastSession", state.Last?.Session.ToString("yyyy-MM-dd"));
            json.WriteBoolean("running", state.Last is { EndedAt: null });
            json.WriteString("lastError", state.Last?.Error);
            json.WriteEndObject();
        }

        return Results.Text(stream.ToArray(), "application/json", healthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<DateTimeOffset?> NextRun(ISchedulerFactory schedulers, CancellationToken cancellation)
    {
        IScheduler scheduler = await schedulers.GetScheduler(cancellation);
        ITrigger? trigger = await scheduler.GetTrigger(new TriggerKey("session-morning"), cancellation);
        return trigger?.NextFireTimeUtc;
    }

    private static HealthCheck Schedule(DateTimeOffset? next) => next is null
        ? new HealthCheck("schedule", HealthState.Unhealthy, "No run is scheduled. Restart './lab serve'.")
        : new HealthCheck("schedule", HealthState.Healthy, "");

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
