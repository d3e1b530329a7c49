namespace ResearchLab.Market;

/// <summary>What the features of one symbol see of the market around it.</summary>
/// <param name="Market">Bars of the market symbol (SPY, or the simulated market index).</param>
/// <param name="Vix">30-day implied-volatility index of the market, in points (20 means 20%).</param>
/// <param name="Vix3M">3-month implied-volatility index, in points; empty before it existed.</param>
/// <param name="TBill13W">13-week T-bill yield, fraction a year.</param>
/// <param name="Skew">Cboe's SKEW index; null or empty where there is none.</param>
public sealed record MarketContext(BarSeries Market, DailySeries Vix, DailySeries Vix3M, DailySeries TBill13W, DailySeries? Skew = null);
