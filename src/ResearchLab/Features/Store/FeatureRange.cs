namespace ResearchLab.Features;

/// <summary>How one feature is distributed over stored rows.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Rows">Rows counted: one a symbol and session.</param>
/// <param name="MissingShare">Share of them that is NaN, in [0, 1]; NaN without rows.</param>
/// <param name="Quantiles">Minimum, 5%, 25%, 50%, 75%, 95% and maximum of the others, interpolated linearly; NaN when all are missing.</param>
public sealed record FeatureRange(FeatureDefinition Feature, long Rows, double MissingShare, double[] Quantiles)
{
    /// <summary>Smallest value.</summary>
    public double Min => Quantiles[0];

    /// <summary>Median.</summary>
    public double Median => Quantiles[3];

    /// <summary>Largest value.</summary>
    public double Max => Quantiles[^1];
}
