using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ResearchLab.Notebooks.Magics;

namespace ResearchLab.Notebooks;

/// <summary>A notebook in Jupyter's format, nbformat 4: any minor version is read, 4.5 is written.</summary>
/// <param name="Cells">Cells in reading order.</param>
/// <param name="Metadata">Notebook metadata (kernelspec, language_info and what tools add), kept as read.</param>
public sealed record NotebookFile(IReadOnlyList<NotebookCell> Cells, JsonObject Metadata)
{
    private static readonly JsonSerializerOptions s_format = new()
    {
        WriteIndented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Whether any cell carries outputs or an execution count; a committed notebook must not.</summary>
    public bool HasOutputs => Cells.Any(cell => cell.HasOutputs);

    /// <summary>An empty notebook with the kernel name that Jupyter and papermill know for C#.</summary>
    public static NotebookFile Create(IReadOnlyList<NotebookCell> cells) => new(cells, new JsonObject
    {
        ["kernelspec"] = new JsonObject { ["display_name"] = "C# (ResearchLab)", ["language"] = "C#", ["name"] = ".net-csharp" },
        ["language_info"] = new JsonObject { ["name"] = "C#", ["file_extension"] = ".cs", ["mimetype"] = "text/x-csharp", ["pygments_lexer"] = "csharp" },
    });

    /// <summary>Reads a notebook file: .ipynb, or .dib of Polyglot Notebooks.</summary>
    /// <exception cref="NotebookFormatException">It is not a notebook of nbformat 4; the message names the file and what is wrong.</exception>
    public static NotebookFile Load(string path)
    {
        try
        {
            return DibFile.Names(path) ? DibFile.Parse(File.ReadAllText(path)) : Parse(File.ReadAllText(path));
        }
        catch (NotebookFormatException exception)
        {
            throw new NotebookFormatException($"'{path}': {exception.Message}", exception);
        }
    }

    /// <summary>Reads a notebook from its JSON text.</summary>
    /// <exception cref="NotebookFormatException">It is not a notebook of nbformat 4; the message names what is wrong and where.</exception>
    public static NotebookFile Parse(string json)
    {
        JsonObject root;
        try
        {
            root = JsonNode.Parse(json) as JsonObject ?? throw new NotebookFormatException("A notebook is a JSON object.");
        }
        catch (JsonException exception)
        {
            if (string.IsNullOrWhiteSpace(json))
                throw new NotebookFormatException("The file is empty. Restore it, or make one with 'lab notebook new'.", exception);
            // .NET says the line again, counted from 0.
            string cause = exception.Message.Split(" LineNumber:")[0];
            throw new NotebookFormatException(
                Invariant($"Not JSON at line {exception.LineNumber + 1}: {cause} Restore the file, or open and save it in Jupyter."), exception);
        }

        int? version = Number(root["nbformat"]);
        if (version != 4)
            throw new NotebookFormatException($"nbformat is '{version?.ToString(CultureInfo.InvariantCulture) ?? "missing"}', must be 4. "
                + "Convert it with 'jupyter nbconvert --to notebook --nbformat 4'.");
        if (root["cells"] is not JsonArray cells)
            throw new NotebookFormatException("'cells' is missing or not a list.");

        var parsed = new NotebookCell[cells.Count];
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < parsed.Length; i++)
        {
            parsed[i] = ParseCell(cells[i] as JsonObject ?? throw new NotebookFormatException(Invariant($"Cell {i + 1} is not an object.")), i);
            // A copied cell keeps its id in some editors; as nbformat does, the later one gets another.
            if (!ids.Add(parsed[i].Id))
            {
                string id = IdFor(i, parsed[i].Source);
                for (int number = 2; !ids.Add(id); number++)
                    id = Invariant($"{IdFor(i, parsed[i].Source)}-{number}");
                parsed[i] = parsed[i] with { Id = id };
            }
        }

        return new NotebookFile(parsed, Copy(root["metadata"] as JsonObject));
    }

    /// <summary>The notebook as nbformat 4.5 JSON, ending with a line end: the same notebook always gives the same bytes.</summary>
    public string ToJson()
    {
        var cells = new JsonArray();
        foreach (NotebookCell cell in Cells)
            cells.Add((JsonNode)ToNode(cell));
        var root = new JsonObject
        {
            ["cells"] = cells,
            ["metadata"] = Metadata.DeepClone(),
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
        };
        return root.ToJsonString(s_format) + "\n";
    }

    /// <summary>The same notebook without outputs and execution counts, as it is committed.</summary>
    public NotebookFile WithoutOutputs() =>
        this with { Cells = [.. Cells.Select(cell => cell with { Outputs = [], ExecutionCount = null })] };

    /// <summary>The same notebook as it is committed: nothing that only running or looking at it puts there, times and folding included.</summary>
    public NotebookFile ForCommit()
    {
        string[] ofCells = ["execution", "papermill", "collapsed", "scrolled", "ExecuteTime"], ofNotebook = ["researchlab", "papermill", "widgets"];
        JsonObject metadata = Without(Metadata, ofNotebook);
        // Jupyter writes down which version of the language it met; the next machine's is another.
        if (Text((metadata["kernelspec"] as JsonObject)?["name"]) == ".net-csharp")
        {
            foreach ((string name, JsonNode? value) in Create([]).Metadata)
                metadata[name] = value?.DeepClone();
        }

        return new NotebookFile(
            [.. WithoutOutputs().Cells.Where(cell => !cell.Tags.Contains(NotebookParameters.InjectedTag))
                .Select(cell => cell with { Metadata = Without(cell.Metadata, ofCells) })],
            metadata);
    }

    /// <summary>
    /// The code of a cell for the session: in another language than C# it begins with the command of that language, as the metadata of the cell or of
    /// the notebook tells it.
    /// </summary>
    internal string CodeOf(int cell)
    {
        NotebookCell asked = Cells[cell];
        string language = NotebookLanguage.Of(asked.Metadata) ?? NotebookLanguage.OfNotebook(Metadata) ?? CellPart.CSharp;
        return language == CellPart.CSharp || CellPart.BeginsWithCommand(asked.Source) ? asked.Source : $"#!{language}\n{asked.Source}";
    }

    private static JsonObject Without(JsonObject metadata, string[] names)
    {
        JsonObject rest = Copy(metadata);
        foreach (string name in names)
            rest.Remove(name);
        return rest;
    }

    private static NotebookCell ParseCell(JsonObject cell, int index)
    {
        CellKind kind = Text(cell["cell_type"]) switch
        {
            "code" => CellKind.Code,
            "markdown" => CellKind.Markdown,
            "raw" => CellKind.Raw,
            string other => throw new NotebookFormatException(Invariant($"Cell {index + 1} has the cell_type '{other}'. Use code, markdown or raw.")),
            null => throw new NotebookFormatException(Invariant($"Cell {index + 1} has no cell_type. Use code, markdown or raw.")),
        };
        string source = Source(cell["source"], index).ReplaceLineEndings("\n");
        JsonObject metadata = Copy(cell["metadata"] as JsonObject);
        string[] tags = metadata["tags"] is JsonArray list ? [.. list.Select(Text).OfType<string>()] : [];
        metadata.Remove("tags");
        return new NotebookCell(Text(cell["id"]) ?? IdFor(index, source), kind, source, tags)
        {
            Metadata = metadata,
            Attachments = Copy(cell["attachments"] as JsonObject),
            Outputs = cell["outputs"]?.DeepClone() as JsonArray ?? [],
            ExecutionCount = Number(cell["execution_count"]),
        };
    }

    private static JsonObject ToNode(NotebookCell cell)
    {
        var metadata = (JsonObject)cell.Metadata.DeepClone();
        if (cell.Tags.Count > 0)
            metadata["tags"] = new JsonArray([.. cell.Tags.Select(tag => JsonValue.Create(tag))]);
        var node = new JsonObject();
        if (cell.Attachments.Count > 0)
            node["attachments"] = cell.Attachments.DeepClone();
        node["cell_type"] = cell.Kind switch { CellKind.Code => "code", CellKind.Markdown => "markdown", _ => "raw" };
        if (cell.Kind == CellKind.Code)
            node["execution_count"] = cell.ExecutionCount;
        node["id"] = cell.Id;
        node["metadata"] = metadata;
        if (cell.Kind == CellKind.Code)
            node["outputs"] = cell.Outputs.DeepClone();
        var lines = new JsonArray();
        for (int start = 0; start < cell.Source.Length;)
        {
            int end = cell.Source.IndexOf('\n', start);
            end = end < 0 ? cell.Source.Length : end + 1;
            lines.Add(JsonValue.Create(cell.Source[start..end]));
            start = end;
        }

        node["source"] = lines;
        return node;
    }

    private static string Source(JsonNode? node, int index) => node switch
    {
        JsonArray lines =>
            string.Concat(lines.Select(line =>
                Text(line) ?? throw new NotebookFormatException(Invariant($"Cell {index + 1} has a source line that is not text.")))),
        _ => Text(node) ?? throw new NotebookFormatException(Invariant($"Cell {index + 1} has no source.")),
    };

    /// <summary>Notebooks before 4.5 have no ids: one from position and content stays the same at each reading.</summary>
    private static string IdFor(int index, string source) =>
        Invariant($"{index + 1}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source)))[..8]}");

    private static JsonObject Copy(JsonObject? node) => node is null ? [] : (JsonObject)node.DeepClone();

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static int? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue(out int number) ? number : null;
}
