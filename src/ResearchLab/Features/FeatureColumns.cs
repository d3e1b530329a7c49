namespace ResearchLab.Features;

/// <summary>The columns being filled, by feature name; every feature writes all its rows, so they start undefined.</summary>
internal sealed class FeatureColumns
{
    /// <param name="rows">Rows of each column.</param>
    /// <param name="recursiveOnly">Leaves the columns of features that are not recursive empty.</param>
    public FeatureColumns(int rows, bool recursiveOnly = false)
    {
        All = new double[FeatureCatalog.All.Count][];
        for (int column = 0; column < All.Length; column++)
            All[column] = recursiveOnly && !FeatureCatalog.All[column].Recursive ? [] : GC.AllocateUninitializedArray<double>(rows);
    }

    /// <summary>One column a feature, in catalogue order.</summary>
    public double[][] All { get; }

    /// <summary>The column of one feature.</summary>
    public double[] this[string name] => All[FeatureCatalog.IndexOf(name)];
}
