namespace ResearchLab.Statistics;

/// <summary>Which of many strategies are better than the benchmark, with the chance of a single false one bounded.</summary>
/// <param name="Statistics">Studentised advantage of each strategy.</param>
/// <param name="PValues">Adjusted p-value of each: those at or below a level are better at that level.</param>
public sealed record StepwiseTest(double[] Statistics, double[] PValues)
{
    /// <summary>The strategies that are better than the benchmark.</summary>
    /// <param name="level">Chance of any false one, such as 0.05.</param>
    public int[] Better(double level = 0.05) => [.. Enumerable.Range(0, PValues.Length).Where(k => PValues[k] <= level)];
}
