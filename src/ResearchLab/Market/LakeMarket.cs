using ResearchLab.Columns;
using ResearchLab.Lake;
using ResearchLab.Options;

namespace ResearchLab.Market;

/// <summary>Market data of a lake as the records of this library; writing is in the other half of this class.</summary>
public static partial class LakeMarket
{
    /// <summary>Interval of daily bars.</summary>
    public const string Daily = "1d";

    /// <summary>
    /// Daily bars of a symbol. Raw prices are adjusted for the splits known to the view; prices a vendor adjusted are used as they stand.
    /// Dividends are never applied here: the returns of these bars are price returns unless the vendor adjusted for dividends.
    /// </summary>
    /// <returns>An empty series when the lake has none.</returns>
    public static BarSeries Bars(LakeView view, string symbol)
    {
        ArgumentNullException.ThrowIfNull(view);
        symbol = symbol.ToUpperInvariant();
        Frame rows = view.Read(
            Datasets.Bars, ["session", "open", "high", "low", "close", "volume", "adjustment"],
            LakeFilter.Equal("symbol", symbol), LakeFilter.Equal("interval", Daily));
        var bars = new BarSeries(
            symbol, rows.ToArray<DateOnly>("session"), rows.ToArray<double>("open"), rows.ToArray<double>("high"), rows.ToArray<double>("low"),
            rows.ToArray<double>("close"), rows.ToArray<double>("volume"));
        ReadOnlySpan<string> adjustment = Adjustments(rows.Get<string>("adjustment"));
        if (adjustment.Contains("raw"))
            ApplySplits(bars, adjustment, Splits(view, symbol));
        return bars;
    }

    /// <summary>The daily bars of every symbol of the lake, by symbol, as <see cref="Bars"/> gives them one by one; one query reads them all.</summary>
    public static IReadOnlyList<BarSeries> AllBars(LakeView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        Frame rows = view.ReadAll(
            Datasets.Bars, ["symbol", "session", "open", "high", "low", "close", "volume", "adjustment"], LakeFilter.Equal("interval", Daily));
        ILookup<string, (DateOnly Session, double Ratio)> splits = AllSplits(view);
        string[] symbols = rows.ToArray<string>("symbol");
        var all = new List<BarSeries>();
        for (int from = 0, to; from < symbols.Length; from = to)
        {
            to = from + 1;
            while (to < symbols.Length && symbols[to] == symbols[from])
                to++;
            double[] Part(string name) => rows.Get<double>(name)[from..to].ToArray();
            var bars = new BarSeries(
                symbols[from], rows.Get<DateOnly>("session")[from..to].ToArray(), Part("open"), Part("high"), Part("low"), Part("close"), Part("volume"));
            ReadOnlySpan<string> adjustment = Adjustments(rows.Get<string>("adjustment")[from..to]);
            if (adjustment.Contains("raw"))
                ApplySplits(bars, adjustment, [.. splits[bars.Symbol]]);
            all.Add(bars);
        }

        all.Sort((left, right) => string.CompareOrdinal(left.Symbol, right.Symbol));
        return all;
    }

    /// <summary>Total-return closes of a symbol as the vendor computed them, one a bar; NaN where the source has none.</summary>
    public static DailySeries AdjustedCloses(LakeView view, string symbol)
    {
        ArgumentNullException.ThrowIfNull(view);
        symbol = symbol.ToUpperInvariant();
        Frame rows = view.Read(Datasets.Bars, ["session", "adj_close"], LakeFilter.Equal("symbol", symbol), LakeFilter.Equal("interval", Daily));
        return new DailySeries(symbol.ToLowerInvariant() + "_adj_close", rows.ToArray<DateOnly>("session"), rows.ToArray<double>("adj_close"));
    }

    /// <summary>Splits of a symbol known to the view: ex-session and new shares for one old, ascending.</summary>
    public static IReadOnlyList<(DateOnly Session, double Ratio)> Splits(LakeView view, string symbol)
    {
        ArgumentNullException.ThrowIfNull(view);
        Frame rows = view.Read(Datasets.Actions, ["session", "value"], LakeFilter.Equal("symbol", symbol.ToUpperInvariant()),
            LakeFilter.Equal("kind", "split"));
        DateOnly[] sessions = rows.ToArray<DateOnly>("session");
        double[] ratios = rows.ToArray<double>("value");
        return [.. sessions.Zip(ratios)];
    }

    /// <summary>Cash dividends of a symbol known to the view: ex-session and cash a share as paid, before any later split, ascending.</summary>
    public static IReadOnlyList<(DateOnly ExSession, double Cash)> Dividends(LakeView view, string symbol)
    {
        ArgumentNullException.ThrowIfNull(view);
        Frame rows = view.Read(Datasets.Actions, ["session", "value"], LakeFilter.Equal("symbol", symbol.ToUpperInvariant()),
            LakeFilter.Equal("kind", "dividend"));
        DateOnly[] sessions = rows.ToArray<DateOnly>("session");
        double[] cash = rows.ToArray<double>("value");
        return [.. sessions.Zip(cash)];
    }

    /// <summary>Splits of the lake, and before them those told beside the rows that are being added.</summary>
    private static ILookup<string, (DateOnly Session, double Ratio)> AllSplits(LakeView view,
        IReadOnlyList<(string Symbol, CorporateAction Action)>? told = null)
    {
        Frame rows = view.ReadAll(Datasets.Actions, ["symbol", "session", "value"], LakeFilter.Equal("kind", "split"));
        IEnumerable<(string Symbol, DateOnly Session, double Ratio)> stored = Enumerable.Range(0, rows.Rows)
            .Select(row => (rows.Get<string>("symbol")[row], rows.Get<DateOnly>("session")[row], rows.Get<double>("value")[row]));
        return (told ?? []).Where(one => one.Action.Kind == CorporateActionKind.Split).Select(one => (one.Symbol, one.Action.Session, Ratio: one.Action.Value))
            .Concat(stored)
            .DistinctBy(split => (split.Symbol, split.Session)).ToLookup(split => split.Symbol, split => (split.Session, split.Ratio), StringComparer.Ordinal);
    }

    /// <summary>A series by name; empty when the lake has none.</summary>
    public static DailySeries Series(LakeView view, string name)
    {
        ArgumentNullException.ThrowIfNull(view);
        name = name.ToLowerInvariant();
        Frame rows = view.Read(Datasets.Series, ["session", "value"], LakeFilter.Equal("name", name));
        return new DailySeries(name, rows.ToArray<DateOnly>("session"), rows.ToArray<double>("value"));
    }

    /// <summary>
    /// The chain of one session, from the best origin there is (observed, then modelled, then demo); null when there is none. Its rate is the
    /// one stored with it, else the 13-week T-bill of the lake, else 0.
    /// </summary>
    public static OptionChain? Chain(LakeView view, string underlying, DateOnly session) => Chains(view, underlying, session, session).FirstOrDefault();

    /// <summary>The chains from <paramref name="from"/> to <paramref name="to"/>, both included, ascending; read a month at a time.</summary>
    public static IEnumerable<OptionChain> Chains(LakeView view, string underlying, DateOnly from, DateOnly to)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(underlying);
        return ReadChains(view, underlying.ToUpperInvariant(), from, to);
    }

    /// <summary>Sessions with a chain of a symbol, ascending, whatever its origin.</summary>
    public static DateOnly[] ChainSessions(LakeView view, string underlying)
    {
        ArgumentNullException.ThrowIfNull(view);
        Column sessions = view.Distinct(Datasets.Chains, "session", LakeFilter.Equal("underlying", underlying.ToUpperInvariant()));
        return ((Column<DateOnly>)sessions).ToArray();
    }

    /// <summary>Chain summaries of one code version, ascending by session, from the best origin of each session.</summary>
    public static ChainSummary[] Summaries(LakeView view, string underlying, int version)
    {
        ArgumentNullException.ThrowIfNull(view);
        Frame rows = view.Read(Datasets.ChainSummaries, LakeFilter.Equal("underlying", underlying.ToUpperInvariant()),
            LakeFilter.Equal("version", (long)version));
        var best = new SortedDictionary<DateOnly, ChainSummary>();
        for (int row = 0; row < rows.Rows; row++)
        {
            ChainSummary summary = SummaryAt(rows, row);
            if (!best.TryGetValue(summary.Session, out ChainSummary other) || summary.Origin < other.Origin)
                best[summary.Session] = summary;
        }

        return [.. best.Values];
    }

    private static IEnumerable<OptionChain> ReadChains(LakeView view, string underlying, DateOnly from, DateOnly to)
    {
        DailySeries? bills = null;
        for (DateOnly first = from; first <= to;)
        {
            DateOnly last = new(first.Year, first.Month, DateTime.DaysInMonth(first.Year, first.Month));
            last = last < to ? last : to;
            LakeFilter[] month = [LakeFilter.Equal("underlying", underlying), LakeFilter.AtLeast("session", first), LakeFilter.AtMost("session", last)];
            string[] columns = ["session", "origin", "expiry", "strike", "right", "bid", "ask", "volume", "open_interest", "iv", "delta", "spot", "rate"];
            Frame rows = view.Read(Datasets.Chains, columns, month);
            if (ChainInstants.MayBeMixed(rows))
            {
                rows = view.Read(Datasets.Chains, [.. columns, "recorded_at"], month);
                rows = rows.Where(ChainInstants.Newest(rows).Kept);
            }

            if (rows.Rows > 0 && rows["rate"].NullCount > 0)
                bills ??= Series(view, "tbill_13w");
            foreach (OptionChain chain in LakeChains.Build(underlying, rows, bills))
                yield return chain;
            if (last == DateOnly.MaxValue)
                yield break;
            first = last.AddDays(1);
        }
    }

    private static ChainSummary SummaryAt(Frame rows, int row)
    {
        double Number(string name) => rows.Get<double>(name)[row];
        return new ChainSummary(
            rows.Get<DateOnly>("session")[row], ChainOrigins.Parse(rows.Get<string>("origin")[row]), Number("atm_iv_30"), Number("atm_iv_60"),
            Number("atm_iv_90"),
            Number("put_iv_25_delta_30"), Number("call_iv_25_delta_30"), Number("put_volume"), Number("call_volume"), Number("put_open_interest"),
            Number("call_open_interest"), Number("max_pain_strike"), Number("straddle_mid_30"), Number("dollar_gamma"), Number("atm_spread_pct"))
        {
            ImpliedYield = Number("implied_yield"),
        };
    }

    private static ReadOnlySpan<string> Adjustments(ReadOnlySpan<string> stored)
    {
        int unknown = stored.IndexOfAnyExcept("raw", "splits", "all");
        return unknown < 0 ? stored : throw ChainOrigins.Unknown("adjustment of bars", stored[unknown], "raw, splits or all");
    }

    private static void ApplySplits(BarSeries bars, ReadOnlySpan<string> adjustment, IReadOnlyList<(DateOnly Session, double Ratio)> splits)
    {
        double factor = 1;
        int next = splits.Count - 1;
        for (int i = bars.Count - 1; i >= 0; i--)
        {
            for (; next >= 0 && splits[next].Session > bars.Sessions[i]; next--)
                factor *= splits[next].Ratio;
            if (factor == 1 || adjustment[i] != "raw")
                continue;
            bars.Open[i] /= factor;
            bars.High[i] /= factor;
            bars.Low[i] /= factor;
            bars.Close[i] /= factor;
            bars.Volume[i] *= factor;
        }
    }
}
