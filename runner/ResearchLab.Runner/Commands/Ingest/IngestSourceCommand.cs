using System.CommandLine;
using System.Text.Json;
using ResearchLab.Basics;
using ResearchLab.Lake;
using ResearchLab.Market.Sources;

namespace ResearchLab.Runner.Commands;

/// <summary>lab ingest yahoo|massive|fmp|…: symbols of a vendor into the lake, only what it lacks.</summary>
internal static class IngestSourceCommand
{
    private const int LongestSymbol = 40;

    public static IEnumerable<Command> All() => SourceCatalog.All.Select(Create);

    private static Command Create(SourceDescription source)
    {
        var symbols = new Option<string[]>("--symbol") { Description = source.SymbolHelp, HelpName = "SYMBOL" };
        Option<DateOnly?> from = SharedOptions.Date("--from", "First date; by default all the source has");
        Option<DateOnly?> to = SharedOptions.Date("--to", "Last date; by default the last day that is over");
        var interval = new Option<string?>("--interval") { Description = "Length of bars; default 1d", HelpName = "1d|1h|1m…" };
        var dataset = new Option<string?>("--dataset") { Description = "What to fetch; by default what the source has first", HelpName = "NAME" };
        var where = new Option<string[]>("--where")
        {
            Description = "Criterion of the screener, such as marketCapMoreThan=1000000000 (repeatable)",
            HelpName = "NAME=VALUE"
        };
        var refresh = new Option<bool>("--refresh") { Description = "Ask for the whole range again, whatever the lake has" };
        var strict = new Option<bool>("--strict") { Description = "Exit with 3 when any row was quarantined" };
        Option<bool> json = SharedOptions.Json();
        var command = new Command(source.Name, source.Summary) { symbols, from, to, interval, dataset, refresh, strict, json };
        SourceDataset? byCriteria = source.Datasets.FirstOrDefault(one => one.ByCriteria);
        if (byCriteria is not null)
            command.Add(where);
        command.SetAction((parsed, cancellation) =>
        {
            var options = new SourceIngestOptions
            {
                Dataset = parsed.GetValue(dataset),
                Interval = parsed.GetValue(interval),
                From = parsed.GetValue(from),
                To = parsed.GetValue(to),
                Refresh = parsed.GetValue(refresh),
            };
            string[] criteria = byCriteria is null ? [] : parsed.GetValue(where) ?? [];
            string[] wanted = byCriteria is not null && options.Dataset == byCriteria.Name
                ? [criteria.Length == 0 ? "*" : string.Join(',', criteria)]
                : Symbols(parsed.GetValue(symbols) ?? []);
            if (criteria.Length > 0 && options.Dataset != byCriteria!.Name)
                throw new UsageException($"--where is a criterion of the {byCriteria.Name}; add --dataset {byCriteria.Name}.");
            return Task.FromResult(Ingest(source, wanted, options, parsed.GetValue(strict), parsed.GetValue(json), cancellation));
        });
        return command;
    }

    private static string[] Symbols(string[] values)
    {
        string[] symbols = [.. values.SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Select(value => value.ToUpperInvariant()).Distinct()];
        if (symbols.Length == 0)
            throw new UsageException("Name at least one symbol, such as --symbol SPY.");
        foreach (string symbol in symbols)
        {
            if (symbol.Length > LongestSymbol || !symbol.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '^' or '=' or ':' or '_'))
                throw new UsageException(
                    $"symbol '{symbol}' has characters no vendor uses; use letters, digits, '.', '-', '^', '=', ':' or '_', at most {LongestSymbol}.");
        }

        return symbols;
    }

    private static int Ingest(SourceDescription description, string[] symbols, SourceIngestOptions options, bool strict, bool json,
        CancellationToken cancellation)
    {
        using Lab lab = Lab.Open(LabOptions.FromEnvironment());
        SourceSettings settings = lab.Options.Sources!;
        using var http = new SourceHttp(settings.Folder, settings.Http, lab.Options.Time);
        if (SourceCatalog.MissingKey(description, settings) is { } missing)
            throw new UsageException(missing);
        IDataSource source = SourceCatalog.Open(description, settings, http, lab.Options.Time);
        string name = description.Name;
        var ingest = new SourceIngest(lab.Lake, http, settings.Folder);
        var results = new List<SymbolIngest>(symbols.Length);
        for (int i = 0; i < symbols.Length; i++)
        {
            (string symbol, double done, double part) = (symbols[i], (double)i / symbols.Length, 1.0 / symbols.Length);
            SymbolIngest result = RunCommand.WithProgress(progress => ingest.RunAsync(
                source, symbol, options, RunProgress.Part(progress, $"{name} {symbol}", done, done + part), cancellation).GetAwaiter().GetResult());
            results.Add(result);
            if (!json)
                Print(name, result);
        }

        if (json)
            Console.Out.WriteLine(Json(name, results));
        return Judge(results, strict);
    }

    private static int Judge(List<SymbolIngest> results, bool strict)
    {
        SymbolIngest[] failed = [.. results.Where(result => result.Error is not null)];
        if (failed.Length > 0 && results.Count > 1)
            Console.Error.WriteLine($"lab: {failed.Length} of {results.Count} symbols failed: {string.Join(", ", failed.Select(result => result.Symbol))}.");
        bool usable = results.Exists(result => result.Usable > 0 || result.UpToDate);
        if (!usable)
        {
            if (failed.Length == 0)
                Console.Error.WriteLine("lab: the source had no usable row of any symbol. Check the symbols and the range; refused rows are in the lake's "
                    + "quarantine with their reasons.");
            return ExitCode.DataUnusable;
        }

        if (failed.Length > 0)
            return ExitCode.Failed;
        if (!strict || results.TrueForAll(result => result.Results.All(part => part.QuarantinedTotal == 0)))
            return ExitCode.Done;
        Console.Error.WriteLine("lab: rows were quarantined and --strict was given.");
        return ExitCode.DataUnusable;
    }

    private static void Print(string name, SymbolIngest result)
    {
        foreach (IngestResult part in result.Results)
            Console.Out.WriteLine(part.ToString());
        foreach (string remark in result.Remarks)
            Console.Error.WriteLine("lab: " + remark);
        if (result.Error is { } error)
            Console.Error.WriteLine("lab: " + error.ReplaceLineEndings(" "));
        else if (result.UpToDate)
            Console.Out.WriteLine($"{name} {result.Symbol}: up to date, nothing asked for");
        else if (result.Results.Count == 0)
            Console.Out.WriteLine($"{name} {result.Symbol}: the source has nothing in this range");
    }

    private static string Json(string name, List<SymbolIngest> results)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartArray();
            foreach (SymbolIngest result in results)
            {
                json.WriteStartObject();
                json.WriteString("source", name);
                json.WriteString("symbol", result.Symbol);
                json.WriteNumber("requests", result.Requests);
                json.WriteString("error", result.Error);
                json.WriteStartArray("remarks");
                foreach (string remark in result.Remarks)
                    json.WriteStringValue(remark);
                json.WriteEndArray();
                json.WriteStartArray("results");
                foreach (IngestResult part in result.Results)
                    IngestCommand.Write(json, part);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
