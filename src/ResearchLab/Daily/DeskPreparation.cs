using ResearchLab.Backtesting;
using ResearchLab.Basics;
using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Risk;

namespace ResearchLab.Daily;

/// <summary>A desk ready to be walked: the trades it could make, and what was known of pickers and search at each refresh.</summary>
internal sealed record DeskPreparation(DeskGround Ground, IReadOnlyList<DeskArm> Competing, IReadOnlyList<DeskArm> Baselines, SimilarSkill[] Skills,
    LabelTrades Sessions, ChainHistory History)
{
    /// <summary>Gets everything ready.</summary>
    /// <exception cref="InvalidDataException">The pickers were tested on other sessions than the labels hold.</exception>
    /// <exception cref="ArgumentException">A contender was.</exception>
    public static DeskPreparation Of(DeskInputs inputs, IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        (TrainedModel model, SessionData data, OutcomeMatrix outcomes, DailyRunRequest request, IReadOnlyList<ContenderScores> contenders) = inputs;
        LabeledRows rows = StructureTrainer.Rows(data.Features, outcomes, model.Options);
        PickerSet pickers = model.Pickers;
        int first = Array.FindIndex(rows.Spans, span => span.Session == pickers.Sessions[0]);
        int[] tested = first < 0 ? [] : [.. Enumerable.Range(first, rows.Count - first)];
        if (!tested.Select(row => rows.Spans[row].Session).SequenceEqual(pickers.Sessions))
            throw new InvalidDataException($"The pickers of model {model.Card.Id} were tested on other sessions than its labels hold. "
                + $"Train again with './lab train --symbol {request.Symbol}'.");

        if (contenders.FirstOrDefault(one => !one.Sessions.SequenceEqual(pickers.Sessions)) is { } other)
            throw new ArgumentException($"Contender '{other.Name}' was tested on other sessions than model {model.Card.Id}. Walk it forward beside this model.",
                nameof(inputs));

        ChainHistory history = data.ChainHistory();
        var sessions = new LabelTrades(
            history, Array.ConvertAll(history.Sessions, session => data.Rules(session)), request.Costs, model.Options.Rules,
            data.PricingOfLabels(model.Card.KnownThrough));
        DeskTrades trades = DeskTrades.Follow(
            rows, tested, sessions, history, data.RatePerYear, request.Threads, RunProgress.Part(progress, "following every trade the desk could make", 0, 0.5),
            cancellation);

        int[] refreshes = Refreshes(data.Bars.Sessions, rows.Spans[tested[0]].Position);
        var arms = DeskArms.At(rows, tested, refreshes, request.Threads, cancellation);
        DeskArm[] competing = [.. pickers.Kinds.Select(kind => arms.Make(kind.Name(), pickers.ScoresOf(kind)))];
        Structure[] eligible = [.. Enumerable.Range(0, Structures.Count).Select(s => (Structure)s)
            .Where(structure => arms.Payoffs[^1][(int)structure].IsKnown)];
        DeskArm[] baselines =
        [
            .. contenders.Select(one => arms.Make($"contender {one.Name}", one.Scores)),
            .. eligible.Select(structure => arms.Make($"always_{structure.Name()}", Constant(tested.Length, (_, s) => s == structure))),
            arms.Make("most_frequent", arms.MostFrequent()),
            arms.Make("random", Constant(tested.Length,
                (i, s) => eligible.Length > 0 && s == eligible[RandomIndex(request.Seed, rows.Spans[tested[i]].Session, eligible.Length)])),
        ];
        cancellation.ThrowIfCancellationRequested();
        progress?.Report(new RunProgress("asking similar past sessions", 0.55));
        SimilarPrediction[] predictions = SimilarSkill.Predict(rows, tested, request.Threads, cancellation);
        SimilarSkill[] skills = [.. refreshes.Select(refresh => SimilarSkill.Of(predictions, refresh, request.Seed))];
        double[] riskFree = RiskFree(data);
        var past = new System.Collections.Concurrent.ConcurrentDictionary<(int, Structure), SimilarStates>();
        SimilarRecord Similar(int at, int refresh, Structure structure)
        {
            if (!skills[refresh].HasSkill)
                return default;
            SimilarStates found = past.GetOrAdd((at, structure),
                key => SimilarStateSearch.Find(data.Features, outcomes, rows.FeatureRow[tested[key.Item1]], key.Item2));
            return found.ToRecord(true);
        }

        var ground = new DeskGround(trades, refreshes, riskFree, OutOfRange(rows, tested, model.Options), Similar, request.AccountValue, request.Limits);
        return new DeskPreparation(ground, competing, baselines, skills, sessions, history);
    }

    private static double[] Constant(int tested, Func<int, Structure, bool> picks)
    {
        var scores = new double[tested * Structures.ClassCount];
        for (int i = 0; i < tested; i++)
        {
            for (int s = 0; s < Structures.Count; s++)
                scores[(i * Structures.ClassCount) + s] = picks(i, (Structure)s) ? 1 : -1;
        }

        return scores;
    }

    private static int RandomIndex(ulong seed, DateOnly session, int count) => new Basics.Pcg32(seed, (ulong)session.DayNumber).NextInt(count);

    /// <summary>The last session of each quarter, as models are trained at them, from before the first tested session to the last with data.</summary>
    internal static int[] Refreshes(DateOnly[] sessions, int firstTested)
    {
        var refreshes = new List<int> { Math.Max(firstTested - 1, 0) };
        for (int i = firstTested; i < sessions.Length - 1; i++)
        {
            if ((sessions[i].Month - 1) / 3 != (sessions[i + 1].Month - 1) / 3)
                refreshes.Add(i);
        }

        if (refreshes[^1] != sessions.Length - 1)
            refreshes.Add(sessions.Length - 1);
        return [.. refreshes];
    }

    private static double[] RiskFree(SessionData data)
    {
        DateOnly[] sessions = data.Bars.Sessions;
        var earned = new double[sessions.Length];
        for (int i = 1; i < earned.Length; i++)
            earned[i] = data.RiskFreeReturn(i);
        return earned;
    }

    private static double[] OutOfRange(LabeledRows rows, int[] tested, TrainingOptions options)
    {
        var outside = new double[tested.Length];
        var features = new double[ModelFeatures.Count];
        foreach (WalkForwardFold fold in WalkForward.Split(rows.Spans, options.Split).Folds)
        {
            var envelope = TrainingEnvelope.Of(rows.Matrix(fold.Fit), fold.Fit.Length);
            foreach (int row in fold.Test)
            {
                rows.Features.CopyRow(rows.FeatureRow[row], features);
                outside[row - tested[0]] = envelope.ShareOutside(features);
            }
        }

        return outside;
    }
}
