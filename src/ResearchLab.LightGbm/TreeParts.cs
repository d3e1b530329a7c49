namespace ResearchLab.LightGbm;

/// <summary>One checked tree under the names of the model text; a child below 0 is the leaf <c>~child</c>.</summary>
/// <param name="SplitFeature">Feature of each node.</param>
/// <param name="Threshold">Left holds values up to it; for a categorical node the index of its bit set.</param>
/// <param name="DecisionType">Bit 0: categorical; bit 1: missing goes left; bits 2 and 3: what is missing (0 nothing, 1 zero, 2 NaN).</param>
/// <param name="Left">Left child of each node.</param>
/// <param name="Right">Right child of each node.</param>
/// <param name="LeafValue">Value of each leaf.</param>
/// <param name="CategoryBounds">First word of each bit set, and their end.</param>
/// <param name="CategoryWords">Bit sets of the categories that go left.</param>
internal sealed record TreeParts(
    int[] SplitFeature, double[] Threshold, int[] DecisionType, int[] Left, int[] Right, double[] LeafValue, int[] CategoryBounds, uint[] CategoryWords)
{
    /// <summary>Models of the leaves of a linear tree; null when a leaf is a value.</summary>
    public LinearLeaves? Linear { get; init; }

    /// <summary>A tree without splits.</summary>
    public static TreeParts Leaf(double value) => new([], [], [], [], [], [value], [], []);

    public bool IsCategorical(int node) => (DecisionType[node] & 1) != 0;

    public bool DefaultLeft(int node) => (DecisionType[node] & 2) != 0;

    public MissingKind Missing(int node) => (MissingKind)((DecisionType[node] >> 2) & 3);

    /// <summary>The bit set of a categorical node.</summary>
    public ReadOnlySpan<uint> Categories(int node)
    {
        int set = (int)Threshold[node];
        return CategoryWords.AsSpan(CategoryBounds[set]..CategoryBounds[set + 1]);
    }
}
