using System.Text.RegularExpressions;
using ResearchLab.Columns;
using ResearchLab.Lake;
using ResearchLab.Notebooks.Compilation;
using ResearchLab.Notebooks.Formatting;

namespace ResearchLab.Notebooks.Magics;

/// <summary>Runs the parts of a cell that are not C#, on the cell's thread; the C# a command writes is handed to <paramref name="runNext"/>.</summary>
internal sealed partial class MagicRunner(CellGlobals globals, SubmissionChain chain, Action<WrittenCode> runNext) : IDisposable
{
    private readonly List<(string Id, string Version)> _packages = [];
    private readonly List<string> _sources = [];
    private readonly LakeSession _sql = new();

    /// <summary>The file whose code runs, the outermost first: paths in it are relative to it, and it must not import itself.</summary>
    public Stack<string> Files { get; } = new();

    /// <summary>Runs one part and returns its value, if it has one.</summary>
    /// <exception cref="MagicException">It cannot be done.</exception>
    public async Task<object?> RunAsync(CellPart part, CancellationToken cancellation)
    {
        if (CellPart.IsHelp(part.Arguments))
        {
            globals.display(MagicHelp.Of(part.Command));
            return null;
        }

        IReadOnlyList<string> words = part.Words();
        switch (part.Command)
        {
            case "sql":
                return Sql(part, words);
            case "html":
                globals.display(globals.Html(part.Text));
                break;
            case "markdown":
                globals.display(globals.Markdown(part.Text));
                break;
            case "mermaid":
                globals.display(MimeBundle.Of("text/markdown", $"```mermaid\n{part.Text.Trim()}\n```", part.Text));
                break;
            case "whos":
                globals.display(chain.Variables()
                    .Select(variable => new { variable.Name, Type = Formatting.TypeName.Of(variable.Type), Value = Short(variable.Value) }).ToArray());
                break;
            case "lsmagic":
                globals.display(MagicHelp.All.Select(magic => new { magic.Usage, magic.Meaning }).ToArray());
                break;
            case "share":
                Write(part, $"var {Name(Option(words, "--as") ?? First(words, part))} = {Name(First(words, part))};");
                break;
            case "set":
                Set(part, words);
                break;
            case "import" or "load":
                await ImportAsync(First(words, part), cancellation);
                break;
            case "meta":
                break; // what .dib files say about themselves
            case "i":
                AddSource(First(words, part));
                break;
            case "r":
                await ReferenceAsync(First(words, part), cancellation);
                break;
            default:
                throw MagicHelp.Unknown(part.Command);
        }

        return null;
    }

    /// <summary>Ends the engine of #!sql, which lives as long as the session: what one cell makes in it is there in the next.</summary>
    public void Dispose() => _sql.Dispose();

    private Frame? Sql(CellPart part, IReadOnlyList<string> words)
    {
        string query = part.Text;
        if (string.IsNullOrWhiteSpace(query))
            throw new MagicException("#!sql has no query; write it on the lines below.");
        IReadOnlyList<(string Name, Type Type, object? Value)> variables = chain.Variables();
        var parameters = new List<(string, object?)>();
        foreach (string name in SqlText.Markers(query).Select(marker => query[marker][1..]).Distinct())
        {
            if (char.IsAsciiDigit(name[0]))
                throw new MagicException($"The query has the marker '${name}'; name a variable, such as $least, where its value belongs.");
            (string Name, Type Type, object? Value) found = variables.FirstOrDefault(variable => variable.Name == name);
            if (found.Name is null)
                throw new MagicException($"The query asks for '${name}', but there is no variable '{name}'. Declare it in a cell before.");
            parameters.Add((name, found.Value));
        }

        var given = variables.FirstOrDefault(variable => variable.Name == "lab").Value as Lab;
        using Lab? own = given is null ? Lab.Open() : null;
        using LakeView now = (given ?? own!).View(), view = now.In(_sql);
        Frame result = view.Sql(query, parameters,
            [.. variables.Where(variable => variable.Value is Frame).Select(variable => (variable.Name, (Frame)variable.Value!))]);
        if (Option(words, "--as") is not { } kept)
        {
            if (result.Names is not ["explain_key", "explain_value"] || result.Rows == 0)
                return result.Count == 0 ? null : result; // statements without rows show nothing
            globals.display(MimeBundle.Of(MimeBundle.HtmlText, $"<pre>{System.Net.WebUtility.HtmlEncode((string?)result[1][0])}</pre>",
                (string?)result[1][0] ?? ""));
            return null;
        }

        if (result.Count == 0)
            throw new MagicException($"The SQL has no rows to keep as '{kept}'. End it with a query, or leave --as out.");
        Write(part, $"var {Name(kept)} = TakeHandedOver<ResearchLab.Columns.Frame>(\"{globals.HandOver(result)}\");");
        return null;
    }

    private void Set(CellPart part, IReadOnlyList<string> words)
    {
        string name = Name(Option(words, "--name") ?? throw new MagicException("#!set needs --name NAME."));
        string value = Option(words, "--value") ?? throw new MagicException("#!set needs --value VALUE.");
        if (value.StartsWith("@csharp:", StringComparison.Ordinal))
        {
            Write(part, $"var {name} = {value["@csharp:".Length..]};");
            return;
        }

        string text = value.StartsWith("@input:", StringComparison.Ordinal) ? globals.Input(value["@input:".Length..])
            : value.StartsWith("@password:", StringComparison.Ordinal) ? globals.Password(value["@password:".Length..]) : value;
        Write(part, $"var {name} = TakeHandedOver<string>(\"{globals.HandOver(text)}\");");
    }

    private void Write(CellPart part, string code) => runNext(new WrittenCode(code, $"the C# of #!{part.Command}", null));

    private async Task ImportAsync(string name, CancellationToken cancellation)
    {
        string file = Resolve(name);
        if (!File.Exists(file))
            throw new MagicException($"There is no file '{name}' in '{Folder}'.");
        // What makes .NET Interactive know the lab: this kernel knows it.
        if (Path.GetFileName(file) == "extension.dib" && File.Exists(Path.Combine(Path.GetDirectoryName(file)!, "ResearchLab.Interactive.dll")))
            return;
        if (Files.Contains(file))
            throw new MagicException($"'{name}' imports itself: {string.Join(" → ", Files.Reverse().Append(file).Select(path => Path.GetFileName(path)))}.");
        if (file.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase))
        {
            int number = 0;
            foreach (NotebookCell cell in NotebookFile.Load(file).Cells.Where(cell => cell.Kind == CellKind.Code))
                runNext(new WrittenCode(cell.Source, Invariant($"'{Path.GetFileName(file)}', code cell {++number}"), file));
        }
        else
        {
            runNext(new WrittenCode(await File.ReadAllTextAsync(file, cancellation), $"'{Path.GetFileName(file)}'", file));
        }
    }

    private void AddSource(string source)
    {
        if (!source.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase))
            throw new MagicException($"'{source}' is no feed; write #i \"nuget:FOLDER-OR-ADDRESS\".");
        string feed = source["nuget:".Length..].Trim();
        bool isAddress = feed.Contains("://", StringComparison.Ordinal);
        if (!isAddress && !Directory.Exists(Resolve(feed)))
            throw new MagicException($"There is no folder '{feed}' in '{Folder}'; a feed is a folder of .nupkg files or an address.");
        feed = isAddress ? feed : Resolve(feed);
        if (!_sources.Contains(feed))
            _sources.Add(feed);
    }

    private async Task ReferenceAsync(string reference, CancellationToken cancellation)
    {
        if (reference.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase))
        {
            Match match = Package().Match(reference["nuget:".Length..].Trim());
            if (!match.Success)
                throw new MagicException($"'{reference}' is no package; write #r \"nuget:Id,version\".");
            (string Id, string Version) package = (match.Groups["id"].Value, match.Groups["version"].Value);
            (string, string)[] all = [.. _packages.Where(known => !known.Id.Equals(package.Id, StringComparison.OrdinalIgnoreCase)), package];
            string cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
                "researchlab", "packages");
            chain.AddReferences(await PackageReferences.RestoreAsync(all, _sources, cache, Folder, cancellation));
            _packages.Clear();
            _packages.AddRange(all);
        }
        else if (reference.StartsWith("project:", StringComparison.OrdinalIgnoreCase))
        {
            chain.AddReferences(await PackageReferences.BuildAsync(Resolve(reference["project:".Length..].Trim()), cancellation));
        }
        else
        {
            string file = Resolve(reference);
            chain.AddReferences(File.Exists(file) ? AssemblyFolder.Around(
                file) : throw new MagicException($"There is no assembly '{reference}' in '{Folder}'; packages are written #r \"nuget:Id,version\"."));
        }
    }

    private string Folder => Files.TryPeek(out string? file) ? Path.GetDirectoryName(file)! : Directory.GetCurrentDirectory();

    private string Resolve(string path) => Path.GetFullPath(path, Folder);

    private static string? Option(IReadOnlyList<string> words, string name) =>
        Enumerable.Range(0, Math.Max(0, words.Count - 1)).Where(i => words[i] == name).Select(i => words[i + 1]).FirstOrDefault();

    private static string First(IReadOnlyList<string> words, CellPart part)
    {
        for (int i = 0; i < words.Count; i++)
        {
            if (!words[i].StartsWith("--", StringComparison.Ordinal))
                return words[i];
            i++; // an option and its value
        }

        throw new MagicException($"'{part.Command}' needs an argument: {MagicHelp.Of(part.Command).Split('\n')[0]}");
    }

    private static string Name(string text) =>
        Microsoft.CodeAnalysis.CSharp.SyntaxFacts.IsValidIdentifier(text) ? text : throw new MagicException($"'{text}' is no name of a variable.");

    private static string Short(object? value)
    {
        string text = value is Frame frame ? Invariant($"{frame.Rows:#,0} rows × {frame.Count} columns") : Formatter.Text(value).ReplaceLineEndings(" ");
        return text.Length <= 80 ? text : text[..79] + "…";
    }

    [GeneratedRegex(@"^(?<id>[\w.\-]+)\s*(?:,\s*(?<version>[\w.*+\-\[\](),]+))?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Package();
}
