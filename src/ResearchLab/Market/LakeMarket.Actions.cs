using ResearchLab.Columns;
using ResearchLab.Lake;
using ResearchLab.Time;

namespace ResearchLab.Market;

/// <summary>Corporate actions of a lake, and prices derived from them.</summary>
public static partial class LakeMarket
{
    /// <summary>Splits and dividends of a symbol known to the view, ascending by ex-session.</summary>
    public static IReadOnlyList<CorporateAction> Actions(LakeView view, string symbol)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(symbol);
        Frame rows = view.Read(Datasets.Actions, ["session", "kind", "value"], LakeFilter.Equal("symbol", symbol.ToUpperInvariant()));
        return
        [
            .. Enumerable.Range(0, rows.Rows)
                .Where(row => rows.Get<double>("value")[row] > 0)
                .Select(row => new CorporateAction(
                    rows.Get<DateOnly>("session")[row],
                    rows.Get<string>("kind")[row] == "split" ? CorporateActionKind.Split : CorporateActionKind.Dividend,
                    rows.Get<double>("value")[row])),
        ];
    }

    /// <summary>
    /// Daily bars of a symbol in one basis, from the raw bars and the actions known to the view. Bars that a vendor adjusted have that basis only:
    /// for splits they can still be made total return with the dividends of the lake, for all they are total return.
    /// </summary>
    /// <returns>An empty series when the lake has none.</returns>
    /// <exception cref="ArgumentException">The basis asked for cannot be derived from what is stored; the message says why.</exception>
    public static BarSeries Prices(LakeView view, string symbol, PriceBasis basis)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(symbol);
        symbol = symbol.ToUpperInvariant();
        Frame rows = view.Read(
            Datasets.Bars, ["session", "open", "high", "low", "close", "volume", "adjustment"],
            LakeFilter.Equal("symbol", symbol), LakeFilter.Equal("interval", Daily));
        var stored = new BarSeries(
            symbol, rows.ToArray<DateOnly>("session"), rows.ToArray<double>("open"), rows.ToArray<double>("high"), rows.ToArray<double>("low"),
            rows.ToArray<double>("close"), rows.ToArray<double>("volume"));
        string[] kinds = [.. rows.ToArray<string>("adjustment").Distinct(StringComparer.Ordinal)];
        if (kinds.Length > 1)
            throw new ArgumentException(
                $"The bars of {symbol} are {string.Join(" and ", kinds)}, so they have no one basis. Ingest its whole history from one source.",
                nameof(symbol));
        IReadOnlyList<CorporateAction> actions = Actions(view, symbol);
        return (kinds.FirstOrDefault() ?? "raw", basis) switch
        {
            ("raw", _) => CorporateActions.Adjust(stored, actions, basis),
            ("splits", PriceBasis.Split) => stored,
            ("splits", PriceBasis.Total) => CorporateActions.Adjust(stored, InSharesOfToday(actions), PriceBasis.Total),
            ("all", PriceBasis.Total) => stored,
            (var kind, _) => throw new ArgumentException(
                $"The bars of {symbol} were adjusted by the vendor ({kind}), so {basis.ToString().ToLowerInvariant()} prices cannot be derived. "
                    + "Ingest raw bars and their actions.", nameof(basis)),
        };
    }

    /// <summary>Adds splits and dividends of a symbol. Each is known from the open of its ex-session, though announced earlier.</summary>
    /// <exception cref="ArgumentException">A date is not a session, a value is not positive, or an action is given twice.</exception>
    /// <exception cref="LakeException">The lake cannot be written.</exception>
    public static AppendResult AppendActions(DataLake lake, string symbol, IReadOnlyList<CorporateAction> actions, string source)
    {
        ArgumentNullException.ThrowIfNull(lake);
        ArgumentNullException.ThrowIfNull(symbol);
        ArgumentNullException.ThrowIfNull(actions);
        foreach (CorporateAction action in actions)
        {
            if (!(action.Value > 0) || !double.IsFinite(action.Value))
                throw new ArgumentException(
                    Invariant($"The {action.Kind.ToString().ToLowerInvariant()} of {symbol} on {action.Session:yyyy-MM-dd} is {action.Value}. ")
                        + "Give a number above 0.", nameof(actions));
        }

        return lake.Append(
            Datasets.Actions,
            new Frame(
                new Column<string>("symbol", Repeat(symbol.ToUpperInvariant(), actions.Count)),
                new Column<DateOnly>("session", [.. actions.Select(action => action.Session)]),
                new Column<string>("kind", [.. actions.Select(action => action.Kind == CorporateActionKind.Split ? "split" : "dividend")]),
                new Column<double>("value", [.. actions.Select(action => action.Value)]),
                new Column<DateTimeOffset>("known_at", [.. actions.Select(action => ExchangeCalendar.Nyse.OpenOf(action.Session))])),
            source);
    }

    /// <summary>Dividends in the shares that split-adjusted prices are in.</summary>
    private static CorporateAction[] InSharesOfToday(IReadOnlyList<CorporateAction> actions) =>
    [
        .. actions.Where(action => action.Kind == CorporateActionKind.Dividend).Select(dividend => dividend with
        {
            Value = dividend.Value / actions
                .Where(action => action.Kind == CorporateActionKind.Split && action.Session >= dividend.Session)
                .Aggregate(1.0, (ratio, split) => ratio * split.Value),
        }),
    ];
}
