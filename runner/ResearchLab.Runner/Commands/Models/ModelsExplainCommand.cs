using System.CommandLine;
using System.Globalization;
using System.Text;
using ResearchLab.Basics;
using ResearchLab.Charts;
using ResearchLab.Features;
using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Reports;

namespace ResearchLab.Runner.Commands;

/// <summary>lab models explain: what matters to a model, whether that is stable, and how probabilities depend on a feature.</summary>
internal static class ModelsExplainCommand
{
    private const int FeaturesOnPage = 3;
    private const int ClassesOfAFeature = 4;

    public static Command Create()
    {
        var id = new Argument<string?>("MODEL")
        {
            Description = "Id of a model, or a beginning or end only it has; default the one the daily run uses",
            Arity = ArgumentArity.ZeroOrOne
        };
        Option<string?> symbol = SharedOptions.Symbol("Symbol; default SMH on the simulated market");
        Option<string> data = SharedOptions.Data();
        Option<ulong> seed = SharedOptions.Seed();
        Option<bool> json = SharedOptions.Json();
        var feature = new Option<string?>("--feature")
        {
            Description = "Show how probabilities depend on this feature, for the structures it moves most",
            HelpName = "NAME"
        };
        var folds = new Option<int?>("--folds") { Description = "Folds the importance is measured in; default 6", HelpName = "NUMBER" };
        var file = new Option<string?>("--out")
        {
            Description = "Where to write the page; default explain-<model>.html in the reports folder",
            HelpName = "FILE.html"
        };
        var command = new Command("explain", "What matters to a model, how stable that is over time, and how probabilities depend on it") { id, symbol, data,
            seed, json, feature, folds, file };
        command.SetAction((parsed, cancellation) =>
        {
            string? name = parsed.GetValue(feature);
            if (name is not null && FeatureCatalog.All.All(known => known.Name != name))
                throw new UsageException($"--feature is '{name}'; there is no such feature. See './lab features list'.");
            if (parsed.GetValue(folds) is < 2 or > 100)
                throw new UsageException($"--folds is {parsed.GetValue(folds)}; it must be 2 to 100.");
            (Lab lab, string ticker) = LabChooser.ChooseByModel(LabOptions.FromEnvironment(), parsed.GetValue(id), parsed.GetValue(symbol),
                parsed.GetValue(data), parsed.GetValue(seed));
            using (lab)
            {
                using TrainedModel model = parsed.GetValue(id) is { } named
                    ? ModelRegistry.Load(lab.Models.Registry.Find(named))
                    : RunCommand.WithProgress(progress => lab.Models.Of(ticker, null, progress, cancellation));
                string page = parsed.GetValue(file) ?? Path.Combine(lab.ReportsFolder, $"explain-{model.Card.Id}{(name is null ? "" : $"-{name}")}.html");
                ImportanceReport? importance = name is not null ? null : RunCommand.WithProgress(progress => lab.Models.Importance(
                    model, parsed.GetValue(folds) is { } wanted ? new WalkForwardOptions(Folds: wanted) : null, progress, cancellation));
                IReadOnlyList<PartialDependence>[] curves = [.. (name is null
                    ? importance!.Features.Take(FeaturesOnPage).Select(found => found.Feature)
                    : [name]).Select(found => lab.Models.Dependence(model, found))];
                page = Page(page, model, importance, curves, PlotlyScript.Read(lab.Options.Home));
                Console.Out.Write(parsed.GetValue(json) ? Json(model, importance, curves, page) : Text(model, importance, curves, page));
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static IEnumerable<PartialDependence> Strongest(IReadOnlyList<PartialDependence> curves,
        int count) => curves.OrderByDescending(curve => curve.Range).Take(count);

    private static string Page(string path, TrainedModel model, ImportanceReport? importance, IReadOnlyList<PartialDependence>[] curves, string plotly)
    {
        ModelCard card = model.Card;
        IEnumerable<Figure> figures = importance is null
            ? curves.SelectMany(classes => Strongest(classes, ClassesOfAFeature)).Select(Chart.Dependence)
            : [Chart.Importance(importance), .. curves.SelectMany(classes => Strongest(classes, 1)).Select(Chart.Dependence)];
        return FigurePage.Write(
            path, $"What moves {card.Id}",
            [
                $"{card.TrainingRows:N0} training rows of {card.Symbol} known through {card.KnownThrough:yyyy-MM-dd}, features v{card.FeatureSetVersion}, "
                    + $"snapshot {card.Snapshot}, code {card.CodeVersion}, seed {card.Seed}. {card.Evaluation.Verdict}",
                importance is null ? "" : $"Importance is measured out of sample on the folds of split {importance.SplitId}, "
                    + $"each fitted again with the model's parameters. {importance.Verdict}",
                "Contributions and curves describe the model and not a cause; features that move together share their importance, "
                    + "and a curve sets one of them where the others would not follow.",
            ],
            [.. figures], plotly);
    }

    private static string Text(TrainedModel model, ImportanceReport? importance, IReadOnlyList<PartialDependence>[] curves, string page)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{model.Card.Id}\n");
        if (importance is not null)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{importance.Verdict}\n\n{"feature",-22} {"share",7} {"folds",15} {"ranks",9} {"in top 10",10} {"gain",7}\n");
            foreach (FeatureImportance feature in importance.Features.Take(20))
                text.Append(CultureInfo.InvariantCulture, $"{feature.Feature,-22} {Display.Percent(feature.Share),7} "
                    + $"{$"{Display.Percent(feature.LowestShare)}…{Display.Percent(feature.HighestShare)}",15} {$"{feature.BestRank}…{feature.WorstRank}",9} "
                    + $"{Display.Percent(feature.TopTenShare, 0),10} {Display.Percent(feature.GainShare),7}\n");
        }

        foreach (PartialDependence curve in curves.SelectMany(classes => Strongest(classes, importance is null ? ClassesOfAFeature : 1)))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{curve.Structure.Name()} against {curve.Feature} ({curve.Unit}), "
                + $"{curve.Sessions} training sessions\n{"value",12} {"mean",8} {"10%…90%",17} {"of training",12}\n");
            foreach (int at in Enumerable.Range(0, curve.Values.Length).Where(at => curve.Values.Length <= 12 || at % 3 == 0))
                text.Append(CultureInfo.InvariantCulture, $"{FeatureSummary.Number(curve.Values[at]),12} {Display.Percent(curve.Mean[at]),8} "
                    + $"{$"{Display.Percent(curve.Low[at])}…{Display.Percent(curve.High[at])}",17} {Display.Percent(curve.Density[at]),12}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\nreport {page}\n");
        return text.ToString();
    }

    private static string Json(TrainedModel model, ImportanceReport? importance, IReadOnlyList<PartialDependence>[] curves,
        string page) => ModelsJson.Write(json =>
    {
        json.WriteString("model", model.Card.Id);
        if (importance is not null)
        {
            json.WriteStartObject("importance");
            json.WriteString("split", importance.SplitId);
            json.WriteNumber("folds", importance.Folds);
            json.WriteNumber("rows", importance.Rows);
            json.WriteNumber("rankCorrelation", importance.RankCorrelation);
            json.WriteNumber("lowestRankCorrelation", importance.LowestRankCorrelation);
            json.WriteStartArray("features");
            foreach (FeatureImportance feature in importance.Features)
            {
                json.WriteStartObject();
                json.WriteString("feature", feature.Feature);
                json.WriteNumber("share", feature.Share);
                json.WriteNumber("lowestShare", feature.LowestShare);
                json.WriteNumber("highestShare", feature.HighestShare);
                json.WriteNumber("bestRank", feature.BestRank);
                json.WriteNumber("worstRank", feature.WorstRank);
                json.WriteNumber("top10Share", feature.TopTenShare);
                json.WriteNumber("gainShare", feature.GainShare);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteStartArray("dependence");
        foreach (PartialDependence curve in curves.SelectMany(classes => classes))
        {
            json.WriteStartObject();
            json.WriteString("feature", curve.Feature);
            json.WriteString("unit", curve.Unit);
            json.WriteString("structure", curve.Structure.Name());
            foreach ((string key, double[] values) in ((string, double[])[])[("values", curve.Values), ("mean", curve.Mean), ("low10", curve.Low),
                ("median", curve.Median), ("high90", curve.High), ("training_share", curve.Density)])
            {
                json.WriteStartArray(key);
                foreach (double value in values)
                    json.WriteNumberValue(value);
                json.WriteEndArray();
            }

            json.WriteNumber("missing", curve.MeanMissing);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("report", page);
    });
}
