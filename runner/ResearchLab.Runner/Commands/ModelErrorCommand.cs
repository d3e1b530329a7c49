using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ResearchLab.Desk;
using ResearchLab.Market;
using ResearchLab.Options;
using Spectre.Console;

namespace ResearchLab.Runner.Commands;

/// <summary>lab chain model-error: fits the chain model on the first of the observed chains and tests it on the rest.</summary>
internal static class ModelErrorCommand
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        Option<string?> symbol = SharedOptions.Symbol("Underlying whose observed chains are used; default SPX");
        Option<DateOnly?> through = SharedOptions.Date("--fit-through", "Last session to fit on; later ones are the test. Default: two thirds of the sessions");
        Option<bool> json = SharedOptions.Json();
        var command = new Command("model-error", "Fit the model of chains where none was observed on a part of the observed ones, and its error on the others by delta and days") { symbol, through, json };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed.GetValue(symbol), parsed.GetValue(through), parsed.GetValue(json), cancellation)));
        return command;
    }

    private static int Run(string? symbol, DateOnly? through, bool json, CancellationToken cancellation)
    {
        string ticker = LabChooser.Ticker(symbol ?? "SPX");
        using Lab lab = Lab.Open(LabOptions.FromEnvironment());
        using Lake.LakeView view = lab.View();
        DateOnly[] sessions = LakeMarket.ChainSessions(view, ticker);
        if (sessions.Length < 2)
            throw new DataUnusableException($"The lake holds {sessions.Length} observed chains of {ticker}; fitting on some and testing on others needs 2. Ingest chains with './lab ingest csv FILE'.");
        DateOnly split = through ?? sessions[(2 * sessions.Length / 3) - 1];
        if (split < sessions[0] || split >= sessions[^1])
            throw new UsageException($"--fit-through is {split:yyyy-MM-dd}; it must leave chains on both sides, and those of {ticker} run from {sessions[0]:yyyy-MM-dd} to {sessions[^1]:yyyy-MM-dd}.");
        Func<DateOnly, double> vix = Index(view, MarketNames.UnitedStates.Vix, sessions), vix3M = Index(view, MarketNames.UnitedStates.Vix3M, sessions);

        var smiles = new List<ObservedSmile>();
        RunCommand.WithProgress(progress =>
        {
            int done = 0;
            foreach (OptionChain chain in LakeMarket.Chains(view, ticker, sessions[0], sessions[^1]))
            {
                cancellation.ThrowIfCancellationRequested();
                if (chain.Origin == ChainOrigin.Observed && chain.Spot > 0)
                    smiles.AddRange(ObservedSmile.Of(chain));
                progress.Report(new RunProgress("cleaning chains", (double)++done / sessions.Length));
            }

            return done;
        });
        ObservedSmile[] train = [.. smiles.Where(smile => smile.Session <= split)], test = [.. smiles.Where(smile => smile.Session > split)];
        if (train.Length == 0 || test.Length == 0)
            throw new DataUnusableException($"No expiry between {ObservedSmile.MinDays} and {ObservedSmile.MaxDays} days with enough quotes {(train.Length == 0 ? "up to" : "after")} {split:yyyy-MM-dd}. Use whole chains, or another --fit-through.");
        ModelConstants fitted = ModelFit.Fit(train, vix, vix3M);
        (string Name, ModelConstants Constants, List<ModelErrorBucket> Errors)[] models =
        [
            ("fitted", fitted, ModelError.Of(test, fitted, vix, vix3M)),
            ("in use", ModelConstants.InUse, ModelError.Of(test, ModelConstants.InUse, vix, vix3M)),
        ];
        if (json)
            Console.Out.WriteLine(Json(ticker, split, train, test, models));
        else
            Print(Terminal.Output(), ticker, split, train, test, models);
        return ExitCode.Done;
    }

    private static Func<DateOnly, double> Index(Lake.LakeView view, string name, DateOnly[] sessions)
    {
        DailySeries series = LakeMarket.Series(view, name);
        double[] values = series.AlignTo(sessions);
        if (!values.Any(value => value > 0))
            throw new DataUnusableException($"The lake holds no '{name}' for the sessions of the chains. Ingest the volatility index with './lab ingest csv FILE --series {name}=close'.");
        return session => Array.BinarySearch(sessions, session) is >= 0 and var row ? values[row] : double.NaN;
    }

    private static (string Name, double InUse, double Fitted)[] Constants(ModelConstants fitted)
    {
        ModelConstants now = ModelConstants.InUse;
        return
        [
            ("at-the-money volatility / VIX", now.AtmToVix, fitted.AtmToVix), ("at-the-money volatility / VIX3M", now.AtmToVix3M, fitted.AtmToVix3M),
            ("reversion of variance a year", now.MeanReversion, fitted.MeanReversion), ("smile ρ", now.Correlation, fitted.Correlation),
            ("smile η", now.Curvature, fitted.Curvature), ("smile γ", now.Decay, fitted.Decay), ("spread / spot", now.SpreadPerSpot, fitted.SpreadPerSpot),
            ("spread / √(time value · spot)", now.SpreadPerRoot, fitted.SpreadPerRoot), ("the same a year", now.SpreadPerRootYear, fitted.SpreadPerRootYear),
            ("spread / intrinsic value", now.SpreadPerIntrinsic, fitted.SpreadPerIntrinsic),
        ];
    }

    private static void Print(
        IAnsiConsole console, string ticker, DateOnly split, ObservedSmile[] train, ObservedSmile[] test,
        (string Name, ModelConstants Constants, List<ModelErrorBucket> Errors)[] models)
    {
        console.MarkupLineInterpolated($"[bold]{ticker}[/]: fitted on {Sessions(train)} sessions through {split:yyyy-MM-dd} ({train.Length} smiles), tested on {Sessions(test)} later ones ({test.Length} smiles)");
        Table constants = new Table().Border(TableBorder.Simple).AddColumn("Constant").AddColumn(new TableColumn("In use").RightAligned()).AddColumn(new TableColumn("Fitted").RightAligned());
        foreach ((string name, double now, double found) in Constants(models[0].Constants))
            constants.AddRow(name, now.ToString("0.####e0"), found.ToString("0.####e0"));
        console.Write(constants);
        foreach ((string name, _, List<ModelErrorBucket> errors) in models)
        {
            Table table = new Table().Border(TableBorder.Simple).AddColumn("Days").AddColumn("Delta");
            foreach (string column in new[] { "Quotes", "Error", "Bias", "Smile alone", "Spread ×" })
                table.AddColumn(new TableColumn(column).RightAligned());
            foreach (ModelErrorBucket bucket in errors)
            {
                table.AddRow(
                    $"{bucket.Days.Min}–{bucket.Days.Max}", bucket.Wing, bucket.Quotes.ToString("N0"), bucket.MeanAbsolutePoints.ToString("0.00"),
                    bucket.BiasPoints.ToString("+0.00;-0.00"), bucket.ShapePoints.ToString("0.00"), bucket.SpreadRatio.ToString("0.00"));
            }

            console.MarkupLineInterpolated($"[bold]Held-out error, constants {name}[/], volatility points");
            console.Write(table);
        }

        console.MarkupLine("[grey]error: mean absolute; bias: modelled less observed; smile alone: given each expiry's own at-the-money volatility; spread ×: median modelled over observed[/]");
    }

    private static string Json(
        string ticker, DateOnly split, ObservedSmile[] train, ObservedSmile[] test, (string Name, ModelConstants Constants, List<ModelErrorBucket> Errors)[] models)
    {
        var document = new JsonObject
        {
            ["symbol"] = ticker,
            ["fitThrough"] = split.ToString("yyyy-MM-dd"),
            ["fitSessions"] = Sessions(train),
            ["testSessions"] = Sessions(test),
        };
        foreach ((string name, ModelConstants constants, List<ModelErrorBucket> errors) in models)
        {
            document[name == "fitted" ? "fitted" : "inUse"] = new JsonObject
            {
                ["constants"] = new JsonObject
                {
                    ["atmToVix"] = constants.AtmToVix,
                    ["atmToVix3M"] = constants.AtmToVix3M,
                    ["meanReversion"] = constants.MeanReversion,
                    ["correlation"] = constants.Correlation,
                    ["curvature"] = constants.Curvature,
                    ["decay"] = constants.Decay,
                    ["spreadPerSpot"] = constants.SpreadPerSpot,
                    ["spreadPerRoot"] = constants.SpreadPerRoot,
                    ["spreadPerRootYear"] = constants.SpreadPerRootYear,
                    ["spreadPerIntrinsic"] = constants.SpreadPerIntrinsic,
                },
                ["errors"] = new JsonArray([.. errors.Select(bucket => (JsonNode)new JsonObject
                {
                    ["minDays"] = bucket.Days.Min, ["maxDays"] = bucket.Days.Max, ["delta"] = bucket.Wing, ["quotes"] = bucket.Quotes,
                    ["meanAbsolutePoints"] = bucket.MeanAbsolutePoints, ["biasPoints"] = bucket.BiasPoints, ["smileAlonePoints"] = bucket.ShapePoints,
                    ["spreadRatio"] = double.IsFinite(bucket.SpreadRatio) ? bucket.SpreadRatio : null,
                })]),
            };
        }

        return document.ToJsonString(s_indented);
    }

    private static int Sessions(ObservedSmile[] smiles) => smiles.Select(smile => smile.Session).Distinct().Count();
}
