using ResearchLab.Reports;

namespace ResearchLab.Notebooks;

/// <summary>What a page made of a notebook says besides the notebook.</summary>
public sealed record NotebookHtmlOptions
{
    /// <summary>Title when the notebook has no heading of the first level.</summary>
    public string Title { get; init; } = "Notebook";

    /// <summary>What tells this page from others of the same notebook, such as symbol and session; empty for nothing.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>Text of plotly.js; empty leaves the charts to their text form.</summary>
    public PlotlySource Plotly { get; init; }

    /// <summary>Text of KaTeX, which sets the mathematics of a page that has some; empty leaves it as it was written.</summary>
    public string KatexJs { get; init; } = "";

    /// <summary>A warning under the title, such as that the data is stale; empty for none.</summary>
    public string Banner { get; init; } = "";

    /// <summary>What was computed from what, for the foot of the page: names and values in order.</summary>
    public IReadOnlyList<(string Name, string Value)> Stamp { get; init; } = [];
}
