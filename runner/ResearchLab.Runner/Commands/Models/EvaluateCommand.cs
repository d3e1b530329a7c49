using System.CommandLine;
using System.Text.Json;
using ResearchLab.Basics;
using ResearchLab.Daily;
using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Reports;

namespace ResearchLab.Runner.Commands;

/// <summary>lab evaluate: whether a model has an edge over the best baseline after costs, as text, JSON and a page; of one symbol or several.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        Option<string[]> symbols = new("--symbol")
        {
            Description = "Symbols of the underlyings, repeated or with commas; default SMH on the simulated market",
            HelpName = "TICKER,…",
            AllowMultipleArgumentsPerToken = true
        };
        Option<DateOnly?> session = SharedOptions.Session("Session of knowledge; default the last completed one");
        Option<string> data = SharedOptions.Data();
        Option<ulong> seed = SharedOptions.Seed();
        Option<bool> json = SharedOptions.Json();
        var id = new Option<string?>("--model")
        {
            Description = "Id of a registered model, or a part only it has; default the one trained as of the session",
            HelpName = "ID"
        };
        var file = new Option<string?>("--out")
        {
            Description = "Where to write the page; default evaluation-<model>.html in the reports folder",
            HelpName = "FILE.html"
        };
        var leaks = new Option<bool>("--leaks")
        {
            Description =
            "Also run shuffled, unpurged and purged splits side by side: what a careless one would have claimed"
        };
        Option<DateOnly?> holdout = SharedOptions.Date("--holdout",
            "Judge on the sessions from this one on, sealed until now: they are opened once, and the journal says when and what for");
        var purpose = new Option<string?>("--purpose") { Description = "What the holdout is opened for", HelpName = "TEXT" };
        var again = new Option<bool>("--again") { Description = "Open it although it was opened before; the count says so for ever" };
        var champions = new Option<bool>("--champions")
        {
            Description = "Walk an account by the models that were in force at each session, from --from to --session, as the desk on paper would have"
        };
        Option<DateOnly?> from = SharedOptions.Date("--from", "First session of --champions; default a year before the last");
        var training = new TrainingArguments();
        var command = new Command("evaluate", "Say plainly whether there is an edge over the baselines after costs, by year and regime")
        {
            symbols, session, data, seed, id, file, leaks, holdout, purpose, again, champions, from, json,
        };
        training.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            Func<TrainingOptions, TrainingOptions>? adjust = training.Read(parsed);
            string[] tickers = [.. (parsed.GetValue(symbols) ?? []).SelectMany(text => text.Split(',')).Select(LabChooser.Ticker)
                .Distinct(StringComparer.Ordinal)];
            if (parsed.GetValue(id) is not null && (adjust is not null || parsed.GetValue(session) is not null || tickers.Length > 1))
                throw new UsageException("--model names a model that is trained already; leave out --session, further symbols and how to train.");
            bool asJson = parsed.GetValue(json);
            if (parsed.GetValue(champions))
                return Task.FromResult(Champions(parsed, tickers, cancellation));
            if (parsed.GetValue(from) is not null)
                throw new UsageException("--from belongs to --champions.");
            if (parsed.GetValue(holdout) is { } opened)
            {
                string what = parsed.GetValue(purpose) is { Length: > 0 } text
                    ? text
                    : throw new UsageException("--holdout needs --purpose: what the sessions are opened for.");
                if (tickers.Length > 1 || parsed.GetValue(id) is not null)
                    throw new UsageException("--holdout judges one symbol and trains its own model; leave out --model and further symbols.");
                (Lab lab, string ticker) = Choose(parsed, tickers.FirstOrDefault());
                using (lab)
                {
                    HoldoutReport report = RunCommand.WithProgress(progress => lab.Models.Holdout(ticker, opened, what, parsed.GetValue(session),
                        parsed.GetValue(again), adjust, progress, cancellation));
                    Console.Out.Write(asJson ? ModelsJson.Holdout(report) : ModelsText.Holdout(report));
                }

                return Task.FromResult(ExitCode.Done);
            }

            if (parsed.GetValue(purpose) is not null || parsed.GetValue(again))
                throw new UsageException("--purpose and --again belong to --holdout.");
            var evaluated = new List<EvaluatedModel>();
            string together = "";
            foreach (string? symbol in tickers.Length == 0 ? (string?[])[null] : tickers)
            {
                (Lab lab, string ticker) = Choose(parsed, symbol);
                using (lab)
                {
                    using TrainedModel model = parsed.GetValue(id) is { } named
                        ? ModelRegistry.Load(lab.Models.Registry.Find(named))
                        : RunCommand.WithProgress(progress => lab.Models.Train(ticker, parsed.GetValue(session), adjust, progress, cancellation));
                    string page = tickers.Length <= 1 && parsed.GetValue(file) is { } asked
                        ? asked
                        : Path.Combine(lab.ReportsFolder, $"evaluation-{model.Card.Id}.html");
                    evaluated.Add(Judge(lab, model, page, parsed.GetValue(leaks), cancellation));
                    together = parsed.GetValue(file) ?? Path.Combine(lab.ReportsFolder,
                        $"evaluation-{string.Join('-', tickers)}-{model.Card.KnownThrough:yyyy-MM-dd}.html");
                }
            }

            if (evaluated.Count == 1)
            {
                Console.Out.Write(asJson ? ModelsJson.Write(document => Write(document, evaluated[0])) : ModelsText.Evaluation(evaluated[0]));
                return Task.FromResult(ExitCode.Done);
            }

            together = EvaluationReport.WriteTogether(together, evaluated);
            Console.Out.Write(asJson ? Json(evaluated, together) : ModelsText.Together(evaluated, together));
            return Task.FromResult(ExitCode.Done);
        });
        return command;

        int Champions(ParseResult parsed, string[] tickers, CancellationToken cancellation)
        {
            if (tickers.Length > 1 || parsed.GetValue(id) is not null || parsed.GetValue(holdout) is not null || training.Read(parsed) is not null)
                throw new UsageException("--champions walks one symbol by the models in force; leave out --model, --holdout, more symbols and how to train.");
            (Lab lab, string ticker) = Choose(parsed, tickers.FirstOrDefault());
            using (lab)
            {
                DateOnly last = parsed.GetValue(session) ?? lab.LastSession;
                DateOnly first = parsed.GetValue(from) ?? lab.Calendar.OnOrBefore(last.AddYears(-1));
                ChampionWalk walk = RunCommand.WithProgress(progress => lab.Daily.Champions(ticker, first, last, progress, cancellation));
                string origin = lab.Data(ticker, last).Origin.ToString().ToUpperInvariant();
                if (parsed.GetValue(json))
                    Console.Out.WriteLine(ChampionsOutput.ToJson(walk, origin));
                else
                    ChampionsOutput.Print(Terminal.Output(), walk, origin);
                return ExitCode.Done;
            }
        }

        (Lab Lab, string Symbol) Choose(ParseResult parsed, string? symbol) =>
            LabChooser.ChooseByModel(LabOptions.FromEnvironment(), parsed.GetValue(id), symbol, parsed.GetValue(data), parsed.GetValue(seed));
    }

    private static EvaluatedModel Judge(Lab lab, TrainedModel model, string page, bool leaks, CancellationToken cancellation)
    {
        ChainMix chains = lab.Data(model.Card.Symbol, model.Card.KnownThrough, null, cancellation).Chains;
        OutcomeRegressorReport rival = RunCommand.WithProgress(progress => lab.Models.OutcomeRegressors(model, progress, cancellation));
        LeakReport? leak = leaks ? RunCommand.WithProgress(progress => lab.Models.Leaks(model, null, progress, cancellation)) : null;
        IReadOnlyList<OutcomeVariants> variants = RunCommand.WithProgress(progress => lab.Trades.Variants(model, progress, cancellation));
        DeskModel desk = RunCommand.WithProgress(progress => lab.Daily.Evaluate(model, progress, cancellation));
        SearchAudit? search = lab.Models.Audit(model.Card.Symbol);
        page = EvaluationReport.Write(page, model, chains, PlotlyScript.Read(lab.Options.Home), leak, rival, search, variants, desk.Evaluation);
        return new EvaluatedModel(model.Card, model.OutOfSample, chains, rival, leak, search, page) { Variants = variants, Desk = desk.Evaluation };
    }

    private static string Json(List<EvaluatedModel> models, string page) => ModelsJson.Write(json =>
    {
        json.WriteString("verdict", EvaluationReport.EdgesInWords(models));
        json.WriteStartArray("symbols");
        foreach (EvaluatedModel model in models)
        {
            json.WriteStartObject();
            json.WriteString("symbol", model.Card.Symbol);
            Write(json, model);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("report", page);
    });

    private static void Write(Utf8JsonWriter json, EvaluatedModel model)
    {
        json.WriteString("model", model.Card.Id);
        json.WriteString("chains", model.Chains.Kinds);
        json.WriteString("chainsInWords", model.Chains.InWords);
        json.WriteBoolean("edge", model.Card.Evaluation.HasEdge);
        json.WriteString("verdict", model.Card.Evaluation.Verdict);
        json.WriteString("bestBaseline", model.OutOfSample.Baseline);
        ModelsJson.Parts(json, "years", PolicyBreakdown.ByYear(model.OutOfSample, model.Card.Seed));
        ModelsJson.Parts(json, "regimes", PolicyBreakdown.ByRegime(model.OutOfSample, model.Card.Seed));
        if (model.Rival is not null)
            ModelsJson.Rival(json, model.Rival);
        ModelsJson.Variants(json, model.Variants);
        if (model.Desk is not null)
        {
            json.WritePropertyName("desk");
            json.WriteRawValue(model.Desk.ToJson());
        }

        if (model.Search is not null)
            ModelsJson.Search(json, model.Search);
        json.WritePropertyName("card");
        json.WriteRawValue(ModelsJson.Card(model.Card));
        if (model.Leak is not null)
            ModelsJson.Leaks(json, model.Leak);
        json.WriteString("report", model.Page);
    }
}
