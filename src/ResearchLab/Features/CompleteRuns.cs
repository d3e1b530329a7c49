namespace ResearchLab.Features;

/// <summary>
/// Stretches of rows whose inputs are all numbers. An indicator that carries state computes each of them on its own, so that a
/// gap costs the warm-up again and nothing else.
/// </summary>
internal static class CompleteRuns
{
    /// <summary>Moves <paramref name="run"/> to the next stretch; false when there is none. Start with <c>default</c>.</summary>
    public static bool Next(ReadOnlySpan<double> values, ref Range run) => Next(values, values, values, values, ref run);

    /// <inheritdoc cref="Next(ReadOnlySpan{double}, ref Range)"/>
    public static bool Next(ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c, ref Range run) => Next(a, b, c, c, ref run);

    /// <inheritdoc cref="Next(ReadOnlySpan{double}, ref Range)"/>
    public static bool Next(ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c, ReadOnlySpan<double> d, ref Range run)
    {
        int rows = a.Length, start = run.End.Value;
        while (start < rows && !IsComplete(a[start], b[start], c[start], d[start]))
            start++;
        int end = start;
        while (end < rows && IsComplete(a[end], b[end], c[end], d[end]))
            end++;
        run = start..end;
        return end > start;
    }

    private static bool IsComplete(double a, double b, double c, double d) =>
        double.IsFinite(a) && double.IsFinite(b) && double.IsFinite(c) && double.IsFinite(d);
}
