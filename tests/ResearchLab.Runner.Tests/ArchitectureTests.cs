using System.Text.Json.Nodes;

namespace ResearchLab.Runner.Tests;

/// <summary>What the command line and its kernel carry.</summary>
public sealed class ArchitectureTests
{
    /// <summary>The bridges know the lab, never the other way round: without a cell that asks, none of their packages is there to load.</summary>
    [Fact]
    public void Program_CarriesNoBridge_AndNothingThatTheyStandOn()
    {
        string list = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "lab.deps.json"));
        string[] carried = [.. JsonNode.Parse(list)!["libraries"]!.AsObject().Select(library => library.Key.Split('/')[0])];
        Assert.Contains("ResearchLab.Notebooks", carried);
        string[] bridged = ["ResearchLab.Deedle", "ResearchLab.Interactive", "ResearchLab.MlNet", "ResearchLab.Plotly", "FSharp.Core"];
        string[] families = ["Deedle", "Plotly.NET", "Microsoft.ML", "Microsoft.DotNet.Interactive"];
        Assert.DoesNotContain(carried, name => bridged.Contains(name) || Array.Exists(families, family => name == family || name.StartsWith(family + ".", StringComparison.Ordinal)));
    }
}
