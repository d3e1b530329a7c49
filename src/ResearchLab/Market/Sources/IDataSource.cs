namespace ResearchLab.Market.Sources;

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
