using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using ResearchLab.Basics;
using ResearchLab.Features;
using ResearchLab.Journal;
using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Time;

namespace ResearchLab.Daily;

/// <summary>Finds the model a session must use, and trains it the first time.</summary>
/// <param name="lake">Lake the training reads and keeps its labels in.</param>
/// <param name="journal">Journal of models and trials.</param>
/// <param name="folder">Folder of the models.</param>
/// <param name="request">Symbol, costs, seed, threads and code version.</param>
internal sealed class ModelBuilder(DataLake lake, JournalStore journal, string folder, DailyRunRequest request)
{
    /// <summary>
    /// The session as of which the model of <paramref name="session"/> is trained: the last session of the quarter before. A fixed
    /// rule, so that a run repeats whatever was run before it.
    /// </summary>
    public static DateOnly TrainingSession(DateOnly session) =>
        ExchangeCalendar.Nyse.Previous(new DateOnly(session.Year, ((session.Month - 1) / 3 * 3) + 1, 1));

    private readonly ModelRegistry _registry = new(journal, folder);

    /// <summary>How many models it has trained.</summary>
    public int Trained { get; private set; }

    /// <summary>How many desks it has walked forward to keep.</summary>
    public int Walked { get; private set; }

    /// <summary>
    /// The model for the last session of <paramref name="data"/>: the champion of the symbol at its close, when it had not seen the session; else the one
    /// of the quarter.
    /// </summary>
    /// <exception cref="DataUnusableException">The history is too short to train on.</exception>
    /// <exception cref="InvalidDataException">The champion's files cannot be used: it is never replaced in silence.</exception>
    public TrainedModel FindOrTrain(SessionData data, IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        if (_registry.Champion(request.Symbol, data.Bars.Sessions[^1]) is { } champion)
            return ModelRegistry.Load(champion);
        DateOnly through = TrainingSession(data.Bars.Sessions[^1]);
        string inputs = Inputs(data, through);
        return ModelFolder.Find(folder, Invariant($"{request.Symbol}-{through:yyyy-MM-dd}"), inputs) is { } place
            ? TrainedModel.Load(place)
            : Train(through, inputs, null, progress, cancellation);
    }

    /// <summary>
    /// A model as of the last session of <paramref name="data"/>, trained as wanted and registered; the one there is, if it has been trained before.
    /// </summary>
    /// <param name="data">What was known at the session.</param>
    /// <param name="adjust">Changes the options of the training; null leaves them.</param>
    /// <param name="progress">Where to report progress.</param>
    /// <param name="cancellation">Stops; nothing half-written stays.</param>
    public TrainedModel TrainAsOf(SessionData data, Func<TrainingOptions, TrainingOptions>? adjust, IProgress<RunProgress>? progress,
        CancellationToken cancellation)
    {
        DateOnly through = data.Bars.Sessions[^1];
        TrainingOptions options = Options("", adjust);
        string inputs = Inputs(data, through, adjust is null ? "" : $"|{options.Fingerprint()}");
        return ModelFolder.Find(folder, Invariant($"{request.Symbol}-{through:yyyy-MM-dd}"), inputs) is { } place
            ? TrainedModel.Load(place)
            : Train(through, inputs, adjust, progress, cancellation);
    }

    /// <summary>
    /// Trains on what lies before a date and opens the sealed sessions from it on, once; the opening is in the journal before a row is looked at.
    /// </summary>
    /// <exception cref="HoldoutOpenedException">Some of the sessions were opened before.</exception>
    public HoldoutReport Holdout(
        SessionData data, DateOnly from, string purpose, bool again, Func<TrainingOptions, TrainingOptions>? adjust, IProgress<RunProgress>? progress,
        CancellationToken cancellation)
    {
        TrainingOptions options = Options(data.Snapshot, adjust);
        OutcomeMatrix outcomes = Labels.Build(
            data.ChainHistory(), data.Rules, request.Costs, RunProgress.Part(progress, "computing the outcome of every structure", 0.3, 0.6), cancellation,
            options: options.Rules, pricing: data.PricingOfLabels(data.Bars.Sessions.TakeWhile(session => session < from).DefaultIfEmpty(from).Last()),
            minWinProbability: request.Limits.MinWinProbability);
        LabelStore.Append(lake, outcomes);
        return HoldoutEvaluation.Run(
            data.Features, outcomes, options with { Trials = Math.Max(new TrialLedger(journal).Count($"structure {request.Symbol}"), 1) }, from,
            holdout => holdout.Open(journal, purpose, request.CodeVersion, again), tuned => RecordTuning(tuned, Specification(options, outcomes.Spec, [])),
            cancellation);
    }

    private TrainingOptions Options(string snapshot, Func<TrainingOptions, TrainingOptions>? adjust)
    {
        var options = new TrainingOptions { Snapshot = snapshot, CodeVersion = request.CodeVersion, Seed = request.Seed, Threads = request.Threads };
        return adjust is null ? options : adjust(options);
    }

    /// <summary>Everything that is chosen in a training, name by name.</summary>
    private Dictionary<string, string> Specification(TrainingOptions training, string labels, IEnumerable<string> pool) => new(StringComparer.Ordinal)
    {
        ["features"] = $"{FeatureCatalog.SetVersion}",
        ["labels"] = labels,
        ["parameters"] = training.ToParameters().ToString(),
        ["calibration"] = training.Calibration.ToString().ToLowerInvariant(),
        ["class_balance"] = training.ClassBalance.ToString("R", System.Globalization.CultureInfo.InvariantCulture),
        ["tuning"] = training.Tuning is { } tuning ? Invariant($"{tuning.Candidates} candidates, {tuning.InnerFolds} inner folds, eta {tuning.Eta}") : "none",
        ["pool"] = string.Join(',', pool),
        ["seed"] = $"{request.Seed}",
    };

    /// <summary>Specifications tried for the symbol, the one at hand included.</summary>
    private int Trials(IReadOnlyDictionary<string, string> specification)
    {
        string search = $"structure {request.Symbol}", spec = TrialLedger.Spec(search, specification);
        IReadOnlyList<LedgerTrial> before = new TrialLedger(journal).Trials(search);
        return before.Count + (before.Any(trial => trial.SpecJson == spec) ? 0 : 1);
    }

    /// <summary>The desk of a model: made by walking it forward on first use with an account and limits, kept beside the model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="progress">Where to report progress.</param>
    /// <param name="cancellation">Stops; nothing half-written stays.</param>
    public DeskModel Desk(TrainedModel model, IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        string place = Path.Combine(Path.GetDirectoryName(folder)!, "desks", $"{model.Card.Id}-{DeskKey()}.json");
        if (DeskModel.Load(place, model.Card.Id) is { } kept)
            return kept;
        DeskModel made = Walk(model, [], RunProgress.Part(progress, 0.6, 0.95), cancellation);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        made.Save(place);
        Walked++;
        return made;
    }

    /// <summary>The same walk with contenders among its arms; it is shown and not kept.</summary>
    /// <exception cref="ArgumentException">A contender was tested on other sessions than the model.</exception>
    public DeskModel Walk(TrainedModel model, IReadOnlyList<ContenderScores> contenders, IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        using LakeView view = View(model.Card.KnownThrough);
        SessionData known = SessionData.Load(lake, view, request.Symbol, request.Names, request.Demo, cancellation: cancellation);
        return DeskEvaluator.Run(new DeskInputs(model, known, Outcomes(model, known.Features), request, contenders), progress, cancellation);
    }

    // What the walk depends on besides the model: the account, the limits, the costs and the seed.
    private string DeskKey()
    {
        string text = string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{DeskModel.Version}|{request.AccountValue:R}|{InvariantText.Of(request.Limits)}|{InvariantText.Of(request.Costs)}|{request.Seed}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];
    }

    /// <summary>The outcomes the model was trained on; computed again where the lake lost one of them.</summary>
    /// <param name="model">The model.</param>
    /// <param name="features">Features the model was trained on: with them every missing row is noticed, without them those that leave a hole.</param>
    /// <param name="withCorners">Whether the corners of the chain model's error are wanted.</param>
    /// <exception cref="DataUnusableException">They are lost and this version of the lab makes others.</exception>
    public OutcomeMatrix Outcomes(TrainedModel model, FeatureMatrix? features = null, bool withCorners = true)
    {
        ModelCard card = model.Card;
        string spec = card.Evaluation.Metrics[0].Context.LabelSpec;
        using LakeView view = View(card.KnownThrough);
        OutcomeMatrix kept = LabelStore.Read(view, request.Symbol, spec, withCorners);
        if (kept.Sessions.Length >= card.TrainingRows && !HasHole(kept, card.KnownThrough)
            && (features is null || LabeledRows.Join(features, kept).Count == card.TrainingRows))
            return kept;
        var known = SessionData.Load(lake, view, request.Symbol, request.Names, request.Demo);
        OutcomeMatrix made = Labels.Build(known.ChainHistory(), known.Rules, request.Costs, options: model.Options.Rules,
            pricing: known.PricingOfLabels(card.KnownThrough), minWinProbability: request.Limits.MinWinProbability);
        if (made.Spec != spec)
            throw new DataUnusableException(Invariant($"The lake holds {kept.Sessions.Length} of the {card.TrainingRows} sessions of labels that model ")
                + Invariant($"{card.Id} was trained on ({spec}), and this version makes others ({made.Spec}). Train again with './lab train --symbol ")
                + Invariant($"{request.Symbol}'."));
        LabelStore.Append(lake, made);
        return made;
    }

    /// <summary>
    /// Whether an outcome is missing that must have ended: no rule of the lab holds a position for 100 days. Only where observed chains ended first is
    /// one never known.
    /// </summary>
    private static bool HasHole(OutcomeMatrix kept, DateOnly through)
    {
        int last = Array.FindLastIndex(kept.Sessions, session => session < through.AddDays(-100));
        return Enumerable.Range(0, last + 1).Any(row => kept.EndOf(row) is null && kept.OriginOf(row) != ChainOrigin.Observed);
    }

    private LakeView View(DateOnly session) => lake.AsOf(KnownAt.Daily(session), request.Demo ? DateTimeOffset.MaxValue : null);

    private TrainedModel Train(
        DateOnly through, string inputs, Func<TrainingOptions, TrainingOptions>? adjust, IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        using LakeView view = View(through);
        SessionData known = SessionData.Load(lake, view, request.Symbol, request.Names, request.Demo,
            RunProgress.Part(progress, "reading the training data", 0.25, 0.3), cancellation);
        TrainingOptions training = Options(known.Snapshot, adjust);
        OutcomeMatrix outcomes = Labels.Build(
            known.ChainHistory(), known.Rules, request.Costs, RunProgress.Part(progress, "computing the outcome of every structure", 0.3, 0.6), cancellation,
            options: training.Rules, pricing: known.PricingOfLabels(through), minWinProbability: request.Limits.MinWinProbability);
        LabelStore.Append(lake, outcomes);
        List<(FeatureMatrix Features, OutcomeMatrix Labels)> companions = Companions(view, through, training.Rules, progress, cancellation);
        Dictionary<string, string> tried = Specification(training, outcomes.Spec, companions.Select(other => other.Features.Symbol));
        // A run's own model depends on nothing that was tried before it; a search counts all of it.
        if (adjust is not null)
            training = training with { Trials = Trials(tried) };
        TrainedModel model;
        try
        {
            model = StructureTrainer.Train(
                known.Features, outcomes, training, new Steps(progress), cancellation, tuned => RecordTuning(tuned, tried), companions);
        }
        catch (Exception tooShort) when (tooShort is DataUnusableException or LightGbm.NothingToLearnException)
        {
            throw new DataUnusableException(Invariant($"No model of {request.Symbol} can be trained as of {through:yyyy-MM-dd}: ")
                + Invariant($"{UsageException.WithoutParameter(tooShort.Message)} Ingest a longer history, or run a later session."), tooShort);
        }

        string place = Path.Combine(folder, model.Card.Id);
        model.Save(place);
        ModelFolder.AddInputs(place, inputs);
        _registry.Add(model, place);
        Trained++;
        PolicyReturns earned = model.OutOfSample;
        new TrialLedger(journal).Record(new Trial(
            $"structure {request.Symbol}", "training", tried, model.Card.Evaluation.Metrics[0].Context.SplitId, earned.Sessions, earned.Returns));
        return model;
    }

    /// <summary>
    /// Writes down every setting that tuning tried; returns the specifications tried for the symbol so far. Returns are kept of the last and
    /// largest window only: an audit measures all trials on the sessions they have in common, and early windows have none with late ones.
    /// </summary>
    private int RecordTuning(IReadOnlyList<TuningTrial> tuned, Dictionary<string, string> training)
    {
        var ledger = new TrialLedger(journal);
        ledger.Record([.. tuned.Select(trial => new Trial(
            $"structure {request.Symbol}", "tuning", new Dictionary<string, string>(training,
                StringComparer.Ordinal) { ["parameters"] = trial.Parameters, ["tuning"] = "a candidate" },
            trial.SplitId, trial.SplitId == tuned[^1].SplitId ? trial.Sessions : [], trial.SplitId == tuned[^1].SplitId ? trial.Returns : []))]);
        return Trials(training);
    }

    // A model is found again by all that made it: what was known of the features by then, and how labels and training are set.
    private string Inputs(SessionData data, DateOnly through, string adjusted = "")
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        int rows = data.Bars.Sessions.Count(session => session <= through);
        foreach (double[] column in data.Features.Columns)
            hash.AppendData(MemoryMarshal.AsBytes(column.AsSpan(0, rows)));
        if (request.Watchlist.Any(symbol => symbol != request.Symbol))
        {
            // Prices, dividends and chains of the others as the training sees them: a split after it rescales nothing here.
            using LakeView view = View(through);
            foreach (BarSeries other in Others(view))
            {
                hash.AppendData(Encoding.UTF8.GetBytes(other.Symbol));
                foreach (double[] column in (double[][])[other.Open, other.High, other.Low, other.Close, other.Volume])
                    hash.AppendData(MemoryMarshal.AsBytes(column.AsSpan()));
                hash.AppendData(Encoding.UTF8.GetBytes(string.Join('|', LakeMarket.Dividends(view, other.Symbol)
                    .Select(paid => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{paid.ExSession:yyyy-MM-dd} {paid.Cash:R}")))));
                hash.AppendData(Encoding.UTF8.GetBytes(string.Join('|',
                    LakeMarket.ChainSessions(view, other.Symbol).Select(session => Invariant($"{session:yyyy-MM-dd}")))));
            }
        }

        hash.AppendData(
            Encoding.UTF8.GetBytes(
                $"{FeatureCatalog.SetVersion}|"
                + Labels.Spec(
                    request.Costs, data.ChainsThrough(through), pricing: data.PricingOfLabels(through), minWinProbability: request.Limits.MinWinProbability)
                + $"|{request.Seed}|{StructureTrainer.Version}{adjusted}"));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..8];
    }

    // Symbols of the watchlist but this one, as far as they had bars by then.
    private IEnumerable<BarSeries> Others(LakeView view)
    {
        string[] others = [.. request.Watchlist.Where(symbol => symbol != request.Symbol)];
        if (Array.Find(others, symbol => lake.Files(Datasets.Bars, LakeFilter.Equal("symbol", symbol)).Count == 0) is { } unknown)
            throw new DataUnusableException($"WATCHLIST names {unknown}, of which the lake '{lake.Root}' holds no bars. Ingest them with './lab ingest csv "
                + $"FILE --symbol {unknown}', or leave it out.");
        return others.Select(symbol => LakeMarket.Bars(view, symbol)).Where(bars => bars.Count > 0);
    }

    /// <summary>Features and outcomes of the other symbols of the watchlist, as known at the training's session.</summary>
    private List<(FeatureMatrix Features, OutcomeMatrix Labels)> Companions(LakeView view, DateOnly through, RuleOptions rules,
        IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        var companions = new List<(FeatureMatrix Features, OutcomeMatrix Labels)>();
        foreach (BarSeries bars in Others(view))
        {
            progress?.Report(new RunProgress($"computing the outcomes of {bars.Symbol}, of the watchlist", 0.6));
            SessionData data = SessionData.Load(lake, view, bars.Symbol, request.Names, request.Demo, cancellation: cancellation);
            companions.Add((data.Features, Labels.Build(
                data.ChainHistory(), data.Rules, request.Costs, cancellation: cancellation, threads: request.Threads, options: rules,
                pricing: data.PricingOfLabels(through).Exact(),
                minWinProbability: request.Limits.MinWinProbability)));
        }

        return companions;
    }

    private sealed class Steps(IProgress<RunProgress>? progress) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => progress?.Report(new RunProgress($"training: {value.Step}", 0.6 + (0.35 * value.Share)));
    }
}
