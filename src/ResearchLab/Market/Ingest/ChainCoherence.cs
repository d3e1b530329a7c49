using ResearchLab.Lake;
using ResearchLab.Options;

namespace ResearchLab.Market;

/// <summary>
/// Whether the quotes of a session can stand together: calls fall and puts rise with the strike, neither by more than the strike does, both together by as
/// much (<see cref="ChainParity"/>), and both agree on the price of the underlying. A file most of whose sessions fail is refused; single sessions that fail
/// are left out.
/// </summary>
internal static class ChainCoherence
{
    private const int FewestStrikes = 8, FewestPairs = 4;

    // A premium cannot change by more than the strike; half as much again allows for wide quotes, and a rise of a call by a thirtieth for stale ones.
    private const double MostSlope = 1.5, WrongSlope = -0.03;

    // How far a forward may lie from the price of the underlying: quotes of another minute, and a carry that is that of a stock hard to borrow.
    private const double ForwardGap = 0.02, CarryPerYear = 0.15;

    /// <summary>Marks the rows of sessions that fail, and says so.</summary>
    /// <param name="file">Name of the file.</param>
    /// <param name="quotes">All rows.</param>
    /// <param name="options">How they are read: a column of spots that was named by hand is believed.</param>
    /// <param name="spotColumn">Column of the price of the underlying; null when it was said or comes of two.</param>
    /// <param name="reasons">One a row.</param>
    /// <exception cref="CsvIngestException">Most sessions fail.</exception>
    public static IEnumerable<string> Check(string file, QualityGates.QuoteColumns quotes, CsvIngestOptions options, string? spotColumn,
        QualityReason[] reasons)
    {
        int[][] sessions = [.. Enumerable.Range(0, reasons.Length)
            .Where(row => reasons[row] == QualityReason.None && quotes.Bid[row] > 0 && quotes.Ask[row] >= quotes.Bid[row]
                && quotes.Expiry[row] >= quotes.Session[row])
            .GroupBy(row => (quotes.Underlying[row], quotes.Session[row])).Select(group => group.ToArray())];
        (int[] Rows, string Failure, string Remedy)[] failed =
            [.. sessions.Select(rows => (rows, Found: Failure(quotes, rows, options, spotColumn))).Where(session => session.Found is not null)
            .Select(session => (session.rows, session.Found!.Value.Failure, session.Found.Value.Remedy))];
        if (failed.Length == 0)
            return [];
        (int[] first, string failure, string remedy) = failed[0];
        string where = Invariant($"{quotes.Underlying[first[0]]} {quotes.Session[first[0]]:yyyy-MM-dd}");
        if (failed.Length * 2 > sessions.Length)
            throw new CsvIngestException($"{file}: {where} has {failure}. {remedy}");
        var bad = failed.Select(session => (quotes.Underlying[session.Rows[0]], quotes.Session[session.Rows[0]])).ToHashSet();
        for (int row = 0; row < reasons.Length; row++)
        {
            if (reasons[row].IsKept() && bad.Contains((quotes.Underlying[row], quotes.Session[row])))
                reasons[row] = QualityReason.Implausible;
        }

        return [$"{where} has {failure}, "
            + "so its quotes are left "
            + $"out{(failed.Length == 1 ? "" : Invariant($", and likewise {failed.Length - 1} more {(failed.Length == 2 ? "session" : "sessions")}"))}. "
            + $"{remedy}"];
    }

    private static (string Failure, string Remedy)? Failure(QualityGates.QuoteColumns quotes, int[] rows, CsvIngestOptions options, string? spotColumn)
    {
        double calls = Slope(quotes, rows, "C"), puts = -Slope(quotes, rows, "P");
        // A side that is not there, or has too few strikes, is NaN and says nothing.
        bool isWrong = (calls < WrongSlope && !(puts >= WrongSlope)) || (puts < WrongSlope && !(calls >= WrongSlope));
        if (isWrong)
            return ("calls that rise and puts that fall with the strike, as if each were the other", "Correct the column of calls and puts.");
        if (calls > MostSlope || puts > MostSlope)
        {
            double times = double.IsNaN(calls) ? puts : double.IsNaN(puts) ? calls : Math.Max(calls, puts);
            return (Invariant($"premiums that change {times:0.#} times as much as the strike, as if they were of a contract or the strikes in another unit"),
                "Give bids and asks per share, and strikes in the same currency.");
        }

        if (ChainParity.Failure(quotes, rows) is { } parity)
            return (parity, "Give bids and asks per share, in the currency of the strikes.");
        // A price of the underlying that was named by hand is believed.
        if (options.Map.ContainsKey("spot") || !(quotes.Spot[rows[0]] > 0))
            return null;
        if (Forward(quotes, rows) is var (forward, years) && Off(forward / Spot(quotes, rows), years))
            return SpotFailure(Spot(quotes, rows), forward, spotColumn);
        return ChainParity.Cheap(quotes, rows) is { } cheap ? (cheap, "Give bids and asks per share, in the currency of the strikes.") : null;
    }

    private static bool Off(double ratio, double years) => Math.Abs(ratio - 1) > ForwardGap + (CarryPerYear * years);

    private static (string Failure, string Remedy) SpotFailure(double spot, double forward, string? column)
    {
        string failure = Invariant($"calls and puts that meet at {forward:0.##}, but a price of the underlying of {spot:0.##}");
        string said = Invariant($"--spot {forward:0.##}");
        return (failure, column is null ? $"Say the price at which they were quoted, about {said}, or name a column for it with --map spot=COLUMN."
            : $"Leave the column out and say the price at which they were quoted with --map spot=none {said}, or, if it is right, "
                + $"say {CsvIngestColumns.Typed("spot", column)}.");
    }

    private static double Spot(QualityGates.QuoteColumns quotes, int[] rows)
    {
        double[] spots = [.. rows.Select(row => quotes.Spot[row]).Order()];
        return spots[spots.Length / 2];
    }

    private static double Mid(QualityGates.QuoteColumns quotes, int row) => (quotes.Bid[row] + quotes.Ask[row]) / 2;

    /// <summary>
    /// How much premiums of a right fall from the lowest strike to the highest of each expiry, as a fraction of the way; NaN with few strikes.
    /// </summary>
    private static double Slope(QualityGates.QuoteColumns quotes, int[] rows, string right)
    {
        double fall = 0, way = 0;
        int strikes = 0;
        foreach (IGrouping<DateOnly, int> expiry in rows.Where(row => quotes.Right[row] == right).GroupBy(row => quotes.Expiry[row]))
        {
            int[] sorted = [.. expiry.OrderBy(row => quotes.Strike[row])];
            if (sorted.Length < FewestPairs)
                continue;
            fall += Mid(quotes, sorted[0]) - Mid(quotes, sorted[^1]);
            way += quotes.Strike[sorted[^1]] - quotes.Strike[sorted[0]];
            strikes += sorted.Length;
        }

        return strikes < FewestStrikes || !(way > 0) ? double.NaN : fall / way;
    }

    /// <summary>The forward of the nearest expiry whose calls and puts meet, and its years; null when none does.</summary>
    private static (double Forward, double Years)? Forward(QualityGates.QuoteColumns quotes, int[] rows)
    {
        foreach (IGrouping<DateOnly, int> expiry in rows.GroupBy(row => quotes.Expiry[row]).OrderBy(group => group.Key))
        {
            if (ChainParity.Forward(quotes, expiry) is var forward && double.IsFinite(forward))
                return (forward, BlackScholes.Years(quotes.Session[rows[0]], expiry.Key));
        }

        return null;
    }
}
