using System.Text;

namespace ResearchLab.LightGbm;

/// <summary>A trained ensemble of trees; safe to predict with from several threads.</summary>
public sealed unsafe class Booster : IDisposable
{
    private readonly BoosterHandle _handle;
    private readonly Lock _rowLock = new();
    private readonly FastConfigHandle?[] _fast = new FastConfigHandle?[4];

    private Booster(BoosterHandle handle, int iterations, string text)
    {
        (_handle, Iterations, Text) = (handle, iterations, text);
        LightGbmNative.Check(LightGbmNative.BoosterGetNumFeature(handle, out int features));
        LightGbmNative.Check(LightGbmNative.BoosterGetNumClasses(handle, out int classes));
        (Features, Classes) = (features, classes);
    }

    /// <summary>
    /// Interrupts every training that runs in this process; each then throws <see cref="OperationCanceledException"/> after its round. For a stop that
    /// a person asked for; a program passes a token to the training instead.
    /// </summary>
    public static void InterruptAll() => BoosterTraining.InterruptAll();

    /// <summary>Number of features a row must have.</summary>
    public int Features { get; }

    /// <summary>Number of values a prediction of probabilities gives: classes, or 1.</summary>
    public int Classes { get; }

    /// <summary>Boosting rounds kept.</summary>
    public int Iterations { get; }

    /// <summary>The model as text, which any LightGBM reads; independent of the number of threads it was trained with.</summary>
    public string Text { get; }

    /// <summary>What the training measured; null for a loaded model.</summary>
    public TrainingReport? Report { get; private init; }

    /// <summary>Trains a booster.</summary>
    /// <param name="train">Training rows, made with the same parameters.</param>
    /// <param name="parameters">Parameters.</param>
    /// <param name="validation">Sets to measure after each round, made with <paramref name="train"/> as reference.</param>
    /// <param name="earlyStoppingRounds">Stop, and keep the best round, when the first validation set's measure has not improved for so many; 0 never
    /// stops.</param>
    /// <param name="progress">Receives every round.</param>
    /// <param name="gradients">Derivatives of an own loss; with <see cref="Objective.Custom"/> only.</param>
    /// <param name="metric">An own measure of the validation sets; null takes the objective's.</param>
    /// <param name="cancellationToken">Checked before each round.</param>
    /// <exception cref="ArgumentException">Labels do not fit the objective, or hold one class only; the parts do not fit together.</exception>
    /// <exception cref="LightGbmException">LightGBM refused.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; nothing is kept.</exception>
    public static Booster Train(
        LightGbmDataset train, LightGbmParameters parameters, IReadOnlyList<LightGbmDataset>? validation = null, int earlyStoppingRounds = 0,
        IProgress<TrainingRound>? progress = null, GradientFunction? gradients = null, ValidationMetric? metric = null,
        CancellationToken cancellationToken = default)
    {
        var plan = new TrainingPlan(validation ?? [], earlyStoppingRounds, progress, gradients, metric);
        (string text, TrainingReport report) = BoosterTraining.Run(train, parameters, plan, cancellationToken);
        // What predicts is what is saved: the text is read back, and the training set can be freed.
        return FromText(text, report);
    }

    /// <summary>Reads a model of any LightGBM from 2 on.</summary>
    /// <exception cref="LightGbmException">The text is no intact model, or of a kind that is not supported; the message says which.</exception>
    public static Booster FromText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return FromText(text, null);
    }

    /// <summary>Reads a model file.</summary>
    /// <exception cref="LightGbmException">The file is no intact model, or of a kind that is not supported; the message says which.</exception>
    public static Booster Load(string path)
    {
        try
        {
            return FromText(File.ReadAllText(path, Encoding.UTF8));
        }
        catch (LightGbmException error)
        {
            throw new LightGbmException($"Model file '{path}' cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Writes <see cref="Text"/> to a file.</summary>
    /// <remarks>The file appears whole or not at all.</remarks>
    public void Save(string path)
    {
        string temporary = Invariant($"{path}.{Environment.ProcessId}-{Environment.CurrentManagedThreadId}.tmp");
        File.WriteAllText(temporary, Text, new UTF8Encoding(false));
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Predicts rows of a contiguous column-major matrix.</summary>
    /// <param name="matrix">Values; column c lies at <c>c · rows</c>; NaN is missing.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="kind">What to predict.</param>
    /// <param name="threads">Native threads, at least 1; does not change the result.</param>
    /// <returns>Row-major results, the same number a row (<see cref="ResultsPerRow"/>).</returns>
    /// <exception cref="ArgumentException">The matrix does not have <see cref="Features"/> columns.</exception>
    public double[] Predict(ReadOnlySpan<double> matrix, int rows, PredictionKind kind = PredictionKind.Probability, int threads = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (matrix.Length != (long)rows * Features)
            throw new ArgumentException(
                Invariant($"The matrix holds {matrix.Length} values but {rows} rows × {Features} features need {(long)rows * Features}."), nameof(matrix));
        using NativeThreads entered = NativeThreads.Enter(threads);
        LightGbmLog.Attach();
        var results = new double[checked(rows * ResultsPerRow(kind))];
        fixed (double* data = matrix, output = results)
        {
            LightGbmNative.Check(LightGbmNative.BoosterPredictForMat(
                _handle, data, LightGbmNative.Float64, rows, Features, 0, (int)kind, 0, 0, Threads(entered), out long written, output));
            RequireLength(written, results.Length);
        }

        return results;
    }

    /// <summary>Predicts one row through a configuration that is prepared once.</summary>
    /// <param name="row">One value a feature; NaN is missing.</param>
    /// <param name="kind">What to predict.</param>
    /// <param name="destination">Receives <see cref="ResultsPerRow"/> values.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void PredictRow(ReadOnlySpan<double> row, PredictionKind kind, Span<double> destination)
    {
        int length = ResultsPerRow(kind);
        if (row.Length != Features)
            throw new ArgumentException(Invariant($"The row has {row.Length} values but the model reads {Features} features."), nameof(row));
        if (destination.Length < length)
            throw new ArgumentException(Invariant($"The destination holds {destination.Length} values but {length} are needed."), nameof(destination));
        // Before the lock: a training that has the library alone may wait for the lock in its metric.
        using NativeThreads? entered = Volatile.Read(ref _fast[(int)kind]) is null ? NativeThreads.Enter(1) : null;
        LightGbmLog.Attach();
        // One lock, since the native single-row predictor shares a buffer between calls.
        lock (_rowLock)
        {
            ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
            if (_fast[(int)kind] is not { } fast)
            {
                LightGbmNative.Check(LightGbmNative.BoosterPredictForMatSingleRowFastInit(
                    _handle, (int)kind, 0, 0, LightGbmNative.Float64, Features, Threads(entered!), out fast));
                _fast[(int)kind] = fast;
            }

            fixed (double* data = row, output = destination)
            {
                LightGbmNative.Check(LightGbmNative.BoosterPredictForMatSingleRowFast(fast, data, out long written, output));
                RequireLength(written, length);
            }
        }

        // The prepared configuration points into the model, which nothing else holds here.
        GC.KeepAlive(this);
    }

    /// <summary>The same model for one row at a time: equal raw scores to the last bit, many times faster than <see cref="PredictRow"/>.</summary>
    public Forest Compile() => Forest.FromText(Text);

    /// <summary>Number of results a row gives: classes; classes · (features + 1) for contributions; classes · rounds for leaves.</summary>
    public int ResultsPerRow(PredictionKind kind)
    {
        LightGbmNative.Check(LightGbmNative.BoosterCalcNumPredict(_handle, 1, (int)kind, 0, 0, out long length));
        return checked((int)length);
    }

    /// <summary>Importance of each feature.</summary>
    public double[] FeatureImportance(ImportanceKind kind)
    {
        var importance = new double[Features];
        fixed (double* output = importance)
            LightGbmNative.Check(LightGbmNative.BoosterFeatureImportance(_handle, 0, (int)kind, output));
        return importance;
    }

    /// <summary>Frees the native memory.</summary>
    public void Dispose()
    {
        lock (_rowLock)
        {
            foreach (FastConfigHandle? fast in _fast)
                fast?.Dispose();
            _handle.Dispose();
        }
    }

    /// <summary>Puts the trees of this model before those of another.</summary>
    internal void MergeInto(BoosterHandle booster) => LightGbmNative.Check(LightGbmNative.BoosterMerge(booster, _handle));

    private static Booster FromText(string text, TrainingReport? report)
    {
        text = ModelText.Checked(text);
        LightGbmLog.Attach();
        LightGbmNative.Check(LightGbmNative.BoosterLoadModelFromString(text, out int iterations, out BoosterHandle handle));
        try
        {
            return new Booster(handle, iterations, text) { Report = report is null ? null : report with { BestRound = iterations } };
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private static string Threads(NativeThreads threads) => $"num_threads={threads.Count} verbosity=1";

    private static void RequireLength(long written, int expected)
    {
        if (written != expected)
            throw new LightGbmException(Invariant($"LightGBM wrote {written} results where {expected} were expected."));
    }
}
