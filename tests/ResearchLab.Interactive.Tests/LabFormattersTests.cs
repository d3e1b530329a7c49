using Microsoft.DotNet.Interactive.Formatting;
using ResearchLab.Columns;
using ResearchLab.Notebooks;
using ResearchLab.Notebooks.Formatting;
using OwnChart = ResearchLab.Charts.Chart;
using OwnFormatter = ResearchLab.Notebooks.Formatting.Formatter;
using TheirFormatter = Microsoft.DotNet.Interactive.Formatting.Formatter;

namespace ResearchLab.Interactive.Tests;

/// <summary>Registrations of .NET Interactive, which are of the whole process: those of the lab there, and those of cells in the lab's kernel.</summary>
[Collection("registrations")]
public sealed class LabFormattersTests : IDisposable
{
    private static readonly Frame s_frame = new(new Column<DateOnly>("session", [new(2024, 1, 2), new(2024, 1, 3)]), new Column<double>("close", [1.5, 2.25]));

    public void Dispose() => TheirFormatter.ResetToDefault();

    [Fact]
    public void Script_ImportsWhatTheLabsKernelImports()
    {
        string script = File.ReadAllText(Path.Combine(Repository.Root, "src", "ResearchLab.Interactive", "extension.dib"));
        string[] imports = [.. script.Split('\n').Where(line => line.StartsWith("using ResearchLab", StringComparison.Ordinal))
            .Select(line => line["using ".Length..].TrimEnd(';'))];
        Assert.Equal(NotebookSession.ImportedNamespaces, imports);
    }

    [Fact]
    public void Values_OfTheLab_AreShownAsInItsOwnKernel_AndCellsWin()
    {
        LabFormatters.Register(again: true);
        Assert.Equal((string?)OwnFormatter.Own(s_frame, null).Data["text/html"], Html(s_frame));
        Assert.Contains("2 rows × 2 columns", Html(s_frame));
        string figure = Html(OwnChart.Line("Close", s_frame.ToArray<DateOnly>("session"),
            [new Charts.LineSeries("close", s_frame.ToArray<double>("close"))], "USD"));
        Assert.Contains("plotly.newPlot", figure);
        Assert.DoesNotContain("https://", figure.Replace("http://www.w3.org", "", StringComparison.Ordinal)[..Math.Min(figure.Length, 2_000)]);
        Assert.Contains("<strong>yes</strong>", Html(LabCells.Markdown("**yes**")));
        Assert.Equal("<svg></svg>", Html(LabCells.Svg("<svg></svg>")));
        LabCells.Report.Metric("sharpe", 1.25);
        Assert.Contains("sharpe", Html(LabCells.Report));
        Assert.Contains("horizon", Html(new NotebookParameter("horizon", "int", "5")));

        TheirFormatter.Register<Frame>(frame => $"<b>{frame.Rows} of mine</b>", "text/html");
        Assert.Equal("<b>2 of mine</b>", Html(s_frame));
    }

    [Fact]
    public async Task Registration_InACellOfTheLabsKernel_WinsOverTheLabs()
    {
        using var session = new NotebookSession(TimeProvider.System);
        Assert.Contains("2 rows", (string?)OwnFormatter.Format(s_frame).Data["text/html"]);
        CellResult result = await session.RunAsync($$"""
            #r "{{typeof(TheirFormatter).Assembly.Location}}"
            Microsoft.DotNet.Interactive.Formatting.Formatter.Register<Frame>(frame => $"<b>{frame.Rows} of mine</b>", "text/html");
            Microsoft.DotNet.Interactive.Formatting.Formatter.Register<Frame>((frame, context) => false, "application/json");
            Microsoft.DotNet.Interactive.Formatting.Formatter.Register(typeof(IEnumerable<>), (value, writer) => writer.Write("many"), "text/plain");
            """);
        Assert.True(result.Succeeded, result.Error?.Text);
        MimeBundle bundle = OwnFormatter.Format(s_frame);
        Assert.Equal("<b>2 of mine</b>", (string?)bundle.Data["text/html"]);
        // One that declines gives no form.
        Assert.False(bundle.Data.ContainsKey("application/json"));
        Assert.Equal("many", OwnFormatter.Format(new[] { 1, 2 }).Text);
        Assert.Equal("3", OwnFormatter.Format(3).Text);
        TheirFormatter.ResetToDefault();
        Assert.Contains("2 rows", (string?)OwnFormatter.Format(s_frame).Data["text/html"]);
    }

    private static string Html(object value) => FormattedValue.CreateManyFromObject(value).Single(formatted => formatted.MimeType == "text/html").Value;
}
