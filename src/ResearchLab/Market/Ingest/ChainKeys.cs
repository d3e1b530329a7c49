using ResearchLab.Columns;
using ResearchLab.Lake;

namespace ResearchLab.Market;

/// <summary>
/// What the keys of all quotes of a file tell: on which session they are, in which unit strikes are, and whether each contract has one quote.
/// </summary>
internal static class ChainKeys
{
    private const int FewestRows = 10, MostRepeats = 2;
    private const double MostUnreadable = 1.0 / 3;

    // Strikes in thousandths, as the OCC and OptionMetrics write them, stand around a thousand times the price of the underlying.
    private const double ThousandthsFrom = 250, ThousandthsTo = 4_000, LeastThousandths = 500, Cent = 10;

    /// <summary>The session of each row: that of its column, unless it is that of the last trade of each contract.</summary>
    /// <param name="file">Name of the file.</param>
    /// <param name="column">Name of the column.</param>
    /// <param name="sessions">What it holds.</param>
    /// <param name="contracts">The rows that can be read, with their contracts.</param>
    /// <param name="options">How the file is read.</param>
    /// <param name="note">Told when the column is not taken.</param>
    /// <exception cref="CsvIngestException">It holds last trades and no session is said, or another session than was said.</exception>
    public static DateOnly[] Sessions(string file, string column, DateOnly[] sessions, (int Row, DateOnly Expiry, double Strike, string Right)[] contracts,
        CsvIngestOptions options, Action<string> note)
    {
        DateOnly[] read = Array.ConvertAll(contracts, contract => sessions[contract.Row]), known = [.. read.Distinct()];
        bool byHand = options.Map.ContainsKey("session");
        if (!byHand && read.Length >= FewestRows && known.Length > 1 && !IsSorted(read)
            && contracts.DistinctBy(contract => (contract.Expiry, contract.Strike, contract.Right)).Count() == contracts.Length)
        {
            if (options.Session is not { } said)
            {
                throw new CsvIngestException($"{file} has each contract once, on {known.Length} dates of '{column}' in no order: those of the last trades, "
                    + "not the session on which it was quoted. Say it with --session YYYY-MM-DD, or, if they are sessions, "
                    + $"say {CsvIngestColumns.Typed("session", column)}.");
            }

            note($"session as said; '{column}' has the dates of the last trades");
            return [.. Enumerable.Repeat(said, sessions.Length)];
        }

        if (options.Session is { } wanted && known.Length > 0 && (known.Length > 1 || known[0] != wanted))
            throw new CsvIngestException(Invariant($"{file} is of ")
                + Invariant($"{known.Min():yyyy-MM-dd}{(known.Length > 1 ? Invariant($" to {known.Max():yyyy-MM-dd}") : "")} by its column '{column}', ")
                + Invariant($"not of {wanted:yyyy-MM-dd}. Leave --session out, or, if the column is not the session, say --map session=none too."));
        return sessions;
    }

    /// <summary>Refuses one price of the underlying for several sessions.</summary>
    /// <exception cref="CsvIngestException">The file has several.</exception>
    public static void OneSpot(string file, DateOnly[] sessions)
    {
        DateOnly[] known = [.. sessions.Where(session => session != default).Distinct()];
        if (known.Length > 1)
            throw new CsvIngestException($"{file} has {known.Length} sessions, and --spot says one price of the underlying for all. "
                + "Add a column of prices and name it with --map spot=COLUMN, or ingest each session from a file of its own.");
    }

    /// <summary>Strikes in currency; those in thousandths of it are divided.</summary>
    public static double[] Strikes(double[] strikes, double[] spots, List<string> units)
    {
        double[] times = [.. strikes.Zip(spots, (strike, spot) => strike / spot).Where(ratio => ratio > 0 && double.IsFinite(ratio)).Order()];
        if (times.Length == 0 || times[times.Length / 2] is < ThousandthsFrom or > ThousandthsTo
            || Array.Exists(strikes, strike => strike < LeastThousandths || strike % Cent != 0))
            return strikes;
        units.Add("strikes in thousandths");
        return Array.ConvertAll(strikes, strike => strike / 1000);
    }

    /// <summary>Refuses a file of which a good part of the rows cannot be read: what the rest says is no better known.</summary>
    /// <param name="file">Name of the file.</param>
    /// <param name="reasons">One a row.</param>
    /// <param name="why">Why the first of them cannot be read.</param>
    /// <exception cref="CsvIngestException">More than a third cannot.</exception>
    public static void Readable(string file, QualityReason[] reasons, string? why)
    {
        int unreadable = reasons.Count(reason => reason == QualityReason.Unparsable);
        if (unreadable >= FewestRows && unreadable > MostUnreadable * reasons.Length)
            throw new CsvIngestException(
                Invariant($"{file}: {unreadable} of its {reasons.Length} rows cannot be read; {why}. Correct the file, or name the columns with --map."));
    }

    /// <summary>Refuses contracts of several sizes: options on ten shares, or on those left of a takeover, are others than those on a hundred.</summary>
    /// <param name="file">Name of the file.</param>
    /// <param name="header">Name of the column of sizes.</param>
    /// <param name="sizes">Size in each row; empty without such a column.</param>
    /// <param name="reasons">One a row.</param>
    /// <param name="options">How the file is read: a root that is said chooses.</param>
    /// <exception cref="CsvIngestException">There are several, and none is chosen.</exception>
    public static void OneSize(string file, string header, IReadOnlyList<string> sizes, QualityReason[] reasons, CsvIngestOptions options)
    {
        if (options.Root is not null)
            return;
        (string Size, int Rows)[] found = [.. sizes.Where((size, row) => reasons[row] == QualityReason.None && size is not ("" or "0")).GroupBy(size => size)
            .Select(group => (group.Key, group.Count())).OrderByDescending(group => group.Item2)];
        if (found.Length > 1)
            throw new CsvIngestException($"{file} has contracts of several sizes in '{header}': "
                + $"{string.Join(", ", found.Take(3).Select(of => Invariant($"{of.Size} in {of.Rows} rows")))}. Take those of {found[0].Size} with "
                + $"{CsvIngestColumns.Typed("root", header)} --root {ShellText.Word(found[0].Size)}.");
    }

    /// <summary>Refuses a file in which contracts have several quotes of one session that differ.</summary>
    /// <exception cref="CsvIngestException">More than a few do.</exception>
    public static void OneQuote(string file, QualityGates.QuoteColumns quotes, ReadOnlySpan<QualityReason> reasons, string? root)
    {
        var first = new Dictionary<(string, DateOnly, DateOnly, double, string), int>();
        int repeats = 0, example = -1;
        for (int row = 0; row < reasons.Length; row++)
        {
            if (reasons[row] != QualityReason.None
                || first.TryAdd((quotes.Underlying[row], quotes.Session[row], quotes.Expiry[row], quotes.Strike[row], quotes.Right[row]), row))
                continue;
            int other = first[(quotes.Underlying[row], quotes.Session[row], quotes.Expiry[row], quotes.Strike[row], quotes.Right[row])];
            if (quotes.Bid[row].Equals(quotes.Bid[other]) && quotes.Ask[row].Equals(quotes.Ask[other]))
                continue;
            (repeats, example) = (repeats + 1, row);
        }

        if (repeats > MostRepeats)
        {
            throw new CsvIngestException(Invariant($"{file} has {repeats} contracts with two quotes of one session, such as {quotes.Underlying[example]} ")
                + Invariant($"{quotes.Session[example]:yyyy-MM-dd} {quotes.Expiry[example]:yyyy-MM-dd} {quotes.Strike[example]:0.###} ")
                + Invariant($"{quotes.Right[example]}, as where options settled at the open and at the close stand together. ") +
                (root is null
                    ? "Name the column that tells them apart with --map root=COLUMN, or give a file of one kind."
                    : "Give a file of one quote a contract."));
        }
    }

    private static bool IsSorted(DateOnly[] sessions)
    {
        (int up, int down) = (0, 0);
        for (int row = 1; row < sessions.Length; row++)
            (up, down) = (up + (sessions[row] > sessions[row - 1] ? 1 : 0), down + (sessions[row] < sessions[row - 1] ? 1 : 0));
        return up == 0 || down == 0;
    }
}
