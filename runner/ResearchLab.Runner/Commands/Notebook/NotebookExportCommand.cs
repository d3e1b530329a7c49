using System.CommandLine;
using ResearchLab.Basics;
using ResearchLab.Notebooks;
using ResearchLab.Reports;

namespace ResearchLab.Runner.Commands;

/// <summary>lab notebook export: a notebook with its outputs as one page to mail.</summary>
internal static class NotebookExportCommand
{
    public static Command Create()
    {
        var command = new Command("export",
            "A notebook with its outputs as one HTML file that needs no network; code is folded, and no script of the notebook runs");
        var file = new Argument<string>("file") { Description = "An .ipynb that was run and saved" };
        var output = new Option<string?>("--out") { Description = "Where to; default beside the notebook", HelpName = "FILE.html" };
        command.Add(file);
        command.Add(output);
        command.SetAction((parsed, _) =>
        {
            string path = parsed.GetValue(file)!;
            if (!File.Exists(path))
                throw new UsageException($"there is no notebook '{path}'; give the path of an .ipynb file.");
            string target = parsed.GetValue(output) ?? Path.ChangeExtension(path, ".html");
            if (!target.EndsWith(".html", StringComparison.OrdinalIgnoreCase))
                throw new UsageException($"--out is '{target}'; name a file that ends with .html.");
            NotebookFile notebook = NotebookFile.Load(path);
            if (!notebook.HasOutputs)
                Console.Error.WriteLine("lab: the notebook has no outputs; run it and save it first, or the page holds its text and code only.");
            LabOptions options = LabOptions.FromEnvironment();
            Console.Out.WriteLine(ReportFile.Write(target, NotebookHtml.Render(notebook, new NotebookHtmlOptions
            {
                Title = Path.GetFileNameWithoutExtension(path),
                Plotly = PlotlyScript.Read(options.Home),
                KatexJs = KatexScript.Read(options.Home),
                Stamp = [("Notebook", Path.GetFileName(path)), ("Page made by", options.CodeVersion),
                    ("At", options.Time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'"))],
            })));
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
