using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using ResearchLab.Features;
using ResearchLab.Journal;
using ResearchLab.Lake;
using ResearchLab.Models;
using ResearchLab.Time;

namespace ResearchLab.Desk;

/// <summary>Finds the model a session must use, and trains it the first time.</summary>
/// <param name="lake">Lake the training reads and keeps its labels in.</param>
/// <param name="journal">Journal of models and trials.</param>
/// <param name="folder">Folder of the models.</param>
/// <param name="request">Symbol, costs, seed, threads and code version.</param>
internal sealed class ModelDesk(DataLake lake, JournalStore journal, string folder, DailyRunRequest request)
{
    /// <summary>
    /// The session as of which the model of <paramref name="session"/> is trained: the last session of the quarter before. A fixed
    /// rule, so that a run repeats whatever was run before it.
    /// </summary>
    public static DateOnly TrainingSession(DateOnly session) =>
        ExchangeCalendar.Nyse.Previous(new DateOnly(session.Year, ((session.Month - 1) / 3 * 3) + 1, 1));

    /// <summary>The model for the last session of <paramref name="data"/>.</summary>
    /// <exception cref="DataUnusableException">The history is too short to train on.</exception>
    public TrainedModel FindOrTrain(DeskData data, IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        DateOnly through = TrainingSession(data.Bars.Sessions[^1]);
        string place = Path.Combine(folder, $"{request.Symbol}-{through:yyyy-MM-dd}-{Key(data, through)}");
        return File.Exists(Path.Combine(place, TrainedModel.CardFile)) ? TrainedModel.Load(place) : Train(through, place, progress, cancellation);
    }

    /// <summary>The outcomes the model was trained on.</summary>
    public OutcomeMatrix Outcomes(ModelCard card)
    {
        using LakeView view = View(card.KnownThrough);
        return LabelStore.Read(view, request.Symbol, Labels.Spec(request.Costs));
    }

    private LakeView View(DateOnly session) => lake.AsOf(KnownAt.Daily(session), request.Demo ? DateTimeOffset.MaxValue : null);

    private TrainedModel Train(DateOnly through, string place, IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        using LakeView view = View(through);
        DeskData known = DeskData.Load(lake, view, request.Symbol, request.Names, request.Demo, RunProgress.Part(progress, "reading the training data", 0.25, 0.3), cancellation);
        OutcomeMatrix outcomes = Labels.Build(
            known.ChainHistory(), known.Rules, request.Costs, RunProgress.Part(progress, "computing the outcome of every structure", 0.3, 0.6), cancellation);
        LabelStore.Append(lake, outcomes);
        var training = new TrainingOptions { Snapshot = known.Snapshot, CodeVersion = request.CodeVersion, Seed = request.Seed, Threads = request.Threads };
        TrainedModel model;
        try
        {
            model = StructureTrainer.Train(known.Features, outcomes, training, new Steps(progress), cancellation);
        }
        catch (ArgumentException tooShort)
        {
            throw new DataUnusableException($"No model of {request.Symbol} can be trained as of {through:yyyy-MM-dd}: {tooShort.Message} Ingest a longer history, or run a later session.", tooShort);
        }

        model.Save(place);
        string card = model.Card.ToJson();
        journal.SaveModel(new ModelRecord(model.Card.Id, request.Symbol, through, card, Path.GetFileName(place), default));
        var tried = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["features"] = $"{FeatureCatalog.SetVersion}",
            ["labels"] = Labels.Spec(request.Costs),
            ["parameters"] = model.Card.Parameters,
            ["seed"] = $"{request.Seed}",
        };
        PolicyReturns earned = model.OutOfSample!;
        new TrialLedger(journal).Record(new Trial(
            $"structure {request.Symbol}", "training", tried, model.Card.Evaluation.Metrics[0].Context.SplitId, earned.Sessions, earned.Returns));
        return model;
    }

    // A model is named by all that made it: what was known of the features by then, and how labels and training are set.
    private string Key(DeskData data, DateOnly through)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        int rows = data.Bars.Sessions.Count(session => session <= through);
        foreach (double[] column in data.Features.Columns)
            hash.AppendData(MemoryMarshal.AsBytes(column.AsSpan(0, rows)));
        hash.AppendData(Encoding.UTF8.GetBytes($"{FeatureCatalog.SetVersion}|{Labels.Spec(request.Costs)}|{request.Seed}|{StructureTrainer.Version}"));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..8];
    }

    private sealed class Steps(IProgress<RunProgress>? progress) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => progress?.Report(new RunProgress($"training: {value.Step}", 0.6 + (0.35 * value.Share)));
    }
}
