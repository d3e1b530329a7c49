using System.Text;

namespace ResearchLab.LightGbm;

/// <summary>One finished boosting round.</summary>
/// <param name="Round">1 for the first.</param>
/// <param name="Rounds">Rounds asked for.</param>
/// <param name="ValidationLoss">Loss on the first validation set; NaN without one.</param>
public readonly record struct TrainingRound(int Round, int Rounds, double ValidationLoss);

/// <summary>What a training measured.</summary>
/// <param name="Rounds">Rounds run, before early stopping threw the last ones away.</param>
/// <param name="BestRound">Rounds kept.</param>
/// <param name="ValidationLosses">For each validation set the loss after each round: log loss, or mean squared error.</param>
public sealed record TrainingReport(int Rounds, int BestRound, IReadOnlyList<IReadOnlyList<double>> ValidationLosses);

/// <summary>The training loop; the native booster lives only as long as it.</summary>
internal static unsafe class BoosterTraining
{
    /// <summary>Losses nearer than this are equal, so that the order of a parallel sum cannot decide when to stop.</summary>
    private const double LossTolerance = 1e-10;

    public static (string Text, TrainingReport Report) Run(
        LightGbmDataset train, LightGbmParameters parameters, IReadOnlyList<LightGbmDataset> validation, int earlyStoppingRounds,
        IProgress<TrainingRound>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentOutOfRangeException.ThrowIfNegative(earlyStoppingRounds);
        parameters.Validate();
        if (earlyStoppingRounds > 0 && validation.Count == 0)
            throw new ArgumentException("Early stopping needs a validation set. Pass one, or 0 early-stopping rounds.", nameof(validation));
        RequireLabels(train.Labels, parameters, mustVary: true);
        foreach (LightGbmDataset set in validation)
            RequireLabels(set.Labels, parameters, mustVary: false);

        // The native booster points into its datasets, so they are held even against a concurrent Dispose.
        var held = new List<DatasetHandle>();
        try
        {
            Hold(train);
            foreach (LightGbmDataset set in validation)
                Hold(set);
            return Boost(train, parameters, validation, earlyStoppingRounds, progress, cancellationToken);
        }
        finally
        {
            foreach (DatasetHandle handle in held)
                handle.DangerousRelease();
        }

        void Hold(LightGbmDataset set)
        {
            bool added = false;
            set.Handle.DangerousAddRef(ref added);
            if (added)
                held.Add(set.Handle);
        }
    }

    private static (string Text, TrainingReport Report) Boost(
        LightGbmDataset train, LightGbmParameters parameters, IReadOnlyList<LightGbmDataset> validation, int earlyStoppingRounds,
        IProgress<TrainingRound>? progress, CancellationToken cancellationToken)
    {
        LightGbmLog.Attach();
        cancellationToken.ThrowIfCancellationRequested();
        LightGbmNative.Check(LightGbmNative.BoosterCreate(train.Handle, parameters.ToNativeText(), out BoosterHandle booster));
        using BoosterHandle owned = booster;
        foreach (LightGbmDataset set in validation)
            LightGbmNative.Check(LightGbmNative.BoosterAddValidData(booster, set.Handle));
        var losses = new List<double>[validation.Count];
        for (int i = 0; i < losses.Length; i++)
            losses[i] = new List<double>(parameters.Rounds);

        int round = 0, best = 0;
        double lowest = double.PositiveInfinity;
        while (round < parameters.Rounds)
        {
            cancellationToken.ThrowIfCancellationRequested();
            LightGbmNative.Check(LightGbmNative.BoosterUpdateOneIter(booster, out int finished));
            round++;
            for (int i = 0; i < losses.Length; i++)
                losses[i].Add(Loss(booster, i + 1));
            double first = losses.Length > 0 ? losses[0][^1] : double.NaN;
            progress?.Report(new TrainingRound(round, parameters.Rounds, first));
            if (first < lowest - LossTolerance)
                (lowest, best) = (first, round);
            bool stale = earlyStoppingRounds > 0 && round - best >= earlyStoppingRounds;
            if (finished != 0 || stale)
                break;
        }

        int kept = earlyStoppingRounds > 0 ? Math.Max(best, 1) : round;
        string text = ModelText.WithoutThreads(SaveText(booster, kept));
        return (text, new TrainingReport(round, kept, losses));
    }

    private static double Loss(BoosterHandle booster, int dataIndex)
    {
        LightGbmNative.Check(LightGbmNative.BoosterGetEvalCounts(booster, out int count));
        var results = new double[Math.Max(count, 1)];
        fixed (double* output = results)
            LightGbmNative.Check(LightGbmNative.BoosterGetEval(booster, dataIndex, out _, output));
        return results[0];
    }

    private static string SaveText(BoosterHandle booster, int rounds)
    {
        var buffer = new byte[1 << 20];
        while (true)
        {
            long needed;
            fixed (byte* output = buffer)
                LightGbmNative.Check(LightGbmNative.BoosterSaveModelToString(booster, 0, rounds, (int)ImportanceKind.Gain, buffer.Length, out needed, output));
            if (needed <= buffer.Length)
                return Encoding.UTF8.GetString(buffer, 0, checked((int)needed) - 1);
            buffer = new byte[checked((int)needed)];
        }
    }

    private static void RequireLabels(ReadOnlySpan<float> labels, LightGbmParameters parameters, bool mustVary)
    {
        if (parameters.Objective == Objective.Regression)
            return;
        int classes = parameters.Objective == Objective.Binary ? 2 : parameters.Classes;
        bool varies = false;
        foreach (float label in labels)
        {
            if (label < 0 || label >= classes || label != MathF.Floor(label))
                throw new ArgumentException($"Label {label} is no class; labels must be whole numbers from 0 to {classes - 1}.", nameof(labels));
            varies |= label != labels[0];
        }

        if (mustVary && !varies)
            throw new ArgumentException($"All {labels.Length} labels are class {labels[0]}; there is nothing to learn. Use rows with at least two classes.", nameof(labels));
    }
}
