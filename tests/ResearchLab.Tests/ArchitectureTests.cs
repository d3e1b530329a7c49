using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ResearchLab.Risk;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Tests;

/// <summary>A station may use those above it in the data flow, never those below: read from the compiled code itself.</summary>
public partial class ArchitectureTests
{
    // The order of docs and folders; Charts and Reports share the last place.
    private static readonly string[] s_stations =
    [
        "Basics", "Time", "Columns", "Statistics", "Lake", "Journal", "Options", "Market", "Features", "Risk", "Backtesting", "Models", "Daily", "Agents",
        "Charts", "Reports",
    ];

    [Fact]
    public void Stations_NeverUseOnesBelow()
    {
        List<string> upward = Arrows.Upward(typeof(Lab).Assembly, type => Place(type, "ResearchLab"));
        Assert.True(upward.Count == 0, "upward arrows:\n" + string.Join('\n', upward));
    }

    [Fact]
    public void Namespaces_AreTheStations()
    {
        var unknown = typeof(Lab).Assembly.GetTypes()
            .Select(type => type.Namespace ?? "")
            .Where(space => space.StartsWith("ResearchLab.", StringComparison.Ordinal))
            .Select(space => space.Split('.')[1])
            .Where(station => !s_stations.Contains(station))
            .Distinct()
            .ToList();
        Assert.Empty(unknown);
    }

    /// <summary>What is public is found by its name: the file is called as the type, or as the type and the part of it. No file is long, no line wide.</summary>
    [Fact]
    public void Files_AreNamedAfterTheTypesInThem_AndAreShortAndNarrow()
    {
        var wrong = new List<string>();
        foreach (string folder in new[] { "src", "runner" })
        {
            foreach (string file in Directory.EnumerateFiles(Path.Combine(MarkdownPages.Root, folder), "*.cs", SearchOption.AllDirectories))
            {
                string[] lines = File.ReadAllLines(file);
                string name = Path.GetFileName(file), type = name.Split('.')[0];
                if (lines.Length > 400)
                    wrong.Add($"{name} has {lines.Length} lines");
                wrong.AddRange(lines.Index().Where(line => line.Item.Length > 160).Select(line => $"{name} is {line.Item.Length} wide in line {line.Index + 1}"));
                wrong.AddRange(lines.Select(line => PublicType().Match(line)).Where(match => match.Success && match.Groups["name"].Value != type)
                    .Select(match => $"{match.Groups["name"].Value} stands in {name}"));
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    // Namespaces are declared for the file, so a type at the margin is one of its own.
    [GeneratedRegex(
        @"^public (?:(?:static|sealed|abstract|partial|readonly|ref|unsafe) )*"
        + @"(?:class|struct|interface|enum|record struct|record|delegate [\w<>?\[\], ]+) (?<name>\w+)", RegexOptions.NonBacktracking)]
    private static partial Regex PublicType();

    /// <summary>The README of a station says what it uses: all of it, and nothing else.</summary>
    [Fact]
    public void Readmes_SayWhatAStationUses()
    {
        var wrong = new List<string>();
        foreach (string station in s_stations)
        {
            string text = File.ReadAllText(Path.Combine(MarkdownPages.Root, "src", "ResearchLab", station, "README.md"));
            string said = text.Split("Uses: ")[1].Trim().TrimEnd('.');
            string[] used =
            [
                .. typeof(Lab).Assembly.GetTypes().Where(type => Place(type, "ResearchLab") == Array.IndexOf(s_stations, station)).SelectMany(Arrows.Of)
                    .Where(type => type.Assembly == typeof(Lab).Assembly)
                    .Select(type => Place(type, "ResearchLab")).Where(place => place >= 0 && place < s_stations.Length && s_stations[place] != station)
                    .Distinct().Order().Select(place => s_stations[place]),
            ];
            string right = used.Length == 0 ? "nothing of the library" : string.Join(", ", used);
            if (said != right)
                wrong.Add($"{station}: {right}.");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void UpwardArrow_InABody_IsFound()
    {
        // The check itself must see what a method body uses, or it proves nothing.
        Assert.Contains(typeof(RiskCheck), Arrows.Of(typeof(Probe)));
    }

    private static int Place(Type type, string root)
    {
        string space = type.Namespace ?? "";
        return space == root ? s_stations.Length : Array.IndexOf(s_stations, space.Split('.').ElementAtOrDefault(1));
    }

    private static class Probe
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        public static object Look(TradeProposal proposal) =>
            RiskCheck.Apply(proposal, PortfolioState.Flat(1), new RiskLimits());
    }
}
