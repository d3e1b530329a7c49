using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using ResearchLab.Basics;
using ResearchLab.Daily;
using ResearchLab.Market;
using ResearchLab.Options;
using Spectre.Console;

namespace ResearchLab.Runner.Commands;

/// <summary>lab chain model-error: fits the chain model on the first of the observed chains and tests it on the rest.</summary>
internal static class ModelErrorCommand
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        WriteIndented = true,
        IncludeFields = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create()
    {
        var symbols = new Option<string[]>("--symbol")
        {
            Description = "Underlyings whose observed chains are used, several by repeating it; default SPX",
            AllowMultipleArgumentsPerToken = true
        };
        Option<DateOnly?> through = SharedOptions.Date("--fit-through", "Last session to fit on; later ones are the test. Default: two thirds of the sessions");
        Option<bool> json = SharedOptions.Json();
        var command = new Command("model-error",
            "Fit the model of chains where none was observed on a part of the observed ones, and its error on the others by period, delta, "
                + "days and structure") { symbols, through, json };
        command.SetAction((parsed, cancellation) =>
            Task.FromResult(Run(parsed.GetValue(symbols), parsed.GetValue(through), parsed.GetValue(json), cancellation)));
        return command;
    }

    private static int Run(string[]? symbols, DateOnly? through, bool json, CancellationToken cancellation)
    {
        string[] tickers = [.. (symbols is { Length: > 0 } ? symbols : ["SPX"]).Select(LabChooser.Ticker).Distinct(StringComparer.Ordinal)];
        using Lab lab = Lab.Open(LabOptions.FromEnvironment());
        using Lake.LakeView view = lab.View();
        ChainModelStudy study;
        try
        {
            study = RunCommand.WithProgress(progress => ChainModelStudy.Of(view, MarketNames.UnitedStates, tickers, through, progress, cancellation));
        }
        catch (ArgumentOutOfRangeException error) when (error.ParamName == "fitThrough")
        {
            throw new UsageException($"--fit-through {error.Message.ReplaceLineEndings(" ")}", error);
        }

        if (json)
            Console.Out.WriteLine(JsonSerializer.Serialize(study, s_json));
        else
            Print(Terminal.Output(), string.Join(", ", tickers), study);
        return ExitCode.Done;
    }

    private static (string Name, double Shipped, double Fitted)[] Constants(ChainModel shipped, ChainModel fitted) =>
    [
        .. new (string, Func<ChainModel, double>)[]
        {
            ("level: intercept", one => one.Level.Intercept), ("level: ln VIX3M/VIX", one => one.Level.Term),
            ("level: ln realised/VIX", one => one.Level.Realised),
            ("level: SKEW, 10 points", one => one.Level.Skew), ("level at 93 days over that", one => one.Level.FarIntercept),
            ("smile η: intercept", one => one.Smile.CurvatureIntercept), ("smile η: slope", one => one.Smile.CurvatureSlope),
            ("smile ρ: intercept", one => one.Smile.CorrelationIntercept), ("smile ρ: 21-session return", one => one.Smile.CorrelationSlope),
            ("smile γ", one => one.Smile.Decay),
            ("spread / spot", one => one.Spread.PerSpot), ("spread / √(time value · spot)", one => one.Spread.PerRoot),
            ("the same a year", one => one.Spread.PerRootYear), ("spread / intrinsic value", one => one.Spread.PerIntrinsic),
            ("spreads of SPY / index", one => one.Spread.Fund),
            ("spreads of shares / index", one => one.Spread.Share),
        }.Select(one => (one.Item1, one.Item2(shipped), one.Item2(fitted))),
    ];

    private static void Print(IAnsiConsole console, string tickers, ChainModelStudy study)
    {
        console.MarkupLineInterpolated(
            $"[bold]{tickers}[/]: fitted on {study.FitSessions} sessions through {study.FitThrough:yyyy-MM-dd}, tested on {study.TestSessions} later ones");
        console.WriteTable(Rows(["Constant", "Shipped", "Fitted"], Constants(study.Shipped.Model, study.Fitted.Model)
            .Select(row => new[] { row.Name, row.Shipped.ToString("0.####e0"), row.Fitted.ToString("0.####e0") }), 1));
        if (study.LeftOut.Count > 0)
            console.WriteTable(Rows(["Quarter left out", "Sessions", "Level error"],
                study.LeftOut.Select(one => new[] { one.Period, one.Sessions.ToString("N0"), one.Error.ToString("+0.0%;-0.0%") }), 1));
        foreach ((string name, ChainModelResult result) in new[] { ("fitted", study.Fitted), ("shipped", study.Shipped) })
        {
            console.MarkupLineInterpolated($"[bold]Held-out error, constants {name}[/]");
            console.WriteTable(Rows(
                ["Quarter", "Days", "Delta", "Quotes", "Price", "Error", "Bias", "Spread ×"],
                result.Errors.Select(bucket => new[]
                {
                    bucket.Period, $"{bucket.Days.Min}–{bucket.Days.Max}", bucket.Wing, bucket.Quotes.ToString("N0"), bucket.PriceBias.ToString("+0.0%;-0.0%"),
                    bucket.MeanAbsolutePoints.ToString("0.00"), bucket.BiasPoints.ToString("+0.00;-0.00"), bucket.SpreadRatio.ToString("0.00"),
                }), 3));
            console.WriteTable(Rows(
                ["Quarter", "Structure", "Sessions", "Bias", "Error"],
                result.Structures.Select(one => new[] { one.Period, one.Structure.Name(), one.Sessions.ToString("N0"), one.Bias.ToString("+0.0%;-0.0%"),
                    one.MeanAbsolute.ToString("0.0%") }), 2));
        }

        console.MarkupLine("[grey]price: all modelled mids over all real ones; error, bias: mean absolute and mean difference in volatility points; "
            + "spread ×: median modelled over observed; structures: modelled less real mid of the legs that the rules chose on the real chain, "
            + "share of the capital at risk[/]");
    }

    private static Table Rows(string[] columns, IEnumerable<string[]> rows, int textColumns)
    {
        Table table = new Table().Border(TableBorder.Simple);
        for (int i = 0; i < columns.Length; i++)
            table.AddColumn(i < textColumns ? new TableColumn(columns[i]) : new TableColumn(columns[i]).RightAligned());
        foreach (string[] row in rows)
            table.AddRow(row.Select(Markup.Escape).ToArray());
        return table;
    }
}
