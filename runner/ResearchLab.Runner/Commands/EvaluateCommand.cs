using System.CommandLine;
using System.Text.Json;
using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Reports;

namespace ResearchLab.Runner.Commands;

/// <summary>lab evaluate: whether a model has an edge over the best baseline after costs, as text, JSON and a page.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        Option<string?> symbol = SharedOptions.Symbol("Symbol of the underlying; default SMH on the simulated market");
        Option<DateOnly?> session = SharedOptions.Session("Session of knowledge; default the last completed one");
        Option<string> data = SharedOptions.Data();
        Option<ulong> seed = SharedOptions.Seed();
        Option<bool> json = SharedOptions.Json();
        var id = new Option<string?>("--model") { Description = "Id of a registered model, or a part only it has; default the one trained as of the session", HelpName = "ID" };
        var file = new Option<string?>("--out") { Description = "Where to write the page; default evaluation-<model>.html in the reports folder", HelpName = "FILE.html" };
        var leaks = new Option<bool>("--leaks") { Description = "Also run shuffled, unpurged and purged splits side by side: what a careless one would have claimed" };
        var training = new TrainingWishes();
        var command = new Command("evaluate", "Say plainly whether there is an edge over the baselines after costs, by year and regime") { symbol, session, data, seed, id, file, leaks, json };
        training.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            Func<TrainingOptions, TrainingOptions>? adjust = training.Read(parsed);
            if (parsed.GetValue(id) is not null && (adjust is not null || parsed.GetValue(session) is not null))
                throw new UsageException("--model names a model that is trained already; leave out --session and how to train.");
            (Lab lab, string ticker) = LabChooser.Choose(LabOptions.FromEnvironment(), parsed.GetValue(symbol), parsed.GetValue(data), parsed.GetValue(seed));
            using (lab)
            {
                using TrainedModel model = parsed.GetValue(id) is { } named
                    ? ModelRegistry.Load(lab.Models.Find(named))
                    : RunCommand.WithProgress(progress => lab.Train(ticker, parsed.GetValue(session), adjust, progress, cancellation));
                ChainOrigin origin = lab.Data(model.Card.Symbol, model.Card.KnownThrough, null, cancellation).Origin;
                string page = parsed.GetValue(file) ?? Path.Combine(lab.ReportsFolder, $"evaluation-{model.Card.Id}.html");
                LeakReport? leak = parsed.GetValue(leaks) ? RunCommand.WithProgress(progress => lab.Leaks(model, adjust, progress, cancellation)) : null;
                page = EvaluationReport.Write(page, model, origin, PlotlyScript.Read(lab.Options.Home), leak);
                if (parsed.GetValue(json))
                    Console.Out.WriteLine(Json(model, origin, page, leak));
                else
                    Console.Out.Write(ModelsText.Evaluation(model, origin, page) + (leak is null ? "" : ModelsText.Leaks(leak)));
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static string Json(TrainedModel model, ChainOrigin origin, string page, LeakReport? leak)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("model", model.Card.Id);
            json.WriteString("chains", origin.ToString().ToLowerInvariant());
            json.WriteBoolean("edge", model.Card.Evaluation.HasEdge);
            json.WriteString("verdict", model.Card.Evaluation.Verdict);
            json.WriteString("best_baseline", model.OutOfSample.Baseline);
            ModelsJson.Parts(json, "years", PolicyBreakdown.ByYear(model.OutOfSample, model.Card.Seed));
            ModelsJson.Parts(json, "regimes", PolicyBreakdown.ByRegime(model.OutOfSample, model.Card.Seed));
            json.WritePropertyName("card");
            json.WriteRawValue(model.Card.ToJson());
            if (leak is not null)
                ModelsJson.Leaks(json, leak);
            json.WriteString("report", page);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
