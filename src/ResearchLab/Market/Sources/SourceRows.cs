namespace ResearchLab.Market.Sources;

/// <summary>Rows as they arrive from a source: an answer, or a page of one, of one symbol. What is not given is null.</summary>
public sealed record SourceRows
{
    /// <summary>Daily bars, raw.</summary>
    public BarSeries? Bars { get; init; }

    /// <summary>Splits and dividends.</summary>
    public IReadOnlyList<CorporateAction>? Actions { get; init; }

    /// <summary>Bars within sessions.</summary>
    public IntradayBars? Intraday { get; init; }

    /// <summary>A chain.</summary>
    public Options.OptionChain? Chain { get; init; }

    /// <summary>A series with one value a session, known after its close.</summary>
    public DailySeries? Series { get; init; }

    /// <summary>Name of the series of <see cref="Values"/>.</summary>
    public string? SeriesName { get; init; }

    /// <summary>Values of the series, every publication of each.</summary>
    public IReadOnlyList<VintageValue>? Values { get; init; }

    /// <summary>Figures of companies.</summary>
    public IReadOnlyList<FundamentalValue>? Fundamentals { get; init; }

    /// <summary>What a person should know of the rows: one line each.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}
