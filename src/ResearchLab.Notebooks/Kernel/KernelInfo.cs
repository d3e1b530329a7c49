using System.Text.Json.Nodes;

namespace ResearchLab.Notebooks.Kernel;

/// <summary>What the kernel says about itself.</summary>
public static class KernelInfo
{
    /// <summary>The only C# name that papermill's parameter translator knows.</summary>
    public const string KernelName = ".net-csharp";

    /// <summary>Name that people see.</summary>
    public const string DisplayName = "C# (ResearchLab)";

    internal static JsonObject Reply()
    {
        string version = typeof(KernelInfo).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
        return new JsonObject
        {
            ["status"] = "ok",
            ["protocol_version"] = KernelChannels.ProtocolVersion,
            ["implementation"] = "ResearchLab",
            ["implementation_version"] = version,
            ["language_info"] = new JsonObject
            {
                ["name"] = "C#",
                ["version"] = "14.0",
                ["mimetype"] = "text/x-csharp",
                ["file_extension"] = ".cs",
                ["pygments_lexer"] = "csharp",
                ["codemirror_mode"] = "text/x-csharp",
            },
            ["banner"] = $"C# with ResearchLab {version} on .NET {Environment.Version}. Lab.Open() opens the lake; #!lsmagic lists the commands.",
            ["debugger"] = false,
            ["supported_features"] = new JsonArray(),
            ["help_links"] = new JsonArray(new JsonObject { ["text"] = "C# reference", ["url"] = "https://learn.microsoft.com/dotnet/csharp/" }),
        };
    }

    /// <summary>The kernelspec: how Jupyter starts the kernel.</summary>
    /// <param name="command">Program and arguments; the path of the connection file follows.</param>
    /// <param name="environment">Environment variables of the kernel.</param>
    public static JsonObject Spec(IEnumerable<string> command, IReadOnlyDictionary<string, string> environment) => new()
    {
        ["argv"] = new JsonArray([.. command.Select(part => (JsonNode)part), "{connection_file}"]),
        ["display_name"] = DisplayName,
        ["language"] = "C#",
        ["interrupt_mode"] = "message",
        ["env"] = new JsonObject(environment.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
        ["metadata"] = new JsonObject { ["debugger"] = false },
    };
}
