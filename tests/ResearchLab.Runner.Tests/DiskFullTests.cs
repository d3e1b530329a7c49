using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ResearchLab.Journal;
using ResearchLab.Market;
using ResearchLab.Time;

namespace ResearchLab.Runner.Tests;

/// <summary>A disk that runs full or becomes read-only under the lab: one line that says so, nothing broken, and it goes on afterwards.</summary>
public sealed partial class DiskFullTests : IDisposable
{
    private const string Session = "2020-11-16";
    private readonly TempFolder _folder = new();
    private readonly string _disk;

    public DiskFullTests() => _disk = Directory.CreateDirectory(Path.Combine(_folder.Path, "disk")).FullName;

    private string Data => Path.Combine(_disk, "data");

    public void Dispose()
    {
        if (IsMounted)
            Command("umount", "-l", _disk);
        _folder.Dispose();
    }

    [Theory]
    [InlineData("16k")]
    [InlineData("96k")]
    public void Ingest_DiskFull_IsOneLine_AndGoesOnWithSpace(string size)
    {
        Mount(size);
        string csv = BarsCsv(_folder.Path, 6_000);
        LabResult full = Lab("ingest", "csv", csv, "--symbol", "ABC");
        AssertNamesTheDisk(full);
        AssertSound();
        Assert.DoesNotContain(Directory.Exists(Data) ? Directory.EnumerateFiles(Data, "*", SearchOption.AllDirectories) : [],
            path => path.EndsWith(".tmp", StringComparison.Ordinal));

        Resize("32m");
        LabResult enough = Lab("ingest", "csv", csv, "--symbol", "ABC", "--json");
        Assert.True(enough.ExitCode == 0, enough.Errors);
        JsonNode result = JsonNode.Parse(enough.Output)![0]!;
        Assert.Equal(6_000, (int)result["read"]!);
        Assert.Equal(6_000, (int)result["new"]! + (int)result["same"]!);
        Assert.Equal(6_000, BarsOf("ABC").Count);
        AssertSound();
    }

    [Fact]
    public void Run_DiskFullAtAnyStage_IsOneLine_AndGoesOnWithSpace()
    {
        Mount("16k");
        foreach (string size in new[] { "16k", "8m" })
        {
            Resize(size);
            AssertNamesTheDisk(Lab("run", "--session", Session, "--json"));
            AssertSound();
        }

        Resize("512m");
        LabResult first = Lab("run", "--session", Session, "--json");
        Assert.True(first.ExitCode == 0, first.Errors);
        AssertSound();

        // Full again at the very end: everything is there but the report.
        string report = (string)JsonNode.Parse(first.Output)!["report"]!;
        string filler = Path.Combine(_disk, "filler");
        LabResult full;
        int fills = 0;
        do
        {
            // The journal's file gives blocks back now and then, which may be room enough for the report: then that is filled too.
            Assert.True(++fills < 10);
            File.Delete(report);
            Fill(filler + fills, leaveBytes: 1 << 15);
            full = Lab("run", "--session", Session, "--json");
        }
        while (full.ExitCode == 0);
        AssertNamesTheDisk(full);
        Assert.False(File.Exists(report));
        AssertSound();

        foreach (string file in Directory.GetFiles(_disk, "filler*"))
            File.Delete(file);
        LabResult again = Lab("run", "--session", Session, "--json");
        Assert.True(again.ExitCode == 0, again.Errors);
        Assert.True(File.Exists(report));
        foreach (string key in new[] { "decision", "structure", "probabilities", "legs", "checks", "evidence" })
            Assert.Equal(JsonNode.Parse(first.Output)![key]!.ToJsonString(), JsonNode.Parse(again.Output)![key]!.ToJsonString());
        JournalStore journal = Journal()!;
        Assert.Single(journal.FindRecommendations("SMH"));
        Assert.Equal("done", journal.RecentRuns(1)[0].Status);

        // The same folder read-only, as after a file system error.
        Command("mount", "-o", "remount,ro", _disk);
        AssertNamesTheDisk(Lab("run", "--session", Session, "--json"));
        AssertNamesTheDisk(Lab("ingest", "csv", BarsCsv(_folder.Path, 100), "--symbol", "ABC"));
        // What only reads needs no writing.
        foreach (string[] reading in (string[][])[["models", "list", "--data", "demo", "--symbol", "SMH"], ["lake", "sql", "select count(*) from bars"],
            ["lake", "check"]])
            Assert.Equal((0, ""), Lab(reading) is var read ? (read.ExitCode, read.ExitCode == 0 ? "" : read.Errors) : default);
        Command("mount", "-o", "remount,rw", _disk);
        AssertSound();
        Assert.Single(Journal()!.FindRecommendations("SMH"));
    }

    [Fact]
    public async Task Serve_ReadOnlyDisk_StaysUpAndIsUnhealthyWithTheReason()
    {
        Mount("64k");
        Command("mount", "-o", "remount,ro", _disk);
        using LabProcess lab = LabProcess.Start(_folder.Path, new Dictionary<string, string> { ["RESEARCHLAB_DATA"] = Data }, "serve", "--port", "0");
        lab.WaitUntil(() => lab.Output.Contains("failed", StringComparison.Ordinal), "the failing run");
        Match address = Address().Match(lab.Errors);
        Assert.True(address.Success, lab.Errors);
        using var http = new HttpClient { BaseAddress = new Uri(address.Value) };
        HttpResponseMessage health = await http.GetAsync("/health", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.Contains("Read-only file system", await health.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", lab.Output, StringComparison.Ordinal); // no stack in the log
        lab.Terminate();
        Assert.Equal(0, lab.Wait().ExitCode);
    }

    [Fact]
    public async Task Ingest_TwoOfTheSameFileAtOnce_AndAReader_StayConsistent()
    {
        string csv = BarsCsv(_folder.Path, 6_000);
        BarSeries expected;
        string reference = Directory.CreateDirectory(Path.Combine(_folder.Path, "reference")).FullName;
        Assert.Equal(0, LabProcess.Run(reference, "ingest", "csv", csv, "--symbol", "ABC").ExitCode);
        using (Lab lab = OpenLake(reference))
        using (Lake.LakeView view = lab.Lake.Now())
            expected = LakeMarket.Bars(view, "ABC");
        Assert.Equal(6_000, expected.Count);

        string data = Directory.CreateDirectory(Data).FullName;
        using LabProcess one = LabProcess.Start(data, null, "ingest", "csv", csv, "--symbol", "ABC"),
            two = LabProcess.Start(data, null, "ingest", "csv", csv, "--symbol", "ABC");
        Task<int> reader = Task.Run(
            () =>
            {
                int reads = 0;
                for (bool last = false; ; reads++)
                {
                    using Lab lab = OpenLake(data);
                    using Lake.LakeView view = lab.Lake.Now();
                    BarSeries bars = LakeMarket.Bars(view, "ABC");
                    for (int i = 0; i < bars.Count; i++)
                    {
                        Assert.True(i == 0 || bars.Sessions[i] > bars.Sessions[i - 1], "a session twice");
                        Assert.Equal(expected.Close[expected.IndexOf(bars.Sessions[i])], bars.Close[i]);
                    }

                    if (last)
                        return reads;
                    last = one.HasExited && two.HasExited;
                }
            },
            TestContext.Current.CancellationToken);
        LabResult first = one.Wait(), second = two.Wait();
        Assert.True(first.ExitCode == 0, first.Errors);
        Assert.True(second.ExitCode == 0, second.Errors);
        Assert.True(await reader >= 1); // how many reads fit in depends on the machine
        using Lab after = OpenLake(data);
        Assert.Empty(after.Lake.Check());
        using Lake.LakeView now = after.Lake.Now();
        Assert.Equal(expected.Sessions, LakeMarket.Bars(now, "ABC").Sessions);
        Assert.Equal(expected.Close, LakeMarket.Bars(now, "ABC").Close);
    }

    private static Lab OpenLake(string data) => ResearchLab.Lab.Open(LabOptions.FromEnvironment() with { DataFolder = data, JournalConnection = null });

    private bool IsMounted => File.ReadLines("/proc/mounts").Any(line => line.Split(' ')[1] == _disk);

    private LabResult Lab(params string[] arguments)
    {
        // The folder the process starts in must exist and is not the disk.
        return LabProcess.Run(_folder.Path, new Dictionary<string, string> { ["RESEARCHLAB_DATA"] = Data }, arguments);
    }

    private void AssertNamesTheDisk(LabResult result)
    {
        Assert.Equal(1, result.ExitCode);
        string error = result.OneErrorLine();
        Assert.Contains(_disk, error, StringComparison.Ordinal);
        Assert.Matches("(?i)(no space left|no room left|read-only|disk full|denied)", error);
        Assert.Single(Remedy().Matches(error)); // one remedy, said once
        Assert.Empty(result.Output);
    }

    private void AssertSound()
    {
        foreach (string data in new[] { Data, Path.Combine(Data, "demo", "smh-1") })
        {
            using Lab lab = OpenLake(data);
            Assert.DoesNotContain(lab.Lake.Check(), problem => problem.Harmful);
        }

        // Readable, whatever got into it.
        Assert.NotNull(Journal()?.RecentRuns(100) ?? []);
    }

    private JournalStore? Journal()
    {
        string path = Path.Combine(Data, "demo", "smh-1", "journal.duckdb");
        if (!File.Exists(path))
            return null;
        // A copy on another disk: reading must not need room on the full one.
        string copy = Path.Combine(_folder.Path, $"copy-{Guid.NewGuid():N}");
        File.Copy(path, copy);
        if (File.Exists(path + ".wal"))
            File.Copy(path + ".wal", copy + ".wal");
        return JournalStore.Embedded(copy, TimeProvider.System);
    }

    private BarSeries BarsOf(string symbol)
    {
        using Lab lab = OpenLake(Data);
        using Lake.LakeView view = lab.Lake.Now();
        return LakeMarket.Bars(view, symbol);
    }

    private static string BarsCsv(string folder, int count)
    {
        DateOnly[] sessions = ExchangeCalendar.Nyse.Sessions(new DateOnly(1998, 1, 2), new DateOnly(2023, 12, 29))[..count];
        var random = new Basics.Pcg32(4);
        var text = new StringBuilder("date,open,high,low,close,volume\n");
        double price = 100;
        foreach (DateOnly session in sessions)
        {
            double open = price * Math.Exp(0.004 * random.NextNormal()), close = open * Math.Exp(0.008 * random.NextNormal());
            text.Append($"{session:yyyy-MM-dd},{open:F4},{Math.Max(open, close) * 1.003:F4},{Math.Min(open, close) * 0.997:F4},{close:F4},"
                + $"{1_000_000 + random.NextInt(5_000_000)}\n");
            price = close;
        }

        string path = Path.Combine(folder, $"bars-{count}.csv");
        File.WriteAllText(path, text.ToString());
        return path;
    }

    private void Fill(string path, long leaveBytes)
    {
        long free = new DriveInfo(_disk).AvailableFreeSpace - leaveBytes;
        using FileStream file = File.Create(path);
        var block = new byte[1 << 16];
        for (long written = 0; written < free; written += block.Length)
            file.Write(block, 0, (int)Math.Min(block.Length, free - written));
    }

    private void Mount(string size)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            Assert.Skip("mounting a small disk needs root on Linux");
        // Root in a container may lack the right to mount.
        if (Run("mount", "-t", "tmpfs", "-o", $"size={size}", "researchlab-test", _disk) is { ExitCode: not 0 } refused)
            Assert.Skip($"mounting a small disk is not permitted here: {refused.Error}");
    }

    private void Resize(string size) => Command("mount", "-o", $"remount,size={size}", _disk);

    private static void Command(string program, params string[] arguments)
    {
        (int exitCode, string error) = Run(program, arguments);
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)}: {error}");
    }

    private static (int ExitCode, string Error) Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error);
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+", RegexOptions.NonBacktracking)]
    private static partial Regex Address();

    [GeneratedRegex("free (some )?space|allow writing|check that it can be written",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Remedy();
}
