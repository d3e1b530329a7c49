using System.Collections.Immutable;
using System.Diagnostics;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Scripting.Hosting;

namespace ResearchLab.Notebooks;

/// <summary>
/// A running notebook: C# cells with cumulative state over Roslyn scripting, with ResearchLab referenced and all its
/// namespaces imported. Cells run one at a time; a failed cell leaves the state as it was after the last good one, except
/// for what it changed in objects before it failed.
/// </summary>
public sealed class NotebookSession : IDisposable
{
    private static readonly Assembly s_library = typeof(Market.BarSeries).Assembly;

    private static readonly string[] s_systemImports =
    [
        "System", "System.Collections.Generic", "System.Globalization", "System.IO", "System.Linq", "System.Text",
        "System.Threading", "System.Threading.Tasks",
    ];

    private readonly CellGlobals _globals = new();
    private readonly InteractiveAssemblyLoader _loader = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly List<string> _sources = [];
    private readonly ScriptOptions _options;
    private readonly TimeProvider _time;
    private ScriptState<object>? _state;

    /// <summary>Opens an empty session.</summary>
    /// <param name="time">Clock that measures how long cells take.</param>
    /// <param name="references">Further assemblies that cells may use; ResearchLab and the framework are always there.</param>
    public NotebookSession(TimeProvider time, params IEnumerable<Assembly> references)
    {
        _time = time;
        Assembly[] assemblies = [s_library, .. references];
        foreach (Assembly assembly in assemblies)
            _loader.RegisterDependency(assembly); // cells must see the very types of this process, not a second load
        _options = ScriptOptions.Default
            .AddReferences(assemblies)
            .AddReferences(typeof(Enumerable).Assembly, typeof(System.Text.Json.JsonDocument).Assembly)
            .AddImports(s_systemImports)
            .AddImports(ImportedNamespaces)
            .WithLanguageVersion(LanguageVersion.Latest)
            .WithFileEncoding(Encoding.UTF8)
            .WithEmitDebugInformation(true);
    }

    /// <summary>Namespaces of ResearchLab that have public types, ascending: every cell imports them.</summary>
    public static IReadOnlyList<string> ImportedNamespaces { get; } =
        [.. s_library.GetExportedTypes().Select(type => type.Namespace).OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Cells run so far, failed ones included.</summary>
    public int CellCount => _sources.Count;

    /// <summary>Names of the variables that cells declared, in order of declaration, the newest of each name only.</summary>
    public IReadOnlyList<string> VariableNames => [.. (_state?.Variables ?? []).Select(variable => variable.Name).Distinct()];

    /// <summary>Value of a variable that a cell declared.</summary>
    /// <exception cref="KeyNotFoundException">No cell declared it; the message lists what there is.</exception>
    public object? Variable(string name) =>
        _state?.GetVariable(name) is { } variable
            ? variable.Value
            : throw new KeyNotFoundException($"No variable '{name}' in the session. There are: {(VariableNames.Count == 0 ? "none" : string.Join(", ", VariableNames))}.");

    /// <summary>Runs one cell after all earlier ones.</summary>
    /// <param name="code">C# script text.</param>
    /// <param name="cancellationToken">Checked before the cell starts; a running cell is not stopped.</param>
    /// <returns>The value and displays, or the error; an exception of the cell is a result, not thrown.</returns>
    public async Task<CellResult> RunAsync(string code, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            long start = _time.GetTimestamp();
            int index = _sources.Count;
            _sources.Add(code.ReplaceLineEndings("\n"));
            (object? value, CellError? error) = await RunCellAsync(index);
            return new CellResult(index, value, _globals.TakeDisplays(), error, _time.GetElapsedTime(start));
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _loader.Dispose();
        _turn.Dispose();
    }

    private async Task<(object? Value, CellError? Error)> RunCellAsync(int index)
    {
        ScriptOptions options = _options.WithFilePath(FileName(index));
        Script<object> script = _state is null
            ? CSharpScript.Create<object>(_sources[index], options, typeof(CellGlobals), _loader)
            : _state.Script.ContinueWith<object>(_sources[index], options);

        ImmutableArray<Diagnostic> diagnostics = script.Compile(CancellationToken.None);
        if (diagnostics.FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error) is { } diagnostic)
            return (null, CompileError(index, diagnostic));

        try
        {
            _state = _state is null
                ? await script.RunAsync(_globals, CancellationToken.None)
                : await script.RunFromAsync(_state, CancellationToken.None);
            return (_state.ReturnValue, null);
        }
#pragma warning disable CA1031 // whatever a cell throws is the cell's result
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return (null, RuntimeError(index, exception));
        }
    }

    private CellError CompileError(int index, Diagnostic diagnostic)
    {
        FileLinePositionSpan span = diagnostic.Location.GetLineSpan();
        (int line, int column) = (span.StartLinePosition.Line + 1, span.StartLinePosition.Character + 1);
        int width = span.EndLinePosition.Line == span.StartLinePosition.Line
            ? span.EndLinePosition.Character - span.StartLinePosition.Character
            : 1;
        string message = diagnostic.GetMessage();
        return new CellError(index, line, column, diagnostic.Id, message, Describe(index, line, column, width, diagnostic.Id, message));
    }

    private CellError RuntimeError(int index, Exception thrown)
    {
        Exception exception = thrown is AggregateException { InnerExceptions.Count: 1 } aggregate ? aggregate.InnerExceptions[0] : thrown;
        (int cell, int line) = Locate(exception) ?? (index, 0);
        string name = exception.GetType().FullName ?? exception.GetType().Name;
        string text = Describe(cell, line, FirstColumn(cell, line), 1, name, exception.Message);
        return new CellError(cell, line, 0, name, exception.Message, text, exception);
    }

    /// <summary>The innermost stack frame that lies in a cell.</summary>
    private (int Cell, int Line)? Locate(Exception exception)
    {
        foreach (StackFrame frame in new StackTrace(exception, fNeedFileInfo: true).GetFrames())
        {
            for (int cell = _sources.Count - 1; frame.GetFileName() is { } file && cell >= 0; cell--)
            {
                if (file.EndsWith(FileName(cell), StringComparison.Ordinal) && frame.GetFileLineNumber() > 0)
                    return (cell, frame.GetFileLineNumber());
            }
        }

        return exception.InnerException is { } inner ? Locate(inner) : null;
    }

    private string Describe(int cell, int line, int column, int width, string name, string message)
    {
        var text = new StringBuilder($"{name}: {message}");
        if (line == 0)
            return text.Append($"\n  in cell {cell + 1}").ToString();
        text.Append($"\n  in cell {cell + 1}, line {line}");
        string[] lines = _sources[cell].Split('\n');
        if (line > lines.Length)
            return text.ToString();
        string source = lines[line - 1].Replace('\t', ' ');
        text.Append($"\n  {source}\n  ").Append(' ', Math.Max(0, column - 1)).Append('^', Math.Max(1, Math.Min(width, source.Length - column + 1)));
        return text.ToString();
    }

    private int FirstColumn(int cell, int line)
    {
        string[] lines = _sources[cell].Split('\n');
        return line < 1 || line > lines.Length ? 1 : lines[line - 1].Length - lines[line - 1].TrimStart().Length + 1;
    }

    private static string FileName(int cell) => $"notebook-cell-{cell + 1}.csx";
}
