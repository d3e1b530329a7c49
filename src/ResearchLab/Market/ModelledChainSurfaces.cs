namespace ResearchLab.Market;

/// <summary>The surfaces of a whole history: volatility indices, the symbol's realised volatility against the market's, and the rate.</summary>
public static class ModelledChainSurfaces
{
    /// <summary>Returns over which realised volatilities are compared.</summary>
    public const int Window = 63;

    private const int ShortWindow = 21;
    private static readonly double s_points = 100 * Math.Sqrt(252);

    /// <summary>Bounds of the volatility ratio; beyond them 63 returns say more about one jump than about volatility.</summary>
    public const double LowestRatio = 0.4, HighestRatio = 6;

    /// <summary>
    /// The 30-day index in points that usually goes with realised volatilities, for sessions without one:
    /// ln VIX = 1.0219 + 0.3444 ln RV21 + 0.3780 ln RV63, least squares on S&amp;P 500 closes and VIX of 1990–2009. On 2010–2022, not used in the
    /// fit: 3% too high on average, residual 18%, mean absolute error 2.9 points.
    /// </summary>
    /// <param name="realised21">Root mean square of 21 log returns, annualised over 252 sessions, in points.</param>
    /// <param name="realised63">The same of 63.</param>
    public static double EstimateIndex(double realised21, double realised63) =>
        Math.Exp(1.0219 + (0.3444 * Math.Log(realised21)) + (0.3780 * Math.Log(realised63)));

    /// <summary>One surface a bar from what was known at its close.</summary>
    /// <param name="bars">Bars of the symbol.</param>
    /// <param name="context">Market bars, volatility indices and rate; a missing rate counts as 0.</param>
    /// <param name="spreadScale">Spreads over those of index options, see <see cref="ModelledChain.Surface"/>.</param>
    /// <returns>
    /// Null during the warm-up of <see cref="Window"/> returns and where the market has no realised volatility either. A missing 30-day index
    /// is estimated from the market's realised volatility (<see cref="EstimateIndex"/>). The symbol whose bars are the market's has ratio 1
    /// from its first bar.
    /// </returns>
    public static VolSurface?[] Of(BarSeries bars, MarketContext context, double spreadScale = 1)
    {
        double[] vix = context.Vix.AlignTo(bars.Sessions), vix3M = context.Vix3M.AlignTo(bars.Sessions), rate = context.TBill13W.AlignTo(bars.Sessions);
        bool isMarket = bars.Symbol == context.Market.Symbol;
        double[] market = new double[bars.Count];
        for (int i = 0; i < market.Length; i++)
            market[i] = context.Market.IndexOf(bars.Sessions[i]) is >= 0 and var row ? context.Market.Close[row] : double.NaN;

        var surfaces = new VolSurface?[bars.Count];
        for (int i = 0; i < surfaces.Length; i++)
        {
            double ratio = isMarket ? 1 : Math.Clamp(Deviation(bars.Close, i, Window) / Deviation(market, i, Window), LowestRatio, HighestRatio);
            double index = vix[i] > 0 ? vix[i] : EstimateIndex(s_points * Deviation(market, i, ShortWindow), s_points * Deviation(market, i, Window));
            if (index > 0 && ratio > 0)
                surfaces[i] = ModelledChain.Surface(index, vix3M[i] > 0 ? vix3M[i] : double.NaN, ratio, double.IsNaN(rate[i]) ? 0 : rate[i], spreadScale);
        }

        return surfaces;
    }

    /// <summary>Root mean square of the last log returns; NaN when one is missing.</summary>
    private static double Deviation(double[] close, int row, int window)
    {
        if (row < window)
            return double.NaN;
        double sum = 0;
        for (int i = row - window + 1; i <= row; i++)
        {
            double change = Math.Log(close[i] / close[i - 1]);
            sum += change * change;
        }

        return Math.Sqrt(sum / window);
    }
}
