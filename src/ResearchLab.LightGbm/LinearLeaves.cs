namespace ResearchLab.LightGbm;

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
