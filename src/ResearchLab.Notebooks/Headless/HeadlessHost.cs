using System.Text;
using System.Text.Json.Nodes;
using ResearchLab.Notebooks.Formatting;

namespace ResearchLab.Notebooks.Headless;

/// <summary>Keeps what cells show and print as nbformat outputs.</summary>
internal sealed class HeadlessHost(Func<string?> plotly) : CellHost
{
    /// <summary>Characters that the displays of one cell may have: a page of more than that opens nowhere.</summary>
    public const int MaxDisplayCharacters = 64_000_000;

    private readonly object _lock = new();
    private readonly Dictionary<string, List<JsonObject>> _byId = new(StringComparer.Ordinal);
    private List<(JsonObject? Display, string Stream, StringBuilder? Text)> _outputs = [];
    private long _displayed, _version;
    private bool _clearNext, _hasPlotly;

    public override bool Shows => true;

    /// <summary>Changes whenever there is something new.</summary>
    public long Version
    {
        get
        {
            lock (_lock)
                return _version;
        }
    }

    /// <summary>A cell begins.</summary>
    public void Begin()
    {
        lock (_lock)
            (_outputs, _displayed, _clearNext) = ([], 0, false);
    }

    /// <summary>The outputs of the cell so far.</summary>
    public JsonArray Outputs()
    {
        lock (_lock)
        {
            return [.. _outputs.Select(output => output.Display is { } display
                ? display.DeepClone()
                : new JsonObject { ["name"] = output.Stream, ["output_type"] = "stream", ["text"] = output.Text!.ToString() })];
        }
    }

    public override void Display(MimeBundle bundle, string displayId) => Add("display_data", bundle, displayId);

    /// <summary>The value of a cell's last expression.</summary>
    public void Result(MimeBundle bundle, int executionCount) => Add("execute_result", bundle, "", executionCount);

    public override void Update(MimeBundle bundle, string displayId)
    {
        lock (_lock)
        {
            foreach (JsonObject output in _byId.GetValueOrDefault(displayId, []))
                (output["data"], output["metadata"]) = (bundle.Data.DeepClone(), bundle.Metadata.DeepClone());
            _version++;
        }
    }

    public override void ClearOutput(bool wait)
    {
        lock (_lock)
        {
            _clearNext = wait;
            if (!wait)
                _outputs.Clear();
            _version++;
        }
    }

    /// <summary>Something printed.</summary>
    public void Print(string stream, string text)
    {
        lock (_lock)
        {
            ClearIfWaiting();
            if (_outputs.Count == 0 || _outputs[^1].Text is null || _outputs[^1].Stream != stream)
                _outputs.Add((null, stream, new StringBuilder()));
            _outputs[^1].Text!.Append(text);
            _version++;
        }
    }

    /// <summary>The cell failed.</summary>
    public void Fail(string name, string message, string text)
    {
        lock (_lock)
        {
            _outputs.Add((Error(name, message, text), "", null));
            _version++;
        }
    }

    /// <summary>An output of the type error.</summary>
    public static JsonObject Error(string name, string message, string text) => new()
    {
        ["ename"] = name,
        ["evalue"] = message,
        ["output_type"] = "error",
        ["traceback"] = new JsonArray([.. text.Split('\n').Select(line => (JsonNode)JsonValue.Create(line)!)]),
    };

    public override string? PlotlyScript()
    {
        lock (_lock)
        {
            if (_hasPlotly)
                return null;
            _hasPlotly = true;
        }

        return plotly();
    }

    private void Add(string type, MimeBundle bundle, string displayId, int? executionCount = null)
    {
        long size = bundle.Data.Sum(form =>
            form.Value is JsonValue value && value.TryGetValue(out string? text) ? text.Length : form.Value?.ToJsonString().Length ?? 0);
        lock (_lock)
        {
            ClearIfWaiting();
            _version++;
            if (_displayed + size > MaxDisplayCharacters)
            {
                string left =
                    Invariant($"An output of {size:#,0} characters was left out: a cell may show {MaxDisplayCharacters:#,0}. Show a part of it, ")
                        + "or write it to a file.\n";
                if (_outputs.Count == 0 || _outputs[^1].Text?.ToString() != left)
                    _outputs.Add((null, "stderr", new StringBuilder(left)));
                return;
            }

            _displayed += size;
            var output = new JsonObject { ["data"] = bundle.Data.DeepClone(), ["metadata"] = bundle.Metadata.DeepClone(), ["output_type"] = type };
            if (executionCount is { } count)
                output["execution_count"] = count;
            _outputs.Add((output, "", null));
            if (displayId.Length == 0)
                return;
            if (!_byId.TryGetValue(displayId, out List<JsonObject>? shown))
                _byId[displayId] = shown = [];
            shown.Add(output);
        }
    }

    private void ClearIfWaiting()
    {
        if (!_clearNext)
            return;
        _outputs.Clear();
        _clearNext = false;
    }
}
