using System.Net;
using System.Reflection;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using ResearchLab.Charts;
using ResearchLab.Notebooks;
using ResearchLab.Notebooks.Formatting;
using ResearchLab.Reports;
using LabFormatter = ResearchLab.Notebooks.Formatting.Formatter;
using LabFrame = ResearchLab.Columns.Frame;
using TheirFormatter = Microsoft.DotNet.Interactive.Formatting.Formatter;

namespace ResearchLab.Interactive;

/// <summary>The lab's formatting as registrations of .NET Interactive.</summary>
internal static class LabFormatters
{
    private static readonly Lock s_lock = new();
    private static readonly HashSet<string> s_carriers = new(StringComparer.Ordinal);
    private static bool s_isRegistered;

    /// <summary>Registers all, once a process.</summary>
    /// <param name="again">Although it was done: registrations may have been reset since.</param>
    public static void Register(bool again = false)
    {
        lock (s_lock)
        {
            if (s_isRegistered && !again)
                return;
            s_isRegistered = true;
        }

        foreach (Type type in (Type[])[typeof(LabFrame), typeof(Figure), typeof(IHtml), typeof(RichText), typeof(NotebookReport), typeof(NotebookParameter)])
            Register(type);
        NewerFSharp.Offer();
        // Charts of Plotly.NET and frames of Deedle look like the lab's own; their types are known once a cell brings them.
        AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) => RegisterPackage(loaded.LoadedAssembly);
        foreach (Assembly assembly in AppDomain.CurrentDomain.GetAssemblies())
            RegisterPackage(assembly);
    }

    private static void RegisterPackage(Assembly assembly)
    {
        string[] names = assembly.GetName().Name switch
        {
            "Plotly.NET" => ["Plotly.NET.GenericChart"],
            "Deedle" => ["Deedle.Frame`2", "Deedle.Series`2"],
            _ => [],
        };
        foreach (Type type in names.Select(assembly.GetType).OfType<Type>())
            Register(type);
    }

    private static void Register(Type type)
    {
        TheirFormatter.Register(type, (value, writer) => writer.Write(Html(value)), MimeBundle.HtmlText);
        TheirFormatter.SetPreferredMimeTypesFor(type, MimeBundle.HtmlText);
    }

    private static string Html(object value)
    {
        if (value is RichText rich)
            return rich.MimeType == "text/markdown" ? MarkdownHtml.Of(rich.Content).InnerHtml : rich.Content;
        MimeBundle bundle = LabFormatter.Own(value, Plotly);
        return (string?)bundle.Data[MimeBundle.HtmlText] ?? WebUtility.HtmlEncode(bundle.Text);
    }

    /// <summary>plotly.js for the first cell that shows a figure, and for that cell again: the page keeps it for the others.</summary>
    private static string? Plotly()
    {
        string cell = (KernelInvocationContext.Current?.Command as SubmitCode)?.Code ?? "";
        lock (s_lock)
        {
            if (s_carriers.Count > 0 && !s_carriers.Contains(cell))
                return null;
            s_carriers.Add(cell);
        }

        return PlotlyScript.Read(LabOptions.FromEnvironment().Home) is { Length: > 0 } script ? script : null;
    }
}
