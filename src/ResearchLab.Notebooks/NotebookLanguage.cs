using System.Text.Json.Nodes;

namespace ResearchLab.Notebooks;

/// <summary>Languages as the metadata of notebooks name them: Polyglot Notebooks' by cell, Jupyter's by kernel.</summary>
internal static class NotebookLanguage
{
    /// <summary>The language of a cell; null when its metadata names none.</summary>
    public static string? Of(JsonObject cell) =>
        Normal(Text(cell["polyglot_notebook"], "kernelName") ?? Text(cell["dotnet_interactive"], "language") ?? Text(cell["vscode"], "languageId"));

    /// <summary>The language of the cells that name none; null when the notebook names none either.</summary>
    public static string? OfNotebook(JsonObject notebook)
    {
        string? polyglot = notebook["polyglot_notebook"] is JsonObject settings ? Text(settings["kernelInfo"], "defaultKernelName") : null;
        string? kernel = Text(notebook["kernelspec"], "name");
        return Normal(polyglot ?? Text(notebook["kernelspec"], "language") ?? Text(notebook["language_info"], "name")
            ?? (kernel?.StartsWith("python", StringComparison.OrdinalIgnoreCase) == true ? "python" : null));
    }

    private static string? Normal(string? language) => language?.Trim().ToLowerInvariant() switch
    {
        null or "" => null,
        "c#" or "csharp" or "cs" or ".net-csharp" or "text/x-csharp" or "dotnet-interactive.csharp" or "polyglot-notebook" => Magics.CellPart.CSharp,
        "f#" or "dotnet-interactive.fsharp" => "fsharp",
        "powershell" or "dotnet-interactive.pwsh" => "pwsh",
        "js" => "javascript",
        "r" => "R", // #!r would be a reference
        { } other when other.StartsWith("dotnet-interactive.", StringComparison.Ordinal) => other["dotnet-interactive.".Length..],
        { } other => other.Replace(' ', '-'),
    };

    private static string? Text(JsonNode? node, string name) =>
        node is JsonObject owner && owner[name] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;
}
