using Spectre.Console;

namespace ResearchLab.Runner.Tests;

public sealed class NarrowTableTests
{
    [Theory]
    [InlineData(160)]
    [InlineData(60)]
    [InlineData(40)]
    public void WriteTable_OfAnyWidth_SplitsNoNumber(int width)
    {
        using var writer = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(writer)
        });
        console.Profile.Width = width;
        Table table = new Table().Border(TableBorder.Simple).AddColumns("Leg", "Expiry").AddColumn(new TableColumn("Open int.").RightAligned())
            .AddColumn("Against it");
        table.AddRow("sell 1 call", "2024-02-09", "1,234,567", "[red]risk-neutral win probability 52.3%, at least 55%[/]");
        table.AddRow("buy 1 call", "2024-02-09", "unknown", "");
        console.WriteTable(table);
        string[] lines = writer.ToString().Split('\n', StringSplitOptions.TrimEntries);
        Assert.All(lines, line => Assert.True(line.Length <= width, line));
        string text = string.Join(' ', lines);
        foreach (string whole in new[] { "sell 1 call", "2024-02-09", "1,234,567", "risk-neutral win probability 52.3%, at least 55%" })
            Assert.Contains(whole, text, StringComparison.Ordinal);
        Assert.Equal(width < 160, text.Contains("Expiry 2024-02-09", StringComparison.Ordinal));
    }
}
