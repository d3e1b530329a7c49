namespace ResearchLab.Statistics;

/// <summary>Sample quantiles.</summary>
/// <remarks>Hyndman and Fan (1996), "Sample Quantiles in Statistical Packages", The American Statistician 50(4), definition 7.</remarks>
public static class Quantile
{
    /// <summary>Quantile of ascending values, linear between order statistics.</summary>
    /// <param name="ascending">Values in ascending order without NaN.</param>
    /// <param name="probability">In [0, 1].</param>
    /// <returns>NaN when there are no values.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="probability"/> is outside [0, 1].</exception>
    public static double OfSorted(ReadOnlySpan<double> ascending, double probability)
    {
        if (!(probability is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, Invariant($"Probability {probability} must be in [0, 1]."));
        if (ascending.IsEmpty)
            return double.NaN;
        double position = probability * (ascending.Length - 1);
        int below = (int)position;
        double share = position - below;
        return share == 0 ? ascending[below] : ascending[below] + (share * (ascending[below + 1] - ascending[below]));
    }
}
