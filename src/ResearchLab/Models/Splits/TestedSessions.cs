using ResearchLab.Features;
using ResearchLab.Options;
using ResearchLab.Statistics;

namespace ResearchLab.Models;

/// <summary>The sessions a model was tested on, to judge the scores of others on the same rows and folds.</summary>
/// <param name="Model">The model.</param>
/// <param name="Rows">Rows it was trained on.</param>
/// <param name="Split">Its walk-forward.</param>
/// <param name="Tested">Tested rows, ascending.</param>
/// <param name="Sessions">Their sessions.</param>
internal sealed record TestedSessions(TrainedModel Model, LabeledRows Rows, WalkForward Split, int[] Tested, DateOnly[] Sessions)
{
    /// <summary>Finds them again.</summary>
    /// <exception cref="ArgumentException">Features or labels are not those of the model.</exception>
    public static TestedSessions Of(TrainedModel model, FeatureMatrix features, OutcomeMatrix labels)
    {
        ArgumentNullException.ThrowIfNull(model);
        LabeledRows rows = StructureTrainer.Rows(features, labels, model.Options);
        var split = WalkForward.Split(rows.Spans, model.Options.Split);
        int[] tested = [.. split.Folds.SelectMany(fold => fold.Test)];
        DateOnly[] sessions = [.. tested.Select(row => rows.Spans[row].Session)];
        return sessions.SequenceEqual(model.OutOfSample.Sessions)
            ? new TestedSessions(model, rows, split, tested, sessions)
            : throw new ArgumentException($"Split {split.Id} does not test the sessions that {model.Card.Id} was tested on. Train it again.", nameof(labels));
    }

    /// <summary>How to resample: in blocks at least as long as a label lives.</summary>
    public BootstrapOptions Bootstrap => new(
        Math.Max(BlockLength.Automatic(Model.OutOfSample.Returns).Stationary, Math.Max(Rows.SpansOf(Tested).Average(span => span.Length), 1)),
        Model.Options.Resamples, Model.Options.Seed);

    /// <summary>What proposals by scores earned, compared with the model.</summary>
    /// <param name="name">Name among policies.</param>
    /// <param name="scores">Twelve a tested session.</param>
    public (PolicyResult Result, double[] Returns) Judge(string name, double[] scores)
    {
        Structure[] picks = [.. Tested.Select((row, i) =>
            PickerKinds.Propose(scores.AsSpan(i * Structures.ClassCount, Structures.ClassCount), structure => Rows.IsEligible(row, structure)))];
        double[] own = Model.OutOfSample.Returns, returns = PolicyEvaluation.Returns(Rows, Tested, picks);
        return (PolicyEvaluation.Measure(Rows, Tested, name, picks, [own, returns], BlockBootstrap.Means([own, returns], Bootstrap),
            Model.Card.Evaluation.Policies[0].Context), returns);
    }
}
