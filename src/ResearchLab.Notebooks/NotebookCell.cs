using System.Text.Json.Nodes;

namespace ResearchLab.Notebooks;

/// <summary>One cell of a notebook.</summary>
/// <param name="Id">1 to 64 letters, digits, hyphens and underscores, unique in the notebook (nbformat 4.5).</param>
/// <param name="Kind">What the cell holds.</param>
/// <param name="Source">Text with <c>\n</c> line ends.</param>
/// <param name="Tags">Tags such as <c>parameters</c> or <c>remove_input</c>.</param>
public sealed record NotebookCell(string Id, CellKind Kind, string Source, IReadOnlyList<string> Tags)
{
    /// <summary>Cell metadata other than the tags, kept as read.</summary>
    public JsonObject Metadata { get; init; } = [];

    /// <summary>Outputs as nbformat stores them; empty in a committed notebook.</summary>
    public JsonArray Outputs { get; init; } = [];

    /// <summary>Files pasted into a markdown cell: MIME bundles by name, kept as read.</summary>
    public JsonObject Attachments { get; init; } = [];

    /// <summary>Counter of the last execution; null in a committed notebook.</summary>
    public int? ExecutionCount { get; init; }

    /// <summary>Whether the cell carries anything that only running it can have put there.</summary>
    public bool HasOutputs => Outputs.Count > 0 || ExecutionCount is not null;

    /// <summary>Whether it has a tag; hyphens and underscores are one.</summary>
    public bool HasTag(string tag) => Tags.Any(known => known.Replace('_', '-').Equals(tag, StringComparison.OrdinalIgnoreCase));
}
