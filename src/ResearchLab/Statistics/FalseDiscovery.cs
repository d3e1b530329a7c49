namespace ResearchLab.Statistics;

/// <summary>P-values of many tests, adjusted so that rejecting those at or below q keeps the expected share of false rejections at or below q.</summary>
public static class FalseDiscovery
{
    /// <summary>For tests that are independent or positively dependent.</summary>
    /// <param name="pValues">P-values in any order.</param>
    /// <returns>Adjusted p-values in the same order.</returns>
    /// <remarks>Benjamini and Hochberg (1995), "Controlling the False Discovery Rate", JRSS B 57(1), 289–300.</remarks>
    /// <exception cref="ArgumentException">A p-value is outside [0, 1].</exception>
    public static double[] BenjaminiHochberg(ReadOnlySpan<double> pValues) => Adjusted(pValues, 1);

    /// <summary>For tests under any dependence; more cautious by the factor Σ 1/i.</summary>
    /// <param name="pValues">P-values in any order.</param>
    /// <returns>Adjusted p-values in the same order.</returns>
    /// <remarks>
    /// Benjamini and Yekutieli (2001), "The Control of the False Discovery Rate in Multiple Testing under Dependency", Annals of Statistics 29(4), 1165–1188.
    /// </remarks>
    /// <exception cref="ArgumentException">A p-value is outside [0, 1].</exception>
    public static double[] BenjaminiYekutieli(ReadOnlySpan<double> pValues)
    {
        double factor = 0;
        for (int i = 1; i <= pValues.Length; i++)
            factor += 1.0 / i;
        return Adjusted(pValues, factor);
    }

    private static double[] Adjusted(ReadOnlySpan<double> pValues, double factor)
    {
        int n = pValues.Length;
        double[] sorted = pValues.ToArray();
        var order = new int[n];
        for (int i = 0; i < n; i++)
        {
            if (!(sorted[i] is >= 0 and <= 1))
                throw new ArgumentException(Invariant($"P-value {i} is {sorted[i]}; it must be in [0, 1]."), nameof(pValues));
            order[i] = i;
        }

        Array.Sort(sorted, order);
        var adjusted = new double[n];
        double smallest = 1;
        for (int rank = n; rank >= 1; rank--)
        {
            smallest = Math.Min(smallest, sorted[rank - 1] * (factor * n / rank));
            adjusted[order[rank - 1]] = smallest;
        }

        return adjusted;
    }
}
