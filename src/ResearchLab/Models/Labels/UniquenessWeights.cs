namespace ResearchLab.Models;

/// <summary>How much of each label is its own when labels of neighbouring sessions share weeks of path.</summary>
/// <remarks>López de Prado (2018), "Advances in Financial Machine Learning", Wiley, section 4.4: average uniqueness.</remarks>
public static class UniquenessWeights
{
    /// <summary>Average uniqueness of each label: mean over its sessions of 1 / the number of labels alive at that session.</summary>
    /// <param name="spans">Labels in any order. A label lives from the session after its signal, where it is entered, to its end.</param>
    /// <returns>Values in (0, 1]; 1 for a label without neighbours.</returns>
    public static double[] Compute(ReadOnlySpan<LabelSpan> spans)
    {
        if (spans.IsEmpty)
            return [];
        int first = int.MaxValue, last = int.MinValue;
        foreach (LabelSpan span in spans)
        {
            first = Math.Min(first, Start(span));
            last = Math.Max(last, span.EndPosition);
        }

        // Prefix sums: labels alive at each session, then the running sum of 1 / alive.
        var alive = new int[last - first + 2];
        foreach (LabelSpan span in spans)
        {
            alive[Start(span) - first]++;
            alive[span.EndPosition - first + 1]--;
        }

        var share = new double[alive.Length + 1];
        int count = 0;
        for (int i = 0; i < alive.Length; i++)
        {
            count += alive[i];
            share[i + 1] = share[i] + (count > 0 ? 1.0 / count : 0);
        }

        var uniqueness = new double[spans.Length];
        for (int i = 0; i < spans.Length; i++)
        {
            int from = Start(spans[i]) - first, to = spans[i].EndPosition - first + 1;
            uniqueness[i] = (share[to] - share[from]) / (to - from);
        }

        return uniqueness;
    }

    /// <summary>Effective sample size: the sum of the average uniquenesses.</summary>
    public static double EffectiveSamples(ReadOnlySpan<LabelSpan> spans)
    {
        double sum = 0;
        foreach (double value in Compute(spans))
            sum += value;
        return Math.Min(sum, spans.Length);
    }

    private static int Start(LabelSpan span) => Math.Min(span.Position + 1, span.EndPosition);
}
