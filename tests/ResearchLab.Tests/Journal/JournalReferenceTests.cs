using ResearchLab.Journal;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Tests.Journal;

/// <summary>The reference page of the journal names every table and column as the schema has them, and nothing else.</summary>
public sealed class JournalReferenceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("researchlab-journal-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Page_NamesEveryTableAndColumn_WithItsType() =>
        Assert.Equal(Schema().Where(column => !column.StartsWith("schema_version.", StringComparison.Ordinal)), Page());

    [Fact]
    public void Tables_AreThoseOfTheSchema() =>
        Assert.Equal(Schema().Select(column => column.Split('.')[0]).Distinct().Where(table => table != "schema_version").Order(), JournalStore.Tables.Order());

    private List<string> Schema() => JournalDatabase.Embedded(Path.Combine(_folder, "journal.duckdb"), TimeProvider.System, TimeSpan.FromSeconds(10))
        .Transact(journal => journal.Query(
            "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns ORDER BY table_name, ordinal_position",
            row => $"{row["table_name"]}.{row["column_name"]} {Word(JournalColumn.KindOf((string)row["data_type"]))}"
                + ((string)row["is_nullable"] == "YES" ? "?" : "")));

    private static string Word(JournalKind kind) => kind == JournalKind.Json ? "JSON" : kind.ToString().ToLowerInvariant();

    private static IEnumerable<string> Page()
    {
        var columns = new List<(string Table, string Column)>();
        string table = "";
        foreach (string line in MarkdownPages.Read("docs/reference/journal.md").Split('\n'))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
                table = line[3..].Trim();
            string[] cells = line.Split('|', StringSplitOptions.TrimEntries);
            if (cells.Length > 3 && cells[1].StartsWith('`'))
                columns.Add((table, $"{table}.{cells[1].Trim('`')} {cells[2]}"));
        }

        return columns.GroupBy(column => column.Table).OrderBy(group => group.Key, StringComparer.Ordinal)
            .SelectMany(group => group.Select(column => column.Column));
    }
}
