using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;

namespace ResearchLab.Notebooks.Compilation;

/// <summary>
/// Cells as Roslyn script submissions, each seeing what the earlier ones declared. A cell that declares nothing is not kept, so a long
/// session costs no more than what it declared. Every method probes the stack: endless recursion throws instead of ending the process.
/// </summary>
internal sealed class SubmissionChain
{
    private static readonly object s_binding = new(); // a monitor: a cell that is stopped here leaves no lock behind
    private static readonly CSharpParseOptions s_script = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);
    private static readonly CSharpParseOptions s_regular = new(LanguageVersion.Latest);
    private static readonly EmitOptions s_emit = new(
        debugInformationFormat: DebugInformationFormat.PortablePdb, instrumentationKinds: [InstrumentationKind.StackOverflowProbing]);

    private readonly List<(MetadataReference Reference, HashSet<string> Types)> _libraries = [];
    private readonly HashSet<string> _spaces = new(StringComparer.Ordinal);
    private CSharpCompilationOptions _options;
    private CSharpCompilation? _previous;
    private object?[] _states;
    private int _next = 1;
    private int _serial;

    public SubmissionChain(CellGlobals globals, IEnumerable<Assembly> references, IEnumerable<string> imports)
    {
        _states = new object?[16];
        _states[0] = globals;
        References = new SessionReferences(references);
        _options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, usings: imports, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true, concurrentBuild: false,
            nullableContextOptions: NullableContextOptions.Annotations);
    }

    public SessionReferences References { get; }

    public CellLoadContext Context { get; } = new();

    /// <summary>Parses a cell, using declarations as plain ones; the caller has asked <see cref="CodeNesting.IsTooDeep(ReadOnlySpan{char})"/> before.</summary>
    public static SyntaxTree Parse(string code, string path = "") =>
        CSharpSyntaxTree.ParseText(UsingDeclarations.Split(code).Code, s_script, path, System.Text.Encoding.UTF8);

    /// <summary>The compilation of a cell as if it came next: for questions about code that need not be complete.</summary>
    public CSharpCompilation Compile(SyntaxTree tree) => Bound(CSharpCompilation.CreateScriptCompilation(
        Invariant($"cell-{_serial}"), CodeNesting.IsTooDeep(tree.GetRoot()) ? Parse("") : tree, References.All,
        _options.WithScriptClassName(Invariant($"Cell{_serial}")), _previous, typeof(object), typeof(CellGlobals)));

    // Two compilations that read the references at the same time each make symbols of their own for the same assemblies; a later cell may then
    // meet both, and a DateOnly of one cell is not a DateOnly of the next. One after another, the second takes what the first has made.
    private static CSharpCompilation Bound(CSharpCompilation compilation)
    {
        lock (s_binding)
            _ = compilation.Assembly;
        return compilation;
    }

    /// <summary>Compiles a cell and loads it.</summary>
    public Submission Prepare(SyntaxTree tree, CancellationToken cancellation)
    {
        _serial++;
        if (CodeNesting.IsTooDeep(tree.GetRoot(cancellation)))
            return new Submission(Compile(tree), null, [CodeNesting.Error(tree)]);
        tree = WithoutLibraryImports(tree);
        // Without a statement the compiler makes no entry point.
        if (((CompilationUnitSyntax)tree.GetRoot(cancellation)).Members.Count == 0)
            tree = Parse($"{tree}\n;", tree.FilePath);
        Emitted cell = EmitChecked(tree, written => TopLevelLines.Insert(StopChecks.Insert(written) ?? written), Compile, cancellation);
        if (!cell.Result.Success)
        {
            // A cell of imports or comments alone has nothing to emit, which the compiler reports without an error.
            ImmutableArray<Diagnostic> errors = Errors(cell.Result.Diagnostics);
            return new Submission(cell.Compilation, errors.IsEmpty ? () => Task.FromResult<object?>(null) : null, errors);
        }

        if (StackProbes.Insert(cell.Compilation) is { } probed && Emit(Compile(probed), cancellation) is { Result.Success: true } again)
            cell = again;
        Assembly assembly = Context.LoadCell(cell.Image, cell.Symbols);
        IMethodSymbol entry = cell.Compilation.GetEntryPoint(cancellation)!;
        MethodInfo factory = assembly.GetType(entry.ContainingType.MetadataName, throwOnError: true)!
            .GetMethod(entry.MetadataName, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
        var start = factory.CreateDelegate<Func<object?[], Task<object?>>>();
        return new Submission(cell.Compilation, () => start(States()), [], HasState: true);
    }

    /// <summary>Keeps what a cell that ran declared, or forgets it; one that was stopped before it began has nothing to keep.</summary>
    public void Finish(Submission submission, bool keep)
    {
        bool began = _states[_next] is not null;
        if (keep && submission.Declares && began == submission.HasState)
        {
            _previous = submission.Compilation;
            if (began)
                _next++;
        }
        else
        {
            _states[_next] = null;
        }
    }

    /// <summary>Lets the cells that follow see what this one declares, without ever running: for a chain that only compiles.</summary>
    public void Follow(Submission submission)
    {
        if (submission.Declares)
            _previous = submission.Compilation;
    }

    /// <summary>Compiles types and namespaces as an assembly of their own, which all later cells reference; returns its errors.</summary>
    public ImmutableArray<Diagnostic> AddLibrary(string code, string path, IReadOnlyList<string> imports, CancellationToken cancellation)
    {
        _serial++;
        SyntaxTree tree = CSharpSyntaxTree.ParseText(code, s_regular, path, System.Text.Encoding.UTF8, cancellation);
        if (CodeNesting.IsTooDeep(tree.GetRoot(cancellation)))
            return [CodeNesting.Error(tree)];
        string usings = string.Concat(imports.Select(import => $"global using {import};\n"));
        HashSet<string> types = [.. tree.GetRoot(cancellation).DescendantNodes().OfType<BaseTypeDeclarationSyntax>().Select(FullName)];
        MetadataReference[] visible = [.. References.All.Where(reference => !_libraries.Any(old => old.Reference == reference && old.Types.Overlaps(types)))];
        SyntaxTree imported = CSharpSyntaxTree.ParseText(usings, s_regular, "imports.cs", System.Text.Encoding.UTF8, cancellation);
        Emitted library = EmitChecked(tree, StopChecks.Insert,
            code => Bound(CSharpCompilation.Create(Invariant($"library-{_serial}"), [code, imported], visible, _options)), cancellation);
        if (!library.Result.Success)
            return Errors(library.Result.Diagnostics);
        for (int i = 0; i < _libraries.Count; i++)
        {
            if (_libraries[i].Types.Overlaps(types))
                _libraries[i] = (References.Hide(_libraries[i].Reference, Invariant($"old{_serial}x{i}")), []);
        }

        _spaces.UnionWith(tree.GetRoot(cancellation).DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().Select(space => space.Name.ToString()));
        if (_spaces.Contains(LibraryParts.OwnNamespace) && !_options.Usings.Contains(LibraryParts.OwnNamespace))
            _options = _options.WithUsings(_options.Usings.Append(LibraryParts.OwnNamespace));
        _libraries.Add((References.Add(ImmutableArray.Create(library.Image)), types));
        Context.LoadCell(library.Image, library.Symbols);
        return [];
    }

    /// <summary>Adds assembly files and native libraries for all later cells; none of them when one does not fit what is loaded.</summary>
    /// <exception cref="MagicException">An assembly of that name is loaded in another version.</exception>
    public void AddReferences(ResolvedFiles files)
    {
        string[] wanted = [.. files.Assemblies.Where(path => References.Accepts(path, Context))];
        foreach (string path in wanted)
        {
            References.Add(path);
            Context.AddFile(path);
        }

        foreach (string native in files.Native)
            Context.AddNative(native);
    }

    /// <summary>What the variables of the cell that ran last hold, as far as they were set; none when it kept no state.</summary>
    public IReadOnlyList<(string Name, Type Type, object? Value)> ValuesOfCurrent() => _states[_next] is { } state ? [.. Fields(state)] : [];

    private static IEnumerable<(string Name, Type Type, object? Value)> Fields(object state) =>
        state.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly).OrderBy(field => field.MetadataToken)
            .Where(field => !field.Name.Contains('<')).Select(field => (field.Name, field.FieldType, field.GetValue(state)));

    /// <summary>Variables that cells declared, the newest of each name, in order of declaration.</summary>
    public IReadOnlyList<(string Name, Type Type, object? Value)> Variables()
    {
        var variables = new Dictionary<string, (string, Type, object?)>(StringComparer.Ordinal);
        for (int slot = 1; slot < _next; slot++)
        {
            foreach ((string Name, Type, object?) variable in Fields(_states[slot]!))
                variables[variable.Name] = variable;
        }

        return [.. variables.Values];
    }

    /// <summary>What the variables hold, those of the cell that runs now included; may be asked from any thread.</summary>
    public IEnumerable<object> Values()
    {
        object?[] states = _states;
        foreach (object state in states.Skip(1).OfType<object>())
        {
            foreach (FieldInfo field in state.GetType()
                .GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (!field.FieldType.IsValueType && field.GetValue(state) is { } value)
                    yield return value;
            }
        }
    }

    // An import in a cell would mean the library as it was then, for ever: those of library cells hold for the session instead.
    private SyntaxTree WithoutLibraryImports(SyntaxTree tree)
    {
        if (_spaces.Count == 0)
            return tree;
        char[] text = tree.ToString().ToCharArray();
        foreach (UsingDirectiveSyntax directive in ((CompilationUnitSyntax)tree.GetRoot()).Usings)
        {
            string name = directive.NamespaceOrType.ToString();
            if (directive.Alias is not null || !directive.StaticKeyword.IsKind(SyntaxKind.None) || !_spaces.Contains(name))
                continue;
            text.AsSpan(directive.SpanStart, directive.Span.Length).Fill(' ');
            if (!_options.Usings.Contains(name))
                _options = _options.WithUsings(_options.Usings.Append(name));
        }

        return Parse(new string(text), tree.FilePath);
    }

    private object?[] States()
    {
        if (_states.Length < _next + 2)
            Array.Resize(ref _states, _states.Length * 2);
        return _states;
    }

    // Errors are told of the code as it was written, which alone has their columns.
    private static Emitted EmitChecked(SyntaxTree tree, Func<SyntaxTree, SyntaxTree?> insert, Func<SyntaxTree, CSharpCompilation> compile,
        CancellationToken cancellation) =>
        insert(tree) is { } asking && Emit(compile(asking), cancellation) is { Result.Success: true } emitted ? emitted : Emit(compile(tree), cancellation);

    private static Emitted Emit(CSharpCompilation compilation, CancellationToken cancellation)
    {
        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        EmitResult result = compilation.Emit(image, symbols, options: s_emit, cancellationToken: cancellation);
        return new Emitted(compilation, result, image.ToArray(), symbols.ToArray());
    }

    private sealed record Emitted(CSharpCompilation Compilation, EmitResult Result, byte[] Image, byte[] Symbols);

    private static ImmutableArray<Diagnostic> Errors(ImmutableArray<Diagnostic> diagnostics) =>
        [.. diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)];

    private static string FullName(BaseTypeDeclarationSyntax type) =>
        string.Join('.', type.AncestorsAndSelf().Reverse().Select(node => node switch
        {
            BaseNamespaceDeclarationSyntax space => space.Name.ToString(),
            TypeDeclarationSyntax generic => Invariant($"{generic.Identifier.ValueText}`{generic.TypeParameterList?.Parameters.Count ?? 0}"),
            BaseTypeDeclarationSyntax plain => plain.Identifier.ValueText,
            _ => "",
        }).Where(part => part.Length > 0));
}
