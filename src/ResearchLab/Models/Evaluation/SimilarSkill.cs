using ResearchLab.Options;
using ResearchLab.Statistics;

namespace ResearchLab.Models;

/// <summary>
/// Whether the search for similar past sessions tells more of the chance of a profit than the base rate does: Brier skill of predictions made with
/// nothing but what had ended before, on outcomes that have ended since.
/// </summary>
/// <param name="Predictions">Sessions with predictions that have matured.</param>
/// <param name="Skill">1 − Brier score / that of the base rate; NaN without predictions.</param>
/// <param name="Low">Lower end of its 80% block-bootstrap interval; NaN likewise.</param>
/// <param name="HasSkill">Whether the gate counts: at least <see cref="LeastPredictions"/>, and <see cref="Low"/> above 0.</param>
/// <remarks>Brier (1950), Monthly Weather Review 78, 1–3; the skill score is Murphy's (1988), Monthly Weather Review 116, 2417–2424.</remarks>
public sealed record SimilarSkill(int Predictions, double Skill, double Low, bool HasSkill)
{
    /// <summary>Fewest matured predictions that can show skill.</summary>
    public const int LeastPredictions = 250;

    /// <summary>Sessions between predictions, as between entries.</summary>
    internal const int Every = 4;

    private const double Level = 0.8;
    private const int Resamples = 400;

    /// <summary>What is known of the search by a time.</summary>
    /// <param name="predictions">Predictions, ascending.</param>
    /// <param name="position">Position of the session of knowledge.</param>
    /// <param name="seed">Seed of the bootstrap.</param>
    internal static SimilarSkill Of(IReadOnlyList<SimilarPrediction> predictions, int position, ulong seed)
    {
        SimilarPrediction[] matured = [.. predictions.Where(one => one.EndPosition <= position)];
        if (matured.Length == 0)
            return new SimilarSkill(0, double.NaN, double.NaN, false);
        double reference = matured.Average(one => one.BaseScore);
        double[] gain = [.. matured.Select(one => one.BaseScore - one.Score)];
        double skill = gain.Average() / reference;
        double block = Math.Max(1, matured.Max(one => one.EndPosition - one.Position) / (double)Every);
        double low = BlockBootstrap.Mean(gain, new BootstrapOptions(block, Resamples, seed), Level).Low / reference;
        return new SimilarSkill(matured.Length, skill, low, matured.Length >= LeastPredictions && low > 0);
    }

    /// <summary>Predicts at every fourth row, for the eligible structures.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="tested">Those to predict, ascending.</param>
    /// <param name="threads">Rows at a time; does not change the result.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    internal static SimilarPrediction[] Predict(LabeledRows rows, int[] tested, int threads, CancellationToken cancellationToken)
    {
        int[] sampled = [.. tested.Where((_, i) => i % Every == 0)];
        var made = new SimilarPrediction?[sampled.Length];
        var options = new SimilarStateOptions();
        // Rows that share a scaling are done together.
        IGrouping<int, int>[] groups = [.. Enumerable.Range(0, sampled.Length).GroupBy(i => SimilarPast.ScaledThrough(rows.FeatureRow[sampled[i]]))];
        ParallelJobs.Run(groups, threads, group =>
        {
            (double, double)[] scaling = SimilarPast.Scaling(rows.Features, group.Key);
            foreach (int i in group)
                made[i] = One(rows, sampled[i], new SimilarPast(rows.Features, rows.FeatureRow[sampled[i]], options, scaling));
        }, (_, _) => { }, cancellationToken);
        return [.. made.OfType<SimilarPrediction>()];
    }

    private static SimilarPrediction? One(LabeledRows rows, int row, SimilarPast past)
    {
        double score = 0, baseScore = 0;
        int count = 0;
        for (int s = 0; s < Structures.Count; s++)
        {
            var structure = (Structure)s;
            if (!rows.IsEligible(row, structure) || !rows.OutcomeOf(row, structure).IsComplete)
                continue;
            SimilarStates found = past.Of(rows.Labels, structure);
            if (found.Count == 0)
                continue;
            double won = rows.OutcomeOf(row, structure).Return > 0 ? 1 : 0;
            score += (found.WeightedWinRate - won) * (found.WeightedWinRate - won);
            baseScore += (found.BaseRate - won) * (found.BaseRate - won);
            count++;
        }

        return count == 0 ? null : new SimilarPrediction(rows.Spans[row].Position, rows.Spans[row].EndPosition, score / count, baseScore / count);
    }
}
