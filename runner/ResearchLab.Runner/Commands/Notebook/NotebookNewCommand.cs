using System.CommandLine;
using ResearchLab.Basics;
using ResearchLab.Notebooks;

namespace ResearchLab.Runner.Commands;

/// <summary>lab notebook new: a notebook to start from.</summary>
internal static class NotebookNewCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The .ipynb to make; an existing one is left alone" };
        var command = new Command("new", "A new notebook with a parameters cell, an open lab and a report's bones") { file };
        command.SetAction(parsed =>
        {
            string path = Path.GetFullPath(parsed.GetValue(file)!);
            if (!path.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase))
                throw new UsageException($"FILE is '{path}'; name a file that ends with .ipynb.");
            if (File.Exists(path))
                throw new UsageException($"'{path}' exists; name another file.");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            string title = Path.GetFileNameWithoutExtension(path);
            File.WriteAllText(path, NotebookFile.Create(
            [
                new NotebookCell("title", CellKind.Markdown, $"# {title}\n\nWhat this shows, from which data, and what it does not. "
                    + "As it stands the market is **simulated**; with `Lab.Open(LabOptions.FromEnvironment())` it is your lake, "
                    + "whose option prices are modelled wherever none were observed.", []),
                new NotebookCell("parameters", CellKind.Code,
                    "string symbol = \"SMH\"; // ticker\nDateOnly? session = null; // last session that is seen; the last completed one by default",
                    ["parameters"]),
                new NotebookCell("open", CellKind.Code, "var lab = Lab.OpenDemo(symbol);\nvar day = session ?? lab.LastSession;\nvar data = lab.Data(symbol, "
                    + "day);\n$\"{data.Bars.Count} sessions of {symbol} up to {day:yyyy-MM-dd}; option prices {data.Chains.InWords}\"", []),
                new NotebookCell("chart", CellKind.Code, "Chart.Candlestick(data.Bars, [20, 50])", []),
                new NotebookCell("stated", CellKind.Code, "Report.Metric(\"last close\", data.Bars.Close[^1], tolerance: 1e-9);", []),
            ]).ToJson());
            Console.Out.WriteLine(path);
            return ExitCode.Done;
        });
        return command;
    }
}
