using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using ResearchLab.Notebooks.Compilation;
using ResearchLab.Notebooks.Execution;
using ResearchLab.Notebooks.Formatting;
using ResearchLab.Notebooks.Language;
using ResearchLab.Notebooks.Magics;

namespace ResearchLab.Notebooks;

/// <summary>
/// A running notebook: C# cells with cumulative state over Roslyn, with ResearchLab referenced and all its namespaces imported. Cells run one
/// at a time on a thread of their own and can be stopped. A cell that does not compile changes nothing. One that throws keeps what it declared
/// when all its variables had been set by then; otherwise it keeps those that had been set, and its error names them, so that no variable holds a value
/// nobody gave it; types and functions it declared are lost, and variables of such types with them.
/// </summary>
public sealed class NotebookSession : IDisposable
{
    private static readonly Assembly s_library = typeof(Market.BarSeries).Assembly;

    private static readonly string[] s_systemImports =
    [
        "System", "System.Collections.Generic", "System.Globalization", "System.IO", "System.Linq", "System.Text",
        "System.Threading", "System.Threading.Tasks",
    ];

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CellErrors _cells = new();
    private readonly CellThread _thread;
    private readonly Queue<WrittenCode> _written = new();
    private readonly SessionDisposables _disposables = new();
    private readonly CellGlobals _globals;
    private readonly CellHost _host;
    private readonly TimeProvider _time;
    private CancellationTokenSource? _preparing;
    private MagicRunner? _magics;

    /// <summary>Opens an empty session that keeps what cells display in their results.</summary>
    /// <param name="time">Clock that measures how long cells take.</param>
    /// <param name="references">Further assemblies that cells may use; ResearchLab and the framework are always there.</param>
    public NotebookSession(TimeProvider time, params IEnumerable<Assembly> references)
        : this(time, new CellHost(), "", references)
    {
    }

    /// <summary>Opens an empty session.</summary>
    /// <param name="time">Clock that measures how long cells take.</param>
    /// <param name="host">Who shows what cells display.</param>
    /// <param name="idPrefix">Start of the ids of what is displayed; tells sessions apart in one notebook.</param>
    /// <param name="references">Further assemblies that cells may use; ResearchLab and the framework are always there.</param>
    public NotebookSession(TimeProvider time, CellHost host, string idPrefix, params IEnumerable<Assembly> references)
    {
        (_time, _host) = (time, host);
        _globals = new CellGlobals(host, time, idPrefix);
        Chain = new SubmissionChain(_globals, references, Imports);
        _thread = new CellThread(Chain.Values);
    }

    /// <summary>Namespaces of ResearchLab that have public types, ascending: every cell imports them.</summary>
    public static IReadOnlyList<string> ImportedNamespaces { get; } =
        [.. s_library.GetExportedTypes().Select(type => type.Namespace).OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    /// <summary>What cells stated through <c>Report</c>.</summary>
    public NotebookReport Report => _globals.Report;

    /// <summary>Cells run so far, failed ones included.</summary>
    public int CellCount => _cells.Count;

    /// <summary>Names of the variables that cells declared, in order of declaration, the newest of each name only.</summary>
    public IReadOnlyList<string> VariableNames => [.. Chain.Variables().Select(variable => variable.Name)];

    internal static IReadOnlyList<string> Imports { get; } = [.. s_systemImports, .. ImportedNamespaces];

    internal SubmissionChain Chain { get; }

    /// <summary>Value of a variable that a cell declared.</summary>
    /// <exception cref="KeyNotFoundException">No cell declared it; the message lists what there is.</exception>
    public object? Variable(string name)
    {
        IReadOnlyList<(string Name, Type Type, object? Value)> variables = Chain.Variables();
        foreach ((string known, _, object? value) in variables)
        {
            if (known == name)
                return value;
        }

        throw new KeyNotFoundException($"No variable '{name}' in the session. There are: "
            + $"{(variables.Count == 0 ? "none" : string.Join(", ", variables.Select(variable => variable.Name)))}.");
    }

    /// <summary>Runs one cell after all earlier ones.</summary>
    /// <param name="code">C# script text.</param>
    /// <param name="cancellationToken">Cancels the wait for earlier cells; to stop a running cell call <see cref="Stop"/>.</param>
    /// <returns>The value and displays, or the error; an exception of the cell is a result, not thrown.</returns>
    public Task<CellResult> RunAsync(string code, CancellationToken cancellationToken = default) => RunAsync(code, null, cancellationToken);

    /// <summary>Runs one cell that errors call by a number of the caller's.</summary>
    /// <param name="code">C# script text.</param>
    /// <param name="number">What errors call the cell; null for its place in the session, from 1.</param>
    /// <param name="cancellationToken">Cancels the wait for earlier cells.</param>
    public async Task<CellResult> RunAsync(string code, int? number, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            long start = _time.GetTimestamp();
            string source = code.ReplaceLineEndings("\n");
            int index = _cells.Add(source, number);
            using var preparing = new CancellationTokenSource();
            _preparing = preparing;
            (object? value, MimeBundle? shown, CellError? error) = await RunCodeAsync(index, source, preparing.Token);
            return new CellResult(index, value, _globals.TakeDisplays(), error, _time.GetElapsedTime(start)) { Shown = shown };
        }
        finally
        {
            _preparing = null;
            _turn.Release();
        }
    }

    /// <summary>
    /// Stops the running cell: its result is an error of the name <see cref="CellError.InterruptedName"/>. Returns at once. Loops, waits, queries and
    /// trainings end within a fraction of a second; what computes on within another library ends only by force.
    /// </summary>
    /// <param name="force">
    /// Whether the runtime may abort such work. It does so in a fraction of a second as well, but in about one of five cases the process ends with it.
    /// </param>
    /// <returns>False when nothing is running.</returns>
    public bool Stop(bool force = false)
    {
        CancellationTokenSource? preparing = _preparing;
        try
        {
            preparing?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            return false; // it ended just now
        }

        return _thread.Stop(force) || preparing is not null;
    }

    /// <summary>Whether a cell is running.</summary>
    public bool IsRunning => _thread.IsBusy;

    /// <summary>Proposals for what is being typed at <paramref name="position"/>, in C# and in magic commands.</summary>
    public CompletionList Complete(string code, int position)
    {
        (string text, int place) = (code.Replace('\r', ' '), Math.Clamp(position, 0, code.Length));
        if (CodeNesting.IsTooDeep(text))
            return new CompletionList(place, place, []);
        return !text.Contains('#') ? Completion.Complete(Chain, text, place)
            : MagicLanguage.Complete(Chain, text, place) ?? Completion.Complete(Chain, MagicLanguage.OnlyCSharp(text), place);
    }

    /// <summary>What is known about the thing at <paramref name="position"/>, or about the call around it; null when nothing is.</summary>
    public SymbolHelp? Inspect(string code, int position)
    {
        (string text, int place) = (code.Replace('\r', ' '), Math.Clamp(position, 0, code.Length));
        if (CodeNesting.IsTooDeep(text))
            return null;
        return !text.Contains('#') ? CellLanguage.Inspect(Chain, text, place)
            : MagicLanguage.Help(text, place) ?? CellLanguage.Inspect(Chain, MagicLanguage.OnlyCSharp(text), place);
    }

    /// <summary>Whether a cell can be run as it is, and the indent of its next line when it cannot.</summary>
    public static (CodeCompleteness Completeness, string Indent) Completeness(string code) => CellLanguage.Completeness(code);

    /// <inheritdoc/>
    public void Dispose()
    {
        // On the thread of the cells when it is free; what hangs must not keep the session.
        if (_disposables.Any && !IsRunning)
        {
            _thread.RunAsync(async _ =>
            {
                await _disposables.EndAsync();
                return null;
            }, _ => { }).Wait(TimeSpan.FromSeconds(10));
        }

        _thread.Dispose();
        _magics?.Dispose();
        _turn.Dispose();
    }

    private async Task<(object? Value, MimeBundle? Shown, CellError? Error)> RunCodeAsync(int index, string code, CancellationToken preparing)
    {
        if (CodeNesting.IsTooDeep(code))
            return (null, null, _cells.Compile(index, [CodeNesting.Error(SubmissionChain.Parse("", CellErrors.FileName(index)))]));
        (object? Value, MimeBundle? Shown, CellError? Error) last = default;
        long? timed = null;
        foreach (CellPart part in CellPart.Split(code))
        {
            if (part.Command == "time" && !CellPart.IsHelp(part.Arguments))
            {
                timed = _time.GetTimestamp();
                continue;
            }

            try
            {
                last = part.Command == CellPart.CSharp && !CellPart.IsHelp(part.Arguments)
                    ? await RunCSharpAsync(index, part.Text, preparing)
                    : await RunMagicAsync(index, part, preparing);
            }
            catch (OperationCanceledException) when (preparing.IsCancellationRequested)
            {
                last = (null, null, _cells.Interrupted(index));
            }

            if (last.Error is not null)
                return last;
        }

        if (timed is { } start)
            _globals.display(Invariant($"{_time.GetElapsedTime(start).TotalMilliseconds:#,0.0} ms"));
        return last;
    }

    private async Task<(object? Value, MimeBundle? Shown, CellError? Error)> RunCSharpAsync(int index, string code, CancellationToken preparing)
    {
        (string? library, string script) = LibraryParts.Split(code);
        if (library is not null)
        {
            ImmutableArray<Diagnostic> errors = Chain.AddLibrary(library, CellErrors.FileName(index), Imports, preparing);
            if (errors.Length > 0)
                return (null, null, _cells.Compile(index, errors));
            if (string.IsNullOrWhiteSpace(script))
                return default;
        }

        StopSignal.TopLevelLine = StopSignal.TopLevelStatement = 0;
        Submission submission = Chain.Prepare(SubmissionChain.Parse(script, CellErrors.FileName(index)), preparing);
        if (submission.Start is not { } start)
            return (null, null, _cells.Compile(index, submission.Errors));
        IReadOnlyList<string> owned = UsingDeclarations.Split(script).Names;
        (CellOutcome outcome, MimeBundle? shown) = await OnCellThreadAsync(start, preparing);
        bool stopped = outcome.Stopped || (preparing.IsCancellationRequested && outcome.Error is not null);
        _disposables.Hold(Chain.ValuesOfCurrent().Where(variable => owned.Contains(variable.Name)).Select(variable => (variable.Name, variable.Value)));
        int reached = StopSignal.TopLevelStatement;
        bool whole = stopped || outcome.Error is null || IsAllSet(submission, reached);
        (string Name, string Type, object? Value)[] set = whole ? [] : SetBefore(submission, reached);
        string kept = whole ? string.Join(", ", Chain.ValuesOfCurrent().Select(variable => variable.Name)) : "";
        CellError? failure = stopped || outcome.Error is null ? null : _cells.Thrown(index, outcome.Error);
        Chain.Finish(submission, whole);
        if (!whole)
            kept = await KeepAsync(index, set);
        await ReleaseAsync();
        return stopped ? (null, null, _cells.Interrupted(index))
            : failure is not null ? (null, null, kept.Length == 0 ? failure : failure with { Text = CellErrors.WithNote(failure.Text, $"kept: {kept}") })
            : (outcome.Value, shown, null);
    }

    /// <summary>Disposes what was declared with using and is no variable's value any more.</summary>
    private async Task ReleaseAsync()
    {
        if (!_disposables.Any)
            return;
        await _thread.RunAsync(async _ =>
        {
            foreach (string failure in await _disposables.ReleaseAsync(Chain.Variables()))
                _globals.display(failure);
            return null;
        }, _ => { });
    }

    private async Task<(object? Value, MimeBundle? Shown, CellError? Error)> RunMagicAsync(int index, CellPart part, CancellationToken preparing)
    {
        // The C# a command writes runs after it, so that its errors are those of cells.
        CellError? inner = null;
        _written.Clear();
        _magics ??= new MagicRunner(_globals, Chain, _written.Enqueue);
        (CellOutcome outcome, MimeBundle? shown) = await OnCellThreadAsync(() => _magics.RunAsync(part, _globals.Cancelled), preparing);
        if (outcome.Stopped)
            return (null, null, _cells.Interrupted(index));
        if (outcome.Error is { } error)
            return (null, null, _cells.At(index, part.Line, error is MagicException ? "MagicError" : error.GetType().FullName!,
                error.Message.ReplaceLineEndings(" ")));
        (object? Value, MimeBundle? Shown, CellError? Error) last = (outcome.Value, shown, null);
        WrittenCode[] pieces = [.. _written];
        for (int i = 0; i < pieces.Length && inner is null; i++)
        {
            string piece = pieces[i].Code.ReplaceLineEndings("\n");
            if (pieces[i].File is { } file)
                _magics.Files.Push(file);
            try
            {
                last = await RunCodeAsync(_cells.AddLabelled(piece, pieces[i].Label), piece, preparing);
                inner = last.Error;
            }
            finally
            {
                if (pieces[i].File is not null)
                    _magics.Files.Pop();
            }
        }

        return part.Command is "import" or "load" ? last : (outcome.Value, shown, inner);
    }

    private async Task<(CellOutcome Outcome, MimeBundle? Shown)> OnCellThreadAsync(Func<Task<object?>> start, CancellationToken preparing)
    {
        MimeBundle? shown = null;
        CellOutcome outcome = await _thread.RunAsync(
            token =>
            {
                _globals.Cancelled = token;
                preparing.ThrowIfCancellationRequested();
                return start();
            },
            value => shown = value is null or DisplayHandle or ProgressBar || !_host.Shows ? null : Formatter.Format(value, _host.PlotlyScript));
        return (outcome, shown);
    }

    /// <summary>Whether every variable the cell declares had been set before the statement that threw.</summary>
    private static bool IsAllSet(Submission submission, int reached) => reached > 0 && Declared(submission).All(field => IsBefore(field, reached));

    /// <summary>Variables set before the statement that threw, with their types in words that a later cell understands.</summary>
    private (string Name, string Type, object? Value)[] SetBefore(Submission submission, int reached)
    {
        Dictionary<string, ITypeSymbol> known = Declared(submission)
            .Where(field => IsBefore(field, reached) && IsLasting(field.Type, submission.Compilation.Assembly))
            .GroupBy(field => field.Name).ToDictionary(group => group.Key, group => group.Last().Type);
        return [.. Chain.ValuesOfCurrent().Where(variable => known.ContainsKey(variable.Name))
            .Select(variable =>
                (variable.Name, known[variable.Name].ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(
                    SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier)), variable.Value))];
    }

    private static IEnumerable<IFieldSymbol> Declared(Submission submission) =>
        (submission.Compilation.ScriptClass?.GetMembers() ?? []).OfType<IFieldSymbol>().Where(field => !field.IsImplicitlyDeclared);

    private static bool IsBefore(IFieldSymbol field, int reached) =>
        field.DeclaringSyntaxReferences.All(place => TopLevelLines.StatementOf(place.GetSyntax()) < reached);

    /// <summary>Whether a type can be named in later cells when this one is forgotten.</summary>
    private static bool IsLasting(ITypeSymbol type, IAssemblySymbol cell) => type switch
    {
        IArrayTypeSymbol array => IsLasting(array.ElementType, cell),
        INamedTypeSymbol named => !named.IsAnonymousType && !SymbolEqualityComparer.Default.Equals(named.ContainingAssembly, cell)
            && named.TypeArguments.All(argument => IsLasting(argument, cell)),
        _ => type.TypeKind == TypeKind.Dynamic,
    };

    /// <summary>Declares variables of a cell that failed anew, and says which.</summary>
    private async Task<string> KeepAsync(int index, (string Name, string Type, object? Value)[] set)
    {
        if (set.Length == 0)
            return "";
        string code = string.Join('\n',
            set.Select(variable => $"{variable.Type} @{variable.Name} = TakeHandedOver<{variable.Type}>(\"{_globals.HandOver(variable.Value)}\");"));
        Submission again = Chain.Prepare(SubmissionChain.Parse(code, CellErrors.FileName(index)), CancellationToken.None);
        if (again.Start is not { } start)
            return "";
        bool done = (await _thread.RunAsync(_ => start(), _ => { })).Error is null;
        Chain.Finish(again, done);
        return done ? string.Join(", ", set.Select(variable => variable.Name)) : "";
    }
}
