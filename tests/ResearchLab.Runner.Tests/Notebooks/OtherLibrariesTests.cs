using System.Text.Json.Nodes;
using ResearchLab.Notebooks;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Runner.Tests.Notebooks;

/// <summary>The guide's notebook on Deedle, Plotly.NET and ML.NET, headless in the lab's kernel, and its page in a browser without a network.</summary>
public sealed class OtherLibrariesTests(DemoMarket market)
{
    [Fact]
    public void Guide_AsANotebook_RunsHeadless_AndItsPageDrawsTheirCharts()
    {
        using var folder = new TempFolder();
        market.CopyTo(folder.Path);
        LabResult result = LabProcess.Run(folder.Path, "notebook", "run", GuideNotebook.OtherLibraries(folder.Path), "--html", "--json");
        Assert.True(result.ExitCode == 0, result.Errors + result.Output);
        JsonNode ran = JsonNode.Parse(result.Output)!;
        string[] tables = [.. NotebookFile.Load((string)ran["notebook"]!).Cells.SelectMany(cell => cell.Outputs)
            .Select(output => (string?)output!["data"]?["text/html"]).OfType<string>()];
        Assert.Contains(tables, html => html.Contains(">sma20</th>", StringComparison.Ordinal)); // a frame of Deedle
        OfflineBrowser.AssertDraws((string)ran["html"]!, charts: 2);
    }
}
