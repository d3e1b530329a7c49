using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using ResearchLab.Notebooks.Compilation;

namespace ResearchLab.Notebooks.Execution;

/// <summary>Sources of the cells of a session, and errors as the place in them.</summary>
internal sealed partial class CellErrors
{
    private const int MaxErrors = 10;
    private const int MaxFrames = 12;
    private const int DeepStack = 5000;

    private readonly List<(string Source, string Label)> _cells = [];

    public int Count => _cells.Count;

    /// <summary>Adds a cell; what it gives back is its index.</summary>
    public int Add(string source, int? number)
    {
        _cells.Add((source, Invariant($"cell {number ?? _cells.Count + 1}")));
        return _cells.Count - 1;
    }

    /// <summary>Adds code that is not a cell, such as a script's; what it gives back is its index.</summary>
    public int AddLabelled(string source, string label)
    {
        _cells.Add((source, label));
        return _cells.Count - 1;
    }

    public static string FileName(int cell) => Invariant($"notebook-cell-{cell + 1}.csx");

    public CellError Compile(int index, ImmutableArray<Diagnostic> errors)
    {
        if (errors.Length == 0)
            return new CellError(index, 0, 0, "CompilerError", "The compiler gave up without a reason.",
                $"CompilerError: the compiler gave up without a reason.\n  in {Label(index)}");
        Diagnostic first = errors[0];
        (int line, int column, _) = Place(first);
        if (OtherNotebooks(Line(index, line).Trim()) is { } help)
            return At(index, line, "OtherLanguage", help);
        var text = new StringBuilder();
        foreach (Diagnostic error in errors.Take(MaxErrors))
        {
            (int errorLine, int errorColumn, int width) = Place(error);
            text.Append(text.Length > 0 ? "\n" : "")
                .Append(Describe(index, errorLine, errorColumn, width, error.Id, error.GetMessage(CultureInfo.InvariantCulture)));
        }

        if (errors.Length > MaxErrors)
            text.Append(CultureInfo.InvariantCulture, $"\n… and {errors.Length - MaxErrors} more errors.");
        return new CellError(index, line, column, first.Id, first.GetMessage(CultureInfo.InvariantCulture), text.ToString());
    }

    /// <summary>What to write instead of what other notebooks understand; null for anything else.</summary>
    private static string? OtherNotebooks(string line) => line switch
    {
        ['!', not '=', ..] =>
            $"'{First(line)}' is a shell command of IPython. Run it in a terminal, or with System.Diagnostics.Process.Start(\"{First(line).TrimStart('!')}\").",
        ['%', ..] => $"'{First(line)}' is a command of IPython; here commands begin with #!, such as #!time. #!lsmagic lists them.",
        _ when PythonImport().IsMatch(line) =>
            "This is Python, and cells are C#: write using NAMESPACE; instead of import, and #r \"nuget:PACKAGE\" for a package.",
        _ when line.StartsWith("pip install", StringComparison.Ordinal) || line.StartsWith("conda install", StringComparison.Ordinal) =>
            "Packages come with #r \"nuget:PACKAGE\" here, not with pip.",
        _ when FSharpLet().IsMatch(line) => "This is F#, and cells are C#: write var NAME = VALUE;.",
        _ when PythonDef().IsMatch(line) => "This is Python, and cells are C#: write TYPE NAME(TYPE ARGUMENT) { … }.",
        _ => null,
    };

    private static string First(string line) => line.Split(' ', 2)[0];

    [GeneratedRegex(@"^(?:import\s+[\w.]+(?:\s+as\s+\w+)?(?:\s*,.*)?|from\s+[\w.]+\s+import\s+.+)$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PythonImport();

    [GeneratedRegex(@"^let\s+(?:mutable\s+)?\w+.*=[^=>].*[^;]$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FSharpLet();

    [GeneratedRegex(@"^def\s+\w+\(.*\).*:$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PythonDef();

    public CellError Thrown(int index, Exception thrown)
    {
        Exception exception = thrown switch
        {
            AggregateException { InnerExceptions.Count: 1 } aggregate => aggregate.InnerExceptions[0],
            TargetInvocationException { InnerException: { } inner } => inner,
            _ => thrown,
        };
        string name = exception.GetType().FullName ?? exception.GetType().Name;
        if (exception is InsufficientExecutionStackException)
        {
            string method = MethodName(new StackTrace(exception, fNeedFileInfo: false).GetFrames()
                .FirstOrDefault(frame => frame.GetMethod()?.Module.Assembly.GetName().Name is { } assembly
                    && (assembly.StartsWith("cell-", StringComparison.Ordinal) || assembly.StartsWith("library-", StringComparison.Ordinal))));
            string message = $"The call stack is used up: {(method.Length > 0 ? $"'{method}' calls" : "a function calls")} itself without end, or too deep.";
            return new CellError(index, 0, 0, name, message, Describe(index, 0, 0, 0, name, message), exception);
        }

        (int Cell, int Line)[] places = Places(index, exception);
        (int cell, int line) = places.Length > 0 ? places[0] : (index, Known(index, StopSignal.TopLevelLine));
        // Where the line has several statements, the one that began last threw.
        int column = cell == index && line == StopSignal.TopLevelLine
            ? TopLevelLines.ColumnOf(SubmissionChain.Parse(_cells[cell].Source), StopSignal.TopLevelStatement, line)
            : 0;
        var text = new StringBuilder(Describe(cell, line, column > 0 ? column : FirstColumn(cell, line), 1, name, exception.Message));
        foreach ((int callerCell, int callerLine) in places.Skip(1).Take(MaxFrames))
            text.Append(CultureInfo.InvariantCulture, $"\n  called in {Label(callerCell)}, line {callerLine}: {Line(callerCell, callerLine).Trim()}");
        for (Exception? inner = exception.InnerException; inner is not null; inner = inner.InnerException)
            text.Append(CultureInfo.InvariantCulture, $"\n  because of {inner.GetType().FullName}: {inner.Message}");
        return new CellError(cell, line, 0, name, exception.Message, text.ToString(), exception);
    }

    /// <summary>The text of an error with a line before the one that names the place.</summary>
    public static string WithNote(string text, string note)
    {
        int place = text.IndexOf("\n  in ", StringComparison.Ordinal);
        return place < 0 ? $"{text}\n  {note}" : text.Insert(place, $"\n  {note}");
    }

    public CellError Interrupted(int index)
    {
        const string Message = "The cell was stopped; variables are as it left them.";
        return new CellError(index, 0, 0, CellError.InterruptedName, Message, $"{CellError.InterruptedName}: {Message}\n  in {Label(index)}",
            new OperationCanceledException(Message));
    }

    /// <summary>The error of a cell that was stopped before anything of it ran.</summary>
    public static CellError InterruptedBeforeStart()
    {
        const string Message = "The cell was stopped before it began.";
        return new CellError(0, 0, 0, CellError.InterruptedName, Message, $"{CellError.InterruptedName}: {Message}", new OperationCanceledException(Message));
    }

    /// <summary>A failure that is not at a place in C#, such as a magic command's.</summary>
    public CellError At(int index, int line, string name, string message) =>
        new(index, line, line > 0 ? 1 : 0, name, message, Describe(index, line, 1, line > 0 ? Line(index, line).Length : 0, name, message));

    private int Known(int cell, int line) => line <= _cells[cell].Source.Split('\n').Length ? line : 0;

    private string Label(int cell) => _cells[cell].Label;

    /// <summary>Where in cells an exception came from, innermost first.</summary>
    private (int Cell, int Line)[] Places(int index, Exception exception)
    {
        if (new StackTrace(exception, fNeedFileInfo: false).FrameCount > DeepStack)
            return [];
        var places = new List<(int, int)>();
        foreach (StackFrame frame in new StackTrace(exception, fNeedFileInfo: true).GetFrames())
        {
            if (frame.GetFileName() is not { } file || CellOf(file) is not (var cell and >= 0) || frame.GetFileLineNumber() <= 0)
                continue;
            int line = frame.GetFileLineNumber();
            // In optimised code what fails by itself, such as an index, can carry the place of the statement before.
            if (cell == index && line < StopSignal.TopLevelLine
                && frame.GetMethod()?.DeclaringType?.Name.Contains("<Initialize>", StringComparison.Ordinal) == true)
                line = StopSignal.TopLevelLine;
            if (places.Count == 0 || places[^1] != (cell, line))
                places.Add((cell, line));
        }

        return places.Count == 0 && exception.InnerException is { } inner ? Places(index, inner) : [.. places];
    }

    private int CellOf(string file)
    {
        string name = Path.GetFileName(file);
        const string Prefix = "notebook-cell-", Suffix = ".csx";
        return name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(Prefix.Length, name.Length - Prefix.Length - Suffix.Length), CultureInfo.InvariantCulture, out int number)
            && number <= _cells.Count ? number - 1 : -1;
    }

    private static (int Line, int Column, int Width) Place(Diagnostic diagnostic)
    {
        FileLinePositionSpan span = diagnostic.Location.GetLineSpan();
        int width = span.EndLinePosition.Line == span.StartLinePosition.Line ? span.EndLinePosition.Character - span.StartLinePosition.Character : 1;
        return (span.StartLinePosition.Line + 1, span.StartLinePosition.Character + 1, width);
    }

    private string Describe(int cell, int line, int column, int width, string name, string message)
    {
        var text = new StringBuilder($"{name}: {message}");
        if (line == 0)
            return text.Append(CultureInfo.InvariantCulture, $"\n  in {Label(cell)}").ToString();
        text.Append(CultureInfo.InvariantCulture, $"\n  in {Label(cell)}, line {line}");
        if (line > _cells[cell].Source.Split('\n').Length)
            return text.ToString();
        string source = Line(cell, line).Replace('\t', ' ');
        return text.Append(CultureInfo.InvariantCulture, $"\n  {source}\n  ").Append(' ', Math.Max(0, column - 1))
            .Append('^', Math.Max(1, Math.Min(width, source.Length - column + 1))).ToString();
    }

    private string Line(int cell, int line)
    {
        string[] lines = _cells[cell].Source.Split('\n');
        return line >= 1 && line <= lines.Length ? lines[line - 1] : "";
    }

    private int FirstColumn(int cell, int line)
    {
        string source = Line(cell, line);
        return source.Length - source.TrimStart().Length + 1;
    }

    private static string MethodName(StackFrame? frame)
    {
        MethodBase? method = frame?.GetMethod();
        string name = method?.Name ?? "";
        int local = name.IndexOf(">g__", StringComparison.Ordinal); // a local function: <Outer>g__Name|1_0
        if (local >= 0)
            return name[(local + 4)..].Split('|')[0];
        if (name == "MoveNext" && method?.DeclaringType?.Name is { } machine && machine.Contains(">d__", StringComparison.Ordinal))
            return machine[1..machine.IndexOf('>')]; // an async method or an iterator
        if (name is ".ctor" or ".cctor")
            return method?.DeclaringType?.Name ?? "";
        return name.Contains('<') ? "" : name.StartsWith("get_", StringComparison.Ordinal) || name.StartsWith("set_", StringComparison.Ordinal)
            ? name[4..]
            : name;
    }
}
