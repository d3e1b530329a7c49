using ResearchLab.Features;
using ResearchLab.Options;
using ResearchLab.Statistics;

namespace ResearchLab.Models;

/// <summary>Calibration decay: log loss and expected calibration error on outcomes that matured since training.</summary>
public static class DriftOfCalibration
{
    /// <summary>Measures the calibrated probabilities of a model on the sessions after it was trained.</summary>
    /// <param name="model">The model.</param>
    /// <param name="features">Features; the last session is the session of knowledge.</param>
    /// <param name="labels">Outcomes of sessions after training; open ones are left out.</param>
    /// <param name="resamples">Bootstrap resamples, at least 100.</param>
    /// <exception cref="ArgumentException">Features and labels do not fit together.</exception>
    /// <remarks>
    /// The interval of the difference takes both parts as independent and adds their one-sided half-widths in squares (Zou and Donner 2008,
    /// Statistics in Medicine 27, 1693–1702): the recent one by block bootstrap with blocks as long as the labels, the evaluation's from its card.
    /// </remarks>
    public static CalibrationReport Of(TrainedModel model, FeatureMatrix features, OutcomeMatrix labels, int resamples = 1000)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(labels);
        ModelFeatures.RequireSet(features);
        ModelCard card = model.Card;
        LabeledRows rows = LabeledRows.Join(features, labels);
        int[] recent = [.. Enumerable.Range(0, rows.Count).Where(row => rows.Spans[row].Session > card.KnownThrough)];
        LabelSpan[] spans = rows.SpansOf(recent);
        double effective = recent.Length == 0 ? 0 : UniquenessWeights.EffectiveSamples(spans);
        if (recent.Length < CalibrationReport.FewestSamples)
            return new CalibrationReport(recent.Length, effective, []);
        var probabilities = new double[recent.Length * Structures.ClassCount];
        var values = new double[features.Columns.Length];
        for (int i = 0; i < recent.Length; i++)
        {
            features.CopyRow(rows.FeatureRow[recent[i]], values);
            model.Predict(values).CopyTo(probabilities, i * Structures.ClassCount);
        }

        MetricContext evaluated = card.Evaluation.Metrics[0].Context;
        double block = Math.Clamp(spans.Average(span => span.Length), 1, recent.Length);
        IReadOnlyList<Metric> measured = ProbabilityMetrics.Measure(
            [.. recent.Select(row => rows.Best[row])], probabilities, probabilities,
            (n, baseline) => evaluated with
            {
                SplitId = Invariant($"after {card.KnownThrough:yyyy-MM-dd}"),
                Samples = n,
                EffectiveSamples = effective,
                MajorityBaseline = baseline
            },
            new BootstrapOptions(block, resamples, card.Seed));
        return new CalibrationReport(recent.Length, effective, [.. measured.Where(metric => metric.Name is "log_loss" or "ece").Select(Decay)]);

        CalibrationDecay Decay(Metric now)
        {
            Metric then = card.Evaluation.Metrics.Single(metric => metric.Name == now.Name);
            double difference = now.Value - then.Value;
            return new CalibrationDecay(
                now.Name, now.Value, then.Value, difference - double.Hypot(now.Value - now.Low, then.High - then.Value),
                difference + double.Hypot(now.High - now.Value, then.Value - then.Low));
        }
    }
}
