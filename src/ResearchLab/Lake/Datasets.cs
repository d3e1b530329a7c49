using ResearchLab.Columns;

namespace ResearchLab.Lake;

/// <summary>The datasets of the lake, as data.</summary>
public static class Datasets
{
    /// <summary>
    /// Bars. <c>interval</c> is <c>1d</c>; <c>adjustment</c> says what the prices are: <c>raw</c>, <c>splits</c> (adjusted by the vendor for
    /// splits) or <c>all</c> (for dividends too); <c>adj_close</c> is the vendor's total-return close or missing.
    /// </summary>
    public static DatasetSchema Bars { get; } = new()
    {
        Name = "bars",
        Columns =
        [
            new("interval", LakeType.Text), new("symbol", LakeType.Text), new("session", LakeType.Date), new("open", LakeType.Number),
            new("high", LakeType.Number), new("low", LakeType.Number), new("close", LakeType.Number), new("adj_close", LakeType.Number),
            new("volume", LakeType.Number), new("adjustment", LakeType.Text),
        ],
        Key = ["interval", "symbol", "session"],
        PartitionBy = ["symbol"],
        SortBy = ["interval", "session"],
    };

    /// <summary>
    /// Bars within sessions. <c>interval</c> is such as <c>1m</c> or <c>1h</c>, <c>time</c> the start of the bar in UTC; a bar is known when it ends.
    /// </summary>
    public static DatasetSchema Intraday { get; } = new()
    {
        Name = "intraday",
        Columns =
        [
            new("interval", LakeType.Text), new("symbol", LakeType.Text), new("session", LakeType.Date), new("time", LakeType.Instant),
            new("open", LakeType.Number), new("high", LakeType.Number), new("low", LakeType.Number), new("close", LakeType.Number),
            new("volume", LakeType.Number),
        ],
        Key = ["interval", "symbol", "session", "time"],
        PartitionBy = ["symbol"],
        PartitionByYear = true,
        SortBy = ["interval", "session", "time"],
    };

    /// <summary>
    /// Corporate actions by ex-session. <c>kind</c> is <c>split</c> (value: new shares for one old) or <c>dividend</c> (value: cash a share,
    /// before any later split).
    /// </summary>
    public static DatasetSchema Actions { get; } = new()
    {
        Name = "actions",
        Columns = [new("symbol", LakeType.Text), new("session", LakeType.Date), new("kind", LakeType.Text), new("value", LakeType.Number)],
        Key = ["symbol", "session", "kind"],
        PartitionBy = ["symbol"],
        SortBy = ["session", "kind"],
    };

    /// <summary>
    /// Option quotes. <c>right</c> is C or P, <c>origin</c> observed, modelled or demo; <c>iv</c> and <c>rate</c> are fractions a year,
    /// <c>spot</c> the underlying at the instant of the quotes.
    /// </summary>
    public static DatasetSchema Chains { get; } = new()
    {
        Name = "chains",
        Columns =
        [
            new("underlying", LakeType.Text), new("session", LakeType.Date), new("expiry", LakeType.Date), new("strike", LakeType.Number),
            new("right", LakeType.Text), new("bid", LakeType.Number), new("ask", LakeType.Number), new("last", LakeType.Number),
            new("volume", LakeType.Number), new("open_interest", LakeType.Number), new("iv", LakeType.Number), new("delta", LakeType.Number),
            new("origin", LakeType.Text), new("spot", LakeType.Number), new("rate", LakeType.Number),
        ],
        Key = ["underlying", "session", "origin", "expiry", "strike", "right"],
        PartitionBy = ["underlying"],
        PartitionByYear = true,
        SortBy = ["session", "origin", "expiry", "strike", "right"],
    };

    /// <summary>One value a date: volatility indices in points, rates as fractions a year, ratios.</summary>
    public static DatasetSchema Series { get; } = new()
    {
        Name = "series",
        Columns = [new("name", LakeType.Text), new("session", LakeType.Date), new("value", LakeType.Number)],
        Key = ["name", "session"],
        PartitionBy = ["name"],
        SortBy = ["session"],
    };

    /// <summary>
    /// Figures of companies by the date they are for. <c>period</c> is FY, Q1 to Q4, quote or screener; <c>name</c> is as the vendor writes it.
    /// </summary>
    public static DatasetSchema Fundamentals { get; } = new()
    {
        Name = "fundamentals",
        Columns = [new("symbol", LakeType.Text), new("session", LakeType.Date), new("period", LakeType.Text), new("name", LakeType.Text),
            new("value", LakeType.Number)],
        Key = ["symbol", "session", "period", "name"],
        PartitionBy = ["symbol"],
        SortBy = ["session", "period", "name"],
    };

    /// <summary>The summary of each chain, by version of the code that computed it. Derived.</summary>
    public static DatasetSchema ChainSummaries { get; } = new()
    {
        Name = "chain_summaries",
        Version = 2,
        Columns =
        [
            new("underlying", LakeType.Text), new("session", LakeType.Date), new("origin", LakeType.Text), new("version", LakeType.Whole),
            new("atm_iv_30", LakeType.Number), new("atm_iv_60", LakeType.Number), new("atm_iv_90", LakeType.Number),
            new("put_iv_25_delta_30", LakeType.Number), new("call_iv_25_delta_30", LakeType.Number),
            new("put_volume", LakeType.Number), new("call_volume", LakeType.Number),
            new("put_open_interest", LakeType.Number), new("call_open_interest", LakeType.Number),
            new("max_pain_strike", LakeType.Number), new("straddle_mid_30", LakeType.Number),
            new("dollar_gamma", LakeType.Number), new("atm_spread_pct", LakeType.Number), new("implied_yield", LakeType.Number),
        ],
        Key = ["underlying", "session", "origin", "version"],
        PartitionBy = ["underlying"],
        SortBy = ["session", "origin", "version"],
        Derived = true,
    };

    /// <summary>
    /// Derived: the features of one symbol and session. <c>set_version</c> is that of the feature set, <c>origin</c> that of the chain behind the row
    /// (observed, modelled, demo or none), <c>snapshot</c> the id of the files it was computed from; then one number a feature, missing where its
    /// warm-up or an input is.
    /// </summary>
    public static DatasetSchema Features => FeatureDataset.Schema;

    /// <summary>
    /// Derived: what became of each structure chosen at a session, per structure unit in dollars after costs. <c>spec</c> names rules, costs and
    /// exits; a row is known when its trade ended.
    /// </summary>
    public static DatasetSchema Labels { get; } = new()
    {
        Name = "labels",
        Version = 3,
        Columns =
        [
            new("symbol", LakeType.Text), new("session", LakeType.Date), new("structure", LakeType.Text), new("spec", LakeType.Text),
            new("origin", LakeType.Text), new("reason", LakeType.Text), new("entry", LakeType.Date), new("exit", LakeType.Date),
            new("pnl", LakeType.Number), new("costs", LakeType.Number), new("capital_at_risk", LakeType.Number),
            new("win_probability", LakeType.Number), new("min_win_probability", LakeType.Number),
            new("end", LakeType.Date), .. Enumerable.Range(1, 8).Select(corner => new LakeColumn(Invariant($"corner_{corner}"), LakeType.Number)),
        ],
        Key = ["symbol", "session", "structure", "spec"],
        PartitionBy = ["symbol"],
        SortBy = ["session", "structure", "spec"],
        Derived = true,
    };

    /// <summary>Rows a quality gate kept out: the reason, and the line of the file (or number of the row) with its text.</summary>
    public static DatasetSchema Quarantine { get; } = new()
    {
        Name = "quarantine",
        Columns =
        [
            new("dataset", LakeType.Text), new("source", LakeType.Text), new("line", LakeType.Whole), new("reason", LakeType.Text),
            new("text", LakeType.Text),
        ],
        Key = ["dataset", "source", "line", "reason"],
        PartitionBy = ["dataset"],
        SortBy = ["source", "line"],
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<DatasetSchema> All { get; } = [Bars, Intraday, Actions, Chains, Series, Fundamentals, ChainSummaries, Features, Labels,
        Quarantine];

    /// <summary>The dataset named <paramref name="name"/>.</summary>
    /// <exception cref="KeyNotFoundException">There is none; the message lists the nearest or all.</exception>
    public static DatasetSchema Find(string name) => All.FirstOrDefault(dataset => dataset.Name == name)
        ?? throw new KeyNotFoundException(FrameText.Missing(name, [.. All.Select(dataset => dataset.Name)]).Replace("column", "dataset")
            .Replace("Columns", "Datasets"));
}
