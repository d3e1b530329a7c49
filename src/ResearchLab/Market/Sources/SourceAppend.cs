using ResearchLab.Columns;
using ResearchLab.Lake;
using ResearchLab.Time;

namespace ResearchLab.Market.Sources;

/// <summary>Rows of a source into the datasets they belong to, each through its gates.</summary>
internal static class SourceAppend
{
    /// <summary>Stores the rows; what is stored when this returns is on disk.</summary>
    public static IEnumerable<IngestResult> Store(DataLake lake, string source, SourceQuery query, SourceRows rows)
    {
        // A split comes before the bars whose jump it explains.
        if (rows.Actions is { Count: > 0 } actions && query.Calendar == ExchangeCalendar.Nyse && query.Dataset == "bars")
            yield return Actions(lake, source, query, actions, rows.Bars);
        if (rows.Bars is { Count: > 0 } bars)
            yield return LakeMarket.AppendBars(lake, bars, source, BarAdjustment.Raw, calendar: query.Calendar);
        if (rows.Series is { Sessions.Length: > 0 } series)
            yield return LakeMarket.AppendSeries(lake, series, source);
        if (rows.Intraday is { Count: > 0 } intraday)
            yield return LakeMarket.AppendIntraday(lake, intraday, query.Interval, source, query.Calendar);
        if (rows.Chain is { Count: > 0 } chain)
            yield return LakeMarket.AppendChains(lake, [chain], source);
        if (rows.Values is { Count: > 0 } values)
            yield return Values(lake, source, rows.SeriesName!, values);
        if (rows.Fundamentals is { Count: > 0 } figures)
            yield return Figures(lake, source, figures);
    }

    /// <summary>Parts of one dataset as one.</summary>
    public static IngestResult Merge(IngestResult left, IngestResult right) => left with
    {
        Read = left.Read + right.Read,
        Rows = left.Rows + right.Rows,
        Quarantined = Sum(left.Quarantined, right.Quarantined),
        Noted = Sum(left.Noted, right.Noted),
        Names = [.. left.Names.Union(right.Names).Order(StringComparer.Ordinal)],
        From = left.From is { } from && !(right.From < from) ? from : right.From,
        To = left.To is { } to && !(right.To > to) ? to : right.To,
        Remarks = [.. left.Remarks, .. right.Remarks],
    };

    private static SortedDictionary<QualityReason, int> Sum(IReadOnlyDictionary<QualityReason, int> left, IReadOnlyDictionary<QualityReason, int> right)
    {
        var sum = new SortedDictionary<QualityReason, int>(left.ToDictionary());
        foreach ((QualityReason reason, int count) in right)
            sum[reason] = sum.GetValueOrDefault(reason) + count;
        return sum;
    }

    private static IngestResult Actions(DataLake lake, string source, SourceQuery query, IReadOnlyList<CorporateAction> actions, BarSeries? bars)
    {
        // A dividend is paid out of the price: one that is not below the close before it would make every total-return read fail.
        double CloseBefore(DateOnly session) => bars is null ? double.NaN
            : Enumerable.Range(0, bars.Count).Where(row => bars.Sessions[row] < session && bars.Close[row] > 0)
                .Select(row => (bars.Sessions[row], Close: bars.Close[row])).DefaultIfEmpty((default, double.NaN)).Max().Close;
        CorporateAction[] tooLarge = [.. actions.Where(action => action.Kind == CorporateActionKind.Dividend && action.Value >= CloseBefore(action.Session))];
        CorporateAction[] good = [.. actions
            .Where(action => action.Value > 0 && double.IsFinite(action.Value) && QualityGates.IsSession(query.Calendar, action.Session))
            .Except(tooLarge)
            .DistinctBy(action => (action.Session, action.Kind))];
        AppendResult written = LakeMarket.AppendActions(lake, query.Symbol, good, source);
        string[] remarks = [.. tooLarge.Select(action => Invariant($"{query.Symbol}: the dividend of {action.Value} on {action.Session:yyyy-MM-dd} is not ")
            + Invariant($"below the close of {CloseBefore(action.Session):0.####} before it, and was left out")),
            .. actions.Except(good).Except(tooLarge).Select(action => Invariant($"{query.Symbol}: the {action.Kind.ToString().ToLowerInvariant()} of ")
                + Invariant($"{action.Session:yyyy-MM-dd} ({action.Value}) is a repeat, not positive or not on a session, and was left out"))];
        return Result(source, Datasets.Actions.Name, actions.Count, written, [query.Symbol.ToUpperInvariant()], good.Select(action => action.Session))
            with
        { Remarks = remarks };
    }

    /// <summary>
    /// Publications in the order they were made. Those the lake has, or that are older than what it has of their date, are left out: a late copy of an
    /// old value is no news.
    /// </summary>
    private static IngestResult Values(DataLake lake, string source, string name, IReadOnlyList<VintageValue> values)
    {
        Dictionary<DateOnly, (double Value, DateTimeOffset Known)> stored = [];
        using (LakeView view = lake.AsOf(DateTimeOffset.MaxValue, DateTimeOffset.MaxValue))
        {
            Frame rows = view.Read(Datasets.Series, ["session", "value", "known_at"], LakeFilter.Equal("name", name));
            ReadOnlySpan<DateOnly> dates = rows.Get<DateOnly>("session");
            for (int i = 0; i < dates.Length; i++)
                stored[dates[i]] = (rows.Get<double>("value")[i], rows.Get<DateTimeOffset>("known_at")[i]);
        }

        int same = 0;
        List<List<VintageValue>> rounds = [];
        foreach (IGrouping<DateOnly, VintageValue> date in values.GroupBy(value => value.Date))
        {
            (double Value, DateTimeOffset Known)? last = stored.TryGetValue(date.Key, out (double, DateTimeOffset) known) ? known : null;
            int round = 0;
            foreach (VintageValue value in date.OrderBy(value => value.KnownAt))
            {
                if (last is { } before && (value.KnownAt <= before.Known || value.Value == before.Value))
                {
                    same++;
                    continue;
                }

                if (round == rounds.Count)
                    rounds.Add([]);
                rounds[round++].Add(value);
                last = (value.Value, value.KnownAt);
            }
        }

        IngestResult result = Result(source, Datasets.Series.Name, same, new AppendResult(0, same, 0), [name], values.Select(value => value.Date));
        foreach (List<VintageValue> round in rounds)
        {
            var frame = new Frame(
                new Column<string>("name", [.. round.Select(_ => name)]), new Column<DateOnly>("session", [.. round.Select(value => value.Date)]),
                new Column<double>("value", [.. round.Select(value => value.Value)]),
                new Column<DateTimeOffset>("known_at", [.. round.Select(value => value.KnownAt)]));
            result = Merge(result, Result(source, Datasets.Series.Name, round.Count, lake.Append(Datasets.Series, frame, source), [name],
                round.Select(value => value.Date)));
        }

        return result;
    }

    private static IngestResult Figures(DataLake lake, string source, IReadOnlyList<FundamentalValue> figures)
    {
        var frame = new Frame(
            new Column<string>("symbol", [.. figures.Select(figure => figure.Symbol)]),
            new Column<DateOnly>("session", [.. figures.Select(figure => figure.Session)]),
            new Column<string>("period", [.. figures.Select(figure => figure.Period)]), new Column<string>("name", [.. figures.Select(figure => figure.Name)]),
            new Column<double>("value", [.. figures.Select(figure => figure.Value)]),
            new Column<DateTimeOffset>("known_at", [.. figures.Select(figure => figure.KnownAt)]));
        return Result(source, Datasets.Fundamentals.Name, figures.Count, lake.Append(Datasets.Fundamentals, frame, source),
            [.. figures.Select(figure => figure.Symbol).Distinct()], figures.Select(figure => figure.Session));
    }

    private static IngestResult Result(string source, string dataset, int read, AppendResult rows, IReadOnlyList<string> names, IEnumerable<DateOnly> dates)
    {
        DateOnly[] all = [.. dates];
        return new IngestResult
        {
            Source = source,
            Dataset = dataset,
            Read = read,
            Rows = rows,
            Quarantined = new SortedDictionary<QualityReason, int>(),
            Noted = new SortedDictionary<QualityReason, int>(),
            Names = names,
            From = all.Length == 0 ? null : all.Min(),
            To = all.Length == 0 ? null : all.Max(),
        };
    }
}
