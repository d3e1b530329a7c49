using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ResearchLab.LightGbm;

/// <summary>
/// 64 trees side by side, a byte each, without a branch or a gather. The nodes of a tree are visited in preorder, and of each tree only
/// the leaf is kept where its walk would be: the leftmost one still possible. A node lies on the walk when its leaves begin at that
/// leaf; when it sends the row right, the leaves on its left drop out. After the last node the leaf is the one the row falls into.
/// </summary>
/// <remarks>
/// The idea to evaluate all nodes and drop leaves instead of walking is QuickScorer's: Lucchese et al. (2015), SIGIR, 73–82; a position
/// instead of a bit mask makes a node four bytes.
/// </remarks>
internal sealed unsafe class ForestLanes
{
    /// <summary>Trees of a group: bytes of a vector.</summary>
    public const int Lanes = 64;

    private const int NodeBytes = 4 * Lanes;
    private readonly byte[] _nodes;
    private readonly int _offset;
    private readonly int[] _groupStart;
    private readonly bool _wide;

    private ForestLanes(byte[] nodes, int offset, int[] groupStart, bool wide) => (_nodes, _offset, _groupStart, _wide) = (nodes, offset, groupStart, wide);

    /// <summary>Whether this processor and these trees fit: at most 256 slots, 254 thresholds a feature, 256 leaves a tree.</summary>
    public static bool Fits(RowRanks ranks, IReadOnlyList<TreeParts> trees) =>
        Avx512Vbmi.IsSupported && BitConverter.IsLittleEndian && ranks.Slots <= 256 && ranks.HighestRank < byte.MaxValue
            && trees.All(tree => tree.LeafValue.Length <= 256);

    /// <summary>Lays the trees out.</summary>
    /// <param name="trees">Trees.</param>
    /// <param name="slot">Slot of each node.</param>
    /// <param name="rank">Rank of each node.</param>
    /// <param name="groups">Number of groups, an even number.</param>
    public static ForestLanes Of(IReadOnlyList<TreeParts> trees, ushort[][] slot, ushort[][] rank, int groups)
    {
        var start = new int[groups + 1];
        for (int group = 0; group < groups; group++)
        {
            // Two groups are evaluated together, so they are as long as the longer one.
            int from = group / 2 * 2 * Lanes;
            start[group + 1] = start[group] + Enumerable.Range(from, 2 * Lanes).Max(t => t < trees.Count ? trees[t].SplitFeature.Length : 0);
        }

        byte[] nodes = GC.AllocateArray<byte>(checked((start[groups] * NodeBytes) + Lanes), pinned: true);
        int offset = (int)((Lanes - ((nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(nodes)) % Lanes)) % Lanes);
        // A tree without a split has no node to lay, and its place may lie beyond the end.
        for (int tree = 0; tree < trees.Count; tree++)
        {
            if (trees[tree].SplitFeature.Length > 0)
                Lay(nodes.AsSpan(offset + (start[tree / Lanes] * NodeBytes) + (tree % Lanes)), trees[tree], slot[tree], rank[tree]);
        }

        return new ForestLanes(nodes, offset, start, slot.Any(slots => slots.Any(s => s >= 128)));
    }

    /// <summary>The leaf of each tree, counted from the left.</summary>
    /// <param name="ranks">256 ranks of the row, one a slot; 255 is always right.</param>
    /// <param name="leaves">Receives a byte a tree, all groups whole.</param>
    public void Leaves(ReadOnlySpan<byte> ranks, Span<byte> leaves)
    {
        if (ranks.Length != 256 || leaves.Length < (_groupStart.Length - 1) * Lanes)
            throw new ArgumentException($"There are {ranks.Length} ranks and room for {leaves.Length} leaves.", nameof(leaves));
        fixed (byte* rank = ranks, leaf = leaves, all = _nodes)
        {
            byte* nodes = all + _offset;
            for (int group = 0; group + 1 < _groupStart.Length; group += 2)
            {
                int count = _groupStart[group + 1] - _groupStart[group];
                byte* first = nodes + ((long)_groupStart[group] * NodeBytes);
                if (_wide)
                    PairWide(first, count, rank, leaf + (group * Lanes));
                else
                    Pair(first, count, rank, leaf + (group * Lanes));
            }
        }
    }

    private static void Pair(byte* nodes, int count, byte* ranks, byte* leaves)
    {
        Vector512<byte> low = Vector512.Load(ranks), high = Vector512.Load(ranks + 64);
        Vector512<byte> one = default, two = default;
        byte* other = nodes + ((long)count * NodeBytes);
        for (int node = 0; node < count; node++, nodes += NodeBytes, other += NodeBytes)
        {
            one = Step(nodes, Avx512Vbmi.PermuteVar64x8x2(low, Vector512.Load(nodes), high), one);
            two = Step(other, Avx512Vbmi.PermuteVar64x8x2(low, Vector512.Load(other), high), two);
        }

        one.Store(leaves);
        two.Store(leaves + Lanes);
    }

    private static void PairWide(byte* nodes, int count, byte* ranks, byte* leaves)
    {
        Vector512<byte> a = Vector512.Load(ranks), b = Vector512.Load(ranks + 64), c = Vector512.Load(ranks + 128), d = Vector512.Load(ranks + 192);
        Vector512<byte> one = default, two = default;
        byte* other = nodes + ((long)count * NodeBytes);
        for (int node = 0; node < count; node++, nodes += NodeBytes, other += NodeBytes)
        {
            one = Step(nodes, Wide(Vector512.Load(nodes), a, b, c, d), one);
            two = Step(other, Wide(Vector512.Load(other), a, b, c, d), two);
        }

        one.Store(leaves);
        two.Store(leaves + Lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Wide(Vector512<byte> slot, Vector512<byte> a, Vector512<byte> b, Vector512<byte> c, Vector512<byte> d) =>
        Vector512.ConditionalSelect(Vector512.LessThan(slot.AsSByte(), Vector512<sbyte>.Zero).AsByte(), Avx512Vbmi.PermuteVar64x8x2(c, slot, d),
            Avx512Vbmi.PermuteVar64x8x2(a, slot, b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Step(byte* node, Vector512<byte> rank, Vector512<byte> leaf)
    {
        Vector512<byte> right = Vector512.GreaterThan(rank, Vector512.Load(node + Lanes));
        Vector512<byte> here = Vector512.Equals(leaf, Vector512.Load(node + (2 * Lanes)));
        return Vector512.ConditionalSelect(right & here, leaf + Vector512.Load(node + (3 * Lanes)), leaf);
    }

    /// <summary>Writes one tree's nodes in preorder: slot, rank, first leaf, leaves on the left.</summary>
    private static void Lay(Span<byte> lane, TreeParts tree, ushort[] slot, ushort[] rank)
    {
        if (slot.Length == 0)
            return;
        int[] size = SubtreeLeaves(tree);
        var stack = new Stack<(int Node, int FirstLeaf)>();
        stack.Push((0, 0));
        for (int at = 0; stack.TryPop(out (int Node, int FirstLeaf) next); at += NodeBytes)
        {
            (int node, int first) = next;
            int left = tree.Left[node], right = tree.Right[node], leftLeaves = left < 0 ? 1 : size[left];
            lane[at] = (byte)slot[node];
            lane[at + Lanes] = (byte)rank[node];
            lane[at + (2 * Lanes)] = (byte)first;
            lane[at + (3 * Lanes)] = (byte)leftLeaves;
            if (right >= 0)
                stack.Push((right, first + leftLeaves));
            if (left >= 0)
                stack.Push((left, first));
        }
    }

    /// <summary>Leaves under each node; children come after their parent in the text.</summary>
    private static int[] SubtreeLeaves(TreeParts tree)
    {
        var size = new int[tree.Left.Length];
        for (int node = size.Length - 1; node >= 0; node--)
            size[node] = (tree.Left[node] < 0 ? 1 : size[tree.Left[node]]) + (tree.Right[node] < 0 ? 1 : size[tree.Right[node]]);
        return size;
    }

    /// <summary>A tree's leaf values from left to right.</summary>
    public static IEnumerable<double> LeavesInOrder(TreeParts tree)
    {
        if (tree.Left.Length == 0)
            return tree.LeafValue;
        var ordered = new List<double>(tree.LeafValue.Length);
        var stack = new Stack<int>();
        stack.Push(0);
        while (stack.TryPop(out int next))
        {
            if (next < 0)
            {
                ordered.Add(tree.LeafValue[~next]);
                continue;
            }

            stack.Push(tree.Right[next]);
            stack.Push(tree.Left[next]);
        }

        return ordered;
    }
}
