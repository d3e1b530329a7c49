namespace ResearchLab.Options;

/// <summary>The forward of an expiry from American calls and puts.</summary>
/// <remarks>
/// Put–call parity is an equation between European prices only; between American ones it is a pair of bounds (Merton 1973, Bell J. Econ. 4(1), 141–183).
/// So the pairs nearest to the money are de-Americanised: each mid less the early-exercise premium that its own implied volatility gives it at the
/// rate and yield of the last fit, until forward and discount stay. Burkovska et al. (2018), Quantitative Finance 18(7), 1091–1113, examine how
/// good de-Americanised prices are. A rate below both the given one and 0 by more than two standard errors is not one: what bends the line then is
/// what a continuous yield misses (a cash dividend due soon, the cost of borrowing), and the given rate is held.
/// </remarks>
public static class AmericanParity
{
    private const int MaxPairs = 40, Rounds = 12;
    private const double Settled = 1e-6, ErrorShare = 0.02, MaxErrorsBelow = 2;

    /// <summary>Fits one expiry.</summary>
    /// <param name="slice">Quotes of the expiry.</param>
    /// <param name="years">Option time, ≥ 0.</param>
    /// <param name="method">Which pairs decide.</param>
    public static ParityFit Of(ExpirySlice slice, double years, ParityMethod method = ParityMethod.Regression)
    {
        OptionChain chain = slice.Chain;
        Span<double> strike = stackalloc double[MaxPairs], gap = stackalloc double[MaxPairs], weight = stackalloc double[MaxPairs];
        Span<double> kept = stackalloc double[MaxPairs], european = stackalloc double[MaxPairs], keptWeight = stackalloc double[MaxPairs];
        Span<double> callVol = stackalloc double[MaxPairs], putVol = stackalloc double[MaxPairs];
        Span<int> callRow = stackalloc int[MaxPairs];
        callVol.Fill(double.NaN);
        putVol.Fill(double.NaN);
        int pairs = ParityFit.Collect(slice, years, strike, gap, weight, callRow);
        // The premiums of the first round need a rate that early exercise has not bent.
        ParityFit fit = ParityFit.Fit(chain, years, method, strike[..pairs], gap[..pairs], weight[..pairs], mayPinRate: false);
        bool mayPinRate = true;
        for (int round = 0; round < Rounds && years > 0 && fit.Status is ParityStatus.ForwardOnly or ParityStatus.ForwardAndDiscount; round++)
        {
            double rate = -Math.Log(fit.Discount) / years, yield = rate - (Math.Log(fit.Forward / chain.Spot) / years);
            int count = 0;
            for (int i = 0; i < pairs; i++)
            {
                double premium = Premium(chain, callRow[i], years, rate, yield, ref callVol[i])
                    - Premium(chain, callRow[i] + 1, years, rate, yield, ref putVol[i]);
                if (!double.IsNaN(premium))
                    (kept[count], european[count], keptWeight[count++]) = (strike[i], gap[i] - premium, weight[i]);
            }

            if (count == 0)
                break;
            ParityFit before = fit;
            fit = ParityFit.Fit(chain, years, method, kept[..count], european[..count], keptWeight[..count], mayPinRate);
            if (fit.Status == ParityStatus.ForwardAndDiscount
                && -Math.Log(fit.Discount) / years < Math.Min(0, chain.RatePerYear) - (MaxErrorsBelow * fit.RateError))
            {
                mayPinRate = false;
                fit = ParityFit.Fit(chain, years, method, kept[..count], european[..count], keptWeight[..count], mayPinRate);
            }

            // What is left of the way is nothing beside the errors of the fit.
            if (IsSettled(fit.Forward - before.Forward, Settled * chain.Spot, fit.ForwardError)
                && IsSettled(fit.Discount - before.Discount, Settled, fit.RateError * years))
                break;
        }

        return fit;
    }

    private static bool IsSettled(double move, double rounding, double error) => Math.Abs(move) <= rounding || Math.Abs(move) <= ErrorShare * error;

    // The mid less the European price at the volatility that gives it, found from that of the last round. NaN for a mid without a volatility: it is its
    // exercise value, and what it would be worth without exercise is unknown.
    private static double Premium(OptionChain chain, int row, double years, double rate, double yield, ref double vol)
    {
        (double strike, OptionRight right) = (chain.Contracts[row].Strike, chain.Contracts[row].Right);
        if (!AmericanVolatilities.CanPay(right, rate, yield))
            return 0;
        double mid = Quotes.Mid(chain, row);
        ImpliedVol found = AmericanImpliedVolatility.Solve(right, mid, chain.Spot, strike, years, rate, yield, AmericanScheme.Fast, vol);
        vol = found.VolAnnual;
        return mid - (found.Status == ImpliedVolStatus.Solved ? BlackScholes.Price(right, chain.Spot, strike, vol, years, rate, yield) : double.NaN);
    }
}
