using System.Text.Json.Nodes;

namespace ResearchLab.Notebooks.Kernel;

/// <summary>Contents of replies.</summary>
internal static class KernelReply
{
    /// <summary>The content with the status ok.</summary>
    public static JsonObject Ok(JsonObject content)
    {
        content["status"] = "ok";
        return content;
    }

    /// <summary>A content with the status error.</summary>
    public static JsonObject Failure(string name, string message, IReadOnlyList<string> traceback) => new()
    {
        ["status"] = "error",
        ["ename"] = name,
        ["evalue"] = message,
        ["traceback"] = new JsonArray([.. traceback.Select(line => (JsonNode)line)]),
    };
}
