using ResearchLab.Columns;
using ResearchLab.Market;

namespace ResearchLab.Features;

/// <summary>Features 71–80. The market's series are first put on the symbol's sessions, then every window counts those.</summary>
internal static class MarketFeatures
{
    public static void Compute(DateOnly[] sessions, BarColumns bars, MarketContext context, FeatureColumns columns)
    {
        double[] vix = columns["vix"];
        context.Vix.AlignTo(sessions).CopyTo(vix, 0);
        ChainFeatures.Change(vix, 5, columns["vix_change5d"]);
        Rolling.Percentile(vix, 252, columns["vix_pctile252"]);
        Ratio.Of(vix, context.Vix3M.AlignTo(sessions), columns["vix_term"]);

        BarColumns market = BarColumns.From(context.Market);
        double[] close = new DailySeries("market", context.Market.Sessions, market.Close).AlignTo(sessions);
        LogReturn.Compute(close, 21, columns["market_ret21"]);
        Sma.Distance(close, 200, columns["market_to_sma200"]);
        using var returns = new Scratch(bars.Rows);
        LogReturn.Compute(close, 1, returns.Span);
        Rolling.Beta(columns["ret_1d"], returns.Span, 63, columns["beta63"]);
        Rolling.Correlation(columns["ret_1d"], returns.Span, 63, columns["corr63"]);

        RangePosition.Drawdown(bars.Close, 252, columns["drawdown252"]);
        context.TBill13W.AlignTo(sessions).CopyTo(columns["tbill_13w"], 0);
    }
}
