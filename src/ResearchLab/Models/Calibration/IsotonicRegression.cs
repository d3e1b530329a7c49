namespace ResearchLab.Models;

/// <summary>Least squares under the one condition that the curve never falls.</summary>
/// <remarks>
/// Ayer, Brunk, Ewing, Reid and Silverman (1955), Annals of Mathematical Statistics 26, 641–647 (pool adjacent violators); for
/// probabilities Zadrozny and Elkan (2002), KDD. Equal x are joined by their weighted mean first, as scikit-learn does.
/// </remarks>
public static class IsotonicRegression
{
    /// <summary>Fits the curve.</summary>
    /// <param name="x">Finite values in any order.</param>
    /// <param name="y">Finite target of each.</param>
    /// <param name="weights">Positive weight of each.</param>
    /// <exception cref="ArgumentException">There are no points, lengths differ, or a value is not finite or a weight not positive.</exception>
    public static IsotonicCurve Fit(ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> weights)
    {
        if (x.IsEmpty || x.Length != y.Length || x.Length != weights.Length)
            throw new ArgumentException($"There are {x.Length} x, {y.Length} y and {weights.Length} weights; give as many of each, at least one.", nameof(x));
        for (int i = 0; i < x.Length; i++)
        {
            if (!double.IsFinite(x[i]) || !double.IsFinite(y[i]) || !(weights[i] > 0 && double.IsFinite(weights[i])))
                throw new ArgumentException(Invariant($"Point {i} is ({x[i]}, {y[i]}) with weight {weights[i]}; all must be finite and the weight positive."),
                    nameof(x));
        }

        double[] sorted = x.ToArray();
        int[] order = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, order);
        // Blocks: mean, weight, first and last x; a block that lies below the one before it joins it.
        var blocks = new List<(double Mean, double Weight, double First, double Last)>(sorted.Length);
        for (int i = 0; i < sorted.Length;)
        {
            double weight = 0, sum = 0;
            int from = i;
            for (; i < sorted.Length && sorted[i].Equals(sorted[from]); i++)
            {
                weight += weights[order[i]];
                sum += weights[order[i]] * y[order[i]];
            }

            var block = (Mean: sum / weight, Weight: weight, First: sorted[from], Last: sorted[from]);
            while (blocks.Count > 0 && blocks[^1].Mean >= block.Mean)
            {
                var before = blocks[^1];
                double both = before.Weight + block.Weight;
                block = (((before.Mean * before.Weight) + (block.Mean * block.Weight)) / both, both, before.First, block.Last);
                blocks.RemoveAt(blocks.Count - 1);
            }

            blocks.Add(block);
        }

        var pointsX = new List<double>(2 * blocks.Count);
        var pointsY = new List<double>(2 * blocks.Count);
        foreach (var block in blocks)
        {
            pointsX.Add(block.First);
            pointsY.Add(block.Mean);
            if (block.Last > block.First)
            {
                pointsX.Add(block.Last);
                pointsY.Add(block.Mean);
            }
        }

        return new IsotonicCurve([.. pointsX], [.. pointsY]);
    }
}
