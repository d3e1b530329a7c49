using System.Globalization;

namespace ResearchLab.LightGbm;

/// <summary>Checks and reads one tree of a model text.</summary>
internal static class ModelTree
{
    /// <summary>Reads a block that begins with <c>Tree=</c> and ends with an empty line.</summary>
    /// <exception cref="LightGbmException">It is damaged.</exception>
    public static TreeParts Read(ReadOnlySpan<char> block, int tree, int features)
    {
        string where = Invariant($"tree {tree}");
        if (!block.StartsWith(Invariant($"Tree={tree}\n")) || !block.EndsWith("\n\n") || block.TrimEnd('\n').Contains("\n\n", StringComparison.Ordinal)
            || block.ContainsAnyExceptInRange('\n', '~'))
            throw ModelPairs.Corrupt($"{where} does not start or end where it should");
        Dictionary<string, string> pairs = ModelPairs.Of(block, where);
        int leaves = ModelPairs.Int(pairs, "num_leaves", where);
        int categories = ModelPairs.Int(pairs, "num_cat", where);
        int linear = pairs.ContainsKey("is_linear") ? ModelPairs.Int(pairs, "is_linear", where) : 0;
        if (leaves < 1 || categories < 0 || categories >= leaves || linear is not (0 or 1))
            throw ModelPairs.Corrupt(Invariant($"{where} has {leaves} leaves, {categories} categorical splits and is_linear={linear}"));
        double[] values = Finite(pairs, "leaf_value", where, leaves);
        if (pairs.ContainsKey("shrinkage"))
            ModelPairs.Doubles(pairs, "shrinkage", where, 1);
        LinearLeaves? leafModels = linear == 1 ? ReadLinear(pairs, where, leaves, features) : null;
        if (leaves == 1)
            return TreeParts.Leaf(values[0]) with { Linear = leafModels };
        int nodes = leaves - 1;
        double[] thresholds = ModelPairs.Doubles(pairs, "threshold", where, nodes);
        foreach (string list in (ReadOnlySpan<string>)["split_gain", "internal_value", "internal_weight", "internal_count"])
            ModelPairs.RequireNumbers(pairs, list, where, nodes);
        foreach (string list in (ReadOnlySpan<string>)["leaf_weight", "leaf_count"])
            ModelPairs.RequireNumbers(pairs, list, where, leaves);
        int[] split = ModelPairs.Ints(pairs, "split_feature", where, nodes);
        foreach (int feature in split)
        {
            if (feature < 0 || feature >= features)
                throw ModelPairs.Corrupt(Invariant($"{where} splits feature {feature} of {features}"));
        }

        int[] decisions = pairs.ContainsKey("decision_type") ? ModelPairs.Ints(pairs, "decision_type", where, nodes) : new int[nodes];
        for (int node = 0; node < nodes; node++)
        {
            bool categorical = (decisions[node] & 1) != 0;
            if (decisions[node] is < 0 or > 15
                || (categorical && !(thresholds[node] >= 0 && thresholds[node] < categories && thresholds[node] == Math.Floor(thresholds[node]))))
                throw ModelPairs.Corrupt(Invariant($"{where} has decision type {decisions[node]} with threshold {thresholds[node]} at node {node}"));
        }

        (int[] bounds, uint[] words) = categories > 0 ? ReadCategories(pairs, where, categories) : ([], []);
        int[] left = ModelPairs.Ints(pairs, "left_child", where, nodes), right = ModelPairs.Ints(pairs, "right_child", where, nodes);
        RequireChildren(left, right, where);
        return new TreeParts(split, thresholds, decisions, left, right, values, bounds, words) { Linear = leafModels };
    }

    private static double[] Finite(Dictionary<string, string> pairs, string key, string where, int count)
    {
        double[] values = ModelPairs.Doubles(pairs, key, where, count);
        return Array.TrueForAll(values, double.IsFinite) ? values : throw ModelPairs.Corrupt($"{where} has a number in {key} that is not finite");
    }

    /// <summary>A linear model for each leaf; their features and coefficients stand in one list each, apart by any number of spaces.</summary>
    private static LinearLeaves ReadLinear(Dictionary<string, string> pairs, string where, int leaves, int features)
    {
        double[] constants = Finite(pairs, "leaf_const", where, leaves);
        int[] counts = ModelPairs.Ints(pairs, "num_features", where, leaves);
        long total = counts.Sum(count => (long)count);
        var flat = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string list in (ReadOnlySpan<string>)["leaf_features", "leaf_coeff"])
            flat[list] = string.Join(' ', ModelPairs.Value(pairs, list, where).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (Array.Exists(counts, count => count < 0) || total > flat["leaf_features"].Length)
            throw ModelPairs.Corrupt(Invariant($"{where} has {total} features in its leaves"));
        int[] used = total == 0 ? [] : ModelPairs.Ints(flat, "leaf_features", where, (int)total);
        double[] coefficients = total == 0 ? [] : Finite(flat, "leaf_coeff", where, (int)total);
        if (total == 0 && flat.Values.Any(text => text.Length > 0))
            throw ModelPairs.Corrupt($"{where} has leaf_features or leaf_coeff where num_features says none");
        foreach (int feature in used)
        {
            if (feature < 0 || feature >= features)
                throw ModelPairs.Corrupt(Invariant($"{where} has feature {feature} of {features} in a leaf"));
        }

        var start = new int[leaves + 1];
        for (int leaf = 0; leaf < leaves; leaf++)
            start[leaf + 1] = start[leaf] + counts[leaf];
        return new LinearLeaves(constants, start, used, coefficients);
    }

    /// <summary>Each categorical split has its own words in the one list of bit sets.</summary>
    private static (int[] Bounds, uint[] Words) ReadCategories(Dictionary<string, string> pairs, string where, int categories)
    {
        int[] bounds = ModelPairs.Ints(pairs, "cat_boundaries", where, categories + 1);
        string[] parts = ModelPairs.Value(pairs, "cat_threshold", where).Split(' ');
        var words = new uint[parts.Length];
        bool fits = bounds[0] == 0 && bounds[^1] == parts.Length;
        for (int i = 0; i < categories; i++)
            fits &= bounds[i] < bounds[i + 1];
        for (int i = 0; i < parts.Length; i++)
            fits &= uint.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out words[i]);
        return fits ? (bounds, words)
            : throw ModelPairs.Corrupt(
                Invariant($"{where} has {parts.Length} entries in cat_threshold where cat_boundaries say {bounds[0]} to {bounds[^1]} ascending, ")
                    + "or one is no number");
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
                    throw ModelPairs.Corrupt(Invariant($"{where} has child {child} at node {node} of {nodes}"));
                if (child >= 0)
                    seenNode[child] = true;
                else
                    seenLeaf[~child] = true;
            }
        }
    }
}
