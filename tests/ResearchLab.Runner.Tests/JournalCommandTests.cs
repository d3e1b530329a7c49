using System.Text.Json;
using ResearchLab.Columns;
using ResearchLab.Journal;

namespace ResearchLab.Runner.Tests;

/// <summary>lab journal as a person types it.</summary>
public sealed class JournalCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private JournalStore Journal => JournalStore.Embedded(Path.Combine(_folder.Path, "journal.duckdb"), TimeProvider.System);

    private LabResult Lab(params string[] arguments) => LabProcess.Run(_folder.Path, ["journal", .. arguments]);

    private void Fill()
    {
        string run = Journal.BeginRun("SPY", new(2024, 2, 16), "c0ffee", "abc", 1);
        Journal.EndRun(run, "no data: give some");
        Journal.BeginRun("QQQ", new(2024, 2, 16), "c0ffee", "abc", 1);
        Journal.RaiseAlert("a1", AlertSeverity.Critical, "stale_data", "SPY", "quotes are 3 days old", ["file"]);
    }

    [Fact]
    public void Show_CountsTables_AndShowsTheirRows()
    {
        Fill();
        Assert.Matches(@"runs +2\b", Lab("show").Output);
        Assert.Contains("no data: give some", Lab("show", "runs", "--symbol", "spy").Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(Lab("show", "runs", "--count", "1", "--json").Output);
        JsonElement run = Assert.Single(json.RootElement.EnumerateArray());
        Assert.Equal(("QQQ", "2024-02-16", JsonValueKind.Null),
            (run.GetProperty("symbol").GetString(), run.GetProperty("session").GetString(), run.GetProperty("error").ValueKind));
        Assert.Equal(4, Lab("show", "orders").ExitCode);
    }

    [Theory]
    [InlineData("show users", "'users'")]
    [InlineData("show fills --symbol SPY", "about no symbol")]
    [InlineData("show --symbol SPY", "needs a table")]
    [InlineData("show runs --count 0", "give 1 or more")]
    [InlineData("restore nowhere.gz", "there is no file")]
    [InlineData("backup nowhere/journal.gz", "whose folder does not exist")]
    [InlineData("backup .", "is the folder")]
    public void WhatCannotBe_IsOneLine(string line, string says)
    {
        LabResult result = Lab(line.Split(' '));
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(says, result.OneErrorLine(), StringComparison.Ordinal);
    }

    [Fact]
    public void Journal_BackedUpRestoredAndExported_IsWhatItWas()
    {
        Fill();
        string file = Path.Combine(_folder.Path, "journal.gz"), empty = Path.Combine(_folder.Path, "empty"), tables = Path.Combine(_folder.Path, "tables");
        Directory.CreateDirectory(empty);
        Assert.StartsWith("4 rows, schema version 4, of ", Lab("backup", file).Output, StringComparison.Ordinal);
        Assert.Contains("4 rows", LabProcess.Run(empty, "journal", "restore", file).Output, StringComparison.Ordinal);
        Assert.Equal(Lab("show", "runs", "--json").Output, LabProcess.Run(empty, "journal", "show", "runs", "--json").Output);

        Journal.RecordEvent("note", "later");
        LabResult refused = Lab("restore", file);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("holds 5 rows", refused.OneErrorLine(), StringComparison.Ordinal);
        LabResult replaced = Lab("restore", file, "--yes");
        Assert.Equal(0, replaced.ExitCode);
        Assert.Contains("was written to " + file + ".replaced-", replaced.OneErrorLine(), StringComparison.Ordinal);
        Assert.Empty(Journal.RecentEvents(10));

        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^20]);
        LabResult damaged = Lab("restore", file, "--yes");
        Assert.Equal(1, damaged.ExitCode);
        Assert.Contains("is damaged", damaged.OneErrorLine(), StringComparison.Ordinal);

        Assert.Equal(JournalStore.Tables.Count, Lab("export", tables).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(2, Frame.ReadParquet(Path.Combine(tables, "runs.parquet")).Rows);
    }

    [Fact]
    public void Migrate_SaysWhatItDid()
    {
        LabResult made = Lab("migrate"), same = Lab("migrate");
        Assert.Equal((0, 4), (made.ExitCode, same.ExitCode));
        Assert.Contains("schema version 0 brought to 4", made.Output, StringComparison.Ordinal);
        Assert.Contains("schema version 4", same.Output, StringComparison.Ordinal);
        // The demo's journal is another.
        Assert.Contains("schema version 0 brought to 4", Lab("migrate", "--data", "demo").Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder.Path, "demo", "smh-1", "journal.duckdb")));
    }
}
