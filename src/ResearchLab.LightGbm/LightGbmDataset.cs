namespace ResearchLab.LightGbm;

/// <summary>Binned training or validation rows in native memory; the source arrays are not needed afterwards.</summary>
public sealed unsafe class LightGbmDataset : IDisposable
{
    private readonly float[] _labels;

    private LightGbmDataset(DatasetHandle handle, int columns, float[] labels, bool hasGroups, Booster? continueFrom)
    {
        (Handle, Rows, Columns, HasGroups, ContinueFrom) = (handle, labels.Length, columns, hasGroups, continueFrom);
        _labels = labels;
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of features.</summary>
    public int Columns { get; }

    internal DatasetHandle Handle { get; }

    internal bool HasGroups { get; }

    internal Booster? ContinueFrom { get; }

    internal ReadOnlySpan<float> Labels => _labels;

    /// <summary>Bins columns of equal length without a copy of the whole; NaN is a missing value.</summary>
    /// <param name="columns">One array a feature.</param>
    /// <param name="labels">One finite label a row.</param>
    /// <param name="weights">One positive weight a row, or empty for equal weights.</param>
    /// <param name="parameters">Parameters the booster will be trained with; binning depends on them.</param>
    /// <param name="reference">Training set whose bins a validation set must share; null for a training set.</param>
    /// <param name="featureNames">ASCII names without spaces, or null.</param>
    /// <param name="fields">Start scores, groups, a model to go on from; null for none.</param>
    /// <exception cref="ArgumentException">Lengths differ, there is nothing, or a label or weight is unusable.</exception>
    /// <exception cref="LightGbmException">LightGBM refused, or had no memory left.</exception>
    public static LightGbmDataset FromColumns(
        double[][] columns, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights, LightGbmParameters parameters,
        LightGbmDataset? reference = null, IReadOnlyList<string>? featureNames = null, DatasetFields? fields = null)
    {
        ArgumentNullException.ThrowIfNull(columns);
        for (int column = 0; column < columns.Length; column++)
        {
            if (columns[column].Length != labels.Length)
                throw new ArgumentException(Invariant($"Column {column} has {columns[column].Length} rows but there are {labels.Length} labels."),
                    nameof(columns));
        }

        var pins = new System.Runtime.InteropServices.GCHandle[columns.Length];
        var pointers = new nint[columns.Length];
        try
        {
            for (int column = 0; column < columns.Length; column++)
            {
                pins[column] = System.Runtime.InteropServices.GCHandle.Alloc(columns[column], System.Runtime.InteropServices.GCHandleType.Pinned);
                pointers[column] = pins[column].AddrOfPinnedObject();
            }

            return Create(pointers, labels, weights, parameters, reference, featureNames, fields);
        }
        finally
        {
            foreach (System.Runtime.InteropServices.GCHandle pin in pins)
            {
                if (pin.IsAllocated)
                    pin.Free();
            }
        }
    }

    /// <summary>Bins one contiguous column-major matrix without copying it first: column c lies at <c>c · rows</c>.</summary>
    /// <param name="matrix">Values; NaN is missing.</param>
    /// <param name="columns">Number of features.</param>
    /// <param name="labels">One finite label a row.</param>
    /// <param name="weights">One positive weight a row, or empty for equal weights.</param>
    /// <param name="parameters">Parameters the booster will be trained with.</param>
    /// <param name="reference">Training set whose bins a validation set must share; null for a training set.</param>
    /// <param name="featureNames">ASCII names without spaces, or null.</param>
    /// <param name="fields">Start scores, groups, a model to go on from; null for none.</param>
    /// <exception cref="ArgumentException">Lengths differ, there is nothing, or a label or weight is unusable.</exception>
    /// <exception cref="LightGbmException">LightGBM refused, or had no memory left.</exception>
    public static LightGbmDataset FromColumnMajor(
        ReadOnlySpan<double> matrix, int columns, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights, LightGbmParameters parameters,
        LightGbmDataset? reference = null, IReadOnlyList<string>? featureNames = null, DatasetFields? fields = null)
    {
        int rows = labels.Length;
        if (columns < 1 || matrix.Length != (long)rows * columns)
            throw new ArgumentException(
                Invariant($"The matrix holds {matrix.Length} values but {rows} labels × {columns} columns need {(long)rows * columns}."), nameof(columns));
        fixed (double* data = matrix)
        {
            var pointers = new nint[columns];
            for (int column = 0; column < columns; column++)
                pointers[column] = (nint)(data + ((long)column * rows));
            return Create(pointers, labels, weights, parameters, reference, featureNames, fields);
        }
    }

    /// <summary>Frees the native memory, once no training uses it any more.</summary>
    public void Dispose() => Handle.Dispose();

    private static LightGbmDataset Create(
        nint[] columns, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights, LightGbmParameters parameters, LightGbmDataset? reference,
        IReadOnlyList<string>? featureNames, DatasetFields? fields)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Validate();
        fields ??= new DatasetFields();
        DatasetChecks.Require(columns.Length, labels, weights, parameters, reference, featureNames, fields);
        using NativeThreads threads = NativeThreads.Enter(parameters.Threads);
        LightGbmLog.Attach();
        NativeMemoryCheck.RequireDataset(labels.Length, columns.Length, parameters.MaxBins);
        DatasetHandle handle = reference is null
            ? ColumnBinning.Train(columns, labels.Length, parameters.ToNativeText(threads))
            : ColumnBinning.Like(reference.Handle, columns, labels.Length, parameters.ToNativeText(threads));
        try
        {
            fixed (float* label = labels, weight = weights)
            {
                SetField(handle, "label", label, labels.Length, LightGbmNative.Float32);
                if (!weights.IsEmpty)
                    SetField(handle, "weight", weight, weights.Length, LightGbmNative.Float32);
            }

            ReadOnlyMemory<double> start = fields.ContinueFrom is { } model ? ColumnBinning.RawScores(model, columns, labels.Length) : fields.InitScore;
            if (!start.IsEmpty)
            {
                fixed (double* score = start.Span)
                    SetField(handle, "init_score", score, start.Length, LightGbmNative.Float64);
            }

            if (!fields.Groups.IsEmpty)
            {
                fixed (int* group = fields.Groups.Span)
                    SetField(handle, "group", group, fields.Groups.Length, LightGbmNative.Int32);
            }

            if (featureNames is not null)
                LightGbmNative.Check(LightGbmNative.DatasetSetFeatureNames(handle, [.. featureNames], featureNames.Count));
            return new LightGbmDataset(handle, columns.Length, labels.ToArray(), !fields.Groups.IsEmpty, fields.ContinueFrom);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private static void SetField(DatasetHandle handle, string field, void* data, int count, int type) =>
        LightGbmNative.Check(LightGbmNative.DatasetSetField(handle, field, data, count, type));
}
