using ResearchLab.Lake;
using ResearchLab.Options;

namespace ResearchLab.Market;

/// <summary>The unit of a column of implied vols, told by what the quotes beside them imply.</summary>
internal static class ChainVols
{
    private const int Fewest = 5;

    // Vendors count days, rates and dividends in their own ways; a unit is ten or a hundred.
    private const double Least = 0.55, Most = 1.8;

    // Near enough in strike and time that rates and dividends hardly matter.
    private const double WithinStrikes = 0.1, LongestYears = 0.35, ShortestYears = 5 / 365.0, WidestSpread = 0.3;

    /// <summary>How many times the vols of a column are those that the quotes imply: the middle one of those that can be compared; NaN with fewer than five.</summary>
    /// <param name="quotes">All rows.</param>
    /// <param name="iv">Implied vols as they stand; NaN or 0 where there is none.</param>
    /// <param name="reasons">One a row.</param>
    public static double Ratio(QualityGates.QuoteColumns quotes, double[] iv, QualityReason[] reasons)
    {
        var ratios = new List<double>();
        for (int row = 0; row < iv.Length; row++)
        {
            double mid = (quotes.Bid[row] + quotes.Ask[row]) / 2, years = BlackScholes.Years(quotes.Session[row], quotes.Expiry[row]);
            bool call = quotes.Right[row] == "C";
            if (reasons[row] != QualityReason.None || !(iv[row] > 0) || !(quotes.Bid[row] > 0 && quotes.Ask[row] >= quotes.Bid[row]) || quotes.Ask[row] - quotes.Bid[row] > WidestSpread * mid
                || years is < ShortestYears or > LongestYears || !(Math.Abs(Math.Log(quotes.Strike[row] / quotes.Spot[row])) < WithinStrikes) || call != (quotes.Strike[row] >= quotes.Spot[row]))
                continue;
            ImpliedVol solved = ImpliedVolatility.Solve(call ? OptionRight.Call : OptionRight.Put, mid, quotes.Spot[row], quotes.Strike[row], years, 0);
            if (solved.Status == ImpliedVolStatus.Solved)
                ratios.Add(iv[row] / solved.VolAnnual);
        }

        ratios.Sort();
        return ratios.Count < Fewest ? double.NaN : ratios[ratios.Count / 2];
    }

    /// <summary>Whether vols of a ratio are per cent; null when they can be neither per cent nor fractions.</summary>
    public static bool? IsPercent(double ratio) => ratio is > Least and < Most ? false : ratio is > 100 * Least and < 100 * Most ? true : null;
}
