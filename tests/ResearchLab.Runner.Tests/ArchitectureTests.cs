using System.Reflection;
using System.Text.Json.Nodes;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Runner.Tests;

/// <summary>What the command line and its kernel carry, and that the arrows within them go one way, as those between the stations do.</summary>
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
        Assert.DoesNotContain(carried, name => bridged.Contains(name)
            || Array.Exists(families, family => name == family || name.StartsWith(family + ".", StringComparison.Ordinal)));
    }

    [Fact]
    public void Notebooks_GoOneWay()
    {
        string[] rooms = ["Formatting", "Compilation", "Magics", "Language", "Execution", "Kernel", "Headless"];
        Check(typeof(ResearchLab.Notebooks.NotebookFile).Assembly, "ResearchLab.Notebooks", rooms);
    }

    [Fact]
    public void Runner_GoesOneWay()
    {
        string[] rooms = ["Scheduling", "Dashboard", "Notebooks", "Commands"];
        Check(typeof(ExitCode).Assembly, "ResearchLab.Runner", rooms);
    }

    private static void Check(Assembly assembly, string root, string[] rooms)
    {
        int Place(Type type) => Array.FindIndex(rooms, room => $"{type.Namespace}." is { } space && space.StartsWith($"{root}.{room}.", StringComparison.Ordinal));
        Assert.All(rooms, room => Assert.Contains(assembly.GetTypes(), type => Place(type) == Array.IndexOf(rooms, room)));
        List<string> upward = Arrows.Upward(assembly, Place);
        Assert.True(upward.Count == 0, "upward arrows:\n" + string.Join('\n', upward));
    }
}
