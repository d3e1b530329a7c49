using System.Text.Json;

namespace ResearchLab.Runner.Tests;

/// <summary>The dev container's description against the published schema's names, and against what the project really has.</summary>
public sealed class DevContainerTests
{
    /// <summary>Properties of the schema of the Dev Container specification (2026) for a container made from an image.</summary>
    private static readonly string[] s_known =
    [
        "$schema", "name", "features", "overrideFeatureInstallOrder", "secrets", "forwardPorts", "portsAttributes", "otherPortsAttributes", "updateRemoteUserUID",
        "containerEnv", "containerUser", "mounts", "init", "privileged", "capAdd", "securityOpt", "remoteEnv", "remoteUser", "initializeCommand", "onCreateCommand",
        "updateContentCommand", "postCreateCommand", "postStartCommand", "postAttachCommand", "waitFor", "userEnvProbe", "hostRequirements", "customizations",
        "appPort", "runArgs", "shutdownAction", "overrideCommand", "workspaceFolder", "workspaceMount", "image",
    ];

    private readonly JsonElement _container = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root(), "devcontainer.json"))).RootElement;

    [Fact]
    public void Properties_AreThoseOfTheSchema() =>
        Assert.Empty(_container.EnumerateObject().Select(property => property.Name).Except(s_known));

    [Fact]
    public void HiddenName_IsALinkToTheSameFile() =>
        Assert.Equal("devcontainer.json", new FileInfo(Path.Combine(Root(), ".devcontainer.json")).LinkTarget);

    [Fact]
    public void Commands_AreThoseOfTheProject()
    {
        foreach (string command in _container.GetProperty("updateContentCommand").GetString()!.Split("&&", StringSplitOptions.TrimEntries))
        {
            string[] words = command.Split(' ');
            Assert.Equal("./lab", words[0]);
            Assert.Empty(CommandLine.Create().Parse(words[1..]).Errors);
        }

        string opened = _container.GetProperty("postAttachCommand").GetString()!.Split(' ')[^1];
        Assert.True(File.Exists(Path.Combine(Root(), opened)), opened);
        Assert.Equal(opened, _container.GetProperty("customizations").GetProperty("codespaces").GetProperty("openFiles")[0].GetString());
    }

    private static string Root()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ResearchLab.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException("ResearchLab.sln is not above the tests.");
    }
}
