using ResearchLab.Lake;

namespace ResearchLab.Market;

/// <summary>
/// One quote for each series of an underlying with several option roots. An index such as SPX lists the third Friday twice: SPX settles at
/// the open, SPXW at the close. Everything here holds to the close, so the PM root is taken where both are quoted.
/// </summary>
internal static class CsvIngestRoots
{
    /// <summary>Marks the rows another root stands for; with <paramref name="wanted"/> given, all rows of other roots.</summary>
    public static void Choose(QualityGates.QuoteColumns quotes, List<string> roots, string? wanted, Span<QualityReason> reasons)
    {
        var best = new Dictionary<(string, DateOnly, DateOnly, double, string), int>(reasons.Length);
        for (int i = 0; i < reasons.Length; i++)
        {
            if (reasons[i] != QualityReason.None)
                continue;
            if (wanted is not null && !roots[i].Equals(wanted, StringComparison.OrdinalIgnoreCase))
            {
                reasons[i] = QualityReason.OtherRoot;
                continue;
            }

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
        root.Length == underlying.Length + 1 && root.StartsWith(underlying, StringComparison.Ordinal) && root[^1] is 'W' or 'P' ? 0 : root == underlying ? 1 : 2;
}
