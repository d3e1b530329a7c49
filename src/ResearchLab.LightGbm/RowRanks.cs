using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ResearchLab.LightGbm;

/// <summary>
/// Turns a row into small whole numbers, one a slot, so that every node of every tree asks the same question: is the rank in its slot
/// above its own? A slot is a feature with one way of taking missing values, or one set of categories. The rank of a value is the number
/// of thresholds below it, so a comparison of ranks decides as the comparison of the numbers does.
/// </summary>
internal sealed class RowRanks
{
    /// <summary>A rank above all others: always right.</summary>
    public const ushort AlwaysRight = ushort.MaxValue;

    /// <summary>What LightGBM takes for zero before a tree sees it.</summary>
    private const double Zero = 1e-35f;

    /// <summary>Fills the thresholds of a feature up to a whole vector: no value is above it.</summary>
    private const double Beyond = double.PositiveInfinity;

    private readonly Numeric[] _numeric;
    private readonly Category[] _categories;
    private readonly int[] _features;
    private readonly int[] _start;
    private readonly double[] _thresholds;

    private RowRanks(Numeric[] numeric, Category[] categories, int[] features, int[] start, double[] thresholds)
    {
        (_numeric, _categories, _features, _start, _thresholds) = (numeric, categories, features, start, thresholds);
        HighestRank = thresholds.Length == 0 ? 0 : Enumerable.Range(0, features.Length)
            .Max(i => start[i + 1] - start[i] - thresholds.AsSpan(start[i]..start[i + 1]).Count(Beyond));
    }

    /// <summary>Number of slots.</summary>
    public int Slots => _numeric.Length + _categories.Length;

    /// <summary>Highest rank beside <see cref="AlwaysRight"/>.</summary>
    public int HighestRank { get; }

    /// <summary>Reads the slots of all trees, and gives each node its slot and rank.</summary>
    public static (RowRanks Ranks, ushort[][] Slot, ushort[][] Rank) Of(IReadOnlyList<TreeParts> trees)
    {
        var thresholds = new SortedDictionary<int, SortedSet<double>>();
        var categories = new Dictionary<(int Feature, string Words), int>();
        var numeric = new Dictionary<(int Feature, MissingKind Missing, bool Left), int>();
        foreach (TreeParts tree in trees)
        {
            for (int node = 0; node < tree.SplitFeature.Length; node++)
            {
                int feature = tree.SplitFeature[node];
                if (tree.IsCategorical(node))
                {
                    categories.TryAdd((feature, Words(tree, node)), categories.Count);
                    continue;
                }

                // Without missing values the default direction is never taken.
                numeric.TryAdd(KeyOf(tree, node), numeric.Count);
                if (!thresholds.TryGetValue(feature, out SortedSet<double>? set))
                    thresholds[feature] = set = [];
                set.Add(tree.Threshold[node]);
            }
        }

        if (numeric.Count + categories.Count > ushort.MaxValue || thresholds.Values.Any(set => set.Count >= AlwaysRight))
            throw new LightGbmException(Invariant($"The model has {numeric.Count + categories.Count} kinds of splits and up to ")
                + Invariant($"{thresholds.Values.Max(set => set.Count)} thresholds a feature; at most {ushort.MaxValue} are supported. ")
                + "Predict with the booster itself.");
        int[] features = [.. thresholds.Keys];
        double[][] sorted = [.. thresholds.Values.Select(set => set.ToArray())];
        double[][] padded = [.. sorted.Select(values => (double[])[.. values, .. Enumerable.Repeat(Beyond, (8 - (values.Length % 8)) % 8)])];
        int[] start = new int[features.Length + 1];
        for (int i = 0; i < features.Length; i++)
            start[i + 1] = start[i] + padded[i].Length;
        var ranks = new RowRanks(
            [.. numeric.OrderBy(pair => pair.Value)
                .Select(pair => new Numeric(Array.BinarySearch(features, pair.Key.Feature), pair.Key.Missing, pair.Key.Left))],
            [.. categories.OrderBy(pair => pair.Value)
                .Select(pair => new Category(pair.Key.Feature, [.. MemoryMarshal.Cast<char, uint>(pair.Key.Words.AsSpan())]))],
            features, start, [.. padded.SelectMany(values => values)]);
        var slot = new ushort[trees.Count][];
        var rank = new ushort[trees.Count][];
        for (int t = 0; t < trees.Count; t++)
        {
            TreeParts tree = trees[t];
            slot[t] = new ushort[tree.SplitFeature.Length];
            rank[t] = new ushort[tree.SplitFeature.Length];
            for (int node = 0; node < slot[t].Length; node++)
            {
                int feature = tree.SplitFeature[node];
                bool categorical = tree.IsCategorical(node);
                slot[t][node] = (ushort)(categorical ? numeric.Count + categories[(feature, Words(tree, node))] : numeric[KeyOf(tree, node)]);
                rank[t][node] = categorical ? (ushort)0 : (ushort)Array.BinarySearch(sorted[Array.BinarySearch(features, feature)], tree.Threshold[node]);
            }
        }

        return (ranks, slot, rank);
    }

    /// <summary>Writes the rank of each slot.</summary>
    /// <param name="row">All features of a row.</param>
    /// <param name="destination">Receives <see cref="Slots"/> ranks.</param>
    public void Compute(ReadOnlySpan<double> row, Span<ushort> destination)
    {
        Span<ushort> below = _features.Length <= 512 ? stackalloc ushort[512] : new ushort[_features.Length];
        for (int i = 0; i < _features.Length; i++)
        {
            double value = Known(row[_features[i]]);
            // NaN has the rank of 0 here; slots that take it for missing look at the value itself.
            if (double.IsNaN(value))
                value = 0;
            below[i] = (ushort)CountBelow(_thresholds.AsSpan(_start[i], _start[i + 1] - _start[i]), value);
        }

        for (int slot = 0; slot < _numeric.Length; slot++)
        {
            (int place, MissingKind kind, bool left) = _numeric[slot];
            double value = Known(row[_features[place]]);
            bool missing = kind switch { MissingKind.NaN => double.IsNaN(value), MissingKind.Zero => double.IsNaN(value) || value == 0, _ => false };
            destination[slot] = !missing ? below[place] : left ? (ushort)0 : AlwaysRight;
        }

        for (int i = 0; i < _categories.Length; i++)
            destination[_numeric.Length + i] = _categories[i].Contains(Known(row[_categories[i].Feature])) ? (ushort)0 : AlwaysRight;
    }

    /// <summary>How many of the ascending thresholds are below a value: counted by eights, since a search mispredicts at every step.</summary>
    private static int CountBelow(ReadOnlySpan<double> thresholds, double value)
    {
        int first = 0, length = thresholds.Length;
        while (length > 256)
        {
            int half = length / 16 * 8;
            first += thresholds[first + half - 1] < value ? half : 0;
            length -= half;
        }

        Vector512<double> sought = Vector512.Create(value);
        Vector512<long> below = default;
        for (int i = 0; i < length; i += 8)
            below -= Vector512.LessThan(Vector512.LoadUnsafe(in thresholds[first + i]), sought).AsInt64();
        return first + (int)Vector512.Sum(below);
    }

    private static double Known(double value) => Math.Abs(value) > Zero || double.IsNaN(value) ? value : 0;

    private static (int Feature, MissingKind Missing, bool Left) KeyOf(TreeParts tree, int node) =>
        tree.Missing(node) is var kind && kind == MissingKind.None
            ? (tree.SplitFeature[node], kind, false)
            : (tree.SplitFeature[node], kind, tree.DefaultLeft(node));

    // A string compares its characters; two of them hold a word.
    private static string Words(TreeParts tree, int node) => new(MemoryMarshal.Cast<uint, char>(tree.Categories(node)));

    private readonly record struct Numeric(int Place, MissingKind Kind, bool Left);

    private sealed record Category(int Feature, uint[] Words)
    {
        /// <summary>LightGBM's rule: the value cut to a 32-bit whole number, where none fits it is negative.</summary>
        public bool Contains(double value)
        {
            if (!(value > -1 && value < 2147483648.0))
                return false;
            int category = (int)value;
            return category / 32 < Words.Length && (Words[category / 32] >> (category % 32) & 1) != 0;
        }
    }
}
