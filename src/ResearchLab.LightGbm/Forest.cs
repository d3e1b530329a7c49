namespace ResearchLab.LightGbm;

/// <summary>
/// A model compiled for one row at a time: the raw scores of <see cref="Booster.PredictRow"/>, to the last bit, many times faster. On a
/// processor with AVX-512 (VBMI) 64 trees go side by side; otherwise, and for trees too large for that, each tree is walked.
/// Immutable and safe to use from several threads; nothing native is held.
/// </summary>
public sealed class Forest
{
    private const int StackTrees = 8192;
    private readonly RowRanks _ranks;
    private readonly ForestLanes? _lanes;
    private readonly int _trees;
    private readonly LinearLeaves?[]? _linear;
    private readonly int[] _leafStart;
    private readonly double[] _leaves;
    private readonly int[] _root;
    private readonly Node[] _nodes;

    private Forest(ForestParts parts, bool lanes)
    {
        (Features, Outputs, _trees) = (parts.Features, parts.Outputs, parts.Trees.Count);
        (_ranks, ushort[][] slot, ushort[][] rank) = RowRanks.Of(parts.Trees);
        int groups = ((_trees + (2 * ForestLanes.Lanes) - 1) / (2 * ForestLanes.Lanes)) * 2;
        _linear = parts.Trees.Any(tree => tree.Linear is not null) ? [.. parts.Trees.Select(tree => tree.Linear)] : null;
        _lanes = lanes && _linear is null && ForestLanes.Fits(_ranks, parts.Trees) ? ForestLanes.Of(parts.Trees, slot, rank, groups) : null;
        _leafStart = new int[_trees + 1];
        for (int tree = 0; tree < _trees; tree++)
            _leafStart[tree + 1] = _leafStart[tree] + parts.Trees[tree].LeafValue.Length;
        _leaves = [.. parts.Trees.SelectMany(tree => _lanes is null ? tree.LeafValue : ForestLanes.LeavesInOrder(tree))];
        (_root, _nodes) = _lanes is null ? Flatten(parts.Trees, slot, rank) : ([], []);
    }

    /// <summary>Number of features a row must have.</summary>
    public int Features { get; }

    /// <summary>Number of raw scores a row gives.</summary>
    public int Outputs { get; }

    /// <summary>Compiles a model text.</summary>
    /// <param name="text">A model, as <see cref="Booster.Text"/>.</param>
    /// <param name="vectorised">False walks tree by tree on any processor; the result is the same.</param>
    /// <exception cref="LightGbmException">The text is no intact model, or of a kind that is not supported; the message says which.</exception>
    public static Forest FromText(string text, bool vectorised = true)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new Forest(ModelText.Read(text).Parts, vectorised);
    }

    /// <summary>Raw scores of one row.</summary>
    /// <param name="row">One value a feature; NaN is missing.</param>
    /// <param name="destination">Receives <see cref="Outputs"/> scores.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void PredictRaw(ReadOnlySpan<double> row, Span<double> destination)
    {
        if (row.Length != Features)
            throw new ArgumentException(Invariant($"The row has {row.Length} values but the model reads {Features} features."), nameof(row));
        if (destination.Length < Outputs)
            throw new ArgumentException(Invariant($"The destination holds {destination.Length} values but {Outputs} are needed."), nameof(destination));
        destination = destination[..Outputs];
        destination.Clear();
        Span<ushort> ranks = _ranks.Slots <= 512 ? stackalloc ushort[512] : new ushort[_ranks.Slots];
        _ranks.Compute(row, ranks);
        if (_lanes is null)
            Walk(ranks, row, destination);
        else
            ParallelJobs(_lanes, ranks, destination);
    }

    private void ParallelJobs(ForestLanes lanes, ReadOnlySpan<ushort> ranks, Span<double> destination)
    {
        Span<byte> bytes = stackalloc byte[256];
        bytes.Clear();
        // 65535, always right, becomes 255: no rank that small is above the ranks of the nodes otherwise.
        for (int slot = 0; slot < _ranks.Slots; slot++)
            bytes[slot] = (byte)Math.Min((int)ranks[slot], byte.MaxValue);
        int room = (_trees + (2 * ForestLanes.Lanes) - 1) / (2 * ForestLanes.Lanes) * 2 * ForestLanes.Lanes;
        Span<byte> leaf = room <= StackTrees ? stackalloc byte[StackTrees] : new byte[room];
        lanes.Leaves(bytes, leaf);

        // One tree after another, as LightGBM adds: the order of a sum decides its last bit.
        ReadOnlySpan<int> start = _leafStart;
        ReadOnlySpan<double> leaves = _leaves;
        if (destination.Length == 1)
        {
            double sum = 0;
            for (int tree = 0; tree < _trees; tree++)
                sum += leaves[start[tree] + leaf[tree]];
            destination[0] = sum;
            return;
        }

        for (int tree = 0; tree < _trees; tree += destination.Length)
        {
            for (int output = 0; output < destination.Length; output++)
                destination[output] += leaves[start[tree + output] + leaf[tree + output]];
        }
    }

    private void Walk(ReadOnlySpan<ushort> ranks, ReadOnlySpan<double> row, Span<double> destination)
    {
        ReadOnlySpan<Node> nodes = _nodes;
        for (int tree = 0, output = 0; tree < _trees; tree++)
        {
            int at = _root[tree];
            while (at >= 0)
            {
                Node node = nodes[at];
                at = ranks[node.Slot] > node.Rank ? node.Right : node.Left;
            }

            double plain = _leaves[~at];
            destination[output] += _linear?[tree] is { } linear ? linear.At(~at - _leafStart[tree], row, plain) : plain;
            output = output + 1 == destination.Length ? 0 : output + 1;
        }
    }

    /// <summary>All nodes in one list; a child below 0 is the leaf <c>~child</c> of all leaves.</summary>
    private (int[] Root, Node[] Nodes) Flatten(IReadOnlyList<TreeParts> trees, ushort[][] slot, ushort[][] rank)
    {
        var root = new int[trees.Count];
        var nodes = new List<Node>();
        for (int t = 0; t < trees.Count; t++)
        {
            TreeParts tree = trees[t];
            int first = nodes.Count, leaf = _leafStart[t];
            root[t] = tree.Left.Length == 0 ? ~leaf : first;
            for (int node = 0; node < tree.Left.Length; node++)
                nodes.Add(new Node(slot[t][node], rank[t][node], Child(tree.Left[node]), Child(tree.Right[node])));

            int Child(int child) => child >= 0 ? first + child : ~(leaf + ~child);
        }

        return (root, [.. nodes]);
    }

    private readonly record struct Node(ushort Slot, ushort Rank, int Left, int Right);
}
