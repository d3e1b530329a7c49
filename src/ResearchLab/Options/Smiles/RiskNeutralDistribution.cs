namespace ResearchLab.Options;

/// <summary>What the options of one expiry say of the price of the underlying on that day: the distribution under which each is worth its price.</summary>
/// <remarks>
/// <para>
/// The distribution function is the slope of the put price in the strike, P(S ≤ K) = e^(rT)·∂P/∂K (Breeden and Litzenberger 1978, J. Business 51(4),
/// 621–651): with total variance w at k = ln(K / forward), Φ(−d2) + φ(d2)·(√w)'. The second term, the slope of the smile, is worth up to ten points; Φ(−d2)
/// leaves it out. </para>
/// <para>
/// The smile counts between <see cref="LowestPrice"/> and <see cref="HighestPrice"/>. Beyond them put (call) prices are powers of the strike that meet price
/// and slope there, as Lee's moment formula has it (Lee 2004, Mathematical Finance 14(3), 469–480). Price and distribution function are continuous and the
/// density is positive
/// there, so that probabilities sum to 1 and the mean is the forward whatever the smile.
/// </para>
/// </remarks>
public sealed class RiskNeutralDistribution
{
    // Prices below this share of the forward are rounding; such a tail is empty.
    private const double Nothing = 1e-13;
    private const int Inward = 60, Cells = 300;
    // Gatheral and Jacquier's bound θφ(1 + |ρ|) < 4, half of which is the slope of the wings.
    private const double SteepestWings = 2, ModelDeviations = 6;
    private const double FarthestDeviations = 40, CellDeviations = 12, Draw = 0.97;
    private readonly SmileCurve _smile;
    private readonly double _low, _high, _putLow, _belowLow, _lowPower, _callHigh, _aboveHigh, _highPower;

    private RiskNeutralDistribution(DateOnly expiry, double years, double spot, double forward, double discount, SmileCurve smile, double low, double high)
    {
        (Expiry, Years, Spot, Forward, Discount, _smile, _low, _high) = (expiry, years, spot, forward, discount, smile, low, high);
        AtmDeviation = Math.Sqrt(smile.TotalVariance(0));
        if (double.IsFinite(low))
        {
            (_belowLow, _putLow) = (Inside(low).Below, Black(low).Put);
            _lowPower = _putLow > Nothing ? _belowLow * Math.Exp(low) / _putLow : double.PositiveInfinity;
        }

        if (double.IsFinite(high))
        {
            (_aboveHigh, _callHigh) = (Inside(high).Above, Black(high).Call);
            _highPower = _callHigh > Nothing ? _aboveHigh * Math.Exp(high) / _callHigh : double.PositiveInfinity;
        }
    }

    /// <summary>The expiry.</summary>
    public DateOnly Expiry { get; }

    /// <summary>Option time in years of 365 days.</summary>
    public double Years { get; }

    /// <summary>Price of the underlying today.</summary>
    public double Spot { get; }

    /// <summary>Forward price of the underlying: the mean.</summary>
    public double Forward { get; }

    /// <summary>Value today of one unit paid at expiry.</summary>
    public double Discount { get; }

    /// <summary>At-the-money-forward volatility times √years.</summary>
    public double AtmDeviation { get; }

    /// <summary>Price below which the lower tail begins; 0 when the smile counts everywhere.</summary>
    public double LowestPrice => Forward * Math.Exp(_low);

    /// <summary>Price above which the upper tail begins; infinite when the smile counts everywhere.</summary>
    public double HighestPrice => Forward * Math.Exp(_high);

    /// <summary>
    /// The move of one standard deviation, from today's price: the mean distance of the price from the forward times √(π/2), which is the standard deviation
    /// where prices are normal and is little moved by far tails. An at-the-money straddle costs the mean distance.
    /// </summary>
    public double ExpectedMove => Spot * Math.Sqrt(2 * Math.PI) * Undiscounted(0).Call;

    /// <summary>
    /// The distribution of a model's SSVI smile: everywhere where its shape excludes arbitrage at every strike, else as of any smile to six deviations.
    /// </summary>
    internal static (RiskNeutralDistribution? Distribution, string? Reason) Of(ExpirySmile smile, double spot)
    {
        (var curve, double forward) = (new SmileCurve(smile.Smile), spot * smile.Growth);
        double deviation = Math.Sqrt(smile.Smile.TotalVariance(0)), reach = ModelDeviations * deviation;
        return smile.Years > 0 && forward > 0 && deviation is > 0 and < 1 && smile.Smile.Slope * (1 + Math.Abs(smile.Smile.Tilt)) < SteepestWings
            ? (new(smile.Expiry, smile.Years, spot, forward, smile.Discount, curve, double.NegativeInfinity, double.PositiveInfinity), null)
            : Of(smile.Expiry, smile.Years, spot, forward, smile.Discount, curve, -reach, reach);
    }

    /// <summary>The distribution of a smile that counts between two log-moneynesses.</summary>
    /// <param name="expiry">The expiry.</param>
    /// <param name="years">Option time, &gt; 0.</param>
    /// <param name="spot">Price of the underlying today, &gt; 0.</param>
    /// <param name="forward">Forward price, &gt; 0.</param>
    /// <param name="discount">Value today of one unit paid at expiry, &gt; 0.</param>
    /// <param name="smile">Total variance by log-moneyness.</param>
    /// <param name="low">Where the lower tail begins, negative; drawn in where the smile leaves no room for one.</param>
    /// <param name="high">Where the upper tail begins, positive.</param>
    /// <returns>The distribution, or the reason why there is none.</returns>
    public static (RiskNeutralDistribution? Distribution, string? Reason) Of(
        DateOnly expiry, double years, double spot, double forward, double discount, SmileCurve smile, double low, double high)
    {
        if (!(years > 0 && spot > 0 && forward > 0 && discount > 0) || !double.IsFinite(years + spot + forward + discount))
            return (null, Invariant($"the expiry {expiry:yyyy-MM-dd} has no life, forward or discount"));
        double deviation = Math.Sqrt(smile.TotalVariance(0));
        if (!(deviation > 0) || !(low < 0 && high > 0))
            return (null, Invariant($"the smile of {expiry:yyyy-MM-dd} has no volatility at the money"));

        // The widest part around the money on which the density is not negative.
        double step = smile.CheckStep(low, high), from = 0, to = 0;
        while (from > low && smile.Butterfly(Math.Max(low, from - step)) >= 0)
            from = Math.Max(low, from - step);
        while (to < high && smile.Butterfly(Math.Min(high, to + step)) >= 0)
            to = Math.Min(high, to + step);
        for (int i = 0; i < Inward && from < -deviation && to > deviation; i++)
        {
            var found = new RiskNeutralDistribution(expiry, years, spot, forward, discount, smile, from, to);
            bool left = found._lowPower > 1 && found._belowLow >= 0, right = found._highPower > 0 && found._aboveHigh >= 0;
            if (left && right)
                return (found, null);
            (from, to) = (left ? from : from * Draw, right ? to : to * Draw);
        }

        return (null, Invariant($"the smile of {expiry:yyyy-MM-dd} gives negative probabilities within a standard deviation of the forward"));
    }

    /// <summary>P(S ≤ price).</summary>
    public double Below(double price)
    {
        if (!(price > 0))
            return 0;
        double k = Math.Log(price / Forward);
        return k < _low ? LowTail(k) : k > _high ? 1 - HighTail(k) : Math.Clamp(Inside(k).Below, 0, 1);
    }

    /// <summary>P(S &gt; price), exact far above the forward too.</summary>
    public double Above(double price)
    {
        if (!(price > 0))
            return 1;
        double k = Math.Log(price / Forward);
        return k < _low ? 1 - LowTail(k) : k > _high ? HighTail(k) : Math.Clamp(Inside(k).Above, 0, 1);
    }

    /// <summary>Density by price, per unit of the underlying's currency; never negative.</summary>
    public double Density(double price)
    {
        if (!(price > 0) || double.IsInfinity(price))
            return 0;
        double k = Math.Log(price / Forward);
        if (k < _low)
            return double.IsInfinity(_lowPower) ? 0 : (_lowPower - 1) * LowTail(k) / price;
        if (k > _high)
            return double.IsInfinity(_highPower) ? 0 : (_highPower + 1) * HighTail(k) / price;
        (double w, double first, double second) = _smile.At(k);
        double deviation = Math.Sqrt(w), d2 = (-k / deviation) - (0.5 * deviation);
        return Math.Max(0, SviSmile.Butterfly(k, w, first, second)) * NormalDistribution.Density(d2) / (deviation * price);
    }

    /// <summary>Implied volatility of a strike as a fraction, from its price under the distribution.</summary>
    public double Vol(double strike)
    {
        double k = Math.Log(strike / Forward);
        if (k >= _low && k <= _high)
            return Math.Sqrt(_smile.TotalVariance(k) / Years);
        OptionRight right = k < 0 ? OptionRight.Put : OptionRight.Call;
        ImpliedVol found = ImpliedVolatility.Solve(right, Price(right, strike) / Discount, Forward, strike, Years, 0);
        return found.Status == ImpliedVolStatus.Solved ? found.VolAnnual : Math.Sqrt(_smile.TotalVariance(k < 0 ? _low : _high) / Years);
    }

    /// <summary>Price of a European option: the discounted mean of what it pays.</summary>
    /// <param name="right">Call or put.</param>
    /// <param name="strike">Strike, &gt; 0.</param>
    public double Price(OptionRight right, double strike)
    {
        (double put, double call) = Undiscounted(Math.Log(strike / Forward));
        return Discount * Forward * (right == OptionRight.Call ? call : put);
    }

    /// <summary>The price below which the underlying ends with a probability.</summary>
    /// <param name="probability">In (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not between 0 and 1.</exception>
    public double Quantile(double probability)
    {
        if (!(probability > 0 && probability < 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability,
                "A probability must lie between 0 and 1, both excluded. Pass 0.5 for the median.");
        if (double.IsFinite(_low) && probability < _belowLow)
            return Forward * Math.Exp(_low + (Math.Log(probability / _belowLow) / (_lowPower - 1)));
        if (double.IsFinite(_high) && 1 - probability < _aboveHigh)
            return Forward * Math.Exp(_high - (Math.Log((1 - probability) / _aboveHigh) / (_highPower + 1)));
        double low = Math.Max(_low, -FarthestDeviations * AtmDeviation), high = Math.Min(_high, FarthestDeviations * AtmDeviation), k = 0;
        // Newton's method kept within a bracket.
        for (int i = 0; i < 100 && high - low > 1e-14; i++)
        {
            double miss = Inside(k).Below - probability;
            (low, high) = miss > 0 ? (low, k) : (k, high);
            if (Math.Abs(miss) < 1e-13)
                break;
            double price = Forward * Math.Exp(k), density = Density(price) * price, next = k - (miss / density);
            k = next > low && next < high ? next : 0.5 * (low + high);
        }

        return Forward * Math.Exp(k);
    }

    /// <summary>Mean of a payoff at expiry, not discounted.</summary>
    /// <param name="payoff">Payoff by price of the underlying; growing at most linearly.</param>
    /// <param name="kinks">Prices at which it bends, where its mean is to be exact.</param>
    /// <remarks>
    /// The price line is cut into cells; each counts with its exact probability at its exact mean, so that total, mean and whatever is linear between the kinks
    /// are exact, and what bends smoothly to 1e-5 of the forward.
    /// </remarks>
    public double Expectation(Func<double, double> payoff, params ReadOnlySpan<double> kinks)
    {
        Span<double> edges = stackalloc double[Cells + 1 + Math.Min(kinks.Length, 64)];
        int count = 0;
        double from = -CellDeviations * AtmDeviation, step = -2 * from / Cells;
        for (int i = 0; i <= Cells; i++)
            edges[count++] = from + (i * step);
        foreach (double kink in kinks[..Math.Min(kinks.Length, 64)])
        {
            if (kink > 0)
                edges[count++] = Math.Log(kink / Forward);
        }

        edges = edges[..count];
        edges.Sort();
        double mean = 0, below = 0, put = 0, level = 0;
        for (int i = 0; i < count; i++)
        {
            double k = edges[i], price = Math.Exp(k), nextBelow = Math.Max(below, Below(Forward * price)), nextPut = Undiscounted(k).Put;
            double mass = nextBelow - below, worth = (price * nextBelow) - nextPut - ((level * below) - put);
            mean += mass > 0 ? mass * payoff(Forward * Math.Clamp(worth / mass, level, price)) : 0;
            (below, put, level) = (nextBelow, nextPut, price);
        }

        double above = Above(Forward * level), call = Undiscounted(edges[^1]).Call;
        return mean + (above > 0 ? above * payoff(Forward * (level + (call / above))) : 0);
    }

    // Put and call over the forward, not discounted.
    private (double Put, double Call) Undiscounted(double k)
    {
        if (k < _low)
        {
            double put = double.IsInfinity(_lowPower) ? 0 : _putLow * Math.Exp(_lowPower * (k - _low));
            return (put, put + 1 - Math.Exp(k));
        }

        if (k > _high)
        {
            double call = double.IsInfinity(_highPower) ? 0 : _callHigh * Math.Exp(-_highPower * (k - _high));
            return (call - 1 + Math.Exp(k), call);
        }

        return Black(k);
    }

    private double LowTail(double k) => double.IsInfinity(_lowPower) ? 0 : _belowLow * Math.Exp((_lowPower - 1) * (k - _low));

    private double HighTail(double k) => double.IsInfinity(_highPower) ? 0 : _aboveHigh * Math.Exp(-(_highPower + 1) * (k - _high));

    private (double Below, double Above) Inside(double k)
    {
        (double w, double first, _) = _smile.At(k);
        double deviation = Math.Sqrt(w), d2 = (-k / deviation) - (0.5 * deviation), slope = NormalDistribution.Density(d2) * 0.5 * first / deviation;
        return d2 > 0
            ? (NormalDistribution.Cdf(-d2) + slope, 1 - NormalDistribution.Cdf(-d2) - slope)
            : (1 - NormalDistribution.Cdf(d2) + slope, NormalDistribution.Cdf(d2) - slope);
    }

    // The out-of-the-money one is computed and the other follows by parity, so that neither loses digits.
    private (double Put, double Call) Black(double k)
    {
        double deviation = Math.Sqrt(_smile.TotalVariance(k)), d1 = (-k / deviation) + (0.5 * deviation), strike = Math.Exp(k);
        if (k >= 0)
        {
            double call = Math.Max(0, NormalDistribution.Cdf(d1) - (strike * NormalDistribution.Cdf(d1 - deviation)));
            return (call - 1 + strike, call);
        }

        double put = Math.Max(0, (strike * NormalDistribution.Cdf(deviation - d1)) - NormalDistribution.Cdf(-d1));
        return (put, put + 1 - strike);
    }
}
