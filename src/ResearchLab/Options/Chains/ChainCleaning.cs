using System.Buffers;

namespace ResearchLab.Options;

/// <summary>Cleans a chain: forwards and discounts, implied volatilities with their status, greeks, flags and contradictions.</summary>
/// <remarks>
/// Forward and discount of each expiry come from <see cref="ParityFit"/>, for American options from <see cref="AmericanParity"/>; the volatility
/// of each mid, and the greeks at it, are those of an option on that forward with the exercise style of the chain
/// (<see cref="AmericanVolatilities"/>). What reproduces the volatilities published with the S&amp;P 500 index chains of 2019: the mid,
/// <see cref="ParityMethod.NearestPair"/> with the T-bill rate, and option time of calendar days plus the share of a day between snapshot
/// and settlement (<see cref="QuoteTiming"/>), over 365; series settled in the morning have 0.29 days less.
/// </remarks>
public static class ChainCleaning
{
    private const int ParallelFrom = 2_000, ParallelFromAmerican = 100;
    private const double ExtremeVol = 5;
    private static readonly Greeks s_none = new(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);

    /// <summary>Cleans with the defaults.</summary>
    public static CleanedChain Clean(OptionChain chain) => Clean(chain, CleaningOptions.Default);

    /// <summary>Cleans.</summary>
    /// <param name="chain">The chain; its own volatilities are not used.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentOutOfRangeException">The spot is not positive or the rate is not finite.</exception>
    public static CleanedChain Clean(OptionChain chain, CleaningOptions options)
    {
        if (!(chain.Spot > 0) || !double.IsFinite(chain.Spot))
            throw new ArgumentOutOfRangeException(nameof(chain), chain.Spot, "The spot of a chain must be a finite number above 0. Drop the session.");
        if (!double.IsFinite(chain.RatePerYear))
            throw new ArgumentOutOfRangeException(nameof(chain), chain.RatePerYear, "The rate must be finite. Pass 0 when it is not known.");

        int count = chain.Count;
        OptionChain solved = chain with { ImpliedVol = new double[count], Delta = new double[count] };
        ExerciseStyle style = options.Exercise ?? ExerciseStyles.Of(chain);
        bool american = style == ExerciseStyle.American;
        var status = new ImpliedVolStatus[count];
        var greeks = new Greeks[count];
        var flags = new QuoteFlags[count];
        List<ExpirySlice> slices = ExpirySlice.Of(solved);
        var expiries = new CleanedExpiry[slices.Count];
        void CleanExpiry(int index)
        {
            ExpirySlice slice = slices[index];
            VendorExpiry known = default;
            bool vendor = options.Vendor is { } conventions && conventions.TryGetValue(slice.Expiry, out known);
            double years = (vendor ? new QuoteTiming(known.ExtraDays) : options.Timing).Years(chain.Session, slice.Expiry);
            ParityFit parity = vendor
                ? new ParityFit(known.Forward, Math.Exp(-known.RatePerYear * years), ParityStatus.ForwardAndDiscount, 0, double.NaN, double.NaN)
                : american ? AmericanParity.Of(slice, years, options.Parity)
                : ParityFit.Of(slice, years, options.Parity);
            double rate = years > 0 ? -Math.Log(parity.Discount) / years : 0;
            double yield = years > 0 ? rate - (Math.Log(parity.Forward / chain.Spot) / years) : 0;
            int withVol = 0, flagged = 0;
            Volatilities(solved, slice, years, rate, yield, american, options.SmileOnly ? parity.Forward : double.NaN, status);
            for (int row = slice.Start; row < slice.End; row++)
            {
                flags[row] = Value(solved, row, years, rate, yield, american && !options.SmileOnly, status[row], out greeks[row]) | Liquidity(solved,
                    row, options);
                if (status[row] == ImpliedVolStatus.Solved)
                    withVol++;
                if (flags[row] != QuoteFlags.None)
                    flagged++;
            }

            expiries[index] = new CleanedExpiry(slice.Expiry, slice.Start, slice.End, years, parity, slice.AtmVol(parity.Forward), withVol, flagged);
        }

        // Expiries share nothing and write to rows of their own, so threads change no result.
        if (count >= (american ? ParallelFromAmerican : ParallelFrom))
        {
            Parallel.For(0, expiries.Length, CleanExpiry);
        }
        else
        {
            for (int i = 0; i < expiries.Length; i++)
                CleanExpiry(i);
        }

        return new CleanedChain
        {
            Chain = solved,
            Exercise = style,
            Status = status,
            Greeks = greeks,
            Flags = flags,
            Expiries = expiries,
            Violations = options.SmileOnly ? [] : ChainArbitrage.Find(solved, expiries, style, options.MinViolation),
        };
    }

    // The volatilities of an expiry, calls and puts each in one batch; rows without a usable quote keep NaN and their status. Out of the money only where a
    // forward is given.
    private static void Volatilities(
        OptionChain chain, ExpirySlice slice, double years, double rate, double yield, bool american, double outsideOf, ImpliedVolStatus[] status)
    {
        int most = slice.End - slice.Start;
        Array.Fill(chain.ImpliedVol, double.NaN, slice.Start, most);
        Array.Fill(chain.Delta, double.NaN, slice.Start, most);
        Array.Fill(status, ImpliedVolStatus.InvalidInput, slice.Start, most);
        if (!(years > 0))
            return;
        double[] numbers = ArrayPool<double>.Shared.Rent(3 * most);
        int[] rows = ArrayPool<int>.Shared.Rent(most);
        ImpliedVolStatus[] found = ArrayPool<ImpliedVolStatus>.Shared.Rent(most);
        Span<double> mid = numbers.AsSpan(0, most), strike = numbers.AsSpan(most, most), vol = numbers.AsSpan(2 * most, most);
        foreach (OptionRight right in (ReadOnlySpan<OptionRight>)[OptionRight.Call, OptionRight.Put])
        {
            int count = 0;
            for (int row = slice.Start; row < slice.End; row++)
            {
                double bid = chain.Bid[row], ask = chain.Ask[row];
                if (chain.Contracts[row].Right != right || !HasAsk(ask) || bid > ask)
                    continue;
                if (right == OptionRight.Call ? chain.Contracts[row].Strike < outsideOf : chain.Contracts[row].Strike >= outsideOf)
                    continue;
                (rows[count], mid[count], strike[count]) = (row, 0.5 * ((bid > 0 ? bid : 0) + ask), chain.Contracts[row].Strike);
                count++;
            }

            if (american)
                AmericanVolatilities.Solve(right, mid[..count], chain.Spot, strike[..count], years, rate, yield, vol, found);
            else
                ImpliedVolatilityBatch.Solve(right, mid[..count], chain.Spot, strike[..count], years, rate, yield, vol, found);
            for (int i = 0; i < count; i++)
                (chain.ImpliedVol[rows[i]], status[rows[i]]) = (found[i] == ImpliedVolStatus.Solved ? vol[i] : double.NaN, found[i]);
        }

        ArrayPool<ImpliedVolStatus>.Shared.Return(found);
        ArrayPool<int>.Shared.Return(rows);
        ArrayPool<double>.Shared.Return(numbers);
    }

    private static QuoteFlags Value(
        OptionChain chain, int row, double years, double rate, double yield, bool american, ImpliedVolStatus status, out Greeks greeks)
    {
        double bid = chain.Bid[row], ask = chain.Ask[row];
        QuoteFlags flags = (bid > 0 ? QuoteFlags.None : QuoteFlags.ZeroBid) | (HasAsk(ask) ? QuoteFlags.None : QuoteFlags.NoAsk)
            | (bid > ask ? QuoteFlags.Crossed : QuoteFlags.None);
        greeks = s_none;
        if (status != ImpliedVolStatus.Solved)
            return flags | QuoteFlags.NoImpliedVol;
        OptionContract contract = chain.Contracts[row];
        greeks = american
            ? AmericanVolatilities.Greeks(contract.Right, chain.Spot, contract.Strike, chain.ImpliedVol[row], years, rate, yield)
            : BlackScholes.Greeks(contract.Right, chain.Spot, contract.Strike, chain.ImpliedVol[row], years, rate, yield);
        chain.Delta[row] = greeks.DeltaPerUnit;
        return chain.ImpliedVol[row] > ExtremeVol ? flags | QuoteFlags.ExtremeVol : flags;
    }

    private static bool HasAsk(double ask) => ask > 0 && double.IsFinite(ask);

    private static QuoteFlags Liquidity(OptionChain chain, int row, CleaningOptions options)
    {
        double bid = chain.Bid[row], ask = chain.Ask[row];
        LiquidityRules rules = options.Liquidity;
        QuoteFlags flags = chain.OpenInterest[row] < rules.MinOpenInterest ? QuoteFlags.LowOpenInterest : QuoteFlags.None;
        if (Quotes.IsTwoSided(bid, ask) && ask - bid > rules.MaxRelativeSpread * 0.5 * (bid + ask) && ask - bid > rules.AbsoluteSpread + 1e-9)
            flags |= QuoteFlags.WideSpread;
        if (options.Previous is { } previous && StaleQuotes.IsStale(chain, row, previous))
            flags |= QuoteFlags.Stale;
        return flags;
    }
}
