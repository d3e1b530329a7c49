using ResearchLab.Lake;

namespace ResearchLab.Market;

/// <summary>A file of which a good part fails its gates is not what it was taken for: the rest of it is no better known.</summary>
internal static class BulkRefusal
{
    private const int FewestRows = 10;
    private const double MostShare = 1.0 / 3;

    private static readonly QualityReason[] s_telling =
        [QualityReason.Unparsable, QualityReason.NonPositivePrice, QualityReason.HighBelowLow, QualityReason.OutsideRange, QualityReason.NotASession,
            QualityReason.Jump, QualityReason.Implausible];

    /// <summary>Throws when more than a third of the rows fail, and not all of them; those who fail altogether are quarantined and told as such.</summary>
    /// <param name="source">Where the rows come from; only files are judged so, since a vendor's rows are what they are asked for.</param>
    /// <param name="reasons">One a row.</param>
    /// <param name="lines">Line of each row.</param>
    /// <exception cref="CsvIngestException">A good part of the rows fails.</exception>
    public static void Check(string source, QualityReason[] reasons, ReadOnlySpan<long> lines)
    {
        if (!source.StartsWith("csv:", StringComparison.Ordinal))
            return;
        int failing = reasons.Count(reason => s_telling.Contains(reason));
        if (failing < FewestRows || failing <= MostShare * reasons.Length || !reasons.Any(reason => reason.IsKept()))
            return;
        string why = string.Join(", ", reasons.Where(reason => s_telling.Contains(reason)).GroupBy(reason => reason).OrderByDescending(same => same.Count())
            .Select(same => Invariant($"{same.Key.Name()} {same.Count():#,0}")));
        int first = Array.FindIndex(reasons, reason => s_telling.Contains(reason));
        throw new CsvIngestException(
            Invariant($"{source["csv:".Length..]}: {failing:#,0} of {reasons.Length:#,0} rows fail ({why}; the first is line {lines[first]}), ")
                + "so what its columns were taken for is in doubt and nothing is stored. Say what they are with --map, or take the rows that fail out of the "
                + "file.");
    }
}
