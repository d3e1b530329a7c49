using System.Text.Json;
using System.Text.Json.Nodes;

namespace ResearchLab.Tests.Shared;

/// <summary>The notebook that a page of the guide is: its blocks of one language, a cell each.</summary>
internal static class GuideNotebook
{
    /// <summary>Writes the page on other libraries as a notebook and returns its path; the files it references are those of this build.</summary>
    /// <param name="folder">Where to.</param>
    public static string OtherLibraries(string folder)
    {
        string configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var cells = new JsonArray();
        foreach (string block in MarkdownPages.Blocks(MarkdownPages.Read("docs/guide/other-libraries.md"), "cs"))
        {
            string code = block.Replace("\"../artifacts/", $"\"{MarkdownPages.Root}/artifacts/", StringComparison.Ordinal)
                .Replace("/release/", $"/{configuration}/", StringComparison.Ordinal);
            cells.Add(new JsonObject
            {
                ["id"] = $"cell-{cells.Count}",
                ["cell_type"] = "code",
                ["metadata"] = new JsonObject(),
                ["execution_count"] = null,
                ["outputs"] = new JsonArray(),
                ["source"] = code.TrimEnd()
            });
        }

        string path = Path.Combine(folder, "other-libraries.ipynb");
        File.WriteAllText(path, new JsonObject
        {
            ["cells"] = cells,
            ["metadata"] =
                new JsonObject { ["kernelspec"] = new JsonObject { ["display_name"] = "C# (ResearchLab)", ["language"] = "C#", ["name"] = ".net-csharp" } },
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
        }.ToJsonString(JsonSerializerOptions.Default));
        return path;
    }
}
