using System.Text.Json;
using System.Text.Json.Nodes;
using ResearchLab.Notebooks;
using ResearchLab.Runner.Tests.Notebooks;

namespace ResearchLab.Runner.Tests;

/// <summary>The dev container's description against the specification's rules, and against what the project really has.</summary>
public sealed class DevContainerTests : IDisposable
{
    private const string FirstNotebook = "notebooks/01-first-look.ipynb";

    private readonly TempFolder _folder = new();
    private readonly string _text = File.ReadAllText(Path.Combine(JupyterFixture.Home, "devcontainer.json"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Container_IsValid_AndWhatTheRulesForbidIsNot()
    {
        JupyterFixture.Require("jsonschema");
        (string What, Action<JsonObject> Change)[] plants =
        [
            ("postAttachComand", container => container["postAttachComand"] = "true"),
            ("image", container => container.Remove("image")),
            ("name", container => container["name"] = 1),
            ("forwardPorts", container => container["forwardPorts"] = new JsonArray("5077")),
            ("forwardPorts", container => container["forwardPorts"] = new JsonArray(70_000)),
            ("5077", container => container["portsAttributes"]!["5077"]!["onAutoForward"] = "popup"),
            ("memory", container => container["hostRequirements"]!["memory"] = "8 gigabytes"),
            ("cpus", container => container["hostRequirements"]!["cpus"] = 0),
            ("disk", container => container["hostRequirements"]!["disk"] = "16gb"),
            ("updateContentCommand", container => container["updateContentCommand"] = true),
            ("features", container => container["features"] = new JsonArray("ghcr.io/devcontainers/features/dotnet:2")),
            ("extensions", container => container["customizations"]!["vscode"]!["extensions"]!.AsArray().Add("not an extension")),
            ("openFiles", container => container["customizations"]!["codespaces"]!["openFiles"] = FirstNotebook),
        ];
        string[] documents = [Write(0, _ => { }), .. plants.Select((plant, i) => Write(i + 1, plant.Change))];

        string[] said = Check(documents);

        Assert.Equal("ok", said[0]);
        Assert.All(plants.Zip(said[1..]), pair => Assert.Contains(pair.First.What, pair.Second, StringComparison.Ordinal));
    }

    [Fact]
    public void HiddenName_IsALinkToTheSameFile() =>
        Assert.Equal("devcontainer.json", new FileInfo(Path.Combine(JupyterFixture.Home, ".devcontainer.json")).LinkTarget);

    [Fact]
    public void Commands_AreThoseOfTheProject()
    {
        foreach (string command in Container().GetProperty("updateContentCommand").GetString()!.Split("&&", StringSplitOptions.TrimEntries))
        {
            string[] words = command.Split(' ');
            Assert.Equal("./lab", words[0]);
            Assert.Empty(CommandLine.Create().Parse(words[(words[1] == "--yes" ? 2 : 1)..]).Errors);
        }
    }

    [Fact]
    public void Editors_OpenTheFirstNotebookWithTheKernelThatIsInstalled()
    {
        JsonElement container = Container(), editor = container.GetProperty("customizations").GetProperty("vscode");

        Assert.Equal($"code {FirstNotebook}", container.GetProperty("postAttachCommand").GetString());
        Assert.Equal(FirstNotebook, container.GetProperty("customizations").GetProperty("codespaces").GetProperty("openFiles")[0].GetString());
        // A welcome page would come to the front instead.
        Assert.Equal("none", editor.GetProperty("settings").GetProperty("workbench.startupEditor").GetString());
        Assert.Contains("ms-toolsai.jupyter", editor.GetProperty("extensions").EnumerateArray().Select(extension => extension.GetString()));
        string kernel = NotebookFile.Load(Path.Combine(JupyterFixture.Home, FirstNotebook)).Metadata["kernelspec"]!["name"]!.GetValue<string>();
        Assert.Equal(ResearchLab.Notebooks.Kernel.KernelInfo.KernelName, kernel);
        Assert.Contains("notebook kernel install", container.GetProperty("updateContentCommand").GetString(), StringComparison.Ordinal);
    }

    private JsonElement Container() => JsonDocument.Parse(_text).RootElement;

    private string Write(int number, Action<JsonObject> change)
    {
        JsonObject container = JsonNode.Parse(_text)!.AsObject();
        change(container);
        string path = Path.Combine(_folder.Path, $"{number}.json");
        File.WriteAllText(path, container.ToJsonString());
        return path;
    }

    /// <summary>One line a document. The published schemas are asked too when RESEARCHLAB_DEVCONTAINER_SCHEMAS names the folder they are in.</summary>
    private static string[] Check(string[] documents)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "Notebooks");
        string[] published = Environment.GetEnvironmentVariable("RESEARCHLAB_DEVCONTAINER_SCHEMAS") is { Length: > 0 } schemas ? ["--published", schemas] : [];
        LabResult result = JupyterFixture.RunPython([Path.Combine(folder, "devcontainer_check.py"), Path.Combine(folder, "devcontainer_rules.json"),
            .. published, .. documents]);
        Assert.True(result.ExitCode == 0, result.Errors);
        return result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
