using ResearchLab.Lake;
using ResearchLab.Options;
using ResearchLab.Time;

namespace ResearchLab.Market;

/// <summary>How to read a CSV file; the defaults suit a daily file of a US stock or index.</summary>
public sealed record CsvIngestOptions
{
    /// <summary>What it holds; null to tell from its columns.</summary>
    public CsvKind? Kind { get; init; }

    /// <summary>Symbol of bars or chains without a symbol column; name of the series in a file of one.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// Columns named by hand: lake column (or name of a series) to column of the file, as in <c>--map close=px_last</c>; <c>#3</c> is the third column,
    /// <c>none</c> leaves an optional one out.
    /// </summary>
    public IReadOnlyDictionary<string, string> Map { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Unit of a series or of the implied vols of a chain; must be said for rates.</summary>
    public SeriesUnit? Unit { get; init; }

    /// <summary>How the prices of bars are adjusted; null to tell from the splits and adjusted closes of the file, for splits where it has none.</summary>
    public BarAdjustment? Adjustment { get; init; }

    /// <summary>Session of all quotes of a chain in a file that has no column for it.</summary>
    public DateOnly? Session { get; init; }

    /// <summary>Price of the underlying of all quotes of a chain in a file that has no column for it; NaN when it is not given.</summary>
    public double Spot { get; init; } = double.NaN;

    /// <summary>Whether 02/01/2024 is 2 January; null to tell from the whole file.</summary>
    public bool? DayFirst { get; init; }

    /// <summary>Whether 1,5 is one and a half; null to tell from the whole file.</summary>
    public bool? DecimalComma { get; init; }

    /// <summary>Sessions that dates must be; null for a market that never closes, whose day is known half an hour after midnight UTC.</summary>
    public ExchangeCalendar? Calendar { get; init; } = ExchangeCalendar.Nyse;

    /// <summary>Takes the calendar that never closes for bars of which more than a tenth are of Saturdays and Sundays, and says so in the mapping.</summary>
    public bool InferCalendar { get; init; }

    /// <summary>Length of bars within sessions, one of <see cref="LakeMarket.Intervals"/>; null to tell from the times of the file.</summary>
    public string? Interval { get; init; }

    /// <summary>Zone of times without an offset; null to tell it from the sessions they fall into.</summary>
    public TimeZoneInfo? Zone { get; init; }

    /// <summary>
    /// Sessions from the date of a value until it is published; 0 when it is published after the close, as null is; must be said for values of weeks and
    /// months.
    /// </summary>
    public int? PublishedAfterSessions { get; init; }

    /// <summary>Largest close-to-close move without an action, as a fraction; infinity allows any.</summary>
    public double MaxJump { get; init; } = QualityGates.DefaultMaxJump;

    /// <summary>
    /// Root whose quotes are taken when a chain has several; null prefers PM settlement (SPXW before SPX), then the underlying's own root.
    /// </summary>
    public string? Root { get; init; }

    /// <summary>Continuous risk-free rate of the quotes, fraction a year; NaN to take the 13-week T-bill of the lake when they are read.</summary>
    public double RatePerYear { get; init; } = double.NaN;

    /// <summary>Where the quotes of a chain come from.</summary>
    public ChainOrigin Origin { get; init; } = ChainOrigin.Observed;

    /// <summary>Whether raw bars come with their splits, so that a step without one is not explained later.</summary>
    internal bool SplitsAreTold { get; init; }

    /// <summary>Recorded as the source of each row; default <c>csv:</c> and the file name.</summary>
    public string? Source { get; init; }
}
