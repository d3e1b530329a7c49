namespace ResearchLab.Options;

/// <summary>Static arbitrage between the quotes of a chain, at bid and ask.</summary>
/// <remarks>
/// Carr and Madan (2005), "A note on sufficient conditions for no arbitrage", Finance Research Letters 2(3), 125–130, for strikes; across
/// expiries prices per discounted forward must not fall in time at one strike relative to the forward, with the later price between two
/// listed strikes bounded from above by their chord (it is convex). Only neighbouring strikes and expiries are compared: a larger
/// contradiction always shows between some neighbours. American options, which can be exercised at once, obey other laws: verticals are bounded
/// by the distance itself, a later option is worth a nearer one at the same strike, and call less put lies between S·e^(−qT) − K and
/// S − K·e^(−rT) (Merton 1973, Bell J. Econ. 4(1), 141–183; with the exponentials kept at or above 1 where rate or yield is negative).
/// </remarks>
public static class ChainArbitrage
{
    /// <summary>All contradictions of at least <paramref name="minSize"/>.</summary>
    /// <param name="chain">The quotes.</param>
    /// <param name="expiries">Forward and discount of each expiry, in the chain's order.</param>
    /// <param name="style">When the options may be exercised.</param>
    /// <param name="minSize">Smallest size reported, per unit of the underlying.</param>
    public static List<ChainViolation> Find(OptionChain chain, IReadOnlyList<CleanedExpiry> expiries, ExerciseStyle style = ExerciseStyle.European,
        double minSize = 0.005)
    {
        bool american = style == ExerciseStyle.American;
        var found = new List<ChainViolation>();
        var near = new List<int>();
        var far = new List<int>();
        for (int i = 0; i < expiries.Count; i++)
        {
            CleanedExpiry expiry = expiries[i];
            Parity(chain, expiry, american, minSize, found);
            foreach (OptionRight right in (ReadOnlySpan<OptionRight>)[OptionRight.Call, OptionRight.Put])
            {
                Usable(chain, expiry, right, near);
                Strikes(chain, right, near, american ? 1 : expiry.Discount, minSize, found);
                if (i + 1 < expiries.Count)
                {
                    Usable(chain, expiries[i + 1], right, far);
                    Calendar(chain, (expiry, near), (expiries[i + 1], far), american, minSize, found);
                }
            }
        }

        return found;
    }

    private static void Parity(OptionChain chain, CleanedExpiry expiry, bool american, double minSize, List<ChainViolation> found)
    {
        if (expiry.Parity.Status is ParityStatus.NoPairs or ParityStatus.Implausible)
            return;
        for (int call = expiry.Start; call + 1 < expiry.End; call++)
        {
            int put = call + 1;
            if (chain.Contracts[call].Strike != chain.Contracts[put].Strike || !IsUsable(chain, call) || !IsUsable(chain, put))
                continue;
            double strike = chain.Contracts[call].Strike, least = expiry.Discount * (expiry.Forward - strike), most = least;
            if (american)
            {
                double carried = expiry.Discount * expiry.Forward;
                least = Math.Min(chain.Spot, carried) - (strike * Math.Max(1, expiry.Discount));
                most = Math.Max(chain.Spot, carried) - (strike * Math.Min(1, expiry.Discount));
            }

            double dear = Bid(chain, call) - chain.Ask[put] - most, cheap = least - (chain.Ask[call] - Bid(chain, put));
            Add(found, ViolationKind.Parity, Math.Max(dear, cheap), minSize, chain, call, put);
        }
    }

    private static void Strikes(
        OptionChain chain, OptionRight right, List<int> rows, double discount, double minSize, List<ChainViolation> found)
    {
        for (int i = 0; i + 1 < rows.Count; i++)
        {
            int low = rows[i], high = rows[i + 1];
            double width = chain.Contracts[high].Strike - chain.Contracts[low].Strike;
            // The option with more intrinsic value must cost more, by at most the width, discounted where it comes at expiry only.
            (int rich, int poor) = right == OptionRight.Call ? (low, high) : (high, low);
            double size = Math.Max(Bid(chain, poor) - chain.Ask[rich], Bid(chain, rich) - chain.Ask[poor] - (discount * width));
            Add(found, ViolationKind.Vertical, size, minSize, chain, low, high);
            if (i + 2 < rows.Count)
            {
                int middle = high;
                high = rows[i + 2];
                double share = (chain.Contracts[high].Strike - chain.Contracts[middle].Strike) / (chain.Contracts[high].Strike - chain.Contracts[low].Strike);
                size = Bid(chain, middle) - (share * chain.Ask[low]) - ((1 - share) * chain.Ask[high]);
                Add(found, ViolationKind.Butterfly, size, minSize, chain, low, middle, high);
            }
        }
    }

    private static void Calendar(
        OptionChain chain, (CleanedExpiry Expiry, List<int> Rows) near, (CleanedExpiry Expiry, List<int> Rows) far, bool american, double minSize,
        List<ChainViolation> found)
    {
        double scale = american ? 1 : near.Expiry.Discount * near.Expiry.Forward / (far.Expiry.Discount * far.Expiry.Forward);
        double growth = american ? 1 : far.Expiry.Forward / near.Expiry.Forward;
        int at = 0;
        foreach (int row in near.Rows)
        {
            double strike = chain.Contracts[row].Strike * growth;
            while (at < far.Rows.Count && chain.Contracts[far.Rows[at]].Strike < strike)
                at++;
            if (at == 0 || at == far.Rows.Count)
                continue;
            int low = far.Rows[at - 1], high = far.Rows[at];
            double share = (chain.Contracts[high].Strike - strike) / (chain.Contracts[high].Strike - chain.Contracts[low].Strike);
            double atMost = (share * chain.Ask[low]) + ((1 - share) * chain.Ask[high]);
            Add(found, ViolationKind.Calendar, Bid(chain, row) - (atMost * scale), minSize, chain, row, low, high);
        }
    }

    private static void Usable(OptionChain chain, CleanedExpiry expiry, OptionRight right, List<int> rows)
    {
        rows.Clear();
        for (int row = expiry.Start; row < expiry.End; row++)
        {
            if (chain.Contracts[row].Right == right && IsUsable(chain, row))
                rows.Add(row);
        }
    }

    // A missing bid is a bid of nothing; a missing ask or crossed quotes say nothing.
    private static bool IsUsable(OptionChain chain, int row) =>
        chain.Ask[row] > 0 && double.IsFinite(chain.Ask[row]) && !(chain.Bid[row] > chain.Ask[row]);

    private static double Bid(OptionChain chain, int row) => chain.Bid[row] > 0 ? chain.Bid[row] : 0;

    private static void Add(List<ChainViolation> found, ViolationKind kind, double size, double minSize, OptionChain chain, params ReadOnlySpan<int> rows)
    {
        if (!(size >= minSize))
            return;
        var contracts = new OptionContract[rows.Length];
        for (int i = 0; i < rows.Length; i++)
            contracts[i] = chain.Contracts[rows[i]];
        found.Add(new ChainViolation(kind, contracts, size));
    }
}
