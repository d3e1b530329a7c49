using System.CommandLine;
using System.Text;
using ResearchLab.Basics;
using ResearchLab.Notebooks;
using ResearchLab.Reports;

namespace ResearchLab.Runner.Commands;

/// <summary>lab notebook clean: notebooks as they are committed. Without a file it is the git filter that <c>./lab</c> sets up.</summary>
internal static class NotebookCleanCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Notebooks to clean in place; none: from standard input to standard output",
            Arity = ArgumentArity.ZeroOrMore
        };
        var command = new Command("clean", "Take outputs, counters and times out of notebooks, as they are committed") { files };
        command.SetAction(parsed =>
        {
            string[] paths = parsed.GetValue(files) ?? [];
            if (paths.Length == 0)
                return Filter();
            foreach (string path in paths)
            {
                if (!File.Exists(path))
                    throw new UsageException($"there is no notebook '{path}'; give the path of an .ipynb file.");
                if (DibFile.Names(path))
                    throw new UsageException($"'{path}' is a .dib, which holds no outputs; there is nothing to clean.");
            }

            // All are read before the first is written, so that a broken one leaves the others alone too.
            (string Path, string Was, string Text)[] read =
                [.. paths.Select(path => (path, File.ReadAllText(path), NotebookFile.Load(path).ForCommit().ToJson()))];
            foreach ((string path, _, string text) in read.Where(file => file.Was != file.Text))
            {
                ReportFile.Write(path, text);
                Console.Out.WriteLine(path);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static int Filter()
    {
        using Stream input = Console.OpenStandardInput(), output = Console.OpenStandardOutput();
        using var reader = new StreamReader(input, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        output.Write(Encoding.UTF8.GetBytes(NotebookFile.Parse(reader.ReadToEnd()).ForCommit().ToJson()));
        return ExitCode.Done;
    }
}
