using System.Diagnostics;
using ResearchLab.Journal;

namespace ResearchLab.Tests.Journal;

/// <summary>Two processes on one embedded journal: DuckDB locks the file for a process, so each has to wait for the other.</summary>
[Trait("Tier", "full")]
public sealed class JournalProcessTests
{
    private const string Variable = "RESEARCHLAB_TEST_JOURNAL";
    private const int Events = 20;

    [Fact]
    public async Task Writers_InTwoProcesses_BothSucceed()
    {
        string folder = Directory.CreateTempSubdirectory("researchlab-journal-").FullName;
        try
        {
            string path = Path.Combine(folder, "journal.duckdb");
            using Process child = ChildTest.Start(typeof(JournalProcessTests), nameof(Child), (Variable, path));
            Task<string> output = child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            int mine = 0;
            while (!child.HasExited && mine < 10_000)
            {
                Write(path, "parent");
                mine++;
            }

            Assert.True(child.WaitForExit(ChildTest.Hang));
            Assert.True(child.ExitCode == 0, await output);
            IReadOnlyList<EventRecord> events = JournalStore.Embedded(path, TimeProvider.System).RecentEvents(100_000);
            Assert.Equal(Events, events.Count(e => e.Message == "child"));
            Assert.Equal(mine, events.Count(e => e.Message == "parent"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact(Explicit = true)]
    public void Child()
    {
        string path = Environment.GetEnvironmentVariable(Variable) ?? throw new InvalidOperationException($"Set {Variable} to the journal.");
        for (int i = 0; i < Events; i++)
            Write(path, "child");
    }

    private static void Write(string path, string who) =>
        JournalStore.Embedded(path, TimeProvider.System, TimeSpan.FromSeconds(60)).RecordEvent("note", who);
}
