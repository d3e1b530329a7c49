using ResearchLab.Options;

namespace ResearchLab.Market;

/// <summary>
/// An implied-volatility surface of one underlying at one close: a mean-reverting term structure of at-the-money-forward
/// variance and a smile in log-moneyness, free of static arbitrage by construction.
/// </summary>
/// <param name="ShortVariance">At-the-money variance a year at zero tenor (0.04 means 20% volatility); positive.</param>
/// <param name="LongVariance">Variance a year the forward variance reverts to; positive.</param>
/// <param name="MeanReversion">Speed of that reversion per year; positive.</param>
/// <param name="Correlation">Smile asymmetry in (−1, 0]: more negative makes puts dearer.</param>
/// <param name="Curvature">Smile curvature, positive; held within the no-arbitrage bound of each expiry.</param>
/// <param name="Decay">Exponent by which the smile flattens with total variance, in (0, 0.5].</param>
/// <param name="RatePerYear">Continuously compounded risk-free rate, fraction a year.</param>
/// <param name="SpreadScale">Bid–ask spreads as a multiple of those of S&amp;P 500 index options of 2019; positive.</param>
/// <remarks>
/// Total variance is θ(T) = ∫₀ᵀ L + (S − L)e^(−κt) dt with S short, L long variance, so forward variance lies between S and L and is
/// never negative: no calendar arbitrage. The smile is SSVI, w(k,θ) = θ/2·(1 + ρφk + √((φk + ρ)² + 1 − ρ²)) with
/// φ(θ) = η / (θ^γ (1 + θ)^(1−γ)), at most 2 / √(θ(1 + |ρ|)). Then θφ² (1 + |ρ|) ≤ 4, which with θφ(1 + |ρ|) &lt; 4 (at-the-money deviations below 1) excludes
/// butterfly arbitrage, and 0 ≤ (θφ)' ≤ φ, which excludes calendar arbitrage (Gatheral and Jacquier, 2014, "Arbitrage-free SVI volatility surfaces",
/// Quantitative Finance 14(1), theorems 4.1 and 4.2). Volatilities are those of European options; <see cref="Style"/> says how quotes are priced with them.
/// </remarks>
public readonly record struct VolSurface(
    double ShortVariance,
    double LongVariance,
    double MeanReversion,
    double Correlation,
    double Curvature,
    double Decay,
    double RatePerYear,
    double SpreadScale = 1)
{
    /// <summary>Expected dividends; null for none. The forward is spot · prepaid share · e^(rate · years).</summary>
    public Carry? Carry { get; init; }

    /// <summary>How the options are exercised, and so priced.</summary>
    public ExerciseStyle Style { get; init; }

    /// <summary>The spread model; null for that of the shipped constants.</summary>
    public SpreadModel? Spread { get; init; }

    /// <summary>The same surface with all volatilities and all spreads multiplied.</summary>
    /// <param name="level">Factor on volatilities, positive.</param>
    /// <param name="spread">Factor on spreads, positive.</param>
    public VolSurface Shift(double level, double spread) => this with
    {
        ShortVariance = ShortVariance * level * level,
        LongVariance = LongVariance * level * level,
        SpreadScale = SpreadScale * spread,
    };

    /// <summary>At-the-money-forward variance a year averaged over <paramref name="years"/>.</summary>
    /// <param name="years">Calendar days to expiry / 365; 0 gives the short variance.</param>
    public double AtmVariance(double years) =>
        LongVariance + ((ShortVariance - LongVariance) * AverageLoading(MeanReversion, years));

    /// <summary>At-the-money-forward volatility a √year over <paramref name="years"/>, as a fraction.</summary>
    public double AtmVol(double years) => Math.Sqrt(AtmVariance(years));

    /// <summary>The smile of one expiry.</summary>
    /// <param name="spot">Price of the underlying, positive.</param>
    /// <param name="years">Calendar days to expiry / 365, positive.</param>
    public VolSlice At(double spot, double years) => new(this, spot, years);

    /// <summary>Implied volatility of one strike as a fraction.</summary>
    public double ImpliedVol(double spot, double strike, double years) => At(spot, years).ImpliedVol(strike);

    /// <summary>The surface whose at-the-money variance is as given at 30 and 93 days.</summary>
    /// <param name="variance30">At-the-money variance a year over 30 days.</param>
    /// <param name="variance93">At-the-money variance a year over 93 days.</param>
    /// <param name="meanReversion">Speed of reversion per year.</param>
    /// <returns>
    /// Short and long variance. Where the two nodes would need a forward variance below a quarter of the 93-day node, that end is
    /// held at this floor and only one node is met: the 30-day node when the long end is floored, the 93-day node when the short end is.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">A variance is not positive and finite.</exception>
    public static (double Short, double Long) TermStructure(double variance30, double variance93, double meanReversion)
    {
        if (!(variance30 > 0 && double.IsFinite(variance30)))
            throw new ArgumentOutOfRangeException(nameof(variance30), variance30, "A variance must be positive and finite. Check the volatility index.");
        if (!(variance93 > 0 && double.IsFinite(variance93)))
            throw new ArgumentOutOfRangeException(nameof(variance93), variance93, "A variance must be positive and finite. Check the volatility index.");
        double near = AverageLoading(meanReversion, 30 / 365.0), far = AverageLoading(meanReversion, 93 / 365.0);
        double gap = (variance30 - variance93) / (near - far);
        double longVariance = variance30 - (gap * near);
        double floor = 0.25 * variance93;
        if (longVariance < floor)
            return (floor + ((variance30 - floor) / near), floor);
        if (longVariance + gap < floor)
            return (floor, (variance93 - (floor * far)) / (1 - far));
        return (longVariance + gap, longVariance);
    }

    /// <summary>Average of e^(−κt) over [0, years].</summary>
    internal static double AverageLoading(double meanReversion, double years)
    {
        double x = meanReversion * years;
        return x < 1e-6 ? 1 - (0.5 * x) : (1 - Math.Exp(-x)) / x;
    }
}
