using System.Text;

namespace ResearchLab.LightGbm;

/// <summary>The training loop; the native booster lives only as long as it.</summary>
internal static unsafe class BoosterTraining
{
    /// <summary>Losses nearer than this are equal, so that the order of a parallel sum cannot decide when to stop.</summary>
    private const double LossTolerance = 1e-10;

    private static int s_interrupts;

    public static (string Text, TrainingReport Report) Run(
        LightGbmDataset train, LightGbmParameters parameters, TrainingPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Validate();
        plan.Require(train, parameters);

        // The native booster points into its datasets, so they are held even against a concurrent Dispose.
        var held = new List<DatasetHandle>();
        try
        {
            Hold(train);
            foreach (LightGbmDataset set in plan.Validation)
                Hold(set);
            return Boost(train, parameters, plan, cancellationToken);
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

    public static void InterruptAll() => Interlocked.Increment(ref s_interrupts);

    private static (string Text, TrainingReport Report) Boost(
        LightGbmDataset train, LightGbmParameters parameters, TrainingPlan plan, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using NativeThreads threads = NativeThreads.Enter(parameters.Threads, cancellationToken);
        LightGbmLog.Attach();
        int interrupts = Volatile.Read(ref s_interrupts);
        NativeMemoryCheck.RequireTraining(train.Rows, train.Columns, parameters);
        LightGbmNative.Check(LightGbmNative.BoosterCreate(train.Handle, parameters.ToNativeText(threads), out BoosterHandle booster));
        using BoosterHandle owned = booster;
        train.ContinueFrom?.MergeInto(booster);
        foreach (LightGbmDataset set in plan.Validation)
            LightGbmNative.Check(LightGbmNative.BoosterAddValidData(booster, set.Handle));
        var losses = new List<double>[plan.Validation.Count];
        for (int i = 0; i < losses.Length; i++)
            losses[i] = new List<double>(parameters.Rounds);
        bool rises = plan.Metric?.HigherIsBetter ?? parameters.Objective == Objective.LambdaRank;

        int before = train.ContinueFrom?.Iterations ?? 0, round = 0, best = 0;
        double lowest = double.PositiveInfinity;
        while (round < parameters.Rounds)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Volatile.Read(ref s_interrupts) != interrupts)
                throw new OperationCanceledException("The training was interrupted.");
            int finished = Step(booster, train, parameters, plan);
            round++;
            for (int i = 0; i < losses.Length; i++)
                losses[i].Add(plan.Metric is { } metric ? metric.Measure(Scores(booster, i + 1, plan.Validation[i].Rows * parameters.Classes),
                    plan.Validation[i].Labels) : Loss(booster, i + 1));
            double first = losses.Length > 0 ? losses[0][^1] : double.NaN;
            plan.Progress?.Report(new TrainingRound(round, parameters.Rounds, first));
            double loss = rises ? -first : first;
            if (loss < lowest - LossTolerance)
                (lowest, best) = (loss, round);
            if (finished != 0 || (plan.EarlyStoppingRounds > 0 && round - best >= plan.EarlyStoppingRounds))
                break;
        }

        int kept = before + (plan.EarlyStoppingRounds > 0 ? Math.Max(best, 1) : round);
        string text = ModelText.WithoutThreads(SaveText(booster, kept));
        return (text, new TrainingReport(round, kept, losses));
    }

    private static int Step(BoosterHandle booster, LightGbmDataset train, LightGbmParameters parameters, TrainingPlan plan)
    {
        int finished;
        if (plan.Gradients is not { } derive)
        {
            LightGbmNative.Check(LightGbmNative.BoosterUpdateOneIter(booster, out finished));
            return finished;
        }

        double[] scores = Scores(booster, 0, train.Rows * parameters.Classes);
        float[] gradients = new float[scores.Length], hessians = new float[scores.Length];
        derive(scores, train.Labels, gradients, hessians);
        for (int i = 0; i < gradients.Length; i++)
        {
            if (!float.IsFinite(gradients[i]) || !(hessians[i] > 0 && float.IsFinite(hessians[i])))
                throw new ArgumentException(
                    Invariant($"The gradient function gave gradient {gradients[i]} and hessian {hessians[i]} at {i}; gradients must be finite and hessians ")
                        + "positive.", nameof(plan));
        }

        fixed (float* gradient = gradients, hessian = hessians)
            LightGbmNative.Check(LightGbmNative.BoosterUpdateOneIterCustom(booster, gradient, hessian, out finished));
        return finished;
    }

    private static double[] Scores(BoosterHandle booster, int dataIndex, int length)
    {
        var scores = new double[length];
        fixed (double* output = scores)
        {
            LightGbmNative.Check(LightGbmNative.BoosterGetPredict(booster, dataIndex, out long written, output));
            return written == length ? scores : throw new LightGbmException(Invariant($"LightGBM wrote {written} scores where {length} were expected."));
        }
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
                LightGbmNative.Check(LightGbmNative.BoosterSaveModelToString(booster, 0, rounds, (int)ImportanceKind.Splits, buffer.Length,
                    out needed, output));
            if (needed <= buffer.Length)
                return Encoding.UTF8.GetString(buffer, 0, checked((int)needed) - 1);
            buffer = new byte[checked((int)needed)];
        }
    }
}
