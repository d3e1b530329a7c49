using ResearchLab.Basics;
using ResearchLab.Features;
using ResearchLab.Statistics;

namespace ResearchLab.Models;

/// <summary>
/// The rival of the multiclass picker: one regression a structure predicts its outcome as return on capital at risk, and the highest
/// prediction is picked, no trade when none is above 0. It is measured, not registered.
/// </summary>
public static class OutcomeRegressors
{
    /// <summary>Name of the rival among policies.</summary>
    public const string Name = "outcome_regressors";

    /// <summary>Judges the rival on the out-of-fold forecasts that were made with a model.</summary>
    /// <param name="model">The picker.</param>
    /// <param name="features">Features it was trained on.</param>
    /// <param name="labels">Outcomes it was trained on.</param>
    /// <exception cref="ArgumentException">Features or labels are not those of the model.</exception>
    public static OutcomeRegressorReport Run(TrainedModel model, FeatureMatrix features, OutcomeMatrix labels)
    {
        var tested = TestedSessions.Of(model, features, labels);
        (PolicyResult rival, double[] returns) = tested.Judge(Name, model.Pickers.ScoresOf(PickerKind.Outcome));
        PolicyReturns picker = model.OutOfSample;
        PolicyResult first = model.Card.Evaluation.Policies[0];
        double[] gap = [.. returns.Zip(picker.BaselineReturns, (mine, other) => mine - other)];
        double difference = Performance.Mean(gap);
        Interval interval = BlockBootstrap.Percentile(BlockBootstrap.Means([gap], tested.Bootstrap)[0]).Including(difference);
        string better = rival.DifferenceLow > 0 ? "the picker is better" : rival.DifferenceHigh < 0 ? "the regressors are better" : "neither is better";
        string edge = interval.Low > 0 ? "the regressors beat the best baseline" : "the regressors have no edge over the best baseline";
        return new OutcomeRegressorReport(
            first, rival, picker.Baseline, difference, interval.Low, interval.High,
            $"One outcome regressor a structure earns {Display.Percent(rival.MeanReturn, 2)} of capital at risk a trade, 0 where it stays out, "
                + $"the picker {Display.Percent(first.MeanReturn, 2)} "
            + $"(difference {Display.Percent(rival.DifferenceToModel, 2)}, "
            + $"95% {Display.Percent(rival.DifferenceLow, 2)}…{Display.Percent(rival.DifferenceHigh, 2)}): {better}; "
            + $"{edge}, {picker.Baseline} (difference {Display.Percent(difference, 2)}, "
            + $"95% {Display.Percent(interval.Low, 2)}…{Display.Percent(interval.High, 2)}).");
    }
}
