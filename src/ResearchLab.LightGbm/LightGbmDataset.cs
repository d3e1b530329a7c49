namespace ResearchLab.LightGbm;

/// <summary>Binned training or validation rows in native memory; the source arrays are not needed afterwards.</summary>
public sealed unsafe class LightGbmDataset : IDisposable
{
    private readonly float[] _labels;

    private LightGbmDataset(DatasetHandle handle, int rows, int columns, float[] labels)
    {
        (Handle, Rows, Columns) = (handle, rows, columns);
        _labels = labels;
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of features.</summary>
    public int Columns { get; }

    internal DatasetHandle Handle { get; }

    internal ReadOnlySpan<float> Labels => _labels;

    /// <summary>Bins columns of equal length; NaN is a missing value.</summary>
    /// <param name="columns">One array a feature.</param>
    /// <param name="labels">One finite label a row.</param>
    /// <param name="weights">One positive weight a row, or empty for equal weights.</param>
    /// <param name="parameters">Parameters the booster will be trained with; binning depends on them.</param>
    /// <param name="reference">Training set whose bins a validation set must share; null for a training set.</param>
    /// <param name="featureNames">ASCII names without spaces, or null.</param>
    /// <exception cref="ArgumentException">Lengths differ, there is nothing, or a label or weight is unusable.</exception>
    public static LightGbmDataset FromColumns(
        double[][] columns, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights, LightGbmParameters parameters,
        LightGbmDataset? reference = null, IReadOnlyList<string>? featureNames = null)
    {
        ArgumentNullException.ThrowIfNull(columns);
        int rows = labels.Length;
        var buffer = new double[checked(rows * columns.Length)];
        for (int column = 0; column < columns.Length; column++)
        {
            if (columns[column].Length != rows)
                throw new ArgumentException($"Column {column} has {columns[column].Length} rows but there are {rows} labels.", nameof(columns));
            columns[column].CopyTo(buffer.AsSpan(column * rows, rows));
        }

        return FromColumnMajor(buffer, columns.Length, labels, weights, parameters, reference, featureNames);
    }

    /// <summary>Bins one contiguous column-major matrix without copying it first: column c lies at <c>c · rows</c>.</summary>
    /// <param name="matrix">Values; NaN is missing.</param>
    /// <param name="columns">Number of features.</param>
    /// <param name="labels">One finite label a row.</param>
    /// <param name="weights">One positive weight a row, or empty for equal weights.</param>
    /// <param name="parameters">Parameters the booster will be trained with.</param>
    /// <param name="reference">Training set whose bins a validation set must share; null for a training set.</param>
    /// <param name="featureNames">ASCII names without spaces, or null.</param>
    /// <exception cref="ArgumentException">Lengths differ, there is nothing, or a label or weight is unusable.</exception>
    public static LightGbmDataset FromColumnMajor(
        ReadOnlySpan<double> matrix, int columns, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights, LightGbmParameters parameters,
        LightGbmDataset? reference = null, IReadOnlyList<string>? featureNames = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Validate();
        int rows = labels.Length;
        CheckShape(matrix.Length, columns, labels, weights, reference, featureNames);
        LightGbmLog.Attach();
        DatasetHandle handle;
        fixed (double* data = matrix)
        {
            using var none = new DatasetHandle();
            LightGbmNative.Check(LightGbmNative.DatasetCreateFromMat(
                data, LightGbmNative.Float64, rows, columns, 0, parameters.ToNativeText(), reference?.Handle ?? none, out handle));
        }

        try
        {
            SetField(handle, "label", labels);
            if (!weights.IsEmpty)
                SetField(handle, "weight", weights);
            if (featureNames is not null)
                LightGbmNative.Check(LightGbmNative.DatasetSetFeatureNames(handle, [.. featureNames], featureNames.Count));
            return new LightGbmDataset(handle, rows, columns, labels.ToArray());
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Frees the native memory, once no training uses it any more.</summary>
    public void Dispose() => Handle.Dispose();

    private static void SetField(DatasetHandle handle, string field, ReadOnlySpan<float> values)
    {
        fixed (float* data = values)
            LightGbmNative.Check(LightGbmNative.DatasetSetField(handle, field, data, values.Length, LightGbmNative.Float32));
    }

    private static void CheckShape(
        int values, int columns, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights, LightGbmDataset? reference, IReadOnlyList<string>? names)
    {
        int rows = labels.Length;
        if (rows == 0 || columns < 1)
            throw new ArgumentException($"A dataset needs at least one row and one column; got {rows} and {columns}.", nameof(columns));
        if (values != (long)rows * columns)
            throw new ArgumentException($"The matrix holds {values} values but {rows} labels × {columns} columns need {(long)rows * columns}.", nameof(columns));
        if (!weights.IsEmpty && weights.Length != rows)
            throw new ArgumentException($"There are {weights.Length} weights but {rows} labels.", nameof(weights));
        if (reference is not null && reference.Columns != columns)
            throw new ArgumentException($"The reference dataset has {reference.Columns} columns but this one has {columns}.", nameof(reference));
        if (names is not null && names.Count != columns)
            throw new ArgumentException($"There are {names.Count} feature names but {columns} columns.", nameof(names));
        for (int i = 0; i < names?.Count; i++)
        {
            if (names[i].Length == 0 || names[i].AsSpan().IndexOfAnyExcept(s_nameCharacters) >= 0)
                throw new ArgumentException($"Feature name '{names[i]}' must be letters, digits, '_', '.' or '-'.", nameof(names));
        }

        for (int i = 0; i < rows; i++)
        {
            if (!float.IsFinite(labels[i]))
                throw new ArgumentException($"Label {i} is {labels[i]}; labels must be finite.", nameof(labels));
            if (!weights.IsEmpty && !(weights[i] > 0 && float.IsFinite(weights[i])))
                throw new ArgumentException($"Weight {i} is {weights[i]}; weights must be positive and finite.", nameof(weights));
        }
    }

    private static readonly System.Buffers.SearchValues<char> s_nameCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-");
}
