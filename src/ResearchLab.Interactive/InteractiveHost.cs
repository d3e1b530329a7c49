using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;
using ResearchLab.Notebooks;
using ResearchLab.Notebooks.Formatting;

namespace ResearchLab.Interactive;

/// <summary>What cells display and ask by the lab's own calls, through .NET Interactive: from the cell that runs, so not from threads it left behind.</summary>
internal sealed class InteractiveHost : CellHost
{
    private readonly Lock _lock = new();
    private readonly List<string> _shown = [];
    private string? _cell;

    public override bool Shows => true;

    public override void Display(MimeBundle bundle, string displayId)
    {
        if (KernelInvocationContext.Current is not { } context)
            return;
        lock (_lock)
        {
            string? cell = context.Command.GetOrCreateToken();
            if (_cell != cell)
                _shown.Clear();
            _cell = cell;
            _shown.Add(displayId);
        }

        context.Publish(new DisplayedValueProduced(bundle, context.Command, Forms(bundle), displayId));
    }

    public override void Update(MimeBundle bundle, string displayId)
    {
        if (KernelInvocationContext.Current is { } context)
            context.Publish(new DisplayedValueUpdated(bundle, displayId, context.Command, Forms(bundle)));
    }

    /// <summary>Empties what the cell displayed: .NET Interactive has no message that clears an output.</summary>
    public override void ClearOutput(bool wait)
    {
        string[] shown;
        lock (_lock)
        {
            shown = [.. _shown];
            _shown.Clear();
        }

        foreach (string id in shown)
            Update(MimeBundle.Of(MimeBundle.HtmlText, "", ""), id);
    }

    public override string Input(string prompt, bool password) => password
        ? Kernel.GetPasswordAsync(prompt).GetAwaiter().GetResult().GetClearTextPassword()
        : Kernel.GetInputAsync(prompt).GetAwaiter().GetResult();

    private static FormattedValue[] Forms(MimeBundle bundle) =>
        [.. bundle.Data.Where(form => form.Value is JsonValue).Select(form => new FormattedValue(form.Key, form.Value!.GetValue<string>()))];
}
