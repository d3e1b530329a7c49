using System.Globalization;
using System.Text;
using ResearchLab.Backtesting;
using ResearchLab.Basics;
using ResearchLab.Daily;
using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Reports;

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
            text.Append(CultureInfo.InvariantCulture, $"{card.Id,-34} {model.Role.ToString().ToLowerInvariant(),-10} "
                + $"{(card.Evaluation.HasEdge ? "yes" : "no"),-5} {Percent(card.Evaluation.Policies[0].MeanReturn),13} {card.TrainingRows,6}  "
                + $"{card.CodeVersion}\n");
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
            text.Append(CultureInfo.InvariantCulture, $"  {metric.Name,-20} {metric.Value,8:0.0000}  95% {metric.Low:0.0000}…{metric.High:0.0000}  baseline "
                + $"{metric.Context.MajorityBaseline:0.0000}\n");
        text.Append(CultureInfo.InvariantCulture, $"\n  rows {card.TrainingRows}, tested {context.Samples} (effective {context.EffectiveSamples:0}) by split "
            + $"{context.SplitId}; trials {context.Trials}\n");
        text.Append(CultureInfo.InvariantCulture, $"  features v{card.FeatureSetVersion}, labels {context.LabelSpec}\n  snapshot {card.Snapshot}, "
            + $"code {card.CodeVersion}, seed {card.Seed}\n  {card.Parameters}\n  calibrated by {card.Calibration} (temperature {card.Temperature:0.000}), "
            + $"class balance {card.ClassBalance:0.##}\n");
        if (card.Tuning is { } tuning)
            text.Append(CultureInfo.InvariantCulture,
                $"  tuned by successive halving of {tuning.Candidates} settings in each window, {tuning.Trials} different trials\n");
        text.Append(CultureInfo.InvariantCulture, $"  in {model.Folder}\n");
        return text.ToString();
    }

    public static string Evaluation(EvaluatedModel model)
    {
        var text = new StringBuilder();
        ModelCard card = model.Card;
        text.Append(CultureInfo.InvariantCulture, $"{card.Id}, chains {model.Chains.InWords}\n{card.Evaluation.Verdict}\n\n");
        Policies(text, model.Rival is null ? card.Evaluation.Policies : [.. card.Evaluation.Policies, model.Rival.Rival]);
        foreach (IReadOnlyList<PartResult> parts in (IReadOnlyList<PartResult>[])[PolicyBreakdown.ByYear(model.OutOfSample, card.Seed),
            PolicyBreakdown.ByRegime(model.OutOfSample, card.Seed)])
        {
            text.Append(CultureInfo.InvariantCulture,
                $"\n{"",-36} {"sessions",8} {"model",8} {"baseline",8}  difference, 95%   (baseline: {model.OutOfSample.Baseline})\n");
            foreach (PartResult part in parts)
                text.Append(CultureInfo.InvariantCulture, $"{part.Name,-36} {part.Sessions,8} {Percent(part.ModelMean),8} {Percent(part.BaselineMean),8}  "
                    + $"{(double.IsNaN(part.Low) ? "too few" : $"{Percent(part.Low)}…{Percent(part.High)}")}\n");
        }

        if (model.Variants.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{"return a trade, all sessions",-30} {"trades",8} {"mean",8} {"no costs",9} {"late exits",11} "
                + $"{"prices then",12} {"chain model's error",22}\n");
            foreach (OutcomeVariants one in model.Variants.Where(one => one.Trades > 0))
                text.Append(CultureInfo.InvariantCulture, $"{one.Structure.Name(),-30} {one.Trades,8} {Percent(one.Mean),8} {Percent(one.BeforeCosts),9} "
                    + $"{Percent(one.Late),11} {Percent(one.AtTheTime),12} {$"{Percent(one.Low)}…{Percent(one.High)}",22}\n");
        }

        if (model.Variants.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"\n{"how trades end",-30} {"profit",8} {"stop",8} {"regime",8} {"time",8} {"mean",8} {"no regime exits",16}\n");
            foreach (OutcomeVariants one in model.Variants.Where(one => one.Trades > 0))
                text.Append(CultureInfo.InvariantCulture, $"{one.Structure.Name(),-30} {Share(one, ExitReason.TakeProfit),8} "
                    + $"{Share(one, ExitReason.StopLoss),8} {Share(one, ExitReason.RegimeChange),8} {Share(one, ExitReason.TimeLimit),8} "
                    + $"{Percent(one.Mean),8} {Percent(one.Held),16}\n");
        }

        if (model.Desk is { } desk)
            Desk(text, desk);
        text.Append('\n');
        if (model.Rival is not null)
            text.Append(CultureInfo.InvariantCulture, $"{model.Rival.Verdict}\n");
        if (model.Search is not null)
            text.Append(CultureInfo.InvariantCulture, $"{EvaluationReport.InWords(model.Search)}\n");
        text.Append(CultureInfo.InvariantCulture, $"report {model.Page}\n");
        return text.ToString() + (model.Leak is null ? "" : Leaks(model.Leak));
    }

    private static string Share(OutcomeVariants of, ExitReason reason) => Display.Percent(of.Ends[(int)reason], 0);

    /// <summary>The whole decision walked forward.</summary>
    private static void Desk(StringBuilder text, DeskEvaluation desk)
    {
        text.Append(CultureInfo.InvariantCulture, $"\nThe desk, {desk.From:yyyy-MM-dd} to {desk.Through:yyyy-MM-dd} on "
            + $"{Display.Money(desk.AccountValue, 0)}, medians of {desk.Offsets} starts\n{desk.Verdict}\n");
        text.Append(CultureInfo.InvariantCulture, $"{desk.Years.Sum(year => year.Decided)} sessions: {desk.Years.Sum(year => year.Recommended)} recommended, "
            + $"{desk.Years.Sum(year => year.NotOpened)} not opened, {desk.Years.Sum(year => year.NoTrade)} no trade; "
            + $"stopped by {string.Join(", ", desk.StoppedBy.Take(5).Select(one => $"{one.Key} {one.Value}"))}\n");
        text.Append(CultureInfo.InvariantCulture,
            $"{"account",-30} {"trades",7} {"won",6} {"P&L",10} {"a year",8} {"80%",18} {"drawdown",9} {"worst month",12} {"shortfall",10}\n");
        foreach (ArmResult arm in desk.Arms)
            text.Append(CultureInfo.InvariantCulture, $"{arm.Name,-30} {arm.Trades,7} {(double.IsNaN(arm.WinRate) ? "" : Display.Percent(arm.WinRate, 0)),6} "
                + $"{Display.Money(arm.Pnl, 0),10} {Percent(arm.MeanPerYear),8} {$"{Percent(arm.Low)}…{Percent(arm.High)}",18} {Percent(arm.Drawdown),9} "
                + $"{Percent(arm.WorstMonth),12} {Percent(arm.ExpectedShortfall),10}\n");
        text.Append(CultureInfo.InvariantCulture,
            $"{"year",-6} {"decided",8} {"recommended",12} {"not opened",11} {"no trade",9} {"closed",7} {"above T-bills",14}\n");
        foreach (DeskYear year in desk.Years)
            text.Append(CultureInfo.InvariantCulture,
                $"{year.Year,-6} {year.Decided,8} {year.Recommended,12} {year.NotOpened,11} {year.NoTrade,9} {year.Trades,7:0.#} {Percent(year.Return),14}\n");
    }

    /// <summary>Several symbols: a table with intervals and a plain sentence each.</summary>
    public static string Together(IReadOnlyList<EvaluatedModel> models, string page)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture,
            $"{string.Join(", ", models.Select(model => model.Card.Symbol))}: {EvaluationReport.EdgesInWords(models)}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{"symbol",-8} {"chains",-9} {"rows",6} {"effective",9} {"model",8}  {"best baseline",-24} {"earns",8} "
            + $"{"difference",10} {"95%",20} {"regressors",10} {"picker − them, 95%",22} edge\n");
        foreach (EvaluatedModel model in models)
        {
            PolicyResult mine = model.Card.Evaluation.Policies[0], best = model.BestBaseline;
            PolicyResult? rival = model.Rival?.Rival;
            text.Append(CultureInfo.InvariantCulture, $"{model.Card.Symbol,-8} {Chains(model.Chains),-9} {mine.Context.Samples,6} "
                + $"{mine.Context.EffectiveSamples,9:0} {Percent(mine.MeanReturn),8}  {best.Policy,-24} {Percent(best.MeanReturn),8} "
                + $"{Percent(best.DifferenceToModel),10} {$"{Percent(best.DifferenceLow)}…{Percent(best.DifferenceHigh)}",20} "
                + $"{(rival is null ? "" : Percent(rival.MeanReturn)),10} "
                + $"{(rival is null ? "" : $"{Percent(rival.DifferenceLow)}…{Percent(rival.DifferenceHigh)}"),22} "
                + $"{(model.Card.Evaluation.HasEdge ? "yes" : "no")}\n");
        }

        foreach (EvaluatedModel model in models)
            text.Append(CultureInfo.InvariantCulture, $"\n{model.Card.Symbol}: {model.Card.Evaluation.Verdict}"
                + $"{(model.Rival is null ? "" : $" {model.Rival.Verdict}")}"
                + $"{(model.Search is null ? "" : $" {EvaluationReport.InWords(model.Search)}")}\n");
        foreach (EvaluatedModel model in models.Where(model => model.Leak is not null))
            text.Append(CultureInfo.InvariantCulture, $"\n{model.Card.Symbol}{Leaks(model.Leak!)}");
        text.Append(CultureInfo.InvariantCulture, $"\nreport {page}\n");
        return text.ToString();
    }

    public static string Holdout(HoldoutReport holdout)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{holdout.Opening.HoldoutId}: {holdout.Opening.Rows.Length} sessions {holdout.From:yyyy-MM-dd} to "
            + $"{holdout.Through:yyyy-MM-dd}, opened {holdout.Opening.OpenedAt:yyyy-MM-dd HH:mm} UTC for '{holdout.Opening.Purpose}'\n");
        if (holdout.Opening.Times > 1)
            text.Append(CultureInfo.InvariantCulture, $"Opened {holdout.Opening.Times} times by now: it is no holdout any more.\n");
        text.Append(CultureInfo.InvariantCulture, $"{holdout.Evaluation.Verdict}\n\n");
        Policies(text, holdout.Evaluation.Policies);
        return text.ToString();
    }

    private static void Policies(StringBuilder text, IReadOnlyList<PolicyResult> policies)
    {
        text.Append(CultureInfo.InvariantCulture, $"{"policy",-24} {"mean",8} {"model minus it",15} {"95%",20} {"trades",7} {"wins",6} {"payoff",6} "
            + $"{"worst month",11} {"ES 95%",8} {"drawdown",9} {"turnover",9} {"chain error",16}\n");
        foreach (PolicyResult policy in policies.OrderByDescending(policy => policy.MeanReturn))
        {
            string interval = policy.Policy == "model" ? "" : $"{Percent(policy.DifferenceLow)}…{Percent(policy.DifferenceHigh)}",
                gap = policy.Policy == "model" ? "" : Percent(policy.DifferenceToModel);
            text.Append(CultureInfo.InvariantCulture, $"{policy.Policy,-24} {Percent(policy.MeanReturn),8} {gap,15} {interval,20} {policy.Trades,7} "
                + $"{(double.IsNaN(policy.WinRate) ? "" : Display.Percent(policy.WinRate, 0)),6} "
                + $"{(double.IsNaN(policy.PayoffRatio) ? "" : policy.PayoffRatio.ToString("0.00", CultureInfo.InvariantCulture)),6} "
                + $"{Display.Multiple(policy.WorstMonth),11} {Display.Percent(policy.ExpectedShortfall95, 0),8} {Display.Multiple(policy.Drawdown),9} "
                + $"{Display.Multiple(policy.Turnover, 0),9} "
                + $"{(double.IsNaN(policy.LowEnd) ? "" : $"{Percent(policy.LowEnd)}…{Percent(policy.HighEnd)}"),16}\n");
        }
    }

    private static string Chains(ChainMix chains) =>
        chains.Weakest == ChainOrigin.Observed ? "observed" : chains.Weakest == ChainOrigin.Demo ? "SIMULATED" : chains.Observed > 0 ? "MIXED" : "MODELLED";

    public static string Leaks(LeakReport leak)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"\n{"split",-10} {"accuracy",9} {"95%",18} {"return/session",15}\n");
        foreach (LeakMeasure measure in (LeakMeasure[])[leak.Shuffled, leak.Unpurged, leak.Purged])
            text.Append(CultureInfo.InvariantCulture,
                $"{measure.Split,-10} {Percent(measure.Accuracy),9} {$"{Percent(measure.Low)}…{Percent(measure.High)}",18} {Percent(measure.MeanReturn),15}\n");
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
