using System.CommandLine;
using System.Text.Json;
using ResearchLab.Basics;
using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Market.Sources;
using ResearchLab.Time;

namespace ResearchLab.Runner.Commands;

/// <summary>lab ingest csv: files into the lake, through the quality gates.</summary>
internal static class IngestCommand
{
    public static Command Create()
    {
        var command = new Command("ingest", "Bring data into the lake, through the quality gates") { Files("csv", "CSV"), Files("parquet",
            "Parquet"), Files("json", "JSON lines") };
        foreach (Command source in IngestSourceCommand.All())
            command.Add(source);
        // A source that does not exist is named with the ones near it, whatever follows it.
        command.TreatUnmatchedTokensAsErrors = false;
        int Unknown(ParseResult parsed)
        {
            string[] names = [.. command.Subcommands.Select(source => source.Name)];
            string? wanted = parsed.UnmatchedTokens.FirstOrDefault();
            throw new UsageException(wanted is null ? $"Name a source: {string.Join(", ", names)}." : SourceCatalog.Unknown(wanted, names));
        }

        command.SetAction(Unknown);
        return command;
    }

    private static Command Files(string name, string format)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description =
            $"{format} files, folders of files (.csv, .csv.gz, .txt, .parquet, .json, .jsonl), or - for the standard input",
            Arity = ArgumentArity.OneOrMore
        };
        Option<string?> symbol = SharedOptions.Symbol("Symbol of bars or chains in a file without a symbol column");
        var kind = new Option<string?>("--kind")
        {
            Description = "What the file holds; told from its columns by default",
            HelpName = "bars|series|rates|chains"
        };
        kind.AcceptOnlyFromAmong("bars", "series", "rates", "chains");
        var series = new Option<string[]>("--series") { Description = "Keep a column as a series, such as vix=close (repeatable)", HelpName = "NAME=COLUMN" };
        var rate = new Option<string[]>("--rate")
        {
            Description = "Keep a column as an interest rate, such as tbill_13w=irx (repeatable; needs --unit)",
            HelpName = "NAME=COLUMN"
        };
        var unit = new Option<string?>("--unit")
        {
            Description = "Unit of series, rates or implied vols; percent is stored as a fraction, fraction as points",
            HelpName = "percent|as-is|fraction"
        };
        unit.AcceptOnlyFromAmong("percent", "as-is", "fraction");
        var map = new Option<string[]>("--map")
        {
            Description =
            "Name a column by hand, such as close=px_last, close=#5 for the fifth, or adj_close=none to leave one out (repeatable)",
            HelpName = "LAKE=FILE"
        };
        var adjusted = new Option<string?>("--adjusted")
        {
            Description =
            "How prices are adjusted by the vendor; told from splits and adjusted closes in the file by default, else splits",
            HelpName = "raw|splits|all"
        };
        adjusted.AcceptOnlyFromAmong("raw", "splits", "all");
        var calendar = new Option<string?>("--calendar")
        {
            Description =
            "Sessions of bars: the NYSE's, or crypto for a market that never closes; told from the weekends by default",
            HelpName = "nyse|crypto"
        };
        calendar.AcceptOnlyFromAmong("nyse", "crypto");
        var jumps = new Option<string?>("--jumps")
        {
            Description =
            "keep takes closes that step by more than 60%, or as a split or change of unit would, as they are",
            HelpName = "keep"
        };
        jumps.AcceptOnlyFromAmong("keep");
        var published = new Option<int?>("--published-after")
        {
            Description =
            "Sessions from the date of a series' value until it was published; must be said for weekly and monthly values",
            HelpName = "SESSIONS"
        };
        published.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, System.Globalization.CultureInfo.InvariantCulture, out int count)
                && count is < 0 or > 260)
                result.AddError($"--published-after is {count}; give 0 to 260 sessions.");
        });
        var interval = new Option<string?>("--interval") { Description = "Length of bars; told from their times by default", HelpName = "1d|1h|1m…" };
        interval.AcceptOnlyFromAmong([LakeMarket.Daily, .. LakeMarket.Intervals.Keys]);
        var zone = new Option<string?>("--zone")
        {
            Description = "Zone of times without an offset, such as America/New_York; told from the sessions by default",
            HelpName = "ZONE"
        };
        var dates = new Option<string?>("--dates")
        {
            Description = "Order of dates such as 02/01/2024; told from the whole file by default",
            HelpName = "day-first|month-first"
        };
        dates.AcceptOnlyFromAmong("day-first", "month-first");
        var sign = new Option<string?>("--decimal") { Description = "Decimal sign of numbers; told from the whole file by default", HelpName = "point|comma" };
        sign.AcceptOnlyFromAmong("point", "comma");
        Option<DateOnly?> session = SharedOptions.Date("--session", "Session of option quotes in a file without a column for it");
        var spot = new Option<double?>("--spot")
        {
            Description = "Price of the underlying of option quotes in a file without a column for it",
            HelpName = "PRICE"
        };
        spot.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && double.TryParse(result.Tokens[0].Value, System.Globalization.CultureInfo.InvariantCulture, out double price)
                && !(price > 0 && double.IsFinite(price)))
                result.AddError($"--spot is '{price}'; give a price above 0.");
        });
        var root = new Option<string?>("--root")
        {
            Description =
            "Root of the option quotes to take where a file has several, such as SPX beside SPXW; the one settled at the close by default",
            HelpName = "ROOT"
        };
        var strict = new Option<bool>("--strict") { Description = "Exit with 3 when any row was quarantined" };
        Option<bool> json = SharedOptions.Json();
        var command = new Command(name, $"Read {format} files: bars, series such as the VIX, interest rates, option chains, factor files")
        {
            files, symbol, kind, series, rate, unit, map, adjusted, dates, sign, session, spot, root, calendar, interval, zone, jumps, published, strict, json,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var options = new CsvIngestOptions
            {
                Name = parsed.GetValue(symbol) is { } ticker ? LabChooser.Ticker(ticker) : null,
                Kind = Kind(parsed.GetValue(kind), parsed.GetValue(series), parsed.GetValue(rate)),
                Unit = parsed.GetValue(unit) switch
                {
                    "percent" => SeriesUnit.Percent,
                    "as-is" => SeriesUnit.AsIs,
                    "fraction" => SeriesUnit.Fraction,
                    _ => null
                },
                Map = Pairs(("--series", parsed.GetValue(series)), ("--rate", parsed.GetValue(rate)), ("--map", parsed.GetValue(map))),
                Calendar = parsed.GetValue(calendar) == "crypto" ? ExchangeCalendar.Crypto : ExchangeCalendar.Nyse,
                InferCalendar = parsed.GetValue(calendar) is null,
                Interval = parsed.GetValue(interval),
                Zone = parsed.GetValue(zone) is { } place ? TimeZones.Find(place) : null,
                Adjustment = parsed.GetValue(adjusted) switch
                {
                    "raw" => BarAdjustment.Raw,
                    "all" => BarAdjustment.All,
                    "splits" => BarAdjustment.Splits,
                    _ => null
                },
                DayFirst = parsed.GetValue(dates) switch { "day-first" => true, "month-first" => false, _ => null },
                DecimalComma = parsed.GetValue(sign) switch { "comma" => true, "point" => false, _ => null },
                Session = parsed.GetValue(session),
                Spot = parsed.GetValue(spot) ?? double.NaN,
                Root = parsed.GetValue(root),
                MaxJump = parsed.GetValue(jumps) == "keep" ? double.PositiveInfinity : QualityGates.DefaultMaxJump,
                PublishedAfterSessions = parsed.GetValue(published),
            };
            return Task.FromResult(Ingest(parsed.GetValue(files) ?? [], options, parsed.GetValue(strict), parsed.GetValue(json), cancellation));
        });
        return command;
    }

    private static int Ingest(string[] paths, CsvIngestOptions options, bool strict, bool json, CancellationToken cancellation)
    {
        using Lab lab = Lab.Open(LabOptions.FromEnvironment());
        string[] files = [.. paths.SelectMany(FilesOf)];
        RequireOneFileASymbol(files, options);
        var results = new List<IngestResult>(files.Length);
        List<string> failed = [];
        for (int i = 0; i < files.Length; i++)
        {
            string name = Path.GetFileName(files[i]);
            double done = (double)i / files.Length;
            try
            {
                IngestResult result = RunCommand.WithProgress(progress => FileIngest.Ingest(
                    lab.Lake, files[i], options, RunProgress.Part(progress, name, done, done + (1.0 / files.Length)), cancellation));
                results.Add(result);
                if (!json)
                    Print(result);
            }
            catch (CsvIngestException error) when (files.Length > 1)
            {
                Console.Error.WriteLine("lab: " + ErrorText.OneLine(error));
                failed.Add(name);
            }
        }

        if (json)
            Console.Out.WriteLine(Json(results));
        failed.AddRange(results.Where(result => result.Usable == 0).Select(result => result.Source));
        bool tooBad = strict && results.Exists(result => result.QuarantinedTotal > 0);
        if (results.Exists(result => result.Usable == 0))
            Console.Error.WriteLine("lab: no usable row in at least one file; the lake's quarantine holds its rows with their reasons. "
                + "Check the mapping above, or correct it with --map.");
        else if (tooBad && failed.Count == 0)
            Console.Error.WriteLine("lab: rows were quarantined and --strict was given.");
        if (failed.Count == 0)
            return tooBad ? ExitCode.DataUnusable : ExitCode.Done;
        if (files.Length > 1)
            Console.Error.WriteLine($"lab: {failed.Count} of {files.Length} files failed: {string.Join(", ", failed)}.");
        return results.Exists(result => result.Usable > 0) ? ExitCode.Failed : ExitCode.DataUnusable;
    }

    /// <summary>One symbol cannot be that of several files of bars: the second would become the first one's.</summary>
    private static void RequireOneFileASymbol(string[] files, CsvIngestOptions options)
    {
        if (options.Name is null || files.Length < 2)
            return;
        List<string> bars = [];
        foreach (string file in files)
        {
            try
            {
                if (FileIngest.IsBarsWithoutSymbol(file, options))
                    bars.Add(Path.GetFileName(file));
            }
            catch (CsvIngestException)
            {
                // named when it is read
            }
        }

        if (bars.Count > 1)
            throw new UsageException($"--symbol {options.Name} would name the bars of {bars.Count} files "
                + $"({string.Join(", ", bars.Take(5))}{(bars.Count > 5 ? ", …" : "")}). Give one file at a time, each with its own --symbol.");
    }

    private static IEnumerable<string> FilesOf(string path)
    {
        if (!Directory.Exists(path))
            return [path];
        string[] files = [.. Directory.EnumerateFiles(path).Where(FileIngest.CanRead).Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new UsageException($"Folder '{path}' has no .csv, .csv.gz, .parquet, .json or .jsonl file.");
    }

    private static void Print(IngestResult result)
    {
        Console.Out.WriteLine(result.ToString());
        foreach (string remark in result.Remarks)
            Console.Error.WriteLine("lab: " + remark);
        IEnumerable<string> columns = result.Mapping.Except(result.TakenFor?.Notes ?? []);
        if (columns.Any())
            Console.Out.WriteLine($"  columns: {string.Join(", ", columns)} (change one with --map)");
        if (result.TakenFor is { } reading)
            Console.Out.WriteLine($"  taken for: {reading}");
    }

    private static string Json(List<IngestResult> results)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartArray();
            foreach (IngestResult result in results)
            {
                Write(json, result);
            }

            json.WriteEndArray();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>One result as an object.</summary>
    internal static void Write(Utf8JsonWriter json, IngestResult result)
    {
        json.WriteStartObject();
        json.WriteString("source", result.Source);
        json.WriteString("dataset", result.Dataset);
        json.WriteStartArray("names");
        foreach (string name in result.Names)
            json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteString("from", result.From?.ToString("yyyy-MM-dd"));
        json.WriteString("to", result.To?.ToString("yyyy-MM-dd"));
        json.WriteNumber("read", result.Read);
        json.WriteNumber("new", result.Rows.New);
        json.WriteNumber("same", result.Rows.Same);
        json.WriteNumber("revised", result.Rows.Revised);
        json.WriteStartObject("quarantined");
        foreach ((QualityReason reason, int count) in result.Quarantined)
            json.WriteNumber(reason.Name(), count);
        json.WriteEndObject();
        json.WriteStartObject("noted");
        foreach ((QualityReason reason, int count) in result.Noted)
            json.WriteNumber(reason.Name(), count);
        json.WriteEndObject();
        json.WriteStartArray("remarks");
        foreach (string remark in result.Remarks)
            json.WriteStringValue(remark);
        json.WriteEndArray();
        if (result.TakenFor is { } reading)
            Write(json, reading);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, FileReading reading)
    {
        json.WriteStartObject("takenFor");
        foreach ((string name, string value) in reading.Parts())
            json.WriteString(name, value);
        foreach ((string name, IReadOnlyList<string> values) in new[] { ("notes", reading.Notes), ("notUsed", reading.NotUsed) })
        {
            json.WriteStartArray(name);
            foreach (string value in values)
                json.WriteStringValue(value);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static CsvKind? Kind(string? kind, string[]? series, string[]? rate)
    {
        CsvKind? implied = rate is { Length: > 0 } ? CsvKind.Rates : series is { Length: > 0 } ? CsvKind.Series : null;
        CsvKind? named = kind switch { "bars" => CsvKind.Bars, "series" => CsvKind.Series, "rates" => CsvKind.Rates, "chains" => CsvKind.Chains, _ => null };
        if (rate is { Length: > 0 } && series is { Length: > 0 })
            throw new UsageException("--series and --rate cannot be mixed in one call; ingest the file twice.");
        if (named is not null && implied is not null && named != implied)
            throw new UsageException($"--kind {kind} does not go with {(implied == CsvKind.Rates ? "--rate" : "--series")}; leave one out.");
        return named ?? implied;
    }

    private static Dictionary<string, string> Pairs(params (string Option, string[]? Values)[] options)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string option, string[]? values) in options)
        {
            foreach (string value in values ?? [])
            {
                int equals = value.IndexOf('=', StringComparison.Ordinal);
                if (equals <= 0 || equals == value.Length - 1)
                    throw new UsageException($"{option} is '{value}'; write NAME=COLUMN, such as vix=close.");
                if (!pairs.TryAdd(value[..equals].ToLowerInvariant(), value[(equals + 1)..]))
                    throw new UsageException($"{option} names '{value[..equals]}' twice.");
            }
        }

        return pairs;
    }
}
