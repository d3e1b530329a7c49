using ResearchLab.Options;

namespace ResearchLab.Market;

/// <summary>The surfaces of a whole history: the market's state, the symbol's realised volatility against the market's, its dividends and the rate.</summary>
public static class ModelledChainSurfaces
{
    /// <summary>Returns over which realised volatilities are compared.</summary>
    public const int Window = 63;

    /// <summary>Bounds of the volatility ratio; beyond them 63 returns say more about one jump than about volatility.</summary>
    public const double LowestRatio = 0.4, HighestRatio = 6;

    /// <summary>One surface a bar from what was known at its close.</summary>
    /// <param name="bars">Bars of the symbol.</param>
    /// <param name="context">Market bars, indices and rate; a missing rate counts as 0.</param>
    /// <param name="model">The fitted numbers; null for those that ship.</param>
    /// <param name="carries">Expected dividends, one a bar; null for none.</param>
    /// <returns>
    /// Null during the warm-up of <see cref="Window"/> returns and where the market has no state (<see cref="MarketStates"/>). The symbol whose bars are
    /// the market's, and the index that the volatility indices are made of, have ratio 1 from their first bar.
    /// </returns>
    public static VolSurface?[] Of(BarSeries bars, MarketContext context, ChainModel? model = null, Carry[]? carries = null)
    {
        ArgumentNullException.ThrowIfNull(bars);
        ArgumentNullException.ThrowIfNull(context);
        model ??= ChainModel.Shipped;
        bool isMarket = IsMarket(bars.Symbol, context.Market.Symbol);
        double[] rate = context.TBill13W.AlignTo(bars.Sessions), market = MarketStates.Closes(bars, context);
        MarketState?[] states = MarketStates.Of(bars, context);
        ExerciseStyle style = ExerciseStyles.Of(bars.Symbol);
        var surfaces = new VolSurface?[bars.Count];
        for (int i = 0; i < surfaces.Length; i++)
        {
            double ratio = isMarket ? 1 : Math.Clamp(MarketStates.Deviation(bars.Close, i, Window) / MarketStates.Deviation(market, i, Window), LowestRatio,
                HighestRatio);
            if (states[i] is not { } state || !(ratio > 0))
                continue;
            surfaces[i] = model.Surface(state, ratio, rate[i], !isMarket && SpreadModel.IsShare(bars.Symbol)) with
            {
                SpreadScale = model.Spread.Scale(bars.Symbol, state.Stress),
                Style = style,
                Carry = carries?[i],
            };
        }

        return surfaces;
    }

    /// <summary>Whether a symbol is the market's fund or the index that the volatility indices are made of.</summary>
    internal static bool IsMarket(string symbol, string market) => symbol == market || symbol is "SPX" or "SPXW" or "XSP" or "^SPX" or "^GSPC";
}
