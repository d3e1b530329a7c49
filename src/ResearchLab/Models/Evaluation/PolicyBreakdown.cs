using ResearchLab.Statistics;

namespace ResearchLab.Models;

/// <summary>Where the model was better and where it was worse.</summary>
public static class PolicyBreakdown
{
    /// <summary>Fewest sessions that an interval is given for.</summary>
    public const int MinimumSessions = 60;

    /// <summary>Year by year, oldest first.</summary>
    public static IReadOnlyList<PartResult> ByYear(PolicyReturns returns, ulong seed = 1) => By(returns, i => Invariant($"{returns.Sessions[i].Year}"), seed);

    /// <summary>By regime of the session, in order of their names.</summary>
    public static IReadOnlyList<PartResult> ByRegime(PolicyReturns returns, ulong seed = 1) => By(returns, i => returns.Regimes[i], seed);

    private static List<PartResult> By(PolicyReturns returns, Func<int, string> name, ulong seed) =>
        [.. Enumerable.Range(0, returns.Sessions.Length).GroupBy(name).OrderBy(part => part.Key, StringComparer.Ordinal)
            .Select(part => Part(returns, part.Key, [.. part], seed))];

    private static PartResult Part(PolicyReturns returns, string name, int[] rows, ulong seed)
    {
        double[] gap = [.. rows.Select(i => returns.Returns[i] - returns.BaselineReturns[i])];
        Interval interval = new(double.NaN, double.NaN);
        if (rows.Length >= MinimumSessions)
        {
            // Neighbouring outcomes share weeks of path, whatever their own autocorrelation says in so few rows.
            double block = Math.Clamp(Math.Max(BlockLength.Automatic(gap).Stationary, 20), 1, rows.Length / 3.0);
            interval = BlockBootstrap.Percentile(BlockBootstrap.Means([gap], new BootstrapOptions(block, 1_000, seed))[0]).Including(gap.Average());
        }

        return new PartResult(name, rows.Length, rows.Average(i => returns.Returns[i]), rows.Average(i => returns.BaselineReturns[i]), interval.Low,
            interval.High);
    }
}
