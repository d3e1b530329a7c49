namespace ResearchLab.Market;

/// <summary>The surfaces of a whole history: volatility indices, the symbol's realised volatility against the market's, and the rate.</summary>
public static class ModelledChainSurfaces
{
    /// <summary>Returns over which realised volatilities are compared.</summary>
    public const int Window = 63;

    /// <summary>Bounds of the volatility ratio; beyond them 63 returns say more about one jump than about volatility.</summary>
    public const double LowestRatio = 0.4, HighestRatio = 6;

    /// <summary>One surface a bar from what was known at its close.</summary>
    /// <param name="bars">Bars of the symbol.</param>
    /// <param name="context">Market bars, volatility indices and rate; a missing rate counts as 0.</param>
    /// <param name="spreadScale">Spreads over those of index options, see <see cref="ModelledChain.Surface"/>.</param>
    /// <returns>
    /// Null during the warm-up of <see cref="Window"/> returns and where the 30-day index is missing. The symbol whose bars are the
    /// market's has ratio 1 from its first bar.
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
            double ratio = isMarket ? 1 : Math.Clamp(Deviation(bars.Close, i) / Deviation(market, i), LowestRatio, HighestRatio);
            if (vix[i] > 0 && ratio > 0)
                surfaces[i] = ModelledChain.Surface(vix[i], vix3M[i] > 0 ? vix3M[i] : double.NaN, ratio, double.IsNaN(rate[i]) ? 0 : rate[i], spreadScale);
        }

        return surfaces;
    }

    /// <summary>Root mean square of the last <see cref="Window"/> log returns; NaN when one is missing.</summary>
    private static double Deviation(double[] close, int row)
    {
        if (row < Window)
            return double.NaN;
        double sum = 0;
        for (int i = row - Window + 1; i <= row; i++)
        {
            double change = Math.Log(close[i] / close[i - 1]);
            sum += change * change;
        }

        return Math.Sqrt(sum / Window);
    }
}
