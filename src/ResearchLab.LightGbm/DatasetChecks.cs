namespace ResearchLab.LightGbm;

/// <summary>What must hold of a dataset's parts before anything native sees them.</summary>
internal static class DatasetChecks
{
    private static readonly System.Buffers.SearchValues<char> s_nameCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-");

    /// <exception cref="ArgumentException">Something does not fit.</exception>
    public static void Require(
        int columns, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights, LightGbmParameters parameters, LightGbmDataset? reference,
        IReadOnlyList<string>? names, DatasetFields fields)
    {
        int rows = labels.Length;
        if (rows == 0 || columns < 1)
            throw new ArgumentException(Invariant($"A dataset needs at least one row and one column; got {rows} and {columns}."), nameof(columns));
        parameters.RequireFeatures(columns);
        if (!weights.IsEmpty && weights.Length != rows)
            throw new ArgumentException(Invariant($"There are {weights.Length} weights but {rows} labels."), nameof(weights));
        if (reference is not null && reference.Columns != columns)
            throw new ArgumentException(Invariant($"The reference dataset has {reference.Columns} columns but this one has {columns}."), nameof(reference));
        if (names is not null && names.Count != columns)
            throw new ArgumentException(Invariant($"There are {names.Count} feature names but {columns} columns."), nameof(names));
        for (int i = 0; i < names?.Count; i++)
        {
            if (names[i].Length == 0 || names[i].AsSpan().IndexOfAnyExcept(s_nameCharacters) >= 0)
                throw new ArgumentException($"Feature name '{names[i]}' must be letters, digits, '_', '.' or '-'.", nameof(names));
        }

        for (int i = 0; i < rows; i++)
        {
            if (!float.IsFinite(labels[i]))
                throw new ArgumentException(Invariant($"Label {i} is {labels[i]}; labels must be finite."), nameof(labels));
            if (!weights.IsEmpty && !(weights[i] > 0 && float.IsFinite(weights[i])))
                throw new ArgumentException(Invariant($"Weight {i} is {weights[i]}; weights must be positive and finite."), nameof(weights));
        }

        RequireFields(rows, columns, parameters, fields);
    }

    private static void RequireFields(int rows, int columns, LightGbmParameters parameters, DatasetFields fields)
    {
        ReadOnlySpan<double> start = fields.InitScore.Span;
        if (fields.ContinueFrom is { } model)
        {
            if (!start.IsEmpty)
                throw new ArgumentException("A dataset takes start scores from a model or from numbers, not from both.", nameof(fields));
            if (model.Features != columns || model.Classes != parameters.Classes)
                throw new ArgumentException(Invariant($"The model to go on from reads {model.Features} features and gives {model.Classes} scores a row; ")
                    + Invariant($"this training has {columns} and {parameters.Classes}."), nameof(fields));
        }

        if (!start.IsEmpty && start.Length != (long)rows * parameters.Classes)
            throw new ArgumentException(
                Invariant($"There are {start.Length} start scores; {rows} rows × {parameters.Classes} classes need {(long)rows * parameters.Classes}."),
                nameof(fields));
        int wrong = start.IndexOfAnyExceptInRange(double.MinValue, double.MaxValue);
        if (wrong >= 0)
            throw new ArgumentException(Invariant($"Start score {wrong} is {start[wrong]}; start scores must be finite."), nameof(fields));
        long sum = 0;
        foreach (int count in fields.Groups.Span)
        {
            sum += count;
            if (count < 1)
                throw new ArgumentException(Invariant($"A group holds {count} rows; it must hold at least 1."), nameof(fields));
        }

        if (!fields.Groups.IsEmpty && sum != rows)
            throw new ArgumentException(Invariant($"The groups hold {sum} rows together but there are {rows}."), nameof(fields));
        if (fields.Groups.IsEmpty && parameters.Objective == Objective.LambdaRank)
            throw new ArgumentException("Ranking needs the number of rows of each group.", nameof(fields));
    }
}
