using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Quartz;
using ResearchLab.Runner.Scheduling;
using ResearchLab.Time;

namespace ResearchLab.Runner.Tests;

/// <summary>The scheduled host as a process, and its session calendar.</summary>
public sealed partial class ServeTests(DemoFixture demo) : IClassFixture<DemoFixture>
{
    [Fact]
    public async Task Serve_CatchesUp_ShowsIt_AndStopsOnSigterm()
    {
        Assert.Equal(0, demo.First.ExitCode);
        using LabProcess lab = LabProcess.Start(demo.Folder, null, "serve", "--port", "0");
        string address = Address(lab);
        using var http = new HttpClient { BaseAddress = new Uri(address) };

        JsonNode health = JsonNode.Parse(await http.GetStringAsync("/health"))!;
        Assert.Equal("healthy", (string)health["status"]!);
        DateTimeOffset next = DateTimeOffset.Parse((string)health["nextRun"]!);
        DateTimeOffset newYork = TimeZoneInfo.ConvertTime(next, SessionDays.NewYork);
        Assert.Equal(new TimeOnly(9, 0), TimeOnly.FromDateTime(newYork.DateTime));
        Assert.True(ExchangeCalendar.Nyse.IsSession(DateOnly.FromDateTime(newYork.DateTime)));

        lab.WaitUntil(() => lab.Output.Contains("Daily run of SMH", StringComparison.Ordinal), "the catch-up run");
        string page = await http.GetStringAsync("/");
        Assert.Contains("DEMO", page, StringComparison.Ordinal);
        Match report = ReportLink().Match(page);
        Assert.True(report.Success, page);
        HttpResponseMessage response = await http.GetAsync("/" + report.Groups["report"].Value);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        foreach (string hostile in new[] { "/reports/..%2F..%2Fjournal.duckdb", "/reports/journal.duckdb", "/reports/SMH-2024-03-15.html%00", "/nothing" })
            Assert.Contains((await http.GetAsync(hostile)).StatusCode, new[] { HttpStatusCode.NotFound, HttpStatusCode.BadRequest });

        foreach ((string host, HttpStatusCode expected) in new[] { ("evil.example", HttpStatusCode.BadRequest), ("localhost:5077", HttpStatusCode.OK),
            ("127.0.0.1", HttpStatusCode.OK), ("[::1]:80", HttpStatusCode.OK), ("127.0.0.1.evil.example", HttpStatusCode.BadRequest) })
        {
            using var named = new HttpRequestMessage(HttpMethod.Get, "/health") { Headers = { Host = host } };
            Assert.Equal((host, expected), (host, (await http.SendAsync(named)).StatusCode));
        }

        lab.Terminate();
        LabResult stopped = lab.Wait();
        Assert.Equal(0, stopped.ExitCode);
        Assert.Contains("lab: stopped.", stopped.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_WithoutData_IsUnhealthyAndSaysWhy()
    {
        using var folder = new TempFolder();
        using LabProcess lab = LabProcess.Start(folder.Path, null, "serve", "--port", "0", "--symbol", "QQQ");
        using var http = new HttpClient { BaseAddress = new Uri(Address(lab)) };
        lab.WaitUntil(() => lab.Output.Contains("failed", StringComparison.Ordinal), "the failing run");
        HttpResponseMessage response = await http.GetAsync("/health");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("no daily bars of QQQ", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        lab.Interrupt();
        Assert.Equal(0, lab.Wait().ExitCode);
    }

    [Fact]
    public void Serve_StoppedDuringARun_EndsSoon_AndTheNextStartCatchesUp()
    {
        using var folder = new TempFolder();
        using (LabProcess lab = LabProcess.Start(folder.Path, null, "serve", "--port", "0"))
        {
            Address(lab);
            // The first files of the simulated market: the run is under way, its training yet to come.
            lab.WaitUntil(() => Directory.EnumerateFiles(folder.Path, "*.parquet", SearchOption.AllDirectories).Any(), "the run");
            lab.Terminate();
            LabResult stopped = lab.Wait();
            Assert.Equal(0, stopped.ExitCode);
            Assert.Contains("was stopped", stopped.Output, StringComparison.Ordinal);
        }

        using LabProcess again = LabProcess.Start(folder.Path, null, "serve", "--port", "0");
        again.WaitUntil(() => again.Output.Contains("wrote", StringComparison.Ordinal), "the catch-up run");
        again.Interrupt();
        Assert.Equal(0, again.Wait().ExitCode);
    }

    [Fact]
    public void Serve_PortInUse_IsOneLine()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var folder = new TempFolder();
        LabResult result = LabProcess.Run(folder.Path, "serve", "--port", port.ToString());
        Assert.Equal(2, result.ExitCode);
        Assert.Equal($"lab: port {port} is taken by another program. Name another with --port, or --port 0 for any free one.", result.OneErrorLine());
        Assert.Empty(result.Output);
    }

    [Theory]
    // Across daylight saving, a holiday weekend, Good Friday, and the closes after 9/11.
    [InlineData("2024-03-08T15:00:00Z", "2024-03-11T13:00:00Z")]
    [InlineData("2024-11-01T15:00:00Z", "2024-11-04T14:00:00Z")]
    [InlineData("2024-03-28T15:00:00Z", "2024-04-01T13:00:00Z")]
    [InlineData("2024-12-24T15:00:00Z", "2024-12-26T14:00:00Z")]
    [InlineData("2001-09-10T15:00:00Z", "2001-09-17T13:00:00Z")]
    public void Schedule_IsNineInNewYork_BeforeTheNextSession(string after, string expected)
    {
        ITrigger trigger = TriggerBuilder.Create().WithIdentity("test").WithCronSchedule("0 0 9 ? * *", cron => cron.InTimeZone(SessionDays.NewYork))
            .WithCalendarName("sessions").StartAt(DateTimeOffset.Parse(after)).Build();
        var calendar = new SessionDays();
        DateTimeOffset? first = trigger.GetFireTimeAfter(DateTimeOffset.Parse(after));
        while (!calendar.IsTimeIncluded(first!.Value))
        {
            // The scheduler asks the calendar where to look next, and the trigger from there.
            DateTimeOffset open = calendar.GetNextIncludedTimeUtc(first.Value);
            Assert.True(open > first.Value);
            first = trigger.GetFireTimeAfter(open.AddSeconds(-1));
        }

        Assert.Equal(DateTimeOffset.Parse(expected), first);
    }

    private static string Address(LabProcess lab)
    {
        lab.WaitUntil(() => ServingLine().IsMatch(lab.Errors), "the address");
        return ServingLine().Match(lab.Errors).Groups["address"].Value;
    }

    [GeneratedRegex("serving \\S+ on (?<address>http://127\\.0\\.0\\.1:\\d+)", RegexOptions.NonBacktracking)]
    private static partial Regex ServingLine();

    [GeneratedRegex("href=\"/?(?<report>reports/[^\"]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex ReportLink();
}
