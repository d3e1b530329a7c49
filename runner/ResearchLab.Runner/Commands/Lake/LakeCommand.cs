using System.Buffers;
using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ResearchLab.Basics;
using ResearchLab.Columns;
using ResearchLab.Lake;
using ResearchLab.Market;

namespace ResearchLab.Runner.Commands;

/// <summary>lab lake: look into the data lake, ask it anything in SQL, and look after its files.</summary>
internal static class LakeCommand
{
    private static readonly CultureInfo s_culture = CultureInfo.InvariantCulture;

    public static Command Create() => new("lake", "Look into the data lake, query it, and look after its files")
    {
        List(), Show(), Sql(), Check(), Compact(), Vacuum(), Snapshot(), Views(), LakeQualityCommand.Create(), LakePricesCommand.Create(),
    };

    private static Command List()
    {
        var command = new Command("list", "What each dataset holds");
        Option<bool> json = SharedOptions.Json();
        command.Add(json);
        command.SetAction((parsed, _) =>
        {
            DataLake lake = OpenLake();
            IReadOnlyList<DatasetInventory> held = LakeInventory.Of(lake);
            Console.Out.WriteLine(parsed.GetValue(json)
                ? FrameJson.Document(writer => FrameJson.Write(writer, Table(held)))
                : $"{lake.Root}\n\n{Table(held).ToString(100)}");
            foreach (string remark in Datasets.All.Select(dataset => LakeAhead.Remark(lake, dataset)).OfType<string>())
                Console.Error.WriteLine("lab: " + remark);
            return Task.FromResult(held.Any(dataset => dataset.Files > 0) ? ExitCode.Done : ExitCode.NothingToDo);
        });
        return command;
    }

    private static Command Show()
    {
        var command = new Command("show", "Rows of one dataset as of two times, newest version of each");
        Argument<string> dataset = DatasetArgument();
        Option<string?> symbol = SharedOptions.Symbol("Only rows of this symbol, series or underlying");
        Option<DateOnly?> from = SharedOptions.Date("--from", "First session"), to = SharedOptions.Date("--to", "Last session");
        var (known, recorded) = Times();
        Option<int> rows = Rows(20);
        Option<bool> json = SharedOptions.Json();
        foreach (Symbol part in new Symbol[] { dataset, symbol, from, to, known, recorded, rows, json })
            Add(command, part);
        command.SetAction((parsed, _) =>
        {
            DatasetSchema schema = Datasets.Find(parsed.GetValue(dataset)!);
            List<LakeFilter> filters = [];
            if (parsed.GetValue(symbol) is { } name)
            {
                LakeColumn key = schema.Columns.FirstOrDefault(column => column.Name is "symbol" or "name" or "underlying")
                    ?? throw new UsageException($"dataset '{schema.Name}' has no symbol; leave --symbol out.");
                filters.Add(LakeFilter.Equal(key.Name, key.Name == "name" ? name.Trim().ToLowerInvariant() : LabChooser.Ticker(name)));
            }

            foreach ((DateOnly? date, Func<string, object, LakeFilter> bound) in new[] {
                (parsed.GetValue(from), (Func<string, object, LakeFilter>)LakeFilter.AtLeast), (parsed.GetValue(to), LakeFilter.AtMost) })
            {
                if (date is { } day)
                    filters.Add(schema.HasSession ? bound("session",
                        day) : throw new UsageException($"dataset '{schema.Name}' has no sessions; leave --from and --to out."));
            }

            using LakeView view = View(OpenLake(), parsed.GetValue(known), parsed.GetValue(recorded));
            Print(view, view.Read(schema, filters), parsed.GetValue(rows), parsed.GetValue(json));
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static Command Sql()
    {
        var command = new Command("sql", "One SELECT over the datasets, each a view of its name (or DESCRIBE, SUMMARIZE, SHOW TABLES, EXPLAIN). "
            + "It can read the lake and nothing else of this machine");
        var query = new Argument<string>("query") { Description = "DuckDB SQL, such as \"select symbol, count(*) from bars group by all\"" };
        var (known, recorded) = Times();
        Option<int> rows = Rows(40);
        Option<bool> json = SharedOptions.Json();
        foreach (Symbol part in new Symbol[] { query, known, recorded, rows, json })
            Add(command, part);
        command.SetAction((parsed, cancellation) =>
        {
            using LakeView view = View(OpenLake(), parsed.GetValue(known), parsed.GetValue(recorded));
            string asked = parsed.GetValue(query)!;
            if (parsed.GetValue(json))
                WriteJson(view, asked, cancellation);
            else
                WriteText(view, asked, parsed.GetValue(rows), cancellation);
            PrintTimes(view);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static void WriteText(LakeView view, string query, int shown, CancellationToken cancellation)
    {
        var ends = new FrameEnds(shown);
        string? plan = null;
        SafeSql.EachAsText(view, query, page =>
        {
            ends.Add(page);
            plan ??= page.Names is ["explain_key", "explain_value"] && page.Rows > 0 ? (string?)page["explain_value"][0] : null;
        }, cancellation: cancellation);
        Console.Out.WriteLine(plan?.TrimEnd() ?? ends.ToString());
        if (plan is null && ends.IsClipped)
            Console.Error.WriteLine("lab: texts are shown on one line of up to 40 characters; --json has them whole");
        if (ends.IsRounded)
            Console.Error.WriteLine("lab: numbers are rounded for reading; --json has all their digits");
    }

    /// <summary>A list of objects, written as its rows come, so that it can have any length.</summary>
    private static void WriteJson(LakeView view, string query, CancellationToken cancellation)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true });
        json.WriteStartArray();
        SafeSql.EachAsJson(view, query, (page, isJson) =>
        {
            FrameJson.WriteRows(json, page, isJson);
            Flush();
        }, cancellation: cancellation);
        json.WriteEndArray();
        Flush();
        Console.Out.WriteLine();

        void Flush()
        {
            json.Flush();
            Console.Out.Write(Encoding.UTF8.GetString(buffer.WrittenSpan));
            buffer.ResetWrittenCount();
        }
    }

    private static Command Check()
    {
        var command = new Command("check", "Read every byte and name torn, changed, missing, foreign and leftover files, those recorded later than now, "
            + "and daily bars with gaps; exit code 3 for all but leftovers and gaps");
        var forget = new Option<bool>("--forget") { Description = "Accept that missing files are gone; the next check does not name them" };
        Option<bool> json = SharedOptions.Json();
        command.Add(forget);
        command.Add(json);
        command.SetAction((parsed, _) =>
        {
            DataLake lake = OpenLake();
            if (parsed.GetValue(forget))
                Console.Error.WriteLine($"lab: {lake.ForgetMissing().Count} missing files forgotten");
            IReadOnlyList<LakeProblem> problems = lake.Check();
            var table = new Frame(
                new Column<string>("path", [.. problems.Select(problem => Path.GetRelativePath(lake.Root, problem.Path))]),
                new Column<string>("kind", [.. problems.Select(problem => problem.Kind.ToString().ToLowerInvariant())]),
                new Column<string>("problem", [.. problems.Select(problem => problem.What)]),
                new Column<bool>("harmful", [.. problems.Select(problem => problem.Harmful)]));
            if (parsed.GetValue(json))
                Console.Out.WriteLine(FrameJson.Document(writer => FrameJson.Write(writer, table)));
            else if (problems.Count == 0)
                Console.Out.WriteLine($"{Datasets.All.Sum(dataset => lake.Files(dataset).Count).ToString("#,0", s_culture)} files, all as they were written");
            else
                Console.Out.WriteLine(string.Join('\n', problems.Select(problem => $"{problem.Kind.ToString().ToLowerInvariant(),-8}  {problem}")));
            if (!problems.Any(problem => problem.Harmful))
            {
                using LakeView view = lake.Now();
                foreach (string gap in SessionGaps.OfLake(view))
                    Console.Error.WriteLine("lab: " + gap);
            }

            return Task.FromResult(problems.Any(problem => problem.Kind != LakeProblemKind.Leftover) ? ExitCode.DataUnusable : ExitCode.Done);
        });
        return command;
    }

    private static Command Compact()
    {
        var command = new Command("compact", "Merge the files of each folder into one; no version of any row is lost and readers are not disturbed");
        Argument<string[]> datasets = DatasetArguments();
        command.Add(datasets);
        command.SetAction((parsed, cancellation) =>
        {
            DataLake lake = OpenLake();
            int removed = 0;
            foreach (DatasetSchema dataset in Chosen(parsed.GetValue(datasets)))
            {
                cancellation.ThrowIfCancellationRequested();
                removed += lake.Compact(dataset);
            }

            Console.Out.WriteLine($"{removed.ToString("#,0", s_culture)} files merged away");
            return Task.FromResult(removed > 0 ? ExitCode.Done : ExitCode.NothingToDo);
        });
        return command;
    }

    private static Command Vacuum()
    {
        var command = new Command("vacuum", "Remove versions this lab corrected long ago. What the world could know at any past instant is kept; "
            + "runs older than --keep can no longer be repeated to the bit");
        Argument<string[]> datasets = DatasetArguments();
        var keep = new Option<int>("--keep") { Description = "Days for which every read can still be repeated", HelpName = "DAYS", Required = true };
        keep.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int days) && days is < 0 or > 36_500)
                result.AddError($"--keep is '{days}'; give 0 to 36500 days.");
        });
        command.Add(datasets);
        command.Add(keep);
        command.SetAction((parsed, cancellation) =>
        {
            DataLake lake = OpenLake();
            DateTimeOffset since = lake.Time.GetUtcNow().AddDays(-parsed.GetValue(keep));
            long removed = 0;
            foreach (DatasetSchema dataset in Chosen(parsed.GetValue(datasets)))
            {
                cancellation.ThrowIfCancellationRequested();
                removed += lake.Vacuum(dataset, since);
            }

            Console.Out.WriteLine($"{removed.ToString("#,0", s_culture)} versions removed that no read since {since.UtcDateTime:yyyy-MM-dd} can see");
            return Task.FromResult(removed > 0 ? ExitCode.Done : ExitCode.NothingToDo);
        });
        return command;
    }

    private static Command Snapshot()
    {
        var command = new Command("snapshot", "The id of the files that a read of datasets would use: the same id, as-of times and code give the same numbers");
        Argument<string[]> datasets = DatasetArguments();
        var (known, recorded) = Times();
        Option<bool> json = SharedOptions.Json();
        foreach (Symbol part in new Symbol[] { datasets, known, recorded, json })
            Add(command, part);
        command.SetAction((parsed, _) =>
        {
            DataLake lake = OpenLake();
            using LakeView view = View(lake, parsed.GetValue(known), parsed.GetValue(recorded));
            LakeFile[] files = [.. Chosen(parsed.GetValue(datasets)).SelectMany(dataset => lake.Files(dataset))
                .Where(file => file.RecordedFrom <= view.Recorded)];
            string id = view.SnapshotOf(files);
            Console.Out.WriteLine(parsed.GetValue(json)
                ? FrameJson.Document(writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("snapshot", id);
                    writer.WriteNumber("files", files.Length);
                    writer.WriteNumber("bytes", files.Sum(file => file.SizeBytes));
                    writer.WriteString("as_of", view.Known.UtcDateTime);
                    writer.WriteString("recorded", view.Recorded.UtcDateTime);
                    writer.WriteEndObject();
                })
                : $"{id}  {files.Length.ToString("#,0", s_culture)} files, {(files.Sum(file => file.SizeBytes) / 1e6).ToString("#,0.0", s_culture)} MB, "
                    + $"as of {view.Known.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z, recorded by {view.Recorded.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z");
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static Command Views()
    {
        var command = new Command("views", "The datasets as views in SQL for any DuckDB: its shell, Python, R, a database tool");
        var file = new Option<string?>("--out") { Description = "Where to write them; default the terminal", HelpName = "FILE.sql" };
        var (known, recorded) = Times();
        foreach (Symbol part in new Symbol[] { file, known, recorded })
            Add(command, part);
        command.SetAction((parsed, _) =>
        {
            string sql = LakeViews.Sql(OpenLake(), parsed.GetValue(known), parsed.GetValue(recorded));
            if (parsed.GetValue(file) is not { } path)
            {
                Console.Out.Write(sql);
                return Task.FromResult(ExitCode.Done);
            }

            string full = OutputFile.At(path);
            File.WriteAllText(full, sql);
            Console.Out.WriteLine(full);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    internal static DataLake OpenLake()
    {
        LabOptions options = LabOptions.FromEnvironment();
        return new DataLake(Path.Combine(options.DataFolder, "lake"), options.Time);
    }

    internal static LakeView View(DataLake lake, DateTimeOffset? known, DateTimeOffset? recorded) => lake.AsOf(known ?? lake.Time.GetUtcNow(), recorded);

    private static void Print(LakeView view, Frame rows, int shown, bool json)
    {
        Console.Out.WriteLine(json ? FrameJson.Document(writer => FrameJson.Write(writer, rows)) : rows.ToString(shown));
        PrintTimes(view);
    }

    private static void PrintTimes(LakeView view) =>
        Console.Error.WriteLine($"lab: as of {view.Known.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z, recorded by {view.Recorded.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z, "
            + $"snapshot {view.SnapshotId}");

    private static Frame Table(IReadOnlyList<DatasetInventory> held) => new(
        new Column<string>("dataset", [.. held.Select(dataset => dataset.Dataset)]),
        new Column<long>("rows", [.. held.Select(dataset => dataset.Rows)]),
        new Column<int>("folders", [.. held.Select(dataset => dataset.Folders)]),
        new Column<int>("files", [.. held.Select(dataset => dataset.Files)]),
        new Column<double>("megabytes", [.. held.Select(dataset => Math.Round(dataset.Bytes / 1e6, 2))]),
        new Column<string>("first", [.. held.Select(dataset => dataset.FirstSession?.ToString("yyyy-MM-dd") ?? "")]),
        new Column<string>("last", [.. held.Select(dataset => dataset.LastSession?.ToString("yyyy-MM-dd") ?? "")]),
        new Column<string>("recorded", [.. held.Select(dataset => dataset.Recorded?.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'") ?? "")]));

    private static DatasetSchema[] Chosen(string[]? names) => names is { Length: > 0 } ? [.. names.Select(Datasets.Find).Distinct()] : [.. Datasets.All];

    private static Argument<string> DatasetArgument() =>
        Known(new Argument<string>("dataset") { Description = $"One of {string.Join(", ", Datasets.All.Select(dataset => dataset.Name))}" });

    private static Argument<string[]> DatasetArguments() =>
        Known(new Argument<string[]>("datasets") { Description = "Which datasets; all when none is named", Arity = ArgumentArity.ZeroOrMore });

    private static Argument<T> Known<T>(Argument<T> argument)
    {
        argument.AcceptOnlyFromAmong([.. Datasets.All.Select(dataset => dataset.Name)]);
        return argument;
    }

    private static Option<int> Rows(int count)
    {
        var option = new Option<int>("--rows")
        {
            Description = "How many rows to print as text, from both ends",
            HelpName = "NUMBER",
            DefaultValueFactory = _ => count
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int rows) && rows < 0)
                result.AddError($"--rows is '{rows}'; give 0 or more.");
        });
        return option;
    }

    internal static (Option<DateTimeOffset?> Known, Option<DateTimeOffset?> Recorded) Times() => (
        SharedOptions.Instant("--as-of", "See only what could be known then; a date means its end in UTC. Default: now"),
        SharedOptions.Instant("--recorded", "See only what this lab had written by then. Default: now"));

    private static void Add(Command command, Symbol part)
    {
        if (part is Argument argument)
            command.Add(argument);
        else
            command.Add((Option)part);
    }
}
