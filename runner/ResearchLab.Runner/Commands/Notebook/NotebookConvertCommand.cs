using System.CommandLine;
using ResearchLab.Basics;
using ResearchLab.Notebooks;

namespace ResearchLab.Runner.Commands;

/// <summary>lab notebook convert: between Jupyter's notebooks and those of Polyglot Notebooks.</summary>
internal static class NotebookConvertCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "An .ipynb or .dib" };
        var output = new Option<string?>("--out")
        {
            Description =
            "The .dib or .ipynb to make; an existing one is left alone. Default beside FILE with the other ending",
            HelpName = "FILE"
        };
        var command = new Command("convert",
            "A notebook in the other format: .ipynb of Jupyter or .dib of Polyglot Notebooks; outputs stay behind") { file, output };
        command.SetAction(parsed =>
        {
            string path = Path.GetFullPath(parsed.GetValue(file)!);
            if (!File.Exists(path))
                throw new UsageException($"there is no notebook '{path}'; give the path of an .ipynb or .dib file.");
            string target = OutputFile.At(parsed.GetValue(output) ?? Path.ChangeExtension(path, DibFile.Names(path) ? ".ipynb" : ".dib"));
            if (!DibFile.Names(target) && !target.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase))
                throw new UsageException($"--out is '{target}'; name a file that ends with .dib or .ipynb.");
            if (File.Exists(target))
                throw new UsageException($"'{target}' exists; name another file.");
            NotebookFile notebook = NotebookFile.Load(path);
            File.WriteAllText(target, DibFile.Names(target) ? DibFile.Write(notebook) : notebook.ForCommit().ToJson());
            Console.Out.WriteLine(target);
            return ExitCode.Done;
        });
        return command;
    }
}
