using ResearchLab.Basics;
using ResearchLab.Features;

namespace ResearchLab.Tests.Features;

/// <summary>The two invariants of the catalogue as functions that list what breaks them, so that they can be tested themselves.</summary>
internal static class FeatureInvariants
{
    /// <summary>Names of the columns whose value at some session differs when the history ends there.</summary>
    public static SortedSet<string> ChangedByTruncation(
        Func<SampleMarket, FeatureMatrix> compute, SampleMarket market, IReadOnlyList<string> names, int trials, ulong seed)
    {
        var changed = new SortedSet<string>(StringComparer.Ordinal);
        FeatureMatrix whole = compute(market);
        var random = new Pcg32(seed);
        for (int trial = 0; trial < trials; trial++)
        {
            int row = random.NextInt(market.Rows);
            FeatureMatrix part = compute(market.First(row + 1));
            for (int column = 0; column < names.Count; column++)
            {
                if (!Same(whole.Columns[column][row], part.Columns[column][row], 1e-9))
                    changed.Add(names[column]);
            }
        }

        return changed;
    }

    /// <summary>Whether two values are both NaN or differ by at most <paramref name="relative"/> of the larger.</summary>
    public static bool Same(double a, double b, double relative, double absolute = 0) =>
        double.IsNaN(a) || double.IsNaN(b)
            ? double.IsNaN(a) && double.IsNaN(b)
            : Math.Abs(a - b) <= Math.Max(absolute, relative * Math.Max(Math.Abs(a), Math.Abs(b)));
}
