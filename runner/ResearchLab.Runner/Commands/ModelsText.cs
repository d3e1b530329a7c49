using System.Globalization;
using System.Text;
using ResearchLab.Columns;
using ResearchLab.Models;
using ResearchLab.Options;

namespace ResearchLab.Runner.Commands;

/// <summary>Models as text.</summary>
internal static class ModelsText
{
    public static string List(IReadOnlyList<RegisteredModel> models)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{"model",-34} {"role",-10} {"edge",-5} {"model/session",13} {"rows",6}  code\n");
        foreach (RegisteredModel model in models)
        {
            ModelCard card = model.Card;
            text.Append(CultureInfo.InvariantCulture, $"{card.Id,-34} {model.Role.ToString().ToLowerInvariant(),-10} {(card.Evaluation.HasEdge ? "yes" : "no"),-5} {Percent(card.Evaluation.Policies[0].MeanReturn),13} {card.TrainingRows,6}  {card.CodeVersion}\n");
        }

        return text.ToString();
    }

    public static string Card(RegisteredModel model)
    {
        ModelCard card = model.Card;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{card.Id} ({model.Role.ToString().ToLowerInvariant()})\n{card.Evaluation.Verdict}\n\n");
        MetricContext context = card.Evaluation.Metrics[0].Context;
        foreach (Metric metric in card.Evaluation.Metrics)
            text.Append(CultureInfo.InvariantCulture, $"  {metric.Name,-20} {metric.Value,8:0.0000}  95% {metric.Low:0.0000}…{metric.High:0.0000}  baseline {metric.Context.MajorityBaseline:0.0000}\n");
        text.Append(CultureInfo.InvariantCulture, $"\n  rows {card.TrainingRows}, tested {context.Samples} (effective {context.EffectiveSamples:0}) by split {context.SplitId}; trials {context.Trials}\n");
        text.Append(CultureInfo.InvariantCulture, $"  features v{card.FeatureSetVersion}, labels {context.LabelSpec}\n  snapshot {card.Snapshot}, code {card.CodeVersion}, seed {card.Seed}\n  {card.Parameters}\n");
        text.Append(CultureInfo.InvariantCulture, $"  in {model.Folder}\n");
        return text.ToString();
    }

    public static string Evaluation(TrainedModel model, ChainOrigin origin, string page)
    {
        var text = new StringBuilder();
        ModelCard card = model.Card;
        text.Append(CultureInfo.InvariantCulture, $"{card.Id}, {(origin == ChainOrigin.Observed ? "observed" : origin == ChainOrigin.Modelled ? "MODELLED" : "SIMULATED")} chains\n{card.Evaluation.Verdict}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{"policy",-24} {"mean",8} {"model minus it",15} {"95%",20} {"trades",7} {"wins",6}\n");
        foreach (PolicyResult policy in card.Evaluation.Policies.OrderByDescending(policy => policy.MeanReturn))
        {
            string interval = policy.Policy == "model" ? "" : $"{Percent(policy.DifferenceLow)}…{Percent(policy.DifferenceHigh)}", gap = policy.Policy == "model" ? "" : Percent(policy.DifferenceToModel);
            text.Append(CultureInfo.InvariantCulture, $"{policy.Policy,-24} {Percent(policy.MeanReturn),8} {gap,15} {interval,20} {policy.Trades,7} {(double.IsNaN(policy.WinRate) ? "" : Display.Percent(policy.WinRate, 0)),6}\n");
        }

        foreach (IReadOnlyList<PartResult> parts in (IReadOnlyList<PartResult>[])[PolicyBreakdown.ByYear(model.OutOfSample, card.Seed), PolicyBreakdown.ByRegime(model.OutOfSample, card.Seed)])
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{"",-36} {"sessions",8} {"model",8} {"baseline",8}  difference, 95%   (baseline: {model.OutOfSample.Baseline})\n");
            foreach (PartResult part in parts)
                text.Append(CultureInfo.InvariantCulture, $"{part.Name,-36} {part.Sessions,8} {Percent(part.ModelMean),8} {Percent(part.BaselineMean),8}  {(double.IsNaN(part.Low) ? "too few" : $"{Percent(part.Low)}…{Percent(part.High)}")}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\nreport {page}\n");
        return text.ToString();
    }

    public static string Leaks(LeakReport leak)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"\n{"split",-10} {"accuracy",9} {"95%",18} {"return/session",15}\n");
        foreach (LeakMeasure measure in (LeakMeasure[])[leak.Shuffled, leak.Unpurged, leak.Purged])
            text.Append(CultureInfo.InvariantCulture, $"{measure.Split,-10} {Percent(measure.Accuracy),9} {$"{Percent(measure.Low)}…{Percent(measure.High)}",18} {Percent(measure.MeanReturn),15}\n");
        text.Append(CultureInfo.InvariantCulture, $"{leak.Verdict}\n{LeakSuspects.InWords(leak.Suspects)}\n");
        return text.ToString();
    }

    public static string Comparison(ModelComparison comparison)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{comparison.First} against {comparison.Second}: {comparison.InWords}\n");
        foreach (ModelDifference difference in comparison.Differences)
            text.Append(CultureInfo.InvariantCulture, $"  {difference.Name,-24} {difference.First}  |  {difference.Second}\n");
        return text.ToString();
    }

    private static string Percent(double share) => Display.Percent(share, 2);
}
