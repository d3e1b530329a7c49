namespace ResearchLab.Options;

/// <summary>Reduces a chain to the few numbers that the features 55–70 need.</summary>
/// <remarks>
/// Every volatility at a tenor is interpolated within an expiry first (in strike, or in delta), then linearly in total variance σ²T
/// between the expiries on both sides; expiries on the session itself are ignored. A tenor outside the listed expiries takes the
/// nearest one when that is at most a quarter of the tenor away, and is NaN otherwise. <see cref="Explain"/> says why a value is NaN.
/// </remarks>
public static partial class ChainSummaries
{
    // An expiry with fewer solved strikes says nothing about its smile.
    private const int MinStrikes = 4;
    private const double TenorTolerance = 0.25, MaxStrikeGap = 0.10;

    /// <summary>The summary of one chain; values that it cannot support are NaN.</summary>
    public static ChainSummary Summarise(OptionChain chain)
    {
        ReadOnlySpan<ExpirySummary> expiries = Expiries(chain);
        (double putVolume, double callVolume) = Totals(chain, chain.Volume);
        (double putInterest, double callInterest) = Totals(chain, chain.OpenInterest);
        return new ChainSummary(
            Session: chain.Session,
            Origin: chain.Origin,
            AtmIv30: VolAtTenor(expiries, e => e.AtmVol, 30),
            AtmIv60: VolAtTenor(expiries, e => e.AtmVol, 60),
            AtmIv90: VolAtTenor(expiries, e => e.AtmVol, 90),
            PutIv25Delta30: VolAtTenor(expiries, e => e.PutVol25, 30),
            CallIv25Delta30: VolAtTenor(expiries, e => e.CallVol25, 30),
            PutVolume: putVolume,
            CallVolume: callVolume,
            PutOpenInterest: putInterest,
            CallOpenInterest: callInterest,
            MaxPainStrike: MaxPain.OfNearestMonthly(chain),
            StraddleMid30: StraddleAtTenor(expiries, 30),
            DollarGamma: DollarGamma(chain, expiries),
            AtmSpreadPct: AtmSpread(expiries, 30))
        {
            ImpliedYield = ImpliedYield(expiries),
        };
    }

    private static double ImpliedYield(ReadOnlySpan<ExpirySummary> expiries)
    {
        var yields = new List<double>();
        foreach (ExpirySummary expiry in expiries)
        {
            // A straddle is known only where both rights are quoted around the forward, as a forward by parity needs.
            if (expiry.Slice.Days is >= 20 and <= 120 && !double.IsNaN(expiry.StraddleMid))
                yields.Add(expiry.Slice.Yield(expiry.Forward));
        }

        yields.Sort();
        return yields.Count == 0 ? double.NaN : yields[yields.Count / 2];
    }

    /// <summary>
    /// At-the-money-forward implied volatility at any tenor, as <see cref="ChainSummary.AtmIv30"/>; NaN when not bracketed.
    /// </summary>
    /// <param name="chain">The chain.</param>
    /// <param name="days">Calendar days, &gt; 0.</param>
    public static double AtmVol(OptionChain chain, double days) => VolAtTenor(Expiries(chain), e => e.AtmVol, days);

    private static ExpirySummary[] Expiries(OptionChain chain)
    {
        List<ExpirySlice> slices = ExpirySlice.Of(chain);
        slices.RemoveAll(slice => slice.Days <= 0);
        return [.. slices.Select(slice => new ExpirySummary(slice))];
    }

    private static double VolAtTenor(ReadOnlySpan<ExpirySummary> expiries, Func<ExpirySummary, double> vol, double days)
    {
        double variance = AtTenor(expiries, e => Math.Pow(vol(e), 2) * e.Slice.Days, days, out double flatDays);
        return Math.Sqrt(variance / (double.IsNaN(flatDays) ? days : flatDays));
    }

    // The square of a straddle grows like total variance.
    private static double StraddleAtTenor(ReadOnlySpan<ExpirySummary> expiries, double days)
    {
        double square = AtTenor(expiries, e => e.StraddleMid * e.StraddleMid, days, out double flatDays);
        return Math.Sqrt(double.IsNaN(flatDays) ? square : square * days / flatDays);
    }

    /// <summary>Linear in days; when only one side exists, that value with the days it belongs to in <paramref name="flatDays"/>.</summary>
    private static double AtTenor(ReadOnlySpan<ExpirySummary> expiries, Func<ExpirySummary, double> value, double days, out double flatDays)
    {
        double lowDays = double.NaN, low = double.NaN;
        flatDays = double.NaN;
        foreach (ExpirySummary expiry in expiries)
        {
            double current = value(expiry);
            if (double.IsNaN(current))
                continue;
            double currentDays = expiry.Slice.Days;
            if (currentDays == days)
                return current;
            if (currentDays > days)
            {
                if (!double.IsNaN(low))
                    return low + ((current - low) * (days - lowDays) / (currentDays - lowDays));
                (lowDays, low) = (currentDays, current);
                break;
            }

            (lowDays, low) = (currentDays, current);
        }

        if (!(Math.Abs(lowDays - days) <= TenorTolerance * days))
            return double.NaN;
        flatDays = lowDays;
        return low;
    }

    private static (double Puts, double Calls) Totals(OptionChain chain, double[] values)
    {
        double puts = double.NaN, calls = double.NaN;
        for (int row = 0; row < values.Length; row++)
        {
            if (double.IsNaN(values[row]))
                continue;
            if (chain.Contracts[row].Right == OptionRight.Put)
                puts = (double.IsNaN(puts) ? 0 : puts) + values[row];
            else
                calls = (double.IsNaN(calls) ? 0 : calls) + values[row];
        }

        return (puts, calls);
    }

    private static double DollarGamma(OptionChain chain, ReadOnlySpan<ExpirySummary> expiries)
    {
        double sum = double.NaN;
        foreach (ExpirySummary expiry in expiries)
        {
            ExpirySlice slice = expiry.Slice;
            double yield = slice.Yield(expiry.Forward);
            for (int row = slice.Start; row < slice.End; row++)
            {
                double interest = chain.OpenInterest[row], vol = chain.ImpliedVol[row];
                if (double.IsNaN(interest))
                    continue;
                sum = double.IsNaN(sum) ? 0 : sum;
                // An option without time value has no gamma to speak of.
                if (!(interest > 0) || !(vol > 0))
                    continue;
                OptionContract contract = chain.Contracts[row];
                double gamma = BlackScholes
                    .Greeks(contract.Right, chain.Spot, contract.Strike, vol, slice.Years, chain.RatePerYear, yield).GammaPerUnit;
                sum += (contract.Right == OptionRight.Call ? gamma : -gamma) * interest;
            }
        }

        return sum * OptionContract.Multiplier * chain.Spot * chain.Spot * 0.01;
    }

    private static double AtmSpread(ReadOnlySpan<ExpirySummary> expiries, double days)
    {
        ExpirySummary? nearest = null;
        foreach (ExpirySummary expiry in expiries)
        {
            if (nearest is null || Math.Abs(expiry.Slice.Days - days) < Math.Abs(nearest.Slice.Days - days))
                nearest = expiry;
        }

        return nearest is not null && Math.Abs(nearest.Slice.Days - days) <= 0.5 * days ? nearest.AtmSpread() : double.NaN;
    }

    /// <summary>What one expiry contributes.</summary>
    private sealed class ExpirySummary
    {
        public ExpirySummary(ExpirySlice slice)
        {
            Slice = slice;
            Forward = slice.Forward();
            AtmVol = PutVol25 = CallVol25 = StraddleMid = double.NaN;
            double last = double.NaN;
            for (int row = slice.Start; row < slice.End; row++)
            {
                if (!(slice.Chain.ImpliedVol[row] > 0) || slice.Chain.Contracts[row].Strike == last)
                    continue;
                last = slice.Chain.Contracts[row].Strike;
                SolvedStrikes++;
            }

            if (SolvedStrikes < MinStrikes)
                return;
            AtmVol = slice.AtmVol(Forward, MaxStrikeGap);
            PutVol25 = VolAtDelta(OptionRight.Put, -0.25);
            CallVol25 = VolAtDelta(OptionRight.Call, 0.25);
            StraddleMid = Straddle();
        }

        public ExpirySlice Slice { get; }

        public double Forward { get; }

        public int SolvedStrikes { get; }

        public double AtmVol { get; }

        public double PutVol25 { get; }

        public double CallVol25 { get; }

        public double StraddleMid { get; }

        /// <summary>Median relative spread of calls and puts at the two strikes nearest to the forward; NaN unless all four are quoted.</summary>
        public double AtmSpread()
        {
            OptionChain chain = Slice.Chain;
            Span<double> spreads = stackalloc double[4];
            Span<double> distances = [double.PositiveInfinity, double.PositiveInfinity];
            for (int row = Slice.Start; row < Slice.End - 1; row++)
            {
                double strike = chain.Contracts[row].Strike, distance = Math.Abs(strike - Forward);
                if (chain.Contracts[row + 1].Strike != strike || distance >= distances[1])
                    continue;
                if (!Quotes.IsTwoSided(chain, row) || !Quotes.IsTwoSided(chain, row + 1))
                    continue;
                int slot = distance < distances[0] ? 0 : 1;
                if (slot == 0)
                {
                    distances[1] = distances[0];
                    spreads[..2].CopyTo(spreads[2..]);
                }

                distances[slot] = distance;
                spreads[2 * slot] = Quotes.RelativeSpread(chain.Bid[row], chain.Ask[row]);
                spreads[(2 * slot) + 1] = Quotes.RelativeSpread(chain.Bid[row + 1], chain.Ask[row + 1]);
            }

            if (!(distances[1] <= MaxStrikeGap * Forward))
                return double.NaN;
            spreads.Sort();
            return 0.5 * (spreads[1] + spreads[2]);
        }

        // Linear in delta between the two quoted neighbours of the target; the first crossing seen from the far out-of-the-money side.
        private double VolAtDelta(OptionRight right, double target)
        {
            OptionChain chain = Slice.Chain;
            bool put = right == OptionRight.Put;
            double lastDelta = double.NaN, lastVol = double.NaN;
            for (int i = 0; i < Slice.End - Slice.Start; i++)
            {
                int row = put ? Slice.Start + i : Slice.End - 1 - i;
                double delta = chain.Delta[row], vol = chain.ImpliedVol[row];
                if (chain.Contracts[row].Right != right || !(vol > 0) || double.IsNaN(delta) || !Quotes.IsTwoSided(chain, row))
                    continue;
                if (Math.Abs(delta) >= Math.Abs(target))
                {
                    return double.IsNaN(lastDelta) || delta == lastDelta
                        ? delta == target ? vol : double.NaN
                        : lastVol + ((vol - lastVol) * (target - lastDelta) / (delta - lastDelta));
                }

                (lastDelta, lastVol) = (delta, vol);
            }

            return double.NaN;
        }

        // Call mid plus put mid, linear in strike between the two strikes around the forward.
        private double Straddle()
        {
            OptionChain chain = Slice.Chain;
            double lowStrike = double.NaN, low = double.NaN;
            for (int row = Slice.Start; row < Slice.End - 1; row++)
            {
                double strike = chain.Contracts[row].Strike;
                if (chain.Contracts[row + 1].Strike != strike || !Quotes.IsTwoSided(chain, row) || !Quotes.IsTwoSided(chain, row + 1))
                    continue;
                double mid = Quotes.Mid(chain, row) + Quotes.Mid(chain, row + 1);
                if (strike >= Forward)
                {
                    if (strike == Forward)
                        return mid;
                    // A straddle is convex in its strike: a line between strikes further apart than its own price says little about the price between them.
                    double between = low + ((mid - low) * (Forward - lowStrike) / (strike - lowStrike));
                    bool bracketed = Forward - lowStrike <= MaxStrikeGap * Forward && strike - Forward <= MaxStrikeGap * Forward;
                    return bracketed && strike - lowStrike <= between ? between : double.NaN;
                }

                (lowStrike, low) = (strike, mid);
            }

            return double.NaN;
        }
    }
}
