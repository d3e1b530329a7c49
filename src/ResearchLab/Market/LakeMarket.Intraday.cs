using ResearchLab.Columns;
using ResearchLab.Lake;
using ResearchLab.Time;

namespace ResearchLab.Market;

/// <content>Bars within sessions.</content>
public static partial class LakeMarket
{
    /// <summary>Intervals of bars within a session, shortest first, with their length.</summary>
    public static IReadOnlyDictionary<string, TimeSpan> Intervals { get; } = new SortedList<string, TimeSpan>(StringComparer.Ordinal)
    {
        ["1m"] = TimeSpan.FromMinutes(1),
        ["5m"] = TimeSpan.FromMinutes(5),
        ["15m"] = TimeSpan.FromMinutes(15),
        ["30m"] = TimeSpan.FromMinutes(30),
        ["1h"] = TimeSpan.FromHours(1),
        ["4h"] = TimeSpan.FromHours(4),
    };

    /// <summary>The session a bar that starts at an instant belongs to: the date in New York, or in UTC where the market never closes.</summary>
    public static DateOnly SessionOf(DateTimeOffset start, ExchangeCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        return DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(start, calendar.Zone).DateTime);
    }

    /// <summary>Adds bars within sessions; bad rows go to quarantine. A bar is known when it ends.</summary>
    /// <param name="lake">Where to.</param>
    /// <param name="bars">Bars of one symbol.</param>
    /// <param name="interval">One of <see cref="Intervals"/>.</param>
    /// <param name="source">Where they come from.</param>
    /// <param name="calendar">Calendar the sessions are of, the NYSE by default.</param>
    /// <exception cref="ArgumentException">The interval is unknown.</exception>
    /// <exception cref="LakeException">The lake cannot be written.</exception>
    public static IngestResult AppendIntraday(DataLake lake, IntradayBars bars, string interval, string source, ExchangeCalendar? calendar = null)
    {
        ArgumentNullException.ThrowIfNull(bars);
        string[] symbols = Repeat(bars.Symbol.ToUpperInvariant(), bars.Count);
        return AppendIntraday(
            lake, new QualityGates.IntradayColumns(symbols, bars.Times, bars.Sessions, bars.Open, bars.High, bars.Low, bars.Close, bars.Volume), interval,
            s_defaults with { Calendar = calendar ?? ExchangeCalendar.Nyse, Adjustment = BarAdjustment.Raw }, new QualityReason[bars.Count],
            Numbers(bars.Count),
            RowText(row =>
                Invariant($"{bars.Symbol},{bars.Times[row]:yyyy-MM-dd HH:mm}Z,{bars.Open[row]},{bars.High[row]},{bars.Low[row]},{bars.Close[row]},")
                    + Invariant($"{bars.Volume[row]}")), source);
    }

    /// <summary>Bars within the sessions from <paramref name="from"/> to <paramref name="to"/>, both included; empty when the lake has none.</summary>
    /// <exception cref="ArgumentException">The interval is unknown.</exception>
    public static IntradayBars Intraday(LakeView view, string symbol, string interval, DateOnly from, DateOnly to)
    {
        ArgumentNullException.ThrowIfNull(view);
        _ = LengthOf(interval);
        Frame rows = view.Read(
            Datasets.Intraday, ["time", "session", "open", "high", "low", "close", "volume"], LakeFilter.Equal("symbol", symbol.ToUpperInvariant()),
            LakeFilter.Equal("interval", interval), LakeFilter.AtLeast("session", from), LakeFilter.AtMost("session", to));
        return new IntradayBars(
            symbol.ToUpperInvariant(), rows.ToArray<DateTimeOffset>("time"), rows.ToArray<DateOnly>("session"), rows.ToArray<double>("open"),
            rows.ToArray<double>("high"),
            rows.ToArray<double>("low"), rows.ToArray<double>("close"), rows.ToArray<double>("volume"));
    }

    internal static IngestResult AppendIntraday(
        DataLake lake, QualityGates.IntradayColumns bars, string interval, CsvIngestOptions options, QualityReason[] reasons, long[] lines,
        Func<IReadOnlySet<long>, IReadOnlyDictionary<long, string>> texts, string source)
    {
        ArgumentNullException.ThrowIfNull(lake);
        TimeSpan length = LengthOf(interval);
        QualityGates.CheckIntraday(bars, reasons, options.Calendar, options.MaxJump);
        if (double.IsFinite(options.MaxJump) && LevelSteps.Within(bars, reasons, options.Adjustment == BarAdjustment.Raw) is { } step)
            throw new CsvIngestException($"{source[(source.IndexOf(':', StringComparison.Ordinal) + 1)..]}: {step}");
        VolumeChecks.RequireNoTotals(source[(source.IndexOf(':', StringComparison.Ordinal) + 1)..], bars, reasons);
        var rows = new Frame(
            new Column<string>("interval", Repeat(interval, reasons.Length)), new Column<string>("symbol", bars.Symbol),
            new Column<DateTimeOffset>("time", bars.Time),
            new Column<DateOnly>("session", bars.Session), new Column<double>("open", bars.Open), new Column<double>("high", bars.High),
            new Column<double>("low", bars.Low), new Column<double>("close", bars.Close), new Column<double>("volume", bars.Volume),
            new Column<DateTimeOffset>("known_at", Array.ConvertAll(bars.Time, start => KnownAt.Intraday(start, length))));
        return GatedAppend.Run(lake, Datasets.Intraday, rows, reasons, lines, texts, source, "symbol");
    }

    private static TimeSpan LengthOf(string interval) => Intervals.TryGetValue(interval, out TimeSpan length)
        ? length
        : throw new ArgumentException(
            $"Interval '{interval}' is unknown. Use one of {string.Join(", ", Intervals.OrderBy(pair => pair.Value).Select(pair => pair.Key))}.",
            nameof(interval));
}
