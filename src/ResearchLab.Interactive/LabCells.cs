using ResearchLab.Notebooks;
using ResearchLab.Notebooks.Formatting;

namespace ResearchLab.Interactive;

/// <summary>What cells of the lab's own kernel can call without an import, for cells of .NET Interactive: <c>using static</c> it.</summary>
public static class LabCells
{
    /// <summary>What a report states about itself: named metrics, and how old its data may be. Only the lab's kernel acts on it.</summary>
    public static NotebookReport Report { get; } = new();

#pragma warning disable RS0030 // cells are where people are: progress bars there show the real time
    private static readonly CellGlobals s_globals = new(new InteractiveHost(), TimeProvider.System, "lab-");
#pragma warning restore RS0030

    /// <summary>Shows a progress bar; call <c>Step()</c> on it.</summary>
    /// <param name="total">Number of steps.</param>
    /// <param name="label">What is being done.</param>
    public static ProgressBar Progress(long total, string label = "") => s_globals.Progress(total, label);

    /// <summary>Asks a question and waits for the answer.</summary>
    public static string Input(string prompt = "") => s_globals.Input(prompt);

    /// <summary>Asks for text that is not shown as it is typed.</summary>
    public static string Password(string prompt = "") => s_globals.Password(prompt);

    /// <summary>Empties what the lab's calls displayed in this cell.</summary>
    /// <param name="wait">Taken as in the lab's own kernel, and of no effect here.</param>
    public static void ClearOutput(bool wait = false) => s_globals.ClearOutput(wait);

    /// <summary>Never ends here: .NET Interactive stops a cell by ending its process.</summary>
    public static CancellationToken Cancelled => CancellationToken.None;

    /// <summary>Markdown to show.</summary>
    public static RichText Markdown(string text) => new("text/markdown", text);

    /// <summary>HTML to show.</summary>
    public static RichText Html(string text) => new(MimeBundle.HtmlText, text);

    /// <summary>An SVG drawing to show.</summary>
    public static RichText Svg(string text) => new("image/svg+xml", text);
}
