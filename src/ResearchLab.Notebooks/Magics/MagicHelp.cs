namespace ResearchLab.Notebooks.Magics;

/// <summary>What each magic command is for.</summary>
internal static class MagicHelp
{
    public static readonly IReadOnlyList<(string Name, string Usage, string Meaning)> All =
    [
        ("csharp", "#!csharp", "C# from here on (the default)."),
        ("sql", "#!sql [--as NAME]", "DuckDB over the lake: each dataset is a view, each C# variable that holds a Frame a table of its name, "
            + "$name the value of any other variable. The result is a Frame, which --as keeps. What a cell makes (macros, tables, attached databases, "
            + "settings) is there in later ones. A variable 'lab' says which lab, else it is Lab.Open()."),
        ("html", "#!html", "Shows the lines that follow as HTML."),
        ("markdown", "#!markdown", "Shows the lines that follow as Markdown."),
        ("mermaid", "#!mermaid", "Shows the lines that follow as a Mermaid diagram, where the front end draws them."),
        ("time", "#!time", "Says how long the rest of the cell took."),
        ("whos", "#!whos", "Lists the variables with types and values."),
        ("share", "#!share NAME [--from csharp] [--as OTHER]", "Gives a variable a second name; SQL sees every C# variable as $name without it."),
        ("set", "#!set --name NAME --value VALUE",
            "Sets a string variable; VALUE may be @input:\"prompt\" or @password:\"prompt\", or @csharp:EXPRESSION for any value."),
        ("import", "#!import FILE", "Runs the code of a notebook (.ipynb), script (.csx, .cs) or .dib file here; paths in it are relative to it."),
        ("lsmagic", "#!lsmagic", "Lists these commands."),
        ("r", "#r \"nuget:ID[,VERSION]\" | #r \"FILE.dll\" | #r \"project:FILE.csproj\"",
            "References a package, an assembly with those beside it that it needs, or a project; packages are kept, and need no network afterwards."),
        ("i", "#i \"nuget:FOLDER-OR-ADDRESS\"", "Adds a feed for #r \"nuget:…\", beside those of the NuGet.config files of the notebook's folder and above."),
        ("load", "#load \"FILE.csx\"", "Runs a script here; paths in it are relative to it."),
    ];

    public static string Of(string name) => All.FirstOrDefault(magic => magic.Name == name) is { Name: not null } known
        ? $"{known.Usage}\n  {known.Meaning}"
        : throw Unknown(name);

    public static MagicException Unknown(string name) => new(Language(name) is { } language
        ? $"This is {language} (#!{name}), which does not run here; C#, SQL, HTML, markdown and mermaid do. Turn the cell into one of these, "
            + "or tag it skip-execution."
        : $"There is no command '#!{name}'. #!lsmagic lists them.");

    private static string? Language(string name) => name.ToLowerInvariant() switch
    {
        "fsharp" or "f#" => "F#",
        "pwsh" or "powershell" => "PowerShell",
        "javascript" or "js" or "typescript" => "JavaScript",
        "python" or "python3" or "ipython" => "Python",
        "r" or "ir" => "R",
        "julia" or "rust" or "scala" or "java" or "kotlin" or "go" or "ruby" or "bash" or "kql" or "http" => name,
        "value" => "a value cell",
        _ => null,
    };
}
