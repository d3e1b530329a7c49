using System.Globalization;

namespace ResearchLab.LightGbm;

/// <summary>
/// Checks LightGBM's model text before the native reader sees it: the reader trusts tree sizes, array lengths and child
/// indices, so a truncated or edited text could crash the process or never return.
/// </summary>
internal static class ModelText
{
    /// <summary>The number of native threads is not a property of the model, so the saved text must not carry it.</summary>
    public static string WithoutThreads(string text)
    {
        const string Key = "\n[num_threads: ";
        int start = text.IndexOf(Key, StringComparison.Ordinal);
        if (start < 0)
            return text;
        int end = text.IndexOf('\n', start + 1);
        return string.Concat(text.AsSpan(0, start), text.AsSpan(end));
    }

    /// <summary>Checks the whole text.</summary>
    /// <exception cref="LightGbmException">It is not a model this binding can have written.</exception>
    public static void Validate(string text) => Read(text, null);

    /// <summary>Checks the whole text and reads what predicts.</summary>
    /// <exception cref="LightGbmException">It is not a model this binding can have written.</exception>
    public static ForestParts Read(string text)
    {
        var trees = new List<TreeParts>();
        (int features, int perIteration) = Read(text, trees);
        return new ForestParts(features, perIteration, trees);
    }

    private static (int Features, int PerIteration) Read(string text, List<TreeParts>? trees)
    {
        int other = text.AsSpan().IndexOfAnyExceptInRange('\n', '~');
        if (other >= 0)
            throw Corrupt($"character {(int)text[other]} at position {other}");
        if (!text.StartsWith("tree\n", StringComparison.Ordinal))
            throw Corrupt("it does not start with 'tree'");
        int firstTree = text.IndexOf("\nTree=", StringComparison.Ordinal) + 1;
        if (firstTree == 0)
            throw Corrupt("it holds no tree");
        Dictionary<string, string> header = Pairs(text.AsSpan(0, firstTree), "header", skipFirst: true);
        int features = Int(header, "max_feature_idx", "header") + 1;
        int perIteration = Int(header, "num_tree_per_iteration", "header");
        int classes = Int(header, "num_class", "header");
        if (features < 1 || classes < 1 || perIteration < 1)
            throw Corrupt($"max_feature_idx={features - 1}, num_class={classes}, num_tree_per_iteration={perIteration}");
        if (Int(header, "label_index", "header") < 0)
            throw Corrupt("label_index is negative");
        // A model of a custom objective names none.
        RequireObjective(header.GetValueOrDefault("objective"), classes, perIteration);
        foreach (string list in (ReadOnlySpan<string>)["feature_names", "feature_infos"])
        {
            int count = Value(header, list, "header").Split(' ').Length;
            if (count != features)
                throw Corrupt($"{list} has {count} entries for {features} features");
        }

        int[] sizes = Ints(header, "tree_sizes", "header", null);
        if (sizes.Length % perIteration != 0)
            throw Corrupt($"{sizes.Length} trees are no multiple of {perIteration}");
        int at = firstTree;
        for (int tree = 0; tree < sizes.Length; tree++)
        {
            if (sizes[tree] <= 0 || sizes[tree] > text.Length - at)
                throw Corrupt($"tree {tree} is cut off");
            TreeParts parts = ReadTree(text.AsSpan(at, sizes[tree]), tree, features);
            trees?.Add(parts);
            at += sizes[tree];
        }

        if (!text.AsSpan(at).StartsWith("end of trees\n") || !text.AsSpan(at).Contains("\nend of parameters\n", StringComparison.Ordinal))
            throw Corrupt("its end is missing");
        return (features, perIteration);
    }

    private static void RequireObjective(string? objective, int classes, int perIteration)
    {
        bool known = objective switch
        {
            null => perIteration == classes,
            "regression" or "quantile" or "lambdarank" => classes == 1 && perIteration == 1,
            _ when objective.StartsWith("binary sigmoid:", StringComparison.Ordinal) => classes == 1 && perIteration == 1,
            _ => objective == $"multiclass num_class:{classes}" && perIteration == classes,
        };
        if (!known)
            throw Corrupt($"objective '{objective}' with {classes} classes");
    }

    private static TreeParts ReadTree(ReadOnlySpan<char> block, int tree, int features)
    {
        string where = $"tree {tree}";
        if (!block.StartsWith($"Tree={tree}\n") || !block.EndsWith("\n\n\n"))
            throw Corrupt($"{where} does not start or end where tree_sizes says");
        Dictionary<string, string> pairs = Pairs(block, where, skipFirst: true);
        int leaves = Int(pairs, "num_leaves", where);
        int categories = Int(pairs, "num_cat", where);
        if (leaves < 1 || categories < 0 || categories >= leaves || Int(pairs, "is_linear", where) != 0)
            throw Corrupt($"{where} has {leaves} leaves, {categories} categorical splits, or linear leaves");
        double[] values = Doubles(pairs, "leaf_value", where, leaves);
        foreach (double leaf in values)
        {
            if (!double.IsFinite(leaf))
                throw Corrupt($"{where} has a leaf value of {leaf}");
        }

        Number(Value(pairs, "shrinkage", where), where);
        if (leaves == 1)
            return TreeParts.Leaf(values[0]);
        int nodes = leaves - 1;
        double[] thresholds = Doubles(pairs, "threshold", where, nodes);
        Doubles(pairs, "split_gain", where, nodes);
        foreach (string list in (ReadOnlySpan<string>)["internal_value", "internal_weight", "internal_count"])
            Doubles(pairs, list, where, nodes);
        foreach (string list in (ReadOnlySpan<string>)["leaf_weight", "leaf_count"])
            Doubles(pairs, list, where, leaves);
        int[] split = Ints(pairs, "split_feature", where, nodes);
        foreach (int feature in split)
        {
            if (feature < 0 || feature >= features)
                throw Corrupt($"{where} splits feature {feature} of {features}");
        }

        int[] decisions = Ints(pairs, "decision_type", where, nodes);
        for (int node = 0; node < nodes; node++)
        {
            bool categorical = (decisions[node] & 1) != 0;
            if (decisions[node] is < 0 or > 15 || (categorical && !(thresholds[node] >= 0 && thresholds[node] < categories && thresholds[node] == Math.Floor(thresholds[node]))))
                throw Corrupt($"{where} has decision type {decisions[node]} with threshold {thresholds[node]} at node {node}");
        }

        (int[] bounds, uint[] words) = categories > 0 ? ReadCategories(pairs, where, categories) : ([], []);
        int[] left = Ints(pairs, "left_child", where, nodes), right = Ints(pairs, "right_child", where, nodes);
        RequireChildren(left, right, where);
        return new TreeParts(split, thresholds, decisions, left, right, values, bounds, words);
    }

    /// <summary>Each categorical split has its own words in the one list of bit sets.</summary>
    private static (int[] Bounds, uint[] Words) ReadCategories(Dictionary<string, string> pairs, string where, int categories)
    {
        int[] bounds = Ints(pairs, "cat_boundaries", where, categories + 1);
        string[] parts = Value(pairs, "cat_threshold", where).Split(' ');
        var words = new uint[parts.Length];
        bool fits = bounds[0] == 0 && bounds[^1] == parts.Length;
        for (int i = 0; i < categories; i++)
            fits &= bounds[i] < bounds[i + 1];
        for (int i = 0; i < parts.Length; i++)
            fits &= uint.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out words[i]);
        return fits ? (bounds, words)
            : throw Corrupt($"{where} has {parts.Length} entries in cat_threshold where cat_boundaries say {bounds[0]} to {bounds[^1]} ascending, or one is no number");
    }

    /// <summary>Every node but the root, and every leaf, has one parent that comes before it: so each walk ends in a leaf.</summary>
    private static void RequireChildren(int[] left, int[] right, string where)
    {
        int nodes = left.Length;
        var seenNode = new bool[nodes];
        var seenLeaf = new bool[nodes + 1];
        for (int node = 0; node < nodes; node++)
        {
            foreach (int child in (ReadOnlySpan<int>)[left[node], right[node]])
            {
                bool fits = child >= 0 ? child > node && child < nodes && !seenNode[child] : ~child <= nodes && !seenLeaf[~child];
                if (!fits)
                    throw Corrupt($"{where} has child {child} at node {node} of {nodes}");
                if (child >= 0)
                    seenNode[child] = true;
                else
                    seenLeaf[~child] = true;
            }
        }
    }

    private static Dictionary<string, string> Pairs(ReadOnlySpan<char> block, string where, bool skipFirst)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Range range in block.Split('\n'))
        {
            ReadOnlySpan<char> line = block[range];
            if (skipFirst)
            {
                skipFirst = false;
                continue;
            }

            if (line.IsEmpty)
                continue;
            int equals = line.IndexOf('=');
            if (equals < 1 || line[(equals + 1)..].Contains('=') || !pairs.TryAdd(line[..equals].ToString(), line[(equals + 1)..].ToString()))
                throw Corrupt($"{where} has the line '{line[..Math.Min(line.Length, 60)]}'");
        }

        return pairs;
    }

    private static string Value(Dictionary<string, string> pairs, string key, string where) =>
        pairs.TryGetValue(key, out string? value) ? value : throw Corrupt($"{where} has no {key}");

    private static int Int(Dictionary<string, string> pairs, string key, string where) =>
        int.TryParse(Value(pairs, key, where), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw Corrupt($"{where} has {key}={Value(pairs, key, where)}");

    private static int[] Ints(Dictionary<string, string> pairs, string key, string where, int? count)
    {
        string text = Value(pairs, key, where);
        string[] parts = text.Split(' ');
        if (count is not null && parts.Length != count)
            throw Corrupt($"{where} has {parts.Length} entries in {key} instead of {count}");
        var values = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out values[i]))
                throw Corrupt($"{where} has '{parts[i]}' in {key}");
        }

        return values;
    }

    private static double[] Doubles(Dictionary<string, string> pairs, string key, string where, int count)
    {
        // A tree of one leaf leaves most of its lists empty.
        string[] parts = Value(pairs, key, where).Split(' ');
        if (parts.Length != count)
            throw Corrupt($"{where} has {parts.Length} entries in {key} instead of {count}");
        var values = new double[count];
        for (int i = 0; i < count; i++)
            values[i] = Number(parts[i], where);
        return values;
    }

    private static double Number(string text, string where)
    {
        if (text is "inf" or "-inf")
            return text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && !double.IsNaN(value)
            ? value
            : throw Corrupt($"{where} has the number '{text}'");
    }

    private static LightGbmException Corrupt(string what) => new($"LightGBM model text is corrupt: {what}. Train or fetch the model again.");
}
