namespace ResearchLab.Market;

/// <summary>The numbers of the modelled chains that were fitted on real ones, dated.</summary>
/// <param name="Vintage">Name that evidence and label specs carry.</param>
/// <param name="FirstChain">Session of the first chain fitted on; what is modelled before it is hindsight.</param>
/// <param name="Level">At-the-money volatility from the indices.</param>
/// <param name="Smile">Shape of the smile.</param>
/// <param name="Spread">Spreads.</param>
/// <param name="MeanReversion">
/// Reversion speed of forward variance per year: the one that best gives the 9-day index from the 30- and 93-day ones, 2 768 closes of 2011 to 2021, residual
/// 8%. Chains of a few calm months hardly tell it.
/// </param>
/// <param name="Financing">
/// What option prices pay above a Treasury bill for money, fraction a year: bills are dearer than what puts and calls imply (van Binsbergen, Diamond and
/// Grotteria 2022, "Risk-free interest rates", J. Financial Economics 143(1), about 0.35% on average).
/// </param>
/// <param name="LevelError">80% bound of the level's relative error in a period it was not fitted on.</param>
/// <param name="SpreadError">The same of the logarithm of the spread.</param>
public sealed record ChainModel(
    string Vintage, DateOnly FirstChain, LevelModel Level, SmileModel Smile, SpreadModel Spread, double MeanReversion, double Financing,
    double LevelError, double SpreadError)
{
    /// <summary>
    /// The constants that ship: fitted on chains of SPX (April to June 2019) and SPY (2021); <see cref="ModelFit"/> and
    /// <c>lab chain model-error</c> repeat it. See docs/decisions/0007-modelled-chains.md for how wrong they are.
    /// </summary>
    public static ChainModel Shipped { get; } = new(
        "2021-12",
        new DateOnly(2019, 4, 25),
        new LevelModel(-0.1545, -0.509, 0.107, -0.0095, -0.0272),
        new SmileModel(0.81, -3.44, -0.655, 1.55, 0.44),
        new SpreadModel(3.4e-5, 8.1e-4, 1.68e-3, 7.4e-3, 1.4, 0.34, 5),
        MeanReversion: 4.6,
        Financing: 0.0035,
        LevelError: 0.05,
        SpreadError: 0.35);

    /// <summary>The surface of the market at a close.</summary>
    /// <param name="state">The market at that close.</param>
    /// <param name="volRatio">Volatility of the underlying over that of the market, from realised volatilities; 1 for the market.</param>
    /// <param name="billRate">Continuously compounded rate of Treasury bills, fraction a year; NaN where unknown, which prices at 0.</param>
    /// <param name="share">Whether it is of a single share, whose smile is flatter than an index's and whose money is therefore nearer to its model-free
    /// volatility.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index or the ratio is not positive and finite, or the rate infinite.</exception>
    public VolSurface Surface(in MarketState state, double volRatio = 1, double billRate = double.NaN, bool share = false)
    {
        state.Check();
        ModelledChain.RequirePositive(volRatio, nameof(volRatio), "Use 1 for the market itself.");
        if (double.IsInfinity(billRate))
            throw new ArgumentOutOfRangeException(nameof(billRate), billRate, "The rate must be finite. Use NaN when it is unknown.");
        double ratio = Level.Near(state), curvature = Smile.Curvature(ratio), correlation = Smile.Correlation(state.Return21);
        if (share)
            (curvature, correlation, ratio) = (SmileModel.ShareSteepness * curvature, SmileModel.ShareSteepness * correlation,
                Smile.LevelOf(SmileModel.ShareSteepness * curvature));
        double near = ratio * state.Vix / 100 * volRatio, far = Level.Far(ratio) * state.Far / 100 * volRatio;
        (double shortVariance, double longVariance) = VolSurface.TermStructure(near * near, far * far, MeanReversion);
        return new VolSurface(
            shortVariance, longVariance, MeanReversion, correlation, curvature, Smile.Decay,
            double.IsNaN(billRate) ? 0 : billRate + Financing)
        {
            Spread = Spread,
        };
    }
}
