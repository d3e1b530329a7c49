using ResearchLab.Lake;

namespace ResearchLab.Market;

/// <summary>
/// One quote for each series of an underlying with several option roots. An index such as SPX lists the third Friday twice: SPX settles at
/// the open, SPXW at the close. Everything here holds to the close, so the PM root is taken where both are quoted.
/// </summary>
internal static class CsvIngestRoots
{
    // How far apart the prices of the underlying, or the middle strikes, of two roots are that are of two underlyings, such as an index and its tenth.
    private const double OtherSpot = 1.2, OtherStrikes = 5;

    // Roots of options on an index that settle at the close, where the index itself stands nowhere.
    private static readonly Dictionary<string, string> s_weekly =
        new(StringComparer.Ordinal) { ["SPXW"] = "SPX", ["NDXP"] = "NDX", ["RUTW"] = "RUT", ["VIXW"] = "VIX" };

    /// <summary>What options of a root are on: the index of a root that settles at the close.</summary>
    /// <param name="root">A root of the file.</param>
    /// <param name="roots">All roots of the file.</param>
    public static string Underlying(string root, IReadOnlySet<string> roots) =>
        s_weekly.TryGetValue(root, out string? index) ? index : root.Length > 1 && root[^1] is 'W' or 'P' && roots.Contains(root[..^1]) ? root[..^1] : root;

    /// <summary>Marks all rows of other roots than <paramref name="wanted"/>.</summary>
    /// <exception cref="CsvIngestException">No row is of it.</exception>
    public static void Only(string file, List<string> roots, string wanted, Span<QualityReason> reasons)
    {
        if (!roots.Exists(root => root.Equals(wanted, StringComparison.OrdinalIgnoreCase)))
            throw new CsvIngestException($"{file} has no quotes of root {wanted}; "
                + $"it has {string.Join(", ", roots.Distinct(StringComparer.Ordinal).Take(5))}. Say one of them with --root, or leave it out.");
        for (int i = 0; i < reasons.Length; i++)
        {
            if (reasons[i] == QualityReason.None && !roots[i].Equals(wanted, StringComparison.OrdinalIgnoreCase))
                reasons[i] = QualityReason.OtherRoot;
        }
    }

    /// <summary>Refuses roots of one session that are of several underlyings under one name.</summary>
    /// <exception cref="CsvIngestException">The prices of the underlying or the strikes of two roots are far apart.</exception>
    public static void OneUnderlying(string file, QualityGates.QuoteColumns quotes, List<string> roots, QualityReason[] reasons)
    {
        foreach (IGrouping<(string, DateOnly), int> session in Enumerable.Range(0, reasons.Length).Where(row => reasons[row] == QualityReason.None)
            .GroupBy(row => (quotes.Underlying[row], quotes.Session[row])))
        {
            (string Root, double Spot, double Strike)[] found = [.. session.GroupBy(row => roots[row])
                .Select(rows => (rows.Key, Middle(rows, quotes.Spot), Middle(rows, quotes.Strike))).OrderBy(root => root.Item3)];
            if (found.Length < 2
                || !(found.Max(root => root.Spot) > OtherSpot * found.Min(root => root.Spot) || found[^1].Strike > OtherStrikes * found[0].Strike))
                continue;
            ((string low, double lowSpot, double lowStrike), (string high, double highSpot, double highStrike)) = (found[0], found[^1]);
            throw new CsvIngestException(Invariant($"{file} has quotes of root {high} (underlying at {highSpot:0.##}, strikes around {highStrike:0.##}) ")
                + Invariant($"and of root {low} (at {lowSpot:0.##}, around {lowStrike:0.##}): two underlyings. ")
                + Invariant($"Take one with --root {high} or --root {low}, each with its own --symbol."));
        }

        static double Middle(IEnumerable<int> rows, double[] values) =>
            rows.Select(row => values[row]).Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : 0;
    }

    /// <summary>Marks the rows another root stands for.</summary>
    public static void Choose(QualityGates.QuoteColumns quotes, List<string> roots, Span<QualityReason> reasons)
    {
        var best = new Dictionary<(string, DateOnly, DateOnly, double, string), int>(reasons.Length);
        for (int i = 0; i < reasons.Length; i++)
        {
            if (reasons[i] != QualityReason.None)
                continue;
            var key = (quotes.Underlying[i], quotes.Session[i], quotes.Expiry[i], quotes.Strike[i], quotes.Right[i]);
            if (!best.TryGetValue(key, out int other) || roots[other] == roots[i])
            {
                // A repeat under the same root is left for the duplicate gate.
                best.TryAdd(key, i);
            }
            else if (Rank(roots[i], quotes.Underlying[i]) < Rank(roots[other], quotes.Underlying[i]))
            {
                reasons[other] = QualityReason.OtherRoot;
                best[key] = i;
            }
            else
            {
                reasons[i] = QualityReason.OtherRoot;
            }
        }
    }

    private static int Rank(string root, string underlying) =>
        root.Length == underlying.Length + 1 && root.StartsWith(underlying, StringComparison.Ordinal) && root[^1] is 'W' or 'P'
            ? 0
            : root == underlying ? 1 : 2;
}
