using ResearchLab.Time;

namespace ResearchLab.Options;

/// <summary>
/// Model-free implied volatility at a constant maturity, by the published method of the VIX: every out-of-the-money option with a bid counts,
/// weighted by the inverse square of its strike.
/// </summary>
/// <remarks>
/// Cboe (2019), "White Paper: Cboe Volatility Index". Per expiry: the forward from put–call parity at the strike where call and put mids differ least;
/// K₀ the strike at or below it; puts below and calls above K₀ until two strikes in a row have no bid; σ² = 2/T·Σ ΔK/K²·e^(rT)·Q(K) − (F/K₀ − 1)²/T.
/// The two expiries around the tenor are interpolated linearly in total variance, times counted in minutes of a 365-day year.
/// Beyond the paper: what cannot be computed soundly has a status instead of a number.
/// </remarks>
public static class VixStyleVol
{
    /// <summary>Fewest out-of-the-money options with a bid on either side of the forward.</summary>
    public const int MinStrikesASide = 3;

    private const double MinutesPerYear = 365 * 24 * 60, MinutesPerDay = 24 * 60;

    private const double MaxMissing = 0.05, MaxGap = 0.10;

    /// <summary>The 30-day volatility of the expiries given, or that at another tenor (9 days: VIX9D; 93: VIX3M).</summary>
    /// <param name="expiries">In any order; give those the index uses (<see cref="IsIndexExpiry"/>) to follow the index.</param>
    /// <param name="quotedAt">When the quotes stood, in UTC; expiries settled by then are ignored.</param>
    /// <param name="days">Tenor in calendar days, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="days"/> is not positive.</exception>
    public static VixStyleResult ConstantMaturity(IReadOnlyList<VixStyleExpiry> expiries, DateTimeOffset quotedAt, double days = 30)
    {
        ArgumentNullException.ThrowIfNull(expiries);
        if (!(days > 0))
            throw new ArgumentOutOfRangeException(nameof(days), days, Invariant($"The tenor is {days} days; it must be above 0."));
        DateTimeOffset target = quotedAt.AddDays(days);
        VixStyleExpiry? near = expiries.Where(expiry => expiry.Settlement > quotedAt && expiry.Settlement <= target).MaxBy(expiry => expiry.Settlement);
        VixStyleExpiry? next = expiries.Where(expiry => expiry.Settlement > target).MinBy(expiry => expiry.Settlement);
        if (near?.Settlement == target)
            next = near;
        if (near is null || next is null)
            return Failed(VixStyleStatus.NotBracketed, Invariant($"no expiry {(near is null ? "within" : "after")} {days:0.#} days of {quotedAt:yyyy-MM-dd}"));

        VixStyleResult first = OneExpiry(near, quotedAt);
        if (first.Status != VixStyleStatus.Solved || near == next)
            return first;
        VixStyleResult second = OneExpiry(next, quotedAt);
        if (second.Status != VixStyleStatus.Solved)
            return second;
        double nearMinutes = Minutes(near, quotedAt), nextMinutes = Minutes(next, quotedAt), minutes = days * MinutesPerDay;
        double nearTotal = first.VolAnnual * first.VolAnnual * nearMinutes, nextTotal = second.VolAnnual * second.VolAnnual * nextMinutes;
        double total = nearTotal + ((nextTotal - nearTotal) * (minutes - nearMinutes) / (nextMinutes - nearMinutes));
        return new VixStyleResult(Math.Sqrt(total / minutes), VixStyleStatus.Solved, "");
    }

    /// <summary>The volatility of one expiry.</summary>
    /// <param name="expiry">Its quotes.</param>
    /// <param name="quotedAt">When they stood, before settlement.</param>
    /// <exception cref="ArgumentException">The expiry is settled, or its strikes do not ascend.</exception>
    public static VixStyleResult OneExpiry(VixStyleExpiry expiry, DateTimeOffset quotedAt)
    {
        ArgumentNullException.ThrowIfNull(expiry);
        if (expiry.Settlement <= quotedAt)
            throw new ArgumentException(
                Invariant($"The expiry settles at {expiry.Settlement:yyyy-MM-dd HH:mm}, not after its quotes of {quotedAt:yyyy-MM-dd HH:mm}; leave it out."),
                nameof(expiry));
        StrikeQuotes[] strikes = expiry.Strikes;
        for (int i = 1; i < strikes.Length; i++)
        {
            if (!(strikes[i].Strike > strikes[i - 1].Strike))
                throw new ArgumentException(Invariant($"Strike {strikes[i].Strike} follows {strikes[i - 1].Strike}; sort the strikes and drop duplicates."),
                    nameof(expiry));
        }

        double years = Minutes(expiry, quotedAt) / MinutesPerYear, growth = Math.Exp(expiry.RatePerYear * years);
        double forward = Forward(strikes, growth);
        if (double.IsNaN(forward))
            return Failed(VixStyleStatus.NoForward, expiry, "no strike has two-sided quotes of both call and put");
        int center = LastAtOrBelow(strikes, forward);
        if (center < 0)
            return Failed(VixStyleStatus.TooFewStrikes, expiry, Invariant($"no strike at or below the forward {forward:0.##}"));

        List<(double Strike, double Mid)> used = Used(strikes, center, out int puts, out int calls);
        if (puts < MinStrikesASide || calls < MinStrikesASide)
            return Failed(VixStyleStatus.TooFewStrikes, expiry,
                Invariant($"{puts} puts and {calls} calls out of the money have a bid, {MinStrikesASide} of each are needed"));
        int split = puts;
        if (double.IsNaN(used[split].Mid))
            return Failed(VixStyleStatus.TooFewStrikes, expiry,
                Invariant($"neither option at the strike {used[split].Strike:0.##} below the forward is quoted"));
        if (used[split + 1].Strike - used[split - 1].Strike > 2 * MaxGap * forward)
            return Failed(VixStyleStatus.StrikesTooNarrow, expiry,
                Invariant($"the strikes around the forward are {used[split - 1].Strike:0.##} and {used[split + 1].Strike:0.##}"));

        double excess = (forward / strikes[center].Strike) - 1;
        double variance = ((2 * growth * WeightedMids(used)) - (excess * excess)) / years;
        if (!(variance > 0))
            return Failed(VixStyleStatus.Inconsistent, expiry, Invariant($"the variance is {variance:0.####}"));
        double missing = Beyond(OptionRight.Put, used[0], forward, growth) + Beyond(OptionRight.Call, used[^1], forward, growth);
        if (!(missing <= MaxMissing * variance * years))
            return Failed(VixStyleStatus.StrikesTooNarrow, expiry,
                Invariant($"bids reach from {used[0].Strike:0.##} to {used[^1].Strike:0.##} around the forward {forward:0.##}; ")
                    + Invariant($"options beyond them would hold more than {100 * MaxMissing:0}% of the variance"));
        return new VixStyleResult(Math.Sqrt(variance), VixStyleStatus.Solved, "");
    }

    /// <summary>
    /// The same from a chain, at the close of its session, with every expiry settled at its own close. A chain merges the index's roots, so on third
    /// Fridays settled at the open (SPX) the time is 6½ hours too long: about 0.5% of the volatility at 30 days.
    /// </summary>
    /// <param name="chain">The chain.</param>
    /// <param name="days">Tenor in calendar days, above 0.</param>
    public static VixStyleResult OfChain(OptionChain chain, double days = 30)
    {
        ArgumentNullException.ThrowIfNull(chain);
        var expiries = new List<VixStyleExpiry>();
        foreach (ExpirySlice slice in ExpirySlice.Of(chain))
        {
            if (slice.Days <= 0 || !ExchangeCalendar.Nyse.IsSession(slice.Expiry))
                continue;
            expiries.Add(new VixStyleExpiry(ExchangeCalendar.Nyse.CloseOf(slice.Expiry), chain.RatePerYear, Strikes(slice)));
        }

        return ConstantMaturity(expiries, ExchangeCalendar.Nyse.CloseOf(chain.Session), days);
    }

    /// <summary>When index options settle: those of the root SPX at the opening (9:30 New York) of their expiry, all others at its close.</summary>
    /// <param name="root">Root symbol, such as SPX or SPXW.</param>
    /// <param name="expiry">A session.</param>
    /// <exception cref="NotASessionException">The exchange is closed on that date.</exception>
    public static DateTimeOffset Settlement(string root, DateOnly expiry) =>
        root == "SPX" ? ExchangeCalendar.Nyse.OpenOf(expiry) : ExchangeCalendar.Nyse.CloseOf(expiry);

    /// <summary>
    /// Whether the VIX uses an expiry: the Friday weeklies (root SPXW, the session before a holiday), and on third Fridays the standard series (SPX) instead.
    /// </summary>
    /// <param name="root">SPX or SPXW.</param>
    /// <param name="expiry">Last trading session of the series.</param>
    public static bool IsIndexExpiry(string root, DateOnly expiry)
    {
        DateOnly friday = expiry.AddDays(((int)DayOfWeek.Friday - (int)expiry.DayOfWeek + 7) % 7);
        bool endsWeek = expiry == friday || (friday.DayNumber - expiry.DayNumber == 1 && !ExchangeCalendar.Nyse.IsSession(friday));
        return endsWeek && root == "SPX" == OptionExpiries.IsMonthly(expiry);
    }

    private static StrikeQuotes[] Strikes(ExpirySlice slice)
    {
        OptionChain chain = slice.Chain;
        var strikes = new List<StrikeQuotes>();
        for (int row = slice.Start; row < slice.End; row++)
        {
            OptionContract contract = chain.Contracts[row];
            if (strikes.Count == 0 || strikes[^1].Strike != contract.Strike)
                strikes.Add(new StrikeQuotes(contract.Strike, double.NaN, double.NaN, double.NaN, double.NaN));
            strikes[^1] = contract.Right == OptionRight.Call
                ? strikes[^1] with { CallBid = chain.Bid[row], CallAsk = chain.Ask[row] }
                : strikes[^1] with { PutBid = chain.Bid[row], PutAsk = chain.Ask[row] };
        }

        return [.. strikes];
    }

    private static double Forward(StrikeQuotes[] strikes, double growth)
    {
        double least = double.PositiveInfinity, forward = double.NaN;
        foreach (StrikeQuotes quotes in strikes)
        {
            if (!Quotes.IsTwoSided(quotes.CallBid, quotes.CallAsk) || !Quotes.IsTwoSided(quotes.PutBid, quotes.PutAsk))
                continue;
            double difference = Mid(quotes.CallBid, quotes.CallAsk) - Mid(quotes.PutBid, quotes.PutAsk);
            if (Math.Abs(difference) < least)
                (least, forward) = (Math.Abs(difference), quotes.Strike + (growth * difference));
        }

        return forward;
    }

    private static int LastAtOrBelow(StrikeQuotes[] strikes, double forward) => Array.FindLastIndex(strikes, quotes => quotes.Strike <= forward);

    /// <summary>
    /// Strikes that count, ascending: puts below the center, both at it, calls above; each side ends before two strikes in a row without a bid.
    /// </summary>
    private static List<(double Strike, double Mid)> Used(StrikeQuotes[] strikes, int center, out int puts, out int calls)
    {
        var used = new List<(double Strike, double Mid)>();
        for (int i = center - 1, empty = 0; i >= 0 && empty < 2; i--)
        {
            bool quoted = Quotes.IsTwoSided(strikes[i].PutBid, strikes[i].PutAsk);
            empty = strikes[i].PutBid > 0 ? 0 : empty + 1;
            if (quoted)
                used.Add((strikes[i].Strike, Mid(strikes[i].PutBid, strikes[i].PutAsk)));
        }

        used.Reverse();
        puts = used.Count;
        StrikeQuotes at = strikes[center];
        double call = Mid(at.CallBid, at.CallAsk), put = Mid(at.PutBid, at.PutAsk);
        used.Add((at.Strike, double.IsNaN(call) ? put : double.IsNaN(put) ? call : 0.5 * (call + put)));
        for (int i = center + 1, empty = 0; i < strikes.Length && empty < 2; i++)
        {
            bool quoted = Quotes.IsTwoSided(strikes[i].CallBid, strikes[i].CallAsk);
            empty = strikes[i].CallBid > 0 ? 0 : empty + 1;
            if (quoted)
                used.Add((strikes[i].Strike, Mid(strikes[i].CallBid, strikes[i].CallAsk)));
        }

        calls = used.Count - puts - 1;
        return used;
    }

    /// <summary>Σ ΔK/K²·Q(K); ΔK is half the distance between the neighbours used, at the ends the whole distance to the one.</summary>
    private static double WeightedMids(List<(double Strike, double Mid)> used)
    {
        double sum = 0;
        for (int i = 0; i < used.Count; i++)
        {
            double width = i == 0 ? used[1].Strike - used[0].Strike
                : i == used.Count - 1 ? used[i].Strike - used[i - 1].Strike
                : 0.5 * (used[i + 1].Strike - used[i - 1].Strike);
            sum += width / (used[i].Strike * used[i].Strike) * used[i].Mid;
        }

        return sum;
    }

    /// <summary>
    /// Total variance of the options beyond the last one used, were they of its volatility: 2·E[S/K − 1 − ln(S/K)] over the prices S beyond the strike K.
    /// A wing that ends cheap leaves little, however few standard deviations away; NaN when the quote has no volatility.
    /// </summary>
    private static double Beyond(OptionRight right, (double Strike, double Mid) last, double forward, double growth)
    {
        double deviation = ImpliedVolatility.Solve(right, growth * last.Mid, forward, last.Strike, years: 1, ratePerYear: 0).VolAnnual;
        double drift = Math.Log(forward / last.Strike) - (0.5 * deviation * deviation), side = right == OptionRight.Call ? 1 : -1;
        double distance = drift / deviation;
        double mass = NormalDistribution.Cdf(side * distance), price = forward / last.Strike * NormalDistribution.Cdf(side * (distance + deviation));
        return 2 * (price - mass - (drift * mass) - (side * deviation * NormalDistribution.Density(distance)));
    }

    private static double Mid(double bid, double ask) => Quotes.IsTwoSided(bid, ask) ? 0.5 * (bid + ask) : double.NaN;

    private static double Minutes(VixStyleExpiry expiry, DateTimeOffset quotedAt) => (expiry.Settlement - quotedAt).TotalMinutes;

    private static VixStyleResult Failed(VixStyleStatus status, VixStyleExpiry expiry, string why) =>
        Failed(status, Invariant($"expiry {expiry.Settlement:yyyy-MM-dd}: {why}"));

    private static VixStyleResult Failed(VixStyleStatus status, string why) => new(double.NaN, status, why);
}
