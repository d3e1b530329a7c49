using ResearchLab.Lake;
using ResearchLab.Options;

namespace ResearchLab.Market;

/// <summary>
/// What calls and puts of one expiry say together: a call less its put falls by the discounted strike, neither changes by more, and none is offered below what
/// it is worth at once. It holds in every market and model, so what a chain shows beside it is the unit of its premiums.
/// </summary>
internal static class ChainParity
{
    private const int FewestPairs = 4, FewestStrikes = 8, FewestDeep = 3;

    // Beyond, calls and puts meet between no two strikes listed.
    private const double MeetWithin = 0.05;

    // The steepest discount and the steepest premium on one that are believed, per year, and what noise may add to the bounds that bid and ask leave.
    private const double MostRate = 0.15, LeastRate = -0.02, Below = 0.97, Above = 1.05;

    // Share of the steps, of a quarter of a chain's width, over which one side may change too fast; and of the deep options that may be offered below their
    // worth.
    private const double SteepShare = 0.2, CheapShare = 0.5;

    // How deep an option must be before its worth is compared, as a share of the spot, and what carry may take off it in a year.
    private const double Deep = 0.05, CarryPerYear = 0.15, CheapBelow = 0.9;

    /// <summary>What the quotes of one session show that no prices show, in words; null when they can stand together.</summary>
    /// <param name="quotes">All rows.</param>
    /// <param name="rows">Rows of a session with a bid and an ask.</param>
    public static string? Failure(QualityGates.QuoteColumns quotes, int[] rows)
    {
        foreach (IGrouping<DateOnly, int> expiry in rows.GroupBy(row => quotes.Expiry[row]).OrderBy(group => group.Key))
        {
            int[] of = [.. expiry];
            double years = BlackScholes.Years(quotes.Session[of[0]], expiry.Key);
            if ((Together(quotes, of, years) ?? Steep(quotes, of, years, "C") ?? Steep(quotes, of, years, "P")) is { } failure)
                return Invariant($"{failure} at expiry {expiry.Key:yyyy-MM-dd}");
        }

        return null;
    }

    /// <summary>That options deep in the money are offered far below what they are worth at once, in words; null when they are not.</summary>
    /// <inheritdoc cref="Failure" path="/param"/>
    public static string? Cheap(QualityGates.QuoteColumns quotes, int[] rows)
    {
        foreach (IGrouping<(DateOnly Expiry, string Right), int> side in rows.GroupBy(row => (quotes.Expiry[row], quotes.Right[row]))
            .OrderBy(group => group.Key))
        {
            (int deep, int cheap) = (0, 0);
            double carry = CarryPerYear * BlackScholes.Years(quotes.Session[rows[0]], side.Key.Expiry);
            foreach (int row in side)
            {
                double spot = quotes.Spot[row], worth = side.Key.Right == "C" ? spot - quotes.Strike[row] : quotes.Strike[row] - spot;
                if (!(worth > spot * (Deep + carry)))
                    continue;
                (deep, cheap) = (deep + 1, cheap + (quotes.Ask[row] < (CheapBelow * worth) - (spot * carry) ? 1 : 0));
            }

            if (deep >= FewestDeep && cheap > CheapShare * deep)
                return Invariant($"{Name(side.Key.Right)} offered far below what they are worth at once, as if premiums were in another unit or scale, ")
                    + Invariant($"at expiry {side.Key.Expiry:yyyy-MM-dd}");
        }

        return null;
    }

    /// <summary>Strikes at which a call and a put are quoted, ascending, with their rows.</summary>
    public static (double Strike, int Call, int Put)[] Pairs(QualityGates.QuoteColumns quotes, IEnumerable<int> rows)
    {
        var found = new SortedDictionary<double, (int Call, int Put)>();
        foreach (int row in rows)
        {
            (int call, int put) = found.GetValueOrDefault(quotes.Strike[row], (-1, -1));
            found[quotes.Strike[row]] = quotes.Right[row] == "C" ? (call < 0 ? row : call, put) : (call, put < 0 ? row : put);
        }

        return [.. found.Where(pair => pair.Value is { Call: >= 0, Put: >= 0 }).Select(pair => (pair.Key, pair.Value.Call, pair.Value.Put))];
    }

    /// <summary>The price at which calls and puts of one expiry meet; NaN where they meet at no strike listed.</summary>
    public static double Forward(QualityGates.QuoteColumns quotes, IEnumerable<int> rows)
    {
        (double Strike, int Call, int Put)[] pairs = Pairs(quotes, rows);
        if (pairs.Length < FewestPairs)
            return double.NaN;
        (double strike, double gap) = pairs.Select(pair => (pair.Strike,
            Gap: (quotes.Bid[pair.Call] + quotes.Ask[pair.Call] - quotes.Bid[pair.Put] - quotes.Ask[pair.Put]) / 2)).MinBy(pair => Math.Abs(pair.Gap));
        return Math.Abs(gap) < MeetWithin * strike ? strike + gap : double.NaN;
    }

    // The middle of the bounds on the slope over half the width of the chain: single stale quotes move neither.
    private static string? Together(QualityGates.QuoteColumns quotes, int[] rows, double years)
    {
        (double Strike, int Call, int Put)[] pairs = Pairs(quotes, rows);
        if (pairs.Length < FewestPairs)
            return null;
        int half = pairs.Length / 2;
        var least = new double[pairs.Length - half];
        var most = new double[least.Length];
        for (int i = 0; i < least.Length; i++)
        {
            ((double strike, int call, int put), (double higher, int upperCall, int upperPut)) = (pairs[i], pairs[i + half]);
            least[i] = (quotes.Bid[call] - quotes.Ask[put] - quotes.Ask[upperCall] + quotes.Bid[upperPut]) / (higher - strike);
            most[i] = (quotes.Ask[call] - quotes.Bid[put] - quotes.Bid[upperCall] + quotes.Ask[upperPut]) / (higher - strike);
        }

        (double low, double high) = (Middle(least), Middle(most));
        return high < Below * Math.Exp(-MostRate * years) || low > Above * Math.Exp(-LeastRate * years)
            ? Invariant($"calls less puts that change {(low + high) / 2:0.###} times as much as the strike and not just as much, ")
                + "as if premiums were in another unit or scale" : null;
    }

    private static string? Steep(QualityGates.QuoteColumns quotes, int[] rows, double years, string right)
    {
        // From the dearest to the cheapest.
        int[] side = [.. rows.Where(row => quotes.Right[row] == right).OrderBy(row => right == "C" ? quotes.Strike[row] : -quotes.Strike[row])];
        if (side.Length < FewestStrikes)
            return null;
        int step = side.Length / 4;
        double[] falls = [.. Enumerable.Range(0, side.Length - step)
            .Select(i => (Fall: quotes.Bid[side[i]] - quotes.Ask[side[i + step]], Way: Math.Abs(quotes.Strike[side[i + step]] - quotes.Strike[side[i]])))
            .Where(of => of.Way > 0).Select(of => of.Fall / of.Way)];
        return falls.Count(fall => fall > Above * Math.Exp(-LeastRate * years)) > SteepShare * falls.Length
            ? Invariant($"{Name(right)} that change up to {falls.Max():0.##} times as much as the strike, as if premiums were in another unit or scale") : null;
    }

    private static string Name(string right) => right == "C" ? "calls" : "puts";

    private static double Middle(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
