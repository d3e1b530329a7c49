namespace ResearchLab.Options;

/// <summary>The volatility surface of one chain: a smile an expiry, total variance linear in time between them.</summary>
/// <remarks>
/// At one log-moneyness the total variance is interpolated linearly in time, so the surface has no calendar arbitrage where the smiles do
/// not cross, which the fit sees to at the log-moneynesses that both expiries quote, up to three deviations (<see cref="SmileSlice.CalendarGap"/>). Before the
/// first and after the last expiry the volatility at a log-moneyness stays that of the nearest one. Forwards and discounts are interpolated in their
/// logarithms.
/// </remarks>
public sealed class ChainSurface
{
    private const double MaxDeviations = 8;
    private readonly SmileSlice[] _fitted;

    private ChainSurface(OptionChain chain, ExerciseStyle exercise, List<SmileSlice> slices)
    {
        Exercise = exercise;
        (Underlying, Session, Spot, RatePerYear, Slices) = (chain.Underlying, chain.Session, chain.Spot, chain.RatePerYear, slices);
        _fitted = [.. slices.Where(slice => slice.Status != SmileStatus.None)];
    }

    /// <summary>Symbol of the underlying.</summary>
    public string Underlying { get; }

    /// <summary>Session of the chain.</summary>
    public DateOnly Session { get; }

    /// <summary>Price of the underlying.</summary>
    public double Spot { get; }

    /// <summary>When the options of the chain may be exercised; the smiles are of European-equivalent volatilities either way.</summary>
    public ExerciseStyle Exercise { get; }

    /// <summary>Rate used where no expiry gives one.</summary>
    public double RatePerYear { get; }

    /// <summary>The expiries of the chain, ascending; those without a smile say so.</summary>
    public IReadOnlyList<SmileSlice> Slices { get; }

    /// <summary>Whether any expiry has a smile; without one volatilities are NaN.</summary>
    public bool HasSmile => _fitted.Length > 0;

    /// <summary>Fits every expiry of a cleaned chain.</summary>
    public static ChainSurface Fit(CleanedChain chain)
    {
        var slices = new List<SmileSlice>(chain.Expiries.Count);
        QuotedSmile? before = null;
        foreach (CleanedExpiry expiry in chain.Expiries)
            slices.Add(FitSlice(chain, expiry, ref before));

        return new ChainSurface(chain.Chain, chain.Exercise, slices);
    }

    /// <summary>Cleans and fits with the defaults.</summary>
    public static ChainSurface Fit(OptionChain chain) => Fit(ChainCleaning.Clean(chain));

    /// <summary>Forward price of the underlying in <paramref name="years"/>.</summary>
    public double Forward(double years)
    {
        if (_fitted.Length == 0)
            return Spot * Math.Exp(RatePerYear * years);
        (int low, int high, double share) = Around(years);
        if (low < 0)
            return Spot * Math.Exp(Math.Log(_fitted[0].Forward / Spot) * share);
        double first = Math.Log(_fitted[low].Forward);
        return high == low
            ? Spot * Math.Exp((first - Math.Log(Spot)) * years / _fitted[low].Years)
            : Math.Exp(first + (share * (Math.Log(_fitted[high].Forward) - first)));
    }

    /// <summary>Value today of one unit paid in <paramref name="years"/>.</summary>
    public double Discount(double years)
    {
        if (_fitted.Length == 0)
            return Math.Exp(-RatePerYear * years);
        (int low, int high, double share) = Around(years);
        if (low < 0)
            return Math.Exp(Math.Log(_fitted[0].Discount) * share);
        double first = Math.Log(_fitted[low].Discount);
        return Math.Exp(high == low ? first * years / _fitted[low].Years : first + (share * (Math.Log(_fitted[high].Discount) - first)));
    }

    /// <summary>Total variance at a log-moneyness ln(strike / forward); NaN without a smile.</summary>
    public double TotalVariance(double logMoneyness, double years)
    {
        if (_fitted.Length == 0)
            return double.NaN;
        (int low, int high, double share) = Around(years);
        if (low < 0)
            return _fitted[0].Smile.TotalVariance(logMoneyness) * share;
        double first = _fitted[low].Smile.TotalVariance(logMoneyness);
        return high == low
            ? first * years / _fitted[low].Years
            : first + (share * (_fitted[high].Smile.TotalVariance(logMoneyness) - first));
    }

    /// <summary>Implied volatility of a strike as a fraction; NaN without a smile.</summary>
    /// <param name="strike">Strike, &gt; 0.</param>
    /// <param name="years">Option time, &gt; 0.</param>
    public double Vol(double strike, double years)
    {
        Check(strike, years);
        return Math.Sqrt(TotalVariance(Math.Log(strike / Forward(years)), years) / years);
    }

    /// <summary>Price of a European option under the surface, per unit; NaN without a smile.</summary>
    public double Price(OptionRight right, double strike, double years)
    {
        Check(strike, years);
        double vol = Vol(strike, years), forward = Forward(years);
        return double.IsNaN(vol) ? double.NaN : Discount(years) * BlackScholes.Price(right, forward, strike, vol, years, 0);
    }

    /// <summary>Price of an option with the exercise style of the chain under the surface, per unit; NaN without a smile.</summary>
    public double ListedPrice(OptionRight right, double strike, double years)
    {
        double european = Price(right, strike, years);
        if (Exercise == ExerciseStyle.European || double.IsNaN(european))
            return european;
        double rate = -Math.Log(Discount(years)) / years;
        return european + AmericanVolatilities.Premium(right, Spot, strike, Vol(strike, years), years, rate, rate - (Math.Log(Forward(years) / Spot) / years));
    }

    /// <summary>
    /// The strike whose option has a given spot delta under the surface; NaN without a smile or when no strike within eight deviations has it.
    /// </summary>
    /// <param name="right">Call or put.</param>
    /// <param name="delta">Spot delta, in (0, 1) for calls and (−1, 0) for puts.</param>
    /// <param name="years">Option time, &gt; 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The delta has the wrong sign or size.</exception>
    public double StrikeAtDelta(OptionRight right, double delta, double years)
    {
        double size = right == OptionRight.Call ? delta : -delta;
        if (!(size > 0 && size < 1))
            throw new ArgumentOutOfRangeException(nameof(delta), delta,
                $"The delta of a {(right == OptionRight.Call ? "call lies between 0 and 1" : "put lies between -1 and 0")}. Pass such a fraction.");
        Check(1, years);
        double forward = Forward(years), carry = Discount(years) * forward / Spot, at = TotalVariance(0, years);
        if (double.IsNaN(at))
            return double.NaN;
        double Miss(double k)
        {
            double deviation = Math.Sqrt(TotalVariance(k, years)), d1 = (-k / deviation) + (0.5 * deviation);
            // Both fall with k: the call's delta, and the put's less its most negative value.
            return (right == OptionRight.Call ? carry * NormalDistribution.Cdf(d1) : -carry * NormalDistribution.Cdf(-d1)) - delta;
        }

        double reach = MaxDeviations * Math.Sqrt(at), low = -reach, high = reach;
        if (!(Miss(low) > 0 && Miss(high) < 0))
            return double.NaN;
        for (int i = 0; i < 200 && high - low > 1e-14; i++)
        {
            double middle = 0.5 * (low + high);
            if (Miss(middle) > 0)
                low = middle;
            else
                high = middle;
        }

        return forward * Math.Exp(0.5 * (low + high));
    }

    private static SmileSlice FitSlice(CleanedChain cleaned, CleanedExpiry expiry, ref QuotedSmile? before)
    {
        OptionChain chain = cleaned.Chain;
        SmileQuotes quotes = SmileQuotes.Of(cleaned, expiry);
        (double[] k, double[] weight) = (quotes.K, quotes.Weight);
        (SviSmile smile, SmileStatus status, double shift) = SmileFit.Fit(k, quotes.W, weight, before);
        if (status == SmileStatus.None)
            return new SmileSlice(expiry.Expiry, expiry.Years, expiry.Forward, expiry.Discount, default, status, 0, double.NaN, double.NaN, double.NaN,
                double.NaN, 0, double.NaN);
        double gap = SmileFit.LeastGap(smile, before, k);
        before = new QuotedSmile(smile, k[0], k[^1]);
        double squares = 0, weights = 0, largest = 0;
        int within = 0;
        for (int i = 0; i < k.Length; i++)
        {
            int row = quotes.Rows[i];
            double miss = Math.Sqrt(smile.TotalVariance(k[i]) / expiry.Years) - chain.ImpliedVol[row];
            squares += weight[i] * miss * miss;
            weights += weight[i];
            if (Math.Abs(chain.Delta[row]) is >= 0.05 and <= 0.95)
                largest = Math.Max(largest, Math.Abs(miss));
            double mid = 0.5 * (chain.Bid[row] + chain.Ask[row]), price = mid + (100 * cleaned.Greeks[row].VegaPerVolPoint * miss);
            within += price >= chain.Bid[row] && price <= chain.Ask[row] ? 1 : 0;
        }

        return new SmileSlice(
            expiry.Expiry, expiry.Years, expiry.Forward, expiry.Discount, smile, status, k.Length, Math.Sqrt(squares / weights), largest,
            (double)within / k.Length, SmileFit.MinButterfly(smile, k), shift, gap);
    }

    // Low −1: before the first expiry, at that share of its time. High = low: at or beyond the last.
    private (int Low, int High, double Share) Around(double years)
    {
        if (years <= _fitted[0].Years)
            return (-1, 0, years / _fitted[0].Years);
        for (int i = 1; i < _fitted.Length; i++)
        {
            if (years <= _fitted[i].Years)
                return (i - 1, i, (years - _fitted[i - 1].Years) / (_fitted[i].Years - _fitted[i - 1].Years));
        }

        return (_fitted.Length - 1, _fitted.Length - 1, 0);
    }

    private static void Check(double strike, double years)
    {
        if (!(strike > 0) || !double.IsFinite(strike))
            throw new ArgumentOutOfRangeException(nameof(strike), strike, "A strike must be a finite number above 0.");
        if (!(years > 0) || !double.IsFinite(years))
            throw new ArgumentOutOfRangeException(nameof(years), years, "The time must be a finite number of years above 0. Leave out expired series.");
    }
}
