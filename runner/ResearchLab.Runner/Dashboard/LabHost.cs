using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;
using ResearchLab.Reports;
using ResearchLab.Runner.Scheduling;

namespace ResearchLab.Runner.Dashboard;

/// <summary>Schedule, status page and health endpoint in one process on the loopback address.</summary>
internal static partial class LabHost
{
    public static WebApplication Build(ServeOptions serve, LabOptions options)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{serve.Port}");
        builder.Logging.ClearProviders().AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ssZ ";
        });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Quartz", LogLevel.Warning);
        // A start that failed is told in one line by the command.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        // A page that a browser has open must not read this one under a name that somebody lets point here.
        builder.Services.AddHostFiltering(filter => (filter.AllowedHosts, filter.AllowEmptyHosts) = (["127.0.0.1", "localhost", "[::1]"], false));
        builder.Services.AddSingleton(serve).AddSingleton(options).AddSingleton(options.Time).AddSingleton<HostState>();
        // A run stops at its next safe point, which training reaches within a second or two.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30));
        builder.Services.AddQuartz(quartz =>
        {
            quartz.UseTimeProvider(options.Time);
            quartz.AddCalendar("sessions", new SessionDays(), new AddCalendarOptions());
            quartz.AddJob<DeskJob>(job => job.WithIdentity(DeskJob.Key).StoreDurably());
            quartz.AddTrigger<DeskJob>(trigger => trigger.ForJob(DeskJob.Key).WithIdentity(DeskJob.Morning).WithCalendarName("sessions")
                .WithCronSchedule($"0 {ServeOptions.RunTime.Minute} {ServeOptions.RunTime.Hour} ? * *", cron => cron.InTimeZone(SessionDays.NewYork)));
            quartz.AddTrigger<DeskJob>(trigger => trigger.ForJob(DeskJob.Key).WithIdentity(DeskJob.Minute).StartNow()
                .WithSimpleSchedule(minute => minute.WithInterval(TimeSpan.FromMinutes(1)).RepeatForever()));
        });
        builder.Services.AddQuartzHostedService(quartz =>
        {
            quartz.WaitForJobsToComplete = true;
        });
        builder.Services.AddHostedService<ScheduleGuard>();
        WebApplication app = builder.Build();
        app.UseHostFiltering();
        app.Use(async (context, next) =>
        {
            // Pages are self-contained: anything else that a report tried to load would be a leak.
            context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'self' 'unsafe-inline'; "
                + "img-src data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers["Referrer-Policy"] = "no-referrer";
            await next(context);
        });
        app.MapGet("/", async (ISchedulerFactory schedulers, CancellationToken cancellation) =>
            Results.Content(StatusPage.Render(await HostStatus.Read(serve, options, app.Services.GetRequiredService<HostState>(), schedulers, cancellation)),
                "text/html; charset=utf-8"));
        app.MapGet("/health", async (ISchedulerFactory schedulers, CancellationToken cancellation) =>
            await HostStatus.Health(options, app.Services.GetRequiredService<HostState>(), schedulers, cancellation));
        app.MapGet("/reports/{name}", (string name) => Report(serve, options, name));
        return app;
    }

    private static IResult Report(ServeOptions serve, LabOptions options, string name)
    {
        if (!ReportName().IsMatch(name))
            return Results.NotFound();
        (Lab lab, _) = LabChooser.ChooseDesk(options, serve);
        using (lab)
        {
            string path = Path.Combine(lab.ReportsFolder, name);
            return File.Exists(path) ? Results.File(path,
                name.EndsWith(".js", StringComparison.Ordinal) ? "text/javascript; charset=utf-8" : "text/html; charset=utf-8") : Results.NotFound();
        }
    }

    // No separators, so no way out of the folder.
    [GeneratedRegex(@"^[A-Z0-9.^-]{1,12}-\d{4}-\d{2}-\d{2}(-[0-9a-f]{16}-[0-9a-f]{8})?\.html$|^plotly-[0-9a-f]{8}\.min\.js$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex ReportName();
}
