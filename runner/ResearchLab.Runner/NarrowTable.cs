using Spectre.Console;
using Spectre.Console.Rendering;

namespace ResearchLab.Runner;

/// <summary>Tables in terminals that are too narrow for them.</summary>
internal static class NarrowTable
{
    private const int CellPadding = 3, Edges = 2;

    /// <summary>
    /// Writes a table; where it does not fit, each row as its first cell and below it the others behind their heads, so that no number is ever split.
    /// </summary>
    public static void WriteTable(this IAnsiConsole console, Table table)
    {
        var options = RenderOptions.Create(console, console.Profile.Capabilities);
        string Text(IRenderable cell) => string.Concat(cell.Render(options, int.MaxValue / 2).Select(segment => segment.Text)).Trim();
        string[] heads = [.. table.Columns.Select(column => Text(column.Header))];
        string[][] rows = [.. table.Rows.Select(row => row.Select(Text).ToArray())];
        int width = Edges + heads.Select((head, c) => CellPadding + rows.Select(row => row[c].Length).Append(head.Length).Max()).Sum();
        if (width <= console.Profile.Width)
        {
            console.Write(table);
            return;
        }

        foreach (string[] row in rows)
        {
            console.MarkupLineInterpolated($"  [bold]{row[0]}[/]");
            string[] others = [.. row.Zip(heads).Skip(1).Where(cell => cell.First.Length > 0).Select(cell => $"{cell.Second} {cell.First}".Trim())];
            console.Write(new Padder(new Text(string.Join(" · ", others)), new Padding(4, 0, 0, 0)));
        }
    }
}
