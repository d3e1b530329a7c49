using System.CommandLine;
using System.CommandLine.Parsing;
using ResearchLab.Basics;
using ResearchLab.Market;
using ResearchLab.Runner.Commands;

namespace ResearchLab.Runner;

/// <summary>The command line: parses, runs, and turns every failure into one line and an exit code.</summary>
internal static class CommandLine
{
    private static readonly Option<bool> s_verbose = new("--verbose") { Description = "Show the stack of an error", Recursive = true };

    /// <summary>All commands with their options.</summary>
    internal static RootCommand Create() => new("ResearchLab: from prices to an option recommendation with its evidence.")
    {
        s_verbose,
        RunCommand.Create(),
        IngestCommand.Create(),
        LakeCommand.Create(),
        JournalCommand.Create(),
        CalendarCommand.Create(),
        FeaturesCommand.Create(),
        TrainCommand.Create(),
        EvaluateCommand.Create(),
        ModelsCommand.Create(),
        ChainCommand.Create(),
        StructureCommand.Create(),
        PriceCommand.Create(),
        StatsCommand.Create(),
        NotebookCommand.Create(),
        ScriptCommand.Create(),
        ServeCommand.Create(),
        DeskCommand.Create(),
        DoctorCommand.Create(),
        new Command("docs", "Build the documentation as a site, with search and the reference of the code (./lab docs)"),
        new Command("test", "Build and run every test (./lab test)")
        {
            new Argument<string?>("tier") { Description = "quick: what tells most in a minute; full, the default: all that CI runs; soak: long drills",
                Arity = ArgumentArity.ZeroOrOne },
        },
    };

    public static async Task<int> RunAsync(string[] args)
    {
        ParseResult parsed = Create().Parse(args.Length == 0 ? ["--help"] : args);
        if ((parsed.Errors.Count > 0 ? Message(parsed) : WrongNumber(parsed)) is { } wrong)
        {
            Terminal.Error($"{wrong} Try './lab {Path(parsed)}--help'.");
            return ExitCode.BadArguments;
        }

        using var interrupted = new CancellationTokenSource();
        ConsoleCancelEventHandler onInterrupt = (_, press) =>
        {
            // The first Ctrl-C ends the work at the next safe point; a second one kills the process as usual.
            press.Cancel = !interrupted.IsCancellationRequested;
            interrupted.Cancel();
        };
        Console.CancelKeyPress += onInterrupt;
        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, interrupted.Token);
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            Terminal.Error("stopped by Ctrl-C; nothing half-done was kept, run the same command again to go on.");
            return ExitCode.Interrupted;
        }
        catch (Exception error)
        {
            Terminal.Error(ErrorText.OneLine(error));
            if (parsed.GetValue(s_verbose))
                Console.Error.WriteLine(error);
            return ErrorText.ExitCodeOf(error);
        }
        finally
        {
            Console.CancelKeyPress -= onInterrupt;
        }
    }

    // The parser may first say what is missing; what was typed and not understood says more.
    private static string Message(ParseResult parsed)
    {
        if (parsed.UnmatchedTokens.Count > 0)
            return "Unrecognized command or argument "
                + $"'{parsed.UnmatchedTokens[0]}'.{(Suggestion(parsed.UnmatchedTokens[0], Place(parsed)) is { Length: > 0 } near ? near : Symbol(parsed))}";
        ParseError error = parsed.Errors.FirstOrDefault(error => error.Message.Contains('\'', StringComparison.Ordinal)) ?? parsed.Errors[0];
        if (error.SymbolResult is OptionResult { Tokens.Count: > 0 } given && Wanted(given.Option.ValueType) is { } wanted
            && error.Message.Contains("Cannot parse", StringComparison.Ordinal))
            return $"{given.Option.Name} is '{given.Tokens[0].Value}'; write {wanted}.";
        string[] lines = error.Message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines.Length == 1 ? lines[0] : $"{lines[0]} {string.Join(", ", lines[1..])}.";
    }

    // The parser takes 0,5 for 5: to it the comma parts thousands.
    private static string? WrongNumber(ParseResult parsed) => parsed.CommandResult.Children.OfType<OptionResult>()
        .Where(given => (Nullable.GetUnderlyingType(given.Option.ValueType) ?? given.Option.ValueType) == typeof(double))
        .SelectMany(given => given.Tokens.Where(token => !NumberText.TryParse(token.Value, out _))
            .Select(token => $"{given.Option.Name} is '{token.Value}'; {NumberText.Hint}."))
        .FirstOrDefault();

    private static string? Wanted(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        { } number when number == typeof(ulong) || number == typeof(uint) => "a whole number from 0",
        { } number when number == typeof(int) || number == typeof(long) => "a whole number",
        { } number when number == typeof(double) => "a number",
        _ => null,
    };

    /// <summary>The command or option that was most likely meant; empty when none is near.</summary>
    private static string Suggestion(string typed, CommandResult at)
    {
        IEnumerable<string> known = typed.StartsWith('-')
            ? at.Command.Options.Where(option => !option.Hidden).Select(option => option.Name).Append(s_verbose.Name)
            : at.Command.Subcommands.Where(command => !command.Hidden).Select(command => command.Name);
        string text = typed.Split('=', ':')[0];
        (string name, int distance) = known.Select(name => (name, EditDistance.Of(text, name))).DefaultIfEmpty(("", int.MaxValue)).MinBy(one => one.Item2);
        return distance <= Math.Max(1, name.Length / 3) ? $" Did you mean '{name}'?" : "";
    }

    /// <summary>How a symbol is said that was typed by itself; empty when what was typed is none, or none is wanted.</summary>
    private static string Symbol(ParseResult parsed) =>
        parsed.UnmatchedTokens is [{ } typed] && parsed.CommandResult.Command.Options.Any(option => option.Name == "--symbol")
            && parsed.Tokens.All(token => token.Value != "--symbol")
            && Symbols.IsValid(typed.ToUpperInvariant()) && !typed.StartsWith('-') ? $" Say --symbol {typed.ToUpperInvariant()}." : "";

    // Of 'lab notebok run' the parser understands the run: the word before it is the one to mend.
    private static CommandResult Place(ParseResult parsed) =>
        parsed.UnmatchedTokens.Count > 0 && parsed.Tokens[0].Value == parsed.UnmatchedTokens[0] ? parsed.RootCommandResult : parsed.CommandResult;

    private static string Path(ParseResult parsed)
    {
        string path = "";
        for (SymbolResult? at = Place(parsed); at is CommandResult { Command: not RootCommand } command; at = at.Parent)
            path = $"{command.Command.Name} {path}";
        return path;
    }
}
