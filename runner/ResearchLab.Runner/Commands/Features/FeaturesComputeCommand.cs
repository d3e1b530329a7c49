using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ResearchLab.Basics;
using ResearchLab.Charts;
using ResearchLab.Features;
using ResearchLab.Lake;
using ResearchLab.Reports;

namespace ResearchLab.Runner.Commands;

/// <summary>lab features compute: the 84 features of symbols into the lake, and what came out.</summary>
internal static class FeaturesComputeCommand
{
    /// <param name="Symbols">Tickers; empty for all.</param>
    /// <param name="From">First session of the table and the files.</param>
    /// <param name="To">Last one.</param>
    /// <param name="Out">File for the rows, or null.</param>
    /// <param name="Plot">File for the page with the chart, or null.</param>
    /// <param name="Json">Print JSON.</param>
    /// <param name="Summary">Print the table as Markdown and nothing else.</param>
    private sealed record Wishes(string[] Symbols, DateOnly? From, DateOnly? To, string? Out, string? Plot, bool Json, bool Summary);

    public static Command Create()
    {
        var symbol = new Option<string>("--symbol")
        {
            Description = "Tickers with commas, or all; default SMH on the simulated market",
            HelpName = "TICKER[,TICKER…]|all"
        };
        Option<DateOnly?> from = SharedOptions.Date("--from", "First session of the table and of the file written"),
            to = SharedOptions.Date("--to", "Last one");
        Option<string> data = SharedOptions.Data();
        Option<ulong> seed = SharedOptions.Seed();
        Option<bool> json = SharedOptions.Json();
        var file = new Option<string?>("--out") { Description = "Write the rows to a file: .csv, .csv.gz or .parquet", HelpName = "FILE" };
        var plot = new Option<string?>("--plot") { Description = "Write a page that plots missing shares and ranges", HelpName = "FILE.html" };
        var summary = new Option<bool>("--summary") { Description = "Print the table alone, as Markdown" };
        var command = new Command("compute", "Compute the 84 features of new sessions, keep them in the lake and sum them up") { symbol, from, to, data, seed,
            json, file, plot, summary };
        command.SetAction((parsed, cancellation) =>
        {
            bool all = parsed.GetValue(symbol)?.Trim() is { } text && text.Equals("all", StringComparison.OrdinalIgnoreCase);
            string[] symbols = all
                ? []
                : [.. (parsed.GetValue(symbol) ?? LabChooser.DemoSymbol).Split(',').Select(LabChooser.Ticker).Distinct(StringComparer.Ordinal)];
            var wishes = new Wishes(symbols, parsed.GetValue(from), parsed.GetValue(to), parsed.GetValue(file), parsed.GetValue(plot), parsed.GetValue(json),
                parsed.GetValue(summary));
            return Task.FromResult(Run(wishes, parsed.GetValue(data), parsed.GetValue(seed), cancellation));
        });
        return command;
    }

    private static int Run(Wishes wishes, string? data, ulong seed, CancellationToken cancellation)
    {
        if (wishes.From > wishes.To)
            throw new UsageException($"--from {wishes.From:yyyy-MM-dd} is after --to {wishes.To:yyyy-MM-dd}; swap them.");
        if (wishes.Json && wishes.Summary)
            throw new UsageException("--json and --summary both say what to print; leave one out.");
        if (wishes.Out is not null)
            FeatureSummary.RequireExportable(wishes.Out);
        using Lab lab = Open(wishes.Symbols, data, seed);
        IReadOnlyList<FeatureUpdate> updates = RunCommand.WithProgress(progress => lab.Features.Update(wishes.Symbols, progress, cancellation));
        using LakeView view = lab.View();
        FeatureRange[] ranges = FeatureSummary.Of(view, wishes.Symbols, wishes.From, wishes.To);
        if (ranges[0].Rows == 0)
            throw new DataUnusableException($"No session of {Names(updates)} lies "
                + $"{(wishes.From is { } first ? $"from {first:yyyy-MM-dd} " : "")}{(wishes.To is { } last ? $"to {last:yyyy-MM-dd}" : "on")}; "
                + "widen --from and --to.");
        if (wishes.Out is { } path)
            Console.Error.WriteLine(
                $"lab: {FeatureSummary.Export(view, wishes.Symbols, wishes.From, wishes.To, path).ToString("#,0", CultureInfo.InvariantCulture)} rows in "
                    + $"{path}");
        string what =
            $"{Names(updates)}{(lab.DemoSymbol is null ? "" : " (DEMO, simulated)")}, {ranges[0].Rows.ToString("#,0", CultureInfo.InvariantCulture)} rows";
        if (wishes.Plot is { } page)
        {
            FigurePage.Write(
                page, $"Features of {Names(updates)}",
                [$"Feature set {FeatureCatalog.SetVersion}, {what}. Code {lab.Options.CodeVersion}, snapshot {view.SnapshotId}."],
                [Chart.FeatureRanges(ranges, what)], PlotlyScript.Read(PlotlyHome(lab)));
            Console.Error.WriteLine($"lab: plot in {page}");
        }

        Console.Out.Write(wishes.Json ? Json(lab, view, updates, ranges) : wishes.Summary ? FeatureSummary.ToMarkdown(ranges) : Text(what, updates, ranges));
        return ExitCode.Done;
    }

    private static Lab Open(string[] symbols, string? data, ulong seed)
    {
        LabOptions options = LabOptions.FromEnvironment();
        if (symbols.Length == 1)
            return LabChooser.Choose(options, symbols[0], data, seed).Lab;
        if (data == "demo" && symbols.Length > 1)
            throw new UsageException($"a simulated market holds one symbol, not {symbols.Length}; name one, or use --data lake.");
        return data == "demo" ? Lab.OpenDemo(LabChooser.DemoSymbol, seed, options) : Lab.Open(options with { Seed = seed });
    }

    private static string PlotlyHome(Lab lab)
    {
        _ = PlotlyScript.Find(lab.Options.Home); // a page asked for its plot is useless without
        return lab.Options.Home;
    }

    private static string Names(IReadOnlyList<FeatureUpdate> updates) =>
        updates.Count <= 5 ? string.Join(", ", updates.Select(update => update.Symbol)) : $"{updates.Count} symbols";

    private static string Text(string what, IReadOnlyList<FeatureUpdate> updates, FeatureRange[] ranges)
    {
        var text = new System.Text.StringBuilder();
        int added = updates.Sum(update => update.Rows.New), revised = updates.Sum(update => update.Rows.Revised);
        text.Append(CultureInfo.InvariantCulture, $"{what}; {added:#,0} new, {revised:#,0} revised in the lake\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{"feature",-22} {"missing",8} {"min",11} {"median",11} {"max",11}  unit\n");
        foreach (FeatureRange range in ranges)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{range.Feature.Name,-22} {100 * range.MissingShare,7:0.0}% {FeatureSummary.Number(range.Min),11} {FeatureSummary.Number(range.Median),11} "
                    + $"{FeatureSummary.Number(range.Max),11}  {range.Feature.Unit}\n");
        }

        return text.ToString();
    }

    private static string Json(Lab lab, LakeView view, IReadOnlyList<FeatureUpdate> updates, FeatureRange[] ranges)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("set_version", FeatureCatalog.SetVersion);
            json.WriteBoolean("demo", lab.DemoSymbol is not null);
            json.WriteString("code_version", lab.Options.CodeVersion);
            json.WriteString("snapshot", view.SnapshotId);
            json.WriteNumber("rows", ranges[0].Rows);
            json.WriteStartArray("symbols");
            foreach (FeatureUpdate update in updates)
            {
                json.WriteStartObject();
                json.WriteString("symbol", update.Symbol);
                json.WriteNumber("computed", update.Computed);
                json.WriteNumber("new", update.Rows.New);
                json.WriteNumber("revised", update.Rows.Revised);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("features");
            foreach (FeatureRange range in ranges)
            {
                json.WriteStartObject();
                json.WriteString("name", range.Feature.Name);
                json.WriteNumber("nan_share", range.MissingShare);
                foreach ((string name, int quantile) in new[] { ("min", 0), ("p5", 1), ("p25", 2), ("median", 3), ("p75", 4), ("p95", 5), ("max", 6) })
                {
                    if (double.IsFinite(range.Quantiles[quantile]))
                        json.WriteNumber(name, range.Quantiles[quantile]);
                    else
                        json.WriteNull(name);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }
}
