namespace ResearchLab.Options;

/// <summary>Builds a chain with implied volatilities and deltas from raw quotes.</summary>
/// <remarks>
/// Each expiry gets its own forward from put–call parity (<see cref="ExpirySlice.Forward"/>), hence its own dividend yield; American
/// exercise is ignored, which matters for in-the-money options only.
/// </remarks>
public static class ChainBuilder
{
    /// <summary>Builds the chain of one session.</summary>
    /// <param name="underlying">Symbol.</param>
    /// <param name="session">The session at whose close the quotes stand.</param>
    /// <param name="spot">Price of the underlying at the same instant, &gt; 0.</param>
    /// <param name="ratePerYear">Continuously compounded risk-free rate as a fraction.</param>
    /// <param name="origin">Where the quotes come from.</param>
    /// <param name="quotes">
    /// In any order. Of several quotes of one series (an index has two roots on some dates) the first is kept.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The spot is not positive or the rate is not finite.</exception>
    public static ChainBuild Build(
        string underlying, DateOnly session, double spot, double ratePerYear, ChainOrigin origin, ReadOnlySpan<RawQuote> quotes)
    {
        if (!(spot > 0) || !double.IsFinite(spot))
            throw new ArgumentOutOfRangeException(nameof(spot), spot, "The spot of a chain must be a finite number above 0. Drop the session.");
        if (!double.IsFinite(ratePerYear))
            throw new ArgumentOutOfRangeException(nameof(ratePerYear), ratePerYear, "The rate must be finite. Pass 0 when it is not known.");

        var rejected = new List<(RawQuote, string)>();
        RawQuote[] rows = Accepted(session, quotes, rejected);
        int count = rows.Length;
        var chain = new OptionChain
        {
            Underlying = underlying,
            Session = session,
            Spot = spot,
            RatePerYear = ratePerYear,
            Origin = origin,
            IsSolvedHere = true,
            Contracts = Array.ConvertAll(rows, row => row.Contract),
            Bid = Array.ConvertAll(rows, row => row.Bid),
            Ask = Array.ConvertAll(rows, row => row.Ask),
            Volume = Array.ConvertAll(rows, row => row.Volume),
            OpenInterest = Array.ConvertAll(rows, row => row.OpenInterest),
            ImpliedVol = new double[count],
            Delta = new double[count],
        };
        var flags = new QuoteFlags[count];
        foreach (ExpirySlice slice in ExpirySlice.Of(chain))
            Solve(chain, slice, flags);
        return new ChainBuild(chain, flags, rejected);
    }

    private static RawQuote[] Accepted(DateOnly session, ReadOnlySpan<RawQuote> quotes, List<(RawQuote, string)> rejected)
    {
        var rows = new List<RawQuote>(quotes.Length);
        foreach (RawQuote quote in quotes)
        {
            string? reason = !(quote.Contract.Strike > 0) || !double.IsFinite(quote.Contract.Strike) ? "strike is not a positive number"
                : quote.Contract.Expiry < session ? "expired before the session"
                : quote.Bid < 0 || quote.Ask < 0 ? "negative price"
                : null;
            if (reason is null)
                rows.Add(quote);
            else
                rejected.Add((quote, reason));
        }

        // A stable sort, so that the first of several quotes stays first.
        RawQuote[] sorted = [.. rows.Order(Comparer<RawQuote>.Create((a, b) => OptionChain.Compare(a.Contract, b.Contract)))];
        int kept = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            if (kept > 0 && sorted[kept - 1].Contract == sorted[i].Contract)
                rejected.Add((sorted[i], "second quote of the series"));
            else
                sorted[kept++] = sorted[i];
        }

        Array.Resize(ref sorted, kept);
        return sorted;
    }

    private static void Solve(OptionChain chain, ExpirySlice slice, QuoteFlags[] flags)
    {
        double years = slice.Years, yield = slice.Yield(slice.Forward());
        for (int row = slice.Start; row < slice.End; row++)
        {
            double bid = chain.Bid[row], ask = chain.Ask[row];
            bool noBid = !(bid > 0), noAsk = !(ask > 0) || !double.IsFinite(ask);
            flags[row] = (noBid ? QuoteFlags.ZeroBid : QuoteFlags.None) | (noAsk ? QuoteFlags.NoAsk : QuoteFlags.None)
                | (bid > ask ? QuoteFlags.Crossed : QuoteFlags.None);
            (chain.ImpliedVol[row], chain.Delta[row]) = (double.NaN, double.NaN);
            if (noAsk || bid > ask)
            {
                flags[row] |= QuoteFlags.NoImpliedVol;
                continue;
            }

            OptionContract contract = chain.Contracts[row];
            double mid = 0.5 * ((noBid ? 0 : bid) + ask);
            ImpliedVol implied = ImpliedVolatility.Solve(contract.Right, mid, chain.Spot, contract.Strike, years, chain.RatePerYear, yield);
            if (implied.Status != ImpliedVolStatus.Solved)
            {
                flags[row] |= QuoteFlags.NoImpliedVol;
                continue;
            }

            chain.ImpliedVol[row] = implied.VolAnnual;
            chain.Delta[row] = BlackScholes
                .Greeks(contract.Right, chain.Spot, contract.Strike, implied.VolAnnual, years, chain.RatePerYear, yield).DeltaPerUnit;
        }
    }
}
