using ResearchLab.Backtesting;
using ResearchLab.Basics;
using ResearchLab.Daily;
using ResearchLab.Models;

namespace ResearchLab;

/// <summary>The room of models: training them, judging them, explaining them.</summary>
public sealed class LabModels
{
    private readonly Lab _lab;

    internal LabModels(Lab lab) => _lab = lab;

    /// <summary>All models, which of them decides, and every change of it.</summary>
    public ModelRegistry Registry => new(_lab.Journal, _lab.ModelsFolder);

    /// <summary>
    /// The model for a session: trained on what was known at the end of the quarter before it, on first use. Which model a session gets
    /// does not depend on what was run before.
    /// </summary>
    /// <param name="symbol">Ticker.</param>
    /// <param name="session">Session; the last completed one by default.</param>
    /// <param name="progress">Where to report progress.</param>
    /// <param name="cancellation">Stops at the next safe point; no half-written model stays.</param>
    public TrainedModel Of(string symbol, DateOnly? session = null, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default) =>
        _lab.ModelBuilder(_lab.Request(symbol, session ?? _lab.LastSession))
            .FindOrTrain(_lab.Data(symbol, session, progress, cancellation), progress, cancellation);

    /// <summary>Trains a model as of a session and registers it; it decides nothing until it is promoted.</summary>
    /// <param name="symbol">Ticker.</param>
    /// <param name="session">Session of knowledge; the last completed one by default.</param>
    /// <param name="adjust">Changes how it is trained; null trains as the daily run does.</param>
    /// <param name="progress">Where to report progress.</param>
    /// <param name="cancellation">Stops; nothing half-written stays.</param>
    /// <exception cref="DataUnusableException">The data is missing, or too short to train on.</exception>
    public TrainedModel Train(
        string symbol, DateOnly? session = null, Func<TrainingOptions, TrainingOptions>? adjust = null, IProgress<RunProgress>? progress = null,
        CancellationToken cancellation = default) =>
        _lab.ModelBuilder(_lab.Request(symbol, session ?? _lab.LastSession))
            .TrainAsOf(_lab.Data(symbol, session, progress, cancellation), adjust, progress, cancellation);

    /// <summary>The features and labels a model was trained on through three ways of splitting: what a careless one would have claimed.</summary>
    /// <param name="model">A model of this lab.</param>
    /// <param name="adjust">Changes how it was trained; null leaves it.</param>
    /// <param name="progress">Where to report progress.</param>
    /// <param name="cancellation">Stops between boosting rounds.</param>
    public LeakReport Leaks(
        TrainedModel model, Func<TrainingOptions, TrainingOptions>? adjust = null, IProgress<RunProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ModelCard card = model.Card;
        SessionData data = _lab.Data(card.Symbol, card.KnownThrough, progress, cancellation);
        TrainingOptions options = model.Options with { Threads = _lab.Options.Threads };
        return LeakLaboratory.Run(
            data.Features, _lab.ModelBuilder(_lab.Request(card.Symbol, card.KnownThrough)).Outcomes(model, data.Features),
            adjust is null ? options : adjust(options),
            RunProgress.Part(progress, "splitting in three ways", 0.3, 1), cancellation);
    }

    /// <summary>A model's picker against one outcome regressor a structure, on the same rows and folds.</summary>
    /// <param name="model">A model of this lab.</param>
    /// <param name="progress">Where to report progress.</param>
    /// <param name="cancellation">Stops at the next safe point.</param>
    public OutcomeRegressorReport OutcomeRegressors(TrainedModel model, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ModelCard card = model.Card;
        SessionData data = _lab.Data(card.Symbol, card.KnownThrough, progress, cancellation);
        return ResearchLab.Models.OutcomeRegressors.Run(model, data.Features,
            _lab.ModelBuilder(_lab.Request(card.Symbol, card.KnownThrough)).Outcomes(model, data.Features));
    }

    /// <summary>
    /// A model of somebody else's making through the purged walk-forward of a model of this lab, on the same rows and outcomes. Each name is charged as a trial
    /// of the symbol.
    /// </summary>
    /// <param name="model">A model of this lab.</param>
    /// <param name="name">Name of the contender.</param>
    /// <param name="fit">Fits it on the rows of a fold and scores others.</param>
    /// <param name="progress">Where to report progress.</param>
    /// <param name="cancellation">Stops between folds.</param>
    public ContenderReport Contender(TrainedModel model, string name, ContenderFit fit, IProgress<RunProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ModelCard card = model.Card;
        SessionData data = _lab.Data(card.Symbol, card.KnownThrough, progress, cancellation);
        var report = ContenderReport.Of(
            model, data.Features, _lab.ModelBuilder(_lab.Request(card.Symbol, card.KnownThrough)).Outcomes(model, data.Features), name, fit,
            RunProgress.Part(progress, $"walking {name} forward", 0.3, 1), cancellation);
        // Whatever is chosen later was chosen among these too.
        new TrialLedger(_lab.Journal).Record(new Trial(
            $"structure {card.Symbol}", "contender", new Dictionary<string, string>(StringComparer.Ordinal) { ["contender"] = name, ["model"] = card.Id },
            report.Scores.SplitId,
            report.Scores.Sessions, report.Returns));
        return report;
    }

    /// <summary>Trains on the sessions before a date and judges the model on those from it on, which are opened for it once and for all.</summary>
    /// <param name="symbol">Ticker.</param>
    /// <param name="from">First sealed session.</param>
    /// <param name="purpose">What the holdout is opened for, for the record.</param>
    /// <param name="session">Session of knowledge; the last completed one by default.</param>
    /// <param name="again">Open it although some of its sessions were opened before; the count says so for ever.</param>
    /// <param name="adjust">Changes how it is trained; null trains as the daily run does.</param>
    /// <param name="progress">Where to report progress.</param>
    /// <param name="cancellation">Stops; before the opening is recorded nothing was looked at.</param>
    /// <exception cref="HoldoutOpenedException">Some of its sessions were opened before.</exception>
    public HoldoutReport Holdout(
        string symbol, DateOnly from, string purpose, DateOnly? session = null, bool again = false, Func<TrainingOptions, TrainingOptions>? adjust = null,
        IProgress<RunProgress>? progress = null, CancellationToken cancellation = default) =>
        _lab.ModelBuilder(_lab.Request(symbol, session ?? _lab.LastSession))
            .Holdout(_lab.Data(symbol, session, progress, cancellation), from, purpose, again, adjust, progress, cancellation);

    /// <summary>What is left of the best specification ever tried on a symbol once all of them are counted; null with fewer than two.</summary>
    /// <param name="symbol">Ticker.</param>
    public SearchAudit? Audit(string symbol) => new TrialLedger(_lab.Journal).Audit($"structure {symbol}", threads: _lab.Options.Threads);

    /// <summary>What matters to a model, fold by fold of a walk-forward over what it was trained on.</summary>
    /// <param name="model">A model of this lab.</param>
    /// <param name="split">How to split; as the daily run's training does by default.</param>
    /// <param name="progress">Where to report progress.</param>
    /// <param name="cancellation">Stops between boosting rounds.</param>
    public ImportanceReport Importance(
        TrainedModel model, WalkForwardOptions? split = null, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ModelCard card = model.Card;
        SessionData data = _lab.Data(card.Symbol, card.KnownThrough, progress, cancellation);
        return FoldImportance.Of(
            model, data.Features, _lab.ModelBuilder(_lab.Request(card.Symbol, card.KnownThrough)).Outcomes(model), split ?? new WalkForwardOptions(),
            _lab.Options.Threads,
            RunProgress.Part(progress, "fitting the folds again", 0.3, 1), cancellation);
    }

    /// <summary>How the probability of every class depends on one feature, over the sessions a model was trained on.</summary>
    /// <param name="model">A model of this lab.</param>
    /// <param name="feature">Name of a feature of the catalogue.</param>
    /// <exception cref="UsageException">There is no such feature, or it was never known.</exception>
    public IReadOnlyList<PartialDependence> Dependence(TrainedModel model, string feature)
    {
        ArgumentNullException.ThrowIfNull(model);
        return PartialDependence.Of(model, _lab.Data(model.Card.Symbol, model.Card.KnownThrough).Features, feature);
    }

    /// <summary>Whether the features of the last sessions, and the outcomes since training, still look as they did to the model.</summary>
    /// <param name="model">A model of this lab.</param>
    /// <param name="session">Session of knowledge; the last completed one by default.</param>
    /// <param name="options">Window and bounds.</param>
    /// <param name="progress">Where to report progress.</param>
    /// <param name="cancellation">Stops at the next safe point.</param>
    /// <exception cref="UsageException">The session is not after what the model knew.</exception>
    public (FeatureDriftReport Features, CalibrationReport Calibration) Drift(
        TrainedModel model, DateOnly? session = null, DriftOptions? options = null, IProgress<RunProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ModelCard card = model.Card;
        DateOnly day = session ?? _lab.LastSession;
        if (day <= card.KnownThrough)
            throw new UsageException(Invariant($"Session {day:yyyy-MM-dd} is not after {card.KnownThrough:yyyy-MM-dd}, the last one {card.Id} knew; ")
                + "there is nothing new to compare. Name a later session.");
        SessionData data = _lab.Data(card.Symbol, day, progress, cancellation);
        var features = ResearchLab.Models.Drift.OfFeatures(data.Features, card.Id, card.KnownThrough, options ?? new DriftOptions());
        DateOnly first = _lab.Calendar.Next(card.KnownThrough);
        ChainHistory since = data.ChainHistory(first);
        OutcomeMatrix labels = Labels.Build(since with { Sessions = [.. since.Sessions.Where(one => one >= first)] }, data.Rules, _lab.Options.Costs,
            RunProgress.Part(progress, "computing outcomes since training", 0.3, 1), cancellation, options: model.Options.Rules,
            pricing: data.PricingOfLabels(card.KnownThrough).Exact());
        return (features, DriftOfCalibration.Of(model, data.Features, labels));
    }
}
