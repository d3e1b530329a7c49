using System.CommandLine;
using System.Globalization;
using ResearchLab.Basics;
using ResearchLab.Columns;
using ResearchLab.Journal;

namespace ResearchLab.Runner.Commands;

/// <summary>lab journal: look into the journal, export it, and keep copies of it.</summary>
internal static class JournalCommand
{
    private static readonly CultureInfo s_culture = CultureInfo.InvariantCulture;

    public static Command Create() => new("journal", "The journal of runs, decisions, orders, positions and alerts: show, migrate, export, backup, restore")
    {
        Show(), Migrate(), Export(), Backup(), Restore(),
    };

    private static Command Show()
    {
        var table = new Argument<string?>("table") { Description = "One of them; without it, how many rows each has", Arity = ArgumentArity.ZeroOrOne };
        table.AcceptOnlyFromAmong([.. JournalStore.Tables]);
        Option<string?> symbol = SharedOptions.Symbol("Only rows about this symbol");
        var count = new Option<int>("--count") { Description = "How many rows, newest first", HelpName = "NUMBER", DefaultValueFactory = _ => 20 };
        count.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int rows) && rows < 1)
                result.AddError($"--count is '{rows}'; give 1 or more.");
        });
        Option<bool> json = SharedOptions.Json();
        var command = new Command("show", "Rows of a table, newest first, or how many rows each table has") { table, symbol, count, json };
        return OnJournal(command, (journal, parsed) =>
        {
            Frame rows = parsed.GetValue(table) is { } name
                ? journal.ReadTable(name, parsed.GetValue(symbol) is { } typed ? LabChooser.Ticker(typed) : null, parsed.GetValue(count))
                : parsed.GetValue(symbol) is null ? journal.CountRows()
                : throw new UsageException("--symbol needs a table; './lab journal show orders --symbol SPY'.");
            Console.Out.WriteLine(parsed.GetValue(json) ? FrameJson.Document(writer => FrameJson.Write(writer, rows)) : rows.ToString(int.MaxValue));
            return rows.Rows > 0 ? ExitCode.Done : ExitCode.NothingToDo;
        });
    }

    private static Command Migrate() => OnJournal(
        new Command("migrate", "Bring the journal to the schema of this program, as every command does that opens it"), (journal, _) =>
        {
            (int from, int to) = journal.Migrate();
            Console.Out.WriteLine(from == to ? $"schema version {to}, as this program has it" : $"schema version {from} brought to {to}");
            return from == to ? ExitCode.NothingToDo : ExitCode.Done;
        });

    private static Command Export()
    {
        var folder = new Argument<string>("folder") { Description = "Where to write them; it is made when it is not there" };
        return OnJournal(new Command("export", "Each table as a Parquet file, for analysis") { folder }, (journal, parsed) =>
        {
            string full = Path.GetFullPath(parsed.GetValue(folder)!);
            if (File.Exists(full))
                throw new UsageException($"'{full}' is a file; name a folder.");
            Console.Out.WriteLine(string.Join('\n', journal.Export(full)));
            return ExitCode.Done;
        });
    }

    private static Command Backup()
    {
        var file = new Argument<string>("file") { Description = "File to write, such as journal.jsonl.gz" };
        return OnJournal(new Command("backup", "All tables at one instant, as one file that an embedded or a PostgreSQL journal is restored from") { file },
            (journal, parsed) =>
            {
                string full = OutputFile.At(parsed.GetValue(file)!, "the backup");
                Console.Out.WriteLine($"{Text(journal.Backup(full))} written to {full}");
                return ExitCode.Done;
            });
    }

    private static Command Restore()
    {
        var file = new Argument<string>("file") { Description = "File of './lab journal backup'" };
        var yes = new Option<bool>("--yes")
        {
            Description = "Replace a journal that holds something; what it held is first written to a file beside the backup"
        };
        return OnJournal(new Command("restore", "Fill an empty journal from a backup; stop './lab serve' and other programs that use it first") { file, yes },
            (journal, parsed) =>
            {
                JournalBackup restored = journal.Restore(Path.GetFullPath(parsed.GetValue(file)!), parsed.GetValue(yes));
                if (restored.Replaced is { } before)
                    Console.Error.WriteLine($"lab: what the journal held was written to {before}");
                Console.Out.WriteLine($"{Text(restored)} restored");
                return ExitCode.Done;
            });
    }

    private static string Text(JournalBackup backup) =>
        $"{backup.Rows.ToString("#,0", s_culture)} rows, schema version {backup.Version}, of {backup.CreatedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z";

    /// <summary>Runs a command on the journal of this machine, or on that of the demo.</summary>
    private static Command OnJournal(Command command, Func<JournalStore, ParseResult, int> run)
    {
        var data = new Option<string>("--data")
        {
            Description = "lake: the journal beside the lake, or the one RESEARCHLAB_JOURNAL names; demo: that of the simulated market",
            HelpName = "demo|lake",
            DefaultValueFactory = _ => "lake",
        };
        data.AcceptOnlyFromAmong("demo", "lake");
        Option<ulong> seed = SharedOptions.Seed();
        command.Add(data);
        command.Add(seed);
        command.SetAction((parsed, _) =>
        {
            var options = LabOptions.FromEnvironment();
            using Lab lab = parsed.GetValue(data) == "demo" ? Lab.OpenDemo(LabChooser.DemoSymbol, parsed.GetValue(seed), options) : Lab.Open(options);
            return Task.FromResult(run(lab.Journal, parsed));
        });
        return command;
    }
}
