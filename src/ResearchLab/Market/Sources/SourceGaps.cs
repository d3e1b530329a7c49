using ResearchLab.Columns;
using ResearchLab.Lake;

namespace ResearchLab.Market.Sources;

/// <summary>Which days of a symbol a vendor is asked for: those the lake lacks, without those the vendor was found not to have.</summary>
internal static class SourceGaps
{
    /// <summary>Sessions before a gap that are asked for again, to catch what the vendor revised.</summary>
    public const int Overlap = 5;

    // Asking once for a year that is half there costs less than asking twice.
    private const int MergeDays = 366;

    /// <summary>Ranges of missing sessions, ascending; near ones are one. Empty when nothing is missing.</summary>
    public static IReadOnlyList<(DateOnly From, DateOnly To)> Missing(DateOnly[] expected, IReadOnlySet<DateOnly> have, IReadOnlySet<DateOnly> absent)
    {
        List<(DateOnly From, DateOnly To)> ranges = [];
        for (int i = 0; i < expected.Length; i++)
        {
            if (have.Contains(expected[i]) || absent.Contains(expected[i]))
                continue;
            if (ranges.Count > 0 && expected[i].DayNumber - ranges[^1].To.DayNumber <= MergeDays)
                ranges[^1] = (ranges[^1].From, expected[i]);
            else
                ranges.Add((expected[Math.Max(0, i - Overlap)], expected[i]));
        }

        return ranges;
    }

    /// <summary>Sessions of which the lake has the daily bar, or all bars up to the close.</summary>
    public static HashSet<DateOnly> Have(DataLake lake, IDataSource source, SourceQuery query)
    {
        using LakeView view = lake.AsOf(DateTimeOffset.MaxValue, DateTimeOffset.MaxValue);
        if (query.Dataset == "series")
            return [.. LakeMarket.Series(view, source.SeriesNameOf(query.Symbol)).Sessions];
        string symbol = query.Symbol.ToUpperInvariant();
        LakeFilter[] filters = [LakeFilter.Equal("symbol", symbol), LakeFilter.Equal("interval", query.Interval), LakeFilter.AtLeast("session", query.From),
            LakeFilter.AtMost("session", query.To)];
        if (query.Interval == LakeMarket.Daily)
            return [.. view.Read(Datasets.Bars, ["session"], filters).ToArray<DateOnly>("session")];
        Frame rows = view.Read(Datasets.Intraday, ["session", "time"], filters);
        DateOnly[] sessions = rows.ToArray<DateOnly>("session");
        DateTimeOffset[] times = rows.ToArray<DateTimeOffset>("time");
        TimeSpan length = LakeMarket.Intervals[query.Interval];
        HashSet<DateOnly> whole = [];
        for (int i = 0; i < sessions.Length; i++)
        {
            // A quiet market may have no trade in its last minute, so a session that others follow is whole too.
            if (i + 1 < sessions.Length ? sessions[i + 1] != sessions[i] : !query.Calendar.IsSession(sessions[i])
                || times[i] + length >= query.Calendar.CloseOf(sessions[i]))
                whole.Add(sessions[i]);
        }

        return whole;
    }
}
