namespace ResearchLab.LightGbm;

/// <summary>What predicts in a model text.</summary>
/// <param name="Features">Values a row has.</param>
/// <param name="Outputs">Trees a round grows: tree t adds to output t mod this.</param>
/// <param name="Trees">All trees, in the order of the text.</param>
internal sealed record ForestParts(int Features, int Outputs, IReadOnlyList<TreeParts> Trees);

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

/// <summary>The linear models of a tree's leaves: a constant and coefficients of features; a row that lacks one of them gets the leaf's plain value.</summary>
/// <param name="Constant">Constant of each leaf.</param>
/// <param name="Start">First coefficient of each leaf, and their end.</param>
/// <param name="Feature">Feature of each coefficient.</param>
/// <param name="Coefficient">Coefficients, leaf after leaf.</param>
internal sealed record LinearLeaves(double[] Constant, int[] Start, int[] Feature, double[] Coefficient)
{
    // What LightGBM takes for zero before a tree sees it.
    private const double Zero = 1e-35f;

    /// <summary>The value of a leaf for a row.</summary>
    /// <param name="leaf">The leaf.</param>
    /// <param name="row">The row.</param>
    /// <param name="plain">Value of the leaf when a feature is missing.</param>
    public double At(int leaf, ReadOnlySpan<double> row, double plain)
    {
        double sum = Constant[leaf];
        for (int i = Start[leaf]; i < Start[leaf + 1]; i++)
        {
            double value = row[Feature[i]];
            if (double.IsNaN(value))
                return plain;
            sum += Coefficient[i] * (Math.Abs(value) > Zero ? value : 0);
        }

        return sum;
    }
}

/// <summary>Which values take a node's default direction.</summary>
internal enum MissingKind
{
    /// <summary>None; NaN counts as 0.</summary>
    None = 0,

    /// <summary>0 and NaN.</summary>
    Zero = 1,

    /// <summary>NaN.</summary>
    NaN = 2,
}
