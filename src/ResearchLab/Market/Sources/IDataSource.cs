namespace ResearchLab.Market.Sources;

/// <summary>What a source is asked for one symbol.</summary>
/// <param name="Symbol">Symbol as the vendor writes it; FRED calls it a series.</param>
/// <param name="Dataset">One of the datasets of the source.</param>
/// <param name="Interval"><c>1d</c>, or one of <see cref="LakeMarket.Intervals"/> where the source has them.</param>
/// <param name="From">First date wanted.</param>
/// <param name="To">Last date wanted; never after the last day that is over.</param>
/// <param name="Now">The instant of asking: what is not known by then is not stored.</param>
public sealed record SourceQuery(string Symbol, string Dataset, string Interval, DateOnly From, DateOnly To, DateTimeOffset Now)
{
    /// <summary>Calendar of the symbol.</summary>
    public required Time.ExchangeCalendar Calendar { get; init; }
}

/// <summary>One value of a series with the instant from which it was known.</summary>
/// <param name="Date">Date it is for.</param>
/// <param name="Value">The value.</param>
/// <param name="KnownAt">When it was published, UTC.</param>
public readonly record struct VintageValue(DateOnly Date, double Value, DateTimeOffset KnownAt);

/// <summary>One figure of a company.</summary>
/// <param name="Symbol">Ticker of the company.</param>
/// <param name="Session">Date it is for.</param>
/// <param name="Period">FY, Q1 … Q4, quote or screener.</param>
/// <param name="Name">Name of the figure, as the vendor writes it.</param>
/// <param name="Value">The figure.</param>
/// <param name="KnownAt">When it was known, UTC.</param>
public readonly record struct FundamentalValue(string Symbol, DateOnly Session, string Period, string Name, double Value, DateTimeOffset KnownAt);

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

/// <summary>A vendor of market data: the one seam through which data enters the lake from outside.</summary>
public interface IDataSource
{
    /// <summary>What there is to know of it.</summary>
    SourceDescription Description { get; }

    /// <summary>Calendar of a symbol.</summary>
    Time.ExchangeCalendar CalendarOf(string symbol);

    /// <summary>Name in the lake of the series of a symbol.</summary>
    string SeriesNameOf(string symbol) => symbol.ToLowerInvariant();

    /// <summary>The rows of a symbol in ascending parts; each part may be stored as soon as it is there.</summary>
    /// <exception cref="SourceException">Nothing usable came; what was handed out before stays good.</exception>
    IAsyncEnumerable<SourceRows> FetchAsync(SourceQuery query, CancellationToken cancellation);

    /// <summary>Symbols the vendor knows near one it does not know; empty when it cannot say.</summary>
    Task<IReadOnlyList<string>> NearAsync(string symbol, CancellationToken cancellation);
}
