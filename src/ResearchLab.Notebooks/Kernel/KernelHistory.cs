using System.IO.Enumeration;
using System.Text.Json.Nodes;

namespace ResearchLab.Notebooks.Kernel;

/// <summary>What was run in this session, as Jupyter asks for it.</summary>
internal sealed class KernelHistory
{
    /// <summary>Number of the only session there is.</summary>
    public const int SessionNumber = 1;

    private readonly List<(int Line, string Input, string? Output)> _entries = [];

    public void Add(int line, string input) => _entries.Add((line, input, null));

    public void SetOutput(string output)
    {
        if (_entries.Count > 0)
            _entries[^1] = _entries[^1] with { Output = output };
    }

    /// <summary>Answers a history_request: tail, range or search.</summary>
    public JsonArray Find(JsonObject request)
    {
        bool withOutput = WireMessage.Flag(request, "output", false);
        int count = WireMessage.Number(request, "n", int.MaxValue);
        IEnumerable<(int Line, string Input, string? Output)> found = WireMessage.Text(request, "hist_access_type") switch
        {
            "range" => WireMessage.Number(request, "session", 0) is 0 or SessionNumber
                ? _entries.Where(entry => entry.Line >= WireMessage.Number(request, "start", 1)
                    && entry.Line < WireMessage.Number(request, "stop", int.MaxValue))
                : [],
            "search" => Search(WireMessage.Text(request, "pattern"), WireMessage.Flag(request, "unique", false)).TakeLast(Math.Max(0, count)),
            _ => _entries.TakeLast(Math.Max(0, count)),
        };
        return [.. found.Select(entry => (JsonNode)new JsonArray(SessionNumber, entry.Line,
            withOutput ? new JsonArray(entry.Input, entry.Output) : JsonValue.Create(entry.Input)))];
    }

    private IEnumerable<(int Line, string Input, string? Output)> Search(string pattern, bool unique)
    {
        // IPython's globs: * and ?, and * when nothing is given.
        string glob = pattern.Length == 0 ? "*" : pattern;
        IEnumerable<(int Line, string Input, string? Output)> matches = _entries.Where(
            entry => FileSystemName.MatchesSimpleExpression(glob.Replace("\\", "\\\\", StringComparison.Ordinal), entry.Input, ignoreCase: false));
        return unique ? matches.Reverse().DistinctBy(entry => entry.Input).Reverse() : matches;
    }
}
