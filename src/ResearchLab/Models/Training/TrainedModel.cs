using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ResearchLab.LightGbm;
using ResearchLab.Options;

namespace ResearchLab.Models;

/// <summary>A structure model: card, booster and calibration; safe to use from several threads.</summary>
public sealed class TrainedModel : IDisposable
{
    /// <summary>File in a model's folder that is written last: a folder without it holds no model.</summary>
    public const string CardFile = "card.json";

    private readonly Booster _booster;
    private readonly Lazy<Forest> _forest;
    private readonly TrainingEnvelope _envelope;
    private readonly Lazy<PickerSet> _pickers;

    internal TrainedModel(
        ModelCard card, Booster booster, TrainingEnvelope envelope, PolicyReturns outOfSample, ProbabilityCalibration calibration, TrainingOptions options,
        Func<PickerSet> pickers)
    {
        _pickers = new Lazy<PickerSet>(pickers);
        (Card, _booster, _envelope, OutOfSample, Calibration, Options) = (card, booster, envelope, outOfSample, calibration, options);
        _forest = new Lazy<Forest>(booster.Compile);
    }

    /// <summary>What it was made from and how it did out of sample.</summary>
    public ModelCard Card { get; }

    /// <summary>The booster as LightGBM's model text.</summary>
    public string Text => _booster.Text;

    /// <summary>What its picks earned in the walk-forward, beside the best baseline: for the trial ledger, comparisons and reports.</summary>
    public PolicyReturns OutOfSample { get; }

    /// <summary>How raw scores become probabilities.</summary>
    public ProbabilityCalibration Calibration { get; }

    /// <summary>How it was trained: the same data and options make it again.</summary>
    public TrainingOptions Options { get; }

    /// <summary>The pickers that compete for the desk, with what each scored out of fold; read when first asked for.</summary>
    /// <exception cref="InvalidDataException">They are missing or damaged.</exception>
    public PickerSet Pickers => _pickers.Value;

    internal TrainingEnvelope Envelope => _envelope;

    /// <summary>Reads a model that <see cref="Save"/> wrote.</summary>
    /// <param name="folder">Folder with <c>model.txt</c> and <c>card.json</c>.</param>
    /// <exception cref="InvalidDataException">It is missing, damaged, or of another feature set; one line says which.</exception>
    public static TrainedModel Load(string folder) => ModelFolder.Load(folder);

    /// <summary>Writes <c>model.txt</c>, then <c>card.json</c> with its checksum; each appears whole or not at all.</summary>
    /// <param name="folder">Folder to write to; made when missing.</param>
    public void Save(string folder) => ModelFolder.Save(this, folder);

    /// <summary>Calibrated probabilities of the twelve classes, indexed by <see cref="Structure"/>; they sum to 1.</summary>
    /// <param name="row">The 84 features of a session; NaN where missing.</param>
    /// <exception cref="ArgumentException">The row has another number of features.</exception>
    public double[] Predict(ReadOnlySpan<double> row)
    {
        double[] probabilities = RawScores(row);
        Calibration.Apply(probabilities, Card.TrainingRows);
        return probabilities;
    }

    /// <summary>SHAP contributions to the raw score of <paramref name="structure"/>: one a feature, then the expected score; they sum to the score.</summary>
    /// <param name="row">The 84 features of a session.</param>
    /// <param name="structure">Class to explain.</param>
    /// <exception cref="ArgumentException">The row has another number of features.</exception>
    public double[] Contributions(ReadOnlySpan<double> row, Structure structure)
    {
        int width = _booster.Features + 1;
        var all = new double[Structures.ClassCount * width];
        _booster.PredictRow(row, PredictionKind.Contributions, all);
        return all[((int)structure * width)..(((int)structure + 1) * width)];
    }

    /// <summary>Raw scores of the twelve classes, before calibration.</summary>
    /// <param name="row">The 84 features of a session.</param>
    /// <exception cref="ArgumentException">The row has another number of features.</exception>
    public double[] RawScores(ReadOnlySpan<double> row)
    {
        var scores = new double[Structures.ClassCount];
        _forest.Value.PredictRaw(row, scores);
        return scores;
    }

    /// <summary>The features that moved the raw score of <paramref name="structure"/> most, by absolute contribution.</summary>
    /// <param name="row">The 84 features of a session.</param>
    /// <param name="structure">Class to explain.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <exception cref="ArgumentException">The row has another number of features.</exception>
    public IReadOnlyList<FeatureContribution> Explain(ReadOnlySpan<double> row, Structure structure, int count = 5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        double[] values = row.ToArray(), contributions = Contributions(row, structure);
        return [.. Enumerable.Range(0, _booster.Features)
            .Select(i => new FeatureContribution(ModelFeatures.Names[i], values[i], contributions[i]))
            .OrderByDescending(c => Math.Abs(c.Contribution)).Take(count)];
    }

    /// <summary>
    /// How unlike the training rows a row is: the share of its features outside the range that holds 99% of theirs, in [0, 1].
    /// A typical row scores about 0.01.
    /// </summary>
    /// <exception cref="ArgumentException">The row has another number of features.</exception>
    public double OutOfDistribution(ReadOnlySpan<double> row) =>
        row.Length == _booster.Features
            ? _envelope.ShareOutside(row)
            : throw new ArgumentException(Invariant($"The row has {row.Length} values but the model reads {_booster.Features} features."), nameof(row));

    /// <summary>Total loss reduction of each feature, in catalogue order.</summary>
    public double[] FeatureGain() => _booster.FeatureImportance(ImportanceKind.Gain);

    /// <summary>Frees native memory.</summary>
    public void Dispose() => _booster.Dispose();

    internal static TrainedModel Create(
        Booster booster, LabeledRows rows, ProbabilityCalibration calibration, string parameters, TuningSummary? tuning, ModelEvaluation evaluation,
        PolicyReturns outOfSample, TrainingOptions options, PickerSet pickers)
    {
        var envelope = TrainingEnvelope.Of(rows.Matrix([.. Enumerable.Range(0, rows.Count)]), rows.Count);
        DateOnly through = rows.Features.Sessions[^1];
        string made = string.Join('\n', (string[])
        [
            rows.Features.Symbol, Invariant($"{through:yyyy-MM-dd}"), Invariant($"{ModelFeatures.Count}-v{rows.Features.SetVersion}"), rows.Labels.Spec,
            evaluation.Metrics[0].Context.SplitId,
            options.Snapshot, options.CodeVersion, $"{options.Seed}", parameters, calibration.Temperature.ToString("R", CultureInfo.InvariantCulture),
            $"{calibration.Method}", options.ClassBalance.ToString("R", CultureInfo.InvariantCulture), evaluation.Verdict, booster.Text,
            // Two trainings may differ in what the pooled picker saw alone.
            .. pickers.Pool, .. pickers.Final.SelectMany(picker => picker.Texts).OfType<string>(),
        ]);
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(made)))[..8];
        var card = new ModelCard(
            Invariant($"{rows.Features.Symbol}-{through:yyyy-MM-dd}-{hash}"), rows.Features.Symbol, through, rows.Features.SetVersion, options.Snapshot,
            options.CodeVersion, options.Seed, parameters, rows.Count, calibration.Temperature, evaluation, calibration.Method.ToString().ToLowerInvariant(),
            options.ClassBalance, tuning);
        return new TrainedModel(card, booster, envelope, outOfSample, calibration, options, () => pickers);
    }
}
