namespace ResearchLab.LightGbm;

/// <summary>What stands before the trees of a model text.</summary>
/// <param name="Features">Values a row has.</param>
/// <param name="PerIteration">Trees a round grows.</param>
/// <param name="TreeSizes">Characters of each tree; null in texts of version 2.</param>
internal sealed record ModelHeader(int Features, int PerIteration, int[]? TreeSizes)
{
    private const string Where = "header";
    private static readonly string[] s_lists = ["feature_names", "monotone_constraints"];

    /// <summary>Checks the lines up to the first tree.</summary>
    /// <exception cref="LightGbmException">They are damaged, or the objective is none that is supported.</exception>
    public static ModelHeader Read(ReadOnlySpan<char> text)
    {
        Dictionary<string, string> header = Lines(text);
        if (header.GetValueOrDefault("version") is { } version && version is not ("v2" or "v3" or "v4"))
            throw new LightGbmException(
                $"Model texts of version '{version}' are not supported here. Load it with the LightGBM that wrote it and save it by a 4.x.");
        int features = ModelPairs.Int(header, "max_feature_idx", Where) + 1;
        int classes = ModelPairs.Int(header, "num_class", Where);
        int perIteration = header.ContainsKey("num_tree_per_iteration") ? ModelPairs.Int(header, "num_tree_per_iteration", Where) : classes;
        if (features < 1 || classes < 1 || perIteration < 1)
            throw ModelPairs.Corrupt(Invariant($"max_feature_idx={features - 1}, num_class={classes}, num_tree_per_iteration={perIteration}"));
        if (ModelPairs.Int(header, "label_index", Where) < 0)
            throw ModelPairs.Corrupt("label_index is negative");
        RequireObjective(header.GetValueOrDefault("objective") ?? "", classes, perIteration);
        foreach (string list in (ReadOnlySpan<string>)["feature_names", "feature_infos"])
        {
            int count = ModelPairs.Value(header, list, Where).Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
            if (count != features)
                throw ModelPairs.Corrupt(Invariant($"{list} has {count} entries for {features} features"));
        }

        if (header.ContainsKey("monotone_constraints"))
            ModelPairs.Ints(header, "monotone_constraints", Where, features);
        return new ModelHeader(features, perIteration, header.ContainsKey("tree_sizes") ? ModelPairs.Ints(header, "tree_sizes", Where, null) : null);
    }

    /// <summary>Names of features may hold any character but a space; other lines have one equals sign, or none as <c>average_output</c>.</summary>
    private static Dictionary<string, string> Lines(ReadOnlySpan<char> text)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Range range in text.Split('\n'))
        {
            ReadOnlySpan<char> line = text[range];
            if (line.IsEmpty)
                continue;
            int equals = line.IndexOf('=');
            string key = line[..(equals < 0 ? line.Length : equals)].ToString(), value = equals < 0 ? "" : line[(equals + 1)..].ToString();
            if (equals == 0 || (value.Contains('=', StringComparison.Ordinal) && Array.IndexOf(s_lists, key) < 0) || !pairs.TryAdd(key, value))
                throw ModelPairs.Corrupt($"{Where} has the line '{line[..Math.Min(line.Length, 60)]}'");
        }

        return pairs;
    }

    private static void RequireObjective(string objective, int classes, int perIteration)
    {
        string[] words = objective.Split(' ');
        string[] options = words[1..];
        bool known = words[0] switch
        {
            // A model of a custom objective names none.
            "" or "custom" or "none" => options.Length == 0 && perIteration == classes,
            "multiclass" => One(perIteration == classes, options, Invariant($"num_class:{classes}")),
            "multiclassova" => perIteration == classes && options.Length == 2 && options[0] == Invariant($"num_class:{classes}") && IsSigmoid(options[1]),
            "binary" => Single() && options.Length == 1 && IsSigmoid(options[0]),
            "regression" or "regression_l1" or "huber" or "fair" or "poisson" or "quantile" or "mape" or "gamma" or "tweedie" =>
                Single() && options is [] or ["sqrt"],
            "lambdarank" or "rank_xendcg" or "cross_entropy" or "cross_entropy_lambda" => Single() && options.Length == 0,
            _ => throw new LightGbmException($"Objective '{words[0]}' is not supported here. Train with another one."),
        };
        if (!known)
            throw ModelPairs.Corrupt(Invariant($"objective '{objective}' with {classes} classes and {perIteration} trees a round"));

        bool Single() => classes == 1 && perIteration == 1;
        static bool One(bool fits, string[] options, string wanted) => fits && options.Length == 1 && options[0] == wanted;
    }

    private static bool IsSigmoid(string option) => option.StartsWith("sigmoid:", StringComparison.Ordinal)
        && ModelPairs.TryNumber(option.AsSpan(8), out double slope) && slope > 0 && double.IsFinite(slope);
}
