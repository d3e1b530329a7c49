using ResearchLab.Lake;
using ResearchLab.Options;

namespace ResearchLab.Market;

/// <summary>The unit of a column of implied vols, told by what the quotes beside them imply.</summary>
internal static class ChainVols
{
    private const int Fewest = 5;

    // Vendors count days, rates and dividends in their own ways; a unit is ten or a hundred.
    private const double Least = 0.55, Most = 1.8;

    // Near enough in strike and time that rates and dividends hardly matter; of later options only those at the money, at the forward of their calls and puts.
    private const double WithinStrikes = 0.1, LongestYears = 0.35, ShortestYears = 5 / 365.0, WidestSpread = 0.3, WithinStrikesLater = 0.05,
        LongestYearsLater = 3;

    // Share of the vols that may be of another unit than the others, and how many times the vols of puts may be those of calls.
    private const double OtherShare = 0.05, OtherUnit = 25;

    /// <summary>What the quotes tell of their vols.</summary>
    /// <param name="Ratio">How many times the vols are those that the quotes imply: the middle one of those that can be compared; NaN with fewer than
    /// five.</param>
    /// <param name="Mixed">Which of them are of another unit than the others, such as <c>P at strike 100: 20 beside 0.2</c>; null when all are of one.</param>
    public readonly record struct Told(double Ratio, string? Mixed);

    /// <summary>Compares a column of vols with what the quotes imply.</summary>
    /// <param name="quotes">All rows.</param>
    /// <param name="iv">Implied vols as they stand; NaN or 0 where there is none.</param>
    /// <param name="reasons">One a row.</param>
    public static Told Of(QualityGates.QuoteColumns quotes, double[] iv, QualityReason[] reasons)
    {
        int[] rows = [.. Enumerable.Range(0, iv.Length)
            .Where(row => reasons[row] == QualityReason.None && iv[row] > 0 && quotes.Bid[row] > 0 && quotes.Ask[row] >= quotes.Bid[row])];
        List<(int Row, double Ratio)> ratios = Ratios(quotes, iv, rows, LongestYears, WithinStrikes, _ => double.NaN);
        if (ratios.Count < Fewest)
        {
            Dictionary<(string, DateOnly, DateOnly), double> forwards = rows.GroupBy(row => (quotes.Underlying[row], quotes.Session[row], quotes.Expiry[row]))
                .ToDictionary(group => group.Key, group => ChainParity.Forward(quotes, group));
            ratios = Ratios(quotes, iv, rows, LongestYearsLater, WithinStrikesLater,
                row => forwards[(quotes.Underlying[row], quotes.Session[row], quotes.Expiry[row])]);
        }

        if (ratios.Count < Fewest)
            return new Told(double.NaN,
                MixedRights(quotes, iv, [.. Enumerable.Range(0, iv.Length).Where(row => reasons[row] == QualityReason.None && iv[row] > 0)]));
        double ratio = ratios.Select(of => of.Ratio).Order().ElementAt(ratios.Count / 2);
        bool? percent = IsPercent(ratio);
        (int Row, double Ratio)[] others = [.. ratios.Where(of => percent is not null && IsPercent(of.Ratio) == !percent)];
        return new Told(ratio, others.Length > OtherShare * ratios.Count
            ? Mixed(quotes, iv, others[0].Row, ratios.First(of => IsPercent(of.Ratio) == percent).Row)
            : null);
    }

    /// <summary>Whether vols of a ratio are per cent; null when they can be neither per cent nor fractions.</summary>
    public static bool? IsPercent(double ratio) => ratio is > Least and < Most ? false : ratio is > 100 * Least and < 100 * Most ? true : null;

    private static List<(int Row, double Ratio)> Ratios(QualityGates.QuoteColumns quotes, double[] iv, int[] rows, double longest, double within,
        Func<int, double> forward)
    {
        var ratios = new List<(int, double)>();
        foreach (int row in rows)
        {
            double mid = (quotes.Bid[row] + quotes.Ask[row]) / 2, years = BlackScholes.Years(quotes.Session[row], quotes.Expiry[row]);
            double spot = forward(row) is var told && double.IsFinite(told) ? told : quotes.Spot[row];
            bool call = quotes.Right[row] == "C";
            if (quotes.Ask[row] - quotes.Bid[row] > WidestSpread * mid || years < ShortestYears || years > longest
                || !(Math.Abs(Math.Log(quotes.Strike[row] / spot)) < within) || call != (quotes.Strike[row] >= spot))
                continue;
            ImpliedVol solved = ImpliedVolatility.Solve(call ? OptionRight.Call : OptionRight.Put, mid, spot, quotes.Strike[row], years, 0);
            if (solved.Status == ImpliedVolStatus.Solved)
                ratios.Add((row, iv[row] / solved.VolAnnual));
        }

        return ratios;
    }

    /// <summary>Calls and puts of one market have vols of one size, whatever the quotes.</summary>
    private static string? MixedRights(QualityGates.QuoteColumns quotes, double[] iv, int[] rows)
    {
        int[] Side(string right) => [.. rows.Where(row => quotes.Right[row] == right).OrderBy(row => iv[row])];
        (int[] calls, int[] puts) = (Side("C"), Side("P"));
        if (calls.Length < Fewest || puts.Length < Fewest)
            return null;
        (int call, int put) = (calls[calls.Length / 2], puts[puts.Length / 2]);
        return iv[call] / iv[put] is > OtherUnit or < 1 / OtherUnit ? Mixed(quotes, iv, put, call) : null;
    }

    private static string Mixed(QualityGates.QuoteColumns quotes, double[] iv, int row, int other) =>
        Invariant($"{iv[row]:0.####} at {quotes.Expiry[row]:yyyy-MM-dd} {quotes.Strike[row]:0.###} {quotes.Right[row]} beside ")
        + Invariant($"{iv[other]:0.####} at {quotes.Expiry[other]:yyyy-MM-dd} {quotes.Strike[other]:0.###} {quotes.Right[other]}");
}
