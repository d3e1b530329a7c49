using System.Collections.Frozen;
using ResearchLab.Basics;
using static ResearchLab.Features.FeatureGroup;
using static ResearchLab.Features.FeatureInputs;

namespace ResearchLab.Features;

/// <summary>The 84 features, version 1: their names, order and meaning are the contract between the lake, the models and the reports.</summary>
public static class FeatureCatalog
{
    /// <summary>Version of the set; it changes when a name, the order or a definition does.</summary>
    public const int SetVersion = 1;

    private const string Wilder = "Wilder (1978), as TA-Lib", Definition = "definition";
    private const FeatureInputs Range = High | Low | Close, Bar = Open | Range;

    /// <summary>All features in order; the feature numbered n is at n − 1.</summary>
    public static IReadOnlyList<FeatureDefinition> All { get; } = Number(
    [
        .. LogReturns(1, 5, 10, 21, 63, 126),
        New("gap_open", PriceAndTrend, "ln(open / previous close)", "log return", Open | Close, 1, Definition),
        .. DistancesToSma(10, 20, 50, 200),
        New("sma20_to_sma50", PriceAndTrend, "SMA20 / SMA50 − 1", "fraction", Close, 49, "TA-Lib SMA"),
        New("sma50_to_sma200", PriceAndTrend, "SMA50 / SMA200 − 1", "fraction", Close, 199, "TA-Lib SMA"),
        Smoothed("ema12_to_ema26", PriceAndTrend, "EMA12 / EMA26 − 1", "fraction", Close, 300, "TA-Lib EMA"),
        Smoothed("macd_hist_atr", PriceAndTrend, "MACD(12, 26, 9) histogram / ATR14", "ATRs", Range, 300, "Appel; TA-Lib EMA, ATR"),
        Smoothed("adx14", PriceAndTrend, "Average directional index, 14", "0 … 100", Range, 250, Wilder),
        Smoothed("di_spread14", PriceAndTrend, "+DI14 − −DI14", "−100 … 100", Range, 300, Wilder),
        New("aroon_osc25", PriceAndTrend, "Aroon up − Aroon down, 25", "−100 … 100", High | Low, 25, "Chande (1995), as TA-Lib"),
        New("trend_slope21", PriceAndTrend, "Least-squares slope of ln close over 21 sessions, × 252", "log growth a year", Close, 20, Definition),
        New("trend_r2_21", PriceAndTrend, "R² of that fit", "0 … 1", Close, 20, Definition),

        Smoothed("rsi5", Momentum, "Relative strength index, 5", "0 … 100", Close, 100, Wilder),
        Smoothed("rsi14", Momentum, "Relative strength index, 14", "0 … 100", Close, 250, Wilder),
        New("stoch_k14", Momentum, "Fast stochastic %K, 14", "0 … 100", Range, 13, "Lane, as TA-Lib STOCHF"),
        New("stoch_d14_3", Momentum, "SMA3 of stoch_k14", "0 … 100", Range, 15, "Lane, as TA-Lib STOCHF"),
        Smoothed("stoch_rsi14", Momentum, "Stochastic of RSI14 over 14", "0 … 100", Close, 300, "Chande and Kroll (1994), as TA-Lib"),
        New("cci20", Momentum, "Commodity channel index, 20", "index", Range, 19, "Lambert (1980), as TA-Lib"),
        New("mfi14", Momentum, "Money flow index, 14", "0 … 100", Range | FeatureInputs.Volume, 14, "Quong and Soudack (1989), as TA-Lib"),
        Smoothed("trix15", Momentum, "1-session change of the triple EMA15", "percent", Close, 200, "Hutson (1983), as TA-Lib"),
        New("ultimate_osc", Momentum, "Ultimate oscillator, 7, 14, 28", "0 … 100", Range, 28, "Williams (1985), as TA-Lib"),
        Smoothed("connors_rsi", Momentum, "Mean of RSI3, RSI2 of the streak, percent rank 100 of ret_1d", "0 … 100", Close, 101, "Connors and Alvarez (2012)"),
        New("efficiency10", Momentum, "Efficiency ratio, 10", "0 … 1", Close, 10, "Kaufman (1995)"),
        Smoothed("streak", Momentum, "Consecutive rising (+) or falling (−) closes", "sessions", Close, 20, "Connors and Alvarez (2012)"),

        .. HistoricalVolatilities(5, 10, 21, 63),
        New("parkinson21", Volatility, "Volatility from high and low, 21", "fraction a √year", High | Low, 20, "Parkinson (1980)"),
        New("garman_klass21", Volatility, "Volatility from open, high, low, close, 21", "fraction a √year", Bar, 20, "Garman and Klass (1980)"),
        New("yang_zhang21", Volatility, "Drift-free volatility with overnight gaps, 21", "fraction a √year", Bar, 21, "Yang and Zhang (2000)"),
        Smoothed("atr14_pct", Volatility, "ATR14 / close", "fraction", Range, 250, Wilder),
        New("bb_width20", Volatility, "Width of the 2σ Bollinger bands / SMA20", "fraction", Close, 19, "Bollinger (2001), as TA-Lib"),
        New("bb_pctb20", Volatility, "Place of the close between the bands: 0 lower, 1 upper", "fraction", Close, 19, "Bollinger (2001), as TA-Lib"),
        New("hv5_to_hv63", Volatility, "hv5 / hv63", "ratio", Close, 63, Definition),
        New("hv21_pctile252", Volatility, "Share of the last 252 hv21 ≤ today's", "0 … 1", Close, 272, Definition),
        New("vol_of_vol63", Volatility, "Sample standard deviation over 63 of ln(hv10 / hv10[-1]), annualised", "fraction a √year", Close, 73, Definition),
        New("skew63", Volatility, "Sample skewness of ret_1d over 63", "standardised", Close, 63, "Joanes and Gill (1998), G₁"),
        New("kurt63", Volatility, "Sample excess kurtosis of ret_1d over 63", "standardised", Close, 63, "Joanes and Gill (1998), G₂"),
        New("downside_share21", Volatility, "Share of the squared ret_1d over 21 that is from falls", "0 … 1", Close, 21, Definition),

        New("rel_volume20", FeatureGroup.Volume, "Volume / SMA20 of volume", "ratio", FeatureInputs.Volume, 19, Definition),
        New("volume_z63", FeatureGroup.Volume, "z-score of ln volume over 63", "standard deviations", FeatureInputs.Volume, 62, Definition),
        New("obv_slope21", FeatureGroup.Volume, "Least-squares slope of OBV over 21 / SMA21 of volume", "ratio", Close | FeatureInputs.Volume, 20,
            "Granville (1963), as TA-Lib"),
        New("cmf20", FeatureGroup.Volume, "Chaikin money flow, 20", "−1 … 1", Range | FeatureInputs.Volume, 19, "Chaikin"),
        New("vwap_dist20", FeatureGroup.Volume, "Close / VWAP20 of the typical price − 1", "fraction", Range | FeatureInputs.Volume, 19, Definition),
        New("amihud21", FeatureGroup.Volume, "Mean over 21 of |ret_1d| / (close · volume) × 10⁹", "return a billion traded", Close | FeatureInputs.Volume, 21,
            "Amihud (2002)", scaleFree: false),

        New("atm_iv30", OptionChain, "At-the-money-forward implied volatility, 30 days", "fraction a √year", Chain, 0, Definition),
        New("iv_rank252", OptionChain, "Place of atm_iv30 between its 252-session low and high; gaps of up to 5 sessions bridged", "0 … 1", Chain, 251,
            Definition),
        New("iv_pctile252", OptionChain, "Share of the last 252 atm_iv30 ≤ today's; gaps of up to 5 sessions bridged", "0 … 1", Chain, 251, Definition),
        New("iv_hv_spread", OptionChain, "atm_iv30 − yang_zhang21", "fraction a √year", Chain | Bar, 21, Definition),
        New("iv_change1d", OptionChain, "atm_iv30 − atm_iv30[-1]", "fraction a √year", Chain, 1, Definition),
        New("iv_change5d", OptionChain, "atm_iv30 − atm_iv30[-5]", "fraction a √year", Chain, 5, Definition),
        New("term_slope_30_60", OptionChain, "60-day − 30-day at-the-money implied volatility", "fraction a √year", Chain, 0, Definition),
        New("term_slope_30_90", OptionChain, "90-day − 30-day at-the-money implied volatility", "fraction a √year", Chain, 0, Definition),
        New("skew_25d_30", OptionChain, "25-delta put − 25-delta call implied volatility, 30 days", "fraction a √year", Chain, 0, Definition),
        New("butterfly_25d_30", OptionChain, "Mean of 25-delta put and call − at-the-money implied volatility, 30 days", "fraction a √year", Chain, 0,
            Definition),
        New("put_call_volume", OptionChain, "ln((puts + 1) / (calls + 1)) of volume", "log ratio", Chain, 0, Definition),
        New("put_call_oi", OptionChain, "ln((puts + 1) / (calls + 1)) of open interest", "log ratio", Chain, 0, Definition),
        New("max_pain_dist", OptionChain, "Max-pain strike of the nearest monthly expiry / close − 1", "fraction", Chain | Close, 0, Definition,
            scaleFree: false),
        New("expected_move30", OptionChain, "At-the-money straddle mid at 30 days / close", "fraction", Chain | Close, 0, Definition, scaleFree: false),
        New("gamma_exposure", OptionChain, "Dealers' dollar gamma for a 1% move / (close · SMA21 of volume), calls +, puts −", "fraction of turnover",
            Chain | Close | FeatureInputs.Volume, 20, Definition, scaleFree: false),
        New("atm_spread_pct", OptionChain, "Median relative bid–ask spread of the four nearest-to-ATM 30-day contracts", "fraction of mid", Chain, 0,
            Definition),

        New("vix", FeatureGroup.Market, "VIX close", "points", Vix, 0, Definition),
        New("vix_change5d", FeatureGroup.Market, "vix − vix[-5]", "points", Vix, 5, Definition),
        New("vix_pctile252", FeatureGroup.Market, "Share of the last 252 vix ≤ today's", "0 … 1", Vix, 251, Definition),
        New("vix_term", FeatureGroup.Market, "vix / VIX3M", "ratio", Vix | Vix3M, 0, Definition),
        New("market_ret21", FeatureGroup.Market, "ret_21d of the market symbol", "log return", MarketClose, 21, Definition),
        New("market_to_sma200", FeatureGroup.Market, "close_to_sma200 of the market symbol", "fraction", MarketClose, 199, "TA-Lib SMA"),
        New("beta63", FeatureGroup.Market, "Least-squares beta of ret_1d on the market's, 63", "ratio", Close | MarketClose, 63, Definition),
        New("corr63", FeatureGroup.Market, "Correlation of ret_1d with the market's, 63", "−1 … 1", Close | MarketClose, 63, Definition),
        New("drawdown252", FeatureGroup.Market, "Close / highest close of 252 − 1", "fraction", Close, 251, Definition),
        New("tbill_13w", FeatureGroup.Market, "13-week T-bill yield", "fraction a year", TBill13W, 0, Definition),

        New("day_of_week", FeatureGroup.Calendar, "Monday 1 … Friday 5", "weekday", None, 0, Definition),
        New("sessions_to_opex", FeatureGroup.Calendar, "Sessions until the next monthly option expiry, 0 on it", "sessions", FeatureInputs.Calendar, 0,
            Definition),
        New("sessions_to_month_end", FeatureGroup.Calendar, "Sessions left in the month after this one", "sessions", FeatureInputs.Calendar, 0, Definition),
        New("days_to_next_session", FeatureGroup.Calendar, "Calendar days to the next session", "days", FeatureInputs.Calendar, 0, Definition),
    ]);

    private static readonly FrozenDictionary<string, int> s_indices =
        All.ToFrozenDictionary(feature => feature.Name, feature => feature.Number - 1, StringComparer.Ordinal);

    /// <summary>Column of the feature called <paramref name="name"/>, 0 … 83.</summary>
    /// <exception cref="UsageException">No feature has that name.</exception>
    public static int IndexOf(string name) =>
        s_indices.TryGetValue(name, out int index)
            ? index
            : throw new UsageException($"There is no feature '{name}' in set {SetVersion}; see FeatureCatalog.All for the names.");

    private static FeatureDefinition New(
        string name, FeatureGroup group, string description, string unit, FeatureInputs inputs, int warmUp, string source, bool scaleFree = true) =>
        new(0, name, group, description, unit, inputs, warmUp, source, scaleFree);

    private static FeatureDefinition Smoothed(
        string name, FeatureGroup group, string description, string unit, FeatureInputs inputs, int warmUp, string source) =>
        new(0, name, group, description, unit, inputs, warmUp, source, Recursive: true);

    private static IEnumerable<FeatureDefinition> LogReturns(params int[] sessions) => sessions.Select(n =>
        New(Invariant($"ret_{n}d"), PriceAndTrend, Invariant($"ln(close / close {n} sessions earlier)"), "log return", Close, n, Definition));

    private static IEnumerable<FeatureDefinition> DistancesToSma(params int[] windows) => windows.Select(n =>
        New(Invariant($"close_to_sma{n}"), PriceAndTrend, Invariant($"Close / SMA{n} − 1"), "fraction", Close, n - 1, "TA-Lib SMA"));

    private static IEnumerable<FeatureDefinition> HistoricalVolatilities(params int[] windows) => windows.Select(n =>
        New(Invariant($"hv{n}"), Volatility, Invariant($"Sample standard deviation of ret_1d over {n}, annualised"), "fraction a √year", Close, n, Definition));

    private static FeatureDefinition[] Number(FeatureDefinition[] features) =>
        [.. features.Select((feature, index) => feature with { Number = index + 1 })];
}
