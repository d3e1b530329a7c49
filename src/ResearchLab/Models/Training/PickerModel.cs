using ResearchLab.LightGbm;
using ResearchLab.Options;

namespace ResearchLab.Models;

/// <summary>One fitted picker: scores the twelve choices of a session from its 84 features.</summary>
/// <param name="Kind">How it chooses.</param>
/// <param name="Texts">LightGBM text of each structure's model, indexed by <see cref="Structure"/>; null where it has none. Empty for pickers without models of
/// their own.</param>
/// <param name="Wins">Mean win of each structure, for <see cref="PickerKind.Payoff"/>; else empty.</param>
/// <param name="Losses">Mean loss of each structure as a positive number, likewise.</param>
public sealed record PickerModel(PickerKind Kind, IReadOnlyList<string?> Texts, double[] Wins, double[] Losses)
{
    private Forest?[]? _forests;

    /// <summary>Scores of the twelve choices; negative infinity where the picker says nothing.</summary>
    /// <param name="row">The 84 features of a session.</param>
    /// <param name="probabilities">Calibrated class probabilities of the multiclass model for the row.</param>
    public double[] Scores(ReadOnlySpan<double> row, ReadOnlySpan<double> probabilities)
    {
        var scores = new double[Structures.ClassCount];
        Array.Fill(scores, double.NegativeInfinity);
        scores[(int)Structure.NoTrade] = 0;
        switch (Kind)
        {
            case PickerKind.NoTrade:
                break;
            case PickerKind.Softmax:
                probabilities.CopyTo(scores);
                break;
            case PickerKind.Textbook:
                if (Policies.Textbook(row[ModelFeatures.IvRank252], row[ModelFeatures.CloseToSma50]) is not Structure.NoTrade and var rule)
                    scores[(int)rule] = 1;
                break;
            default:
                _forests ??= [.. Texts.Select(text => text is null ? null : Forest.FromText(text))];
                Span<double> raw = stackalloc double[1];
                for (int s = 0; s < Structures.Count; s++)
                {
                    if (_forests[s] is not { } forest)
                        continue;
                    forest.PredictRaw(row, raw);
                    scores[s] = Kind == PickerKind.Payoff ? Expected(1 / (1 + Math.Exp(-raw[0])), s) : raw[0];
                }

                break;
        }

        return scores;
    }

    /// <summary>
    /// SHAP contributions to the raw score of a structure: one a feature, then the expected score; null where this picker fitted no model of it.
    /// </summary>
    /// <param name="row">The 84 features of a session.</param>
    /// <param name="structure">Structure to explain.</param>
    public double[]? Contributions(ReadOnlySpan<double> row, Structure structure)
    {
        if (structure == Structure.NoTrade || Texts.Count == 0 || Texts[(int)structure] is not { } text)
            return null;
        using var booster = Booster.FromText(text);
        var contributions = new double[booster.Features + 1];
        booster.PredictRow(row, PredictionKind.Contributions, contributions);
        return contributions;
    }

    /// <summary>Fits a picker.</summary>
    /// <param name="kind">How it chooses.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="fit">Those to fit on.</param>
    /// <param name="pool">Rows of other symbols, for <see cref="PickerKind.Pooled"/>; only those that ended no later than the ones to fit on count.</param>
    /// <param name="options">How to train.</param>
    /// <param name="cancellationToken">Checked before each boosting round.</param>
    internal static PickerModel Fit(PickerKind kind, LabeledRows rows, int[] fit, IReadOnlyList<LabeledRows> pool, TrainingOptions options,
        CancellationToken cancellationToken)
    {
        if (kind is not (PickerKind.Outcome or PickerKind.Payoff or PickerKind.Pooled))
            return new PickerModel(kind, [], [], []);
        StructurePayoff[] payoffs = StructurePayoff.Of(rows, fit);
        var texts = new string?[Structures.Count];
        DateOnly known = fit.Length == 0 ? DateOnly.MinValue : fit.Max(row => rows.Spans[row].End);
        (LabeledRows Rows, int[] Fit)[] sources =
        [
            (rows, fit),
            .. kind == PickerKind.Pooled
                ? pool.Select(other => (other, Enumerable.Range(0, other.Count).Where(row => other.Spans[row].End <= known).ToArray()))
                : [],
        ];
        for (int s = 0; s < Structures.Count; s++)
        {
            var structure = (Structure)s;
            (LabeledRows Rows, int[] Used)[] used = Array.ConvertAll(sources, source => (source.Rows, UsableOf(source.Rows, source.Fit, structure)));
            float[] targets = [.. used.SelectMany(source => source.Used.Select(row => Target(kind, source.Rows.OutcomeOf(row, structure).Return)))];
            bool varies = targets.Any(target => target != targets[0]);
            if (!payoffs[s].IsKnown || used[0].Used.Length < 2 * options.MinDataInLeaf || !varies)
                continue;
            LightGbmParameters parameters = options.ToRegression(structure)
                with
            { Objective = kind == PickerKind.Payoff ? Objective.Binary : Objective.Regression };
            double[] weights = [.. used.SelectMany(source => UniquenessWeights.Compute(source.Rows.SpansOf(source.Used)))];
            using Booster booster = StructureTrainer.Fit(LabeledRows.Matrix(used), targets, weights, parameters, cancellationToken);
            texts[s] = booster.Text;
        }

        return new PickerModel(kind, texts, [.. payoffs.Select(payoff => payoff.MeanWin)], [.. payoffs.Select(payoff => payoff.MeanLoss)]);
    }

    private static int[] UsableOf(LabeledRows rows, int[] fit, Structure structure) =>
        [.. fit.Where(row => rows.IsEligible(row, structure) && rows.OutcomeOf(row, structure).IsComplete)];

    private static float Target(PickerKind kind, double earned) => kind != PickerKind.Payoff ? (float)earned : earned > 0 ? 1f : 0f;

    private double Expected(double p, int structure) => (p * Wins[structure]) - ((1 - p) * Losses[structure]);
}
