namespace ResearchLab.Options;

/// <summary>The quotes of one expiry that its smile is fitted to, in columns ascending by log-moneyness.</summary>
internal sealed class SmileQuotes
{
    private const double MaxDeviations = 8, LeastHalfSpread = 0.0025, LeastQuotes = 0.1;

    private SmileQuotes(List<int> rows) =>
        (Rows, K, W, Weight, HalfSpread) = (rows, new double[rows.Count], new double[rows.Count], new double[rows.Count], new double[rows.Count]);

    /// <summary>Rows of the chain.</summary>
    public List<int> Rows { get; }

    /// <summary>Log-moneyness ln(strike / forward).</summary>
    public double[] K { get; }

    /// <summary>Total variance of the mid.</summary>
    public double[] W { get; }

    /// <summary>Weight of a squared error of total variance.</summary>
    public double[] Weight { get; }

    /// <summary>Half the spread in total variance.</summary>
    public double[] HalfSpread { get; }

    /// <summary>Usable quotes of an expiry; none when it is past.</summary>
    public static SmileQuotes Of(CleanedChain cleaned, CleanedExpiry expiry)
    {
        OptionChain chain = cleaned.Chain;
        var quotes = new SmileQuotes(expiry.Years > 0 ? Usable(cleaned, expiry) : []);
        for (int i = 0; i < quotes.K.Length; i++)
        {
            int row = quotes.Rows[i];
            double vol = chain.ImpliedVol[row], width = chain.Ask[row] - chain.Bid[row], spread = width + 0.01;
            double vega = 100 * cleaned.Greeks[row].VegaPerVolPoint, perVariance = vega / (2 * vol * expiry.Years);
            quotes.K[i] = Math.Log(chain.Contracts[row].Strike / expiry.Forward);
            quotes.W[i] = vol * vol * expiry.Years;
            // Squared relative to the spread, and by vega once more: five numbers cannot follow the far wings and the money both, and
            // what is traded lies near the money.
            quotes.Weight[i] = perVariance * perVariance * vega * vega / (spread * spread);
            quotes.HalfSpread[i] = Math.Max(0.5 * width, LeastHalfSpread) / perVariance;
        }

        return quotes;
    }

    /// <summary>The volatilities that a chain states itself, out of the money, where no quote is usable.</summary>
    public static SmileQuotes Stated(ExpirySlice slice, double forward, double years)
    {
        OptionChain chain = slice.Chain;
        var rows = new List<int>();
        for (int row = slice.Start; row < slice.End; row++)
        {
            if (IsOutside(chain.Contracts[row], forward) && chain.ImpliedVol[row] > 0 && double.IsFinite(chain.ImpliedVol[row]))
                rows.Add(row);
        }

        var quotes = new SmileQuotes(rows);
        for (int i = 0; i < rows.Count; i++)
            (quotes.K[i], quotes.W[i], quotes.Weight[i]) = (Math.Log(chain.Contracts[rows[i]].Strike / forward),
                chain.ImpliedVol[rows[i]] * chain.ImpliedVol[rows[i]] * years, 1);
        return quotes;
    }

    // Out of the money, two-sided, solved, not stale, not eight deviations away, worth more than a nickel.
    private static List<int> Usable(CleanedChain cleaned, CleanedExpiry expiry)
    {
        const QuoteFlags unusable =
            QuoteFlags.ZeroBid | QuoteFlags.NoAsk | QuoteFlags.Crossed | QuoteFlags.NoImpliedVol | QuoteFlags.Stale | QuoteFlags.ExtremeVol;
        OptionChain chain = cleaned.Chain;
        double deviation = (expiry.AtmVol > 0 ? expiry.AtmVol : 1) * Math.Sqrt(expiry.Years);
        var rows = new List<int>();
        for (int row = expiry.Start; row < expiry.End; row++)
        {
            if (IsOutside(chain.Contracts[row], expiry.Forward) && (cleaned.Flags[row] & unusable) == QuoteFlags.None
                && chain.Bid[row] + chain.Ask[row] > LeastQuotes
                && Math.Abs(Math.Log(chain.Contracts[row].Strike / expiry.Forward)) <= MaxDeviations * deviation)
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    private static bool IsOutside(OptionContract contract, double forward) =>
        contract.Right == OptionRight.Call ? contract.Strike >= forward : contract.Strike < forward;
}
