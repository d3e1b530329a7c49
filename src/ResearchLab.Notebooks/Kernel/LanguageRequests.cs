using System.Text.Json.Nodes;
using ResearchLab.Notebooks.Language;

namespace ResearchLab.Notebooks.Kernel;

/// <summary>What a client asks of code that does not run.</summary>
internal sealed class LanguageRequests(Lazy<NotebookSession> session)
{
    /// <summary>Answers complete_request; the cursor counts code points, as in all of these.</summary>
    public JsonObject Complete(string code, int cursor)
    {
        CompletionList list = session.Value.Complete(code, CodePoints.ToIndex(code, cursor));
        int start = CodePoints.FromIndex(code, list.Start), end = CodePoints.FromIndex(code, list.End);
        JsonNode[] typed = [.. list.Items.Select(item =>
            new JsonObject { ["text"] = item.Text, ["type"] = item.Kind, ["signature"] = item.Signature, ["start"] = start, ["end"] = end })];
        return KernelReply.Ok(new JsonObject
        {
            ["matches"] = new JsonArray([.. list.Items.Select(item => (JsonNode)item.Text)]),
            ["cursor_start"] = start,
            ["cursor_end"] = end,
            ["metadata"] = new JsonObject { ["_jupyter_types_experimental"] = new JsonArray(typed) },
        });
    }

    /// <summary>Answers inspect_request.</summary>
    public JsonObject Inspect(string code, int cursor)
    {
        SymbolHelp? help = session.Value.Inspect(code, CodePoints.ToIndex(code, cursor));
        JsonObject data = help is null ? [] : new JsonObject { ["text/plain"] = help.Text, ["text/markdown"] = help.Markdown };
        return KernelReply.Ok(new JsonObject { ["found"] = help is not null, ["data"] = data, ["metadata"] = new JsonObject() });
    }

    /// <summary>Answers is_complete_request.</summary>
    public static JsonObject IsComplete(string code)
    {
        (CodeCompleteness completeness, string indent) = NotebookSession.Completeness(code);
        var reply = new JsonObject { ["status"] = completeness.ToString().ToLowerInvariant() };
        if (completeness == CodeCompleteness.Incomplete)
            reply["indent"] = indent;
        return reply;
    }

    /// <summary>The payload that opens the pager with the help for a name.</summary>
    public JsonObject Page(string name)
    {
        SymbolHelp? help = session.Value.Inspect(name, name.Length);
        return new JsonObject
        {
            ["source"] = "page",
            ["start"] = 0,
            ["data"] = new JsonObject
            {
                ["text/plain"] = help?.Text ?? $"Nothing is known about '{name}'.",
                ["text/markdown"] = help?.Markdown ?? $"Nothing is known about `{name}`."
            },
        };
    }

    /// <summary>The name a cell such as <c>Math.Sqrt?</c> asks help for, which is not C#; null for any other cell.</summary>
    public static string? PagerRequest(string code)
    {
        string text = code.Trim();
        return text.Length > 1 && text[^1] == '?' && text.TrimEnd('?') is { Length: > 0 } name
            && name.All(c => char.IsLetterOrDigit(c) || c is '.' or '_' or '<' or '>') ? name : null;
    }
}
