using ResearchLab.Columns;
using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Options;
using ResearchLab.Time;

namespace ResearchLab.Features;

/// <summary>The features in the lake: each session is computed once, and again only when what it was computed from has changed.</summary>
/// <remarks>
/// A row is known when its session's end-of-day data are (<see cref="KnownAt.Daily"/>), whenever it was computed. Beside the values it holds the set
/// version, the origin of its chain and the snapshot id of the files it was computed from.
/// </remarks>
public static class FeatureStore
{
    /// <summary>Relative difference up to which a stored value counts as that of the same inputs: a split rescales prices and may cost the last bits.</summary>
    private const double SameValue = 1e-9;

    private const string Source = "computed", NoChain = "none";

    /// <summary>
    /// Computes and adds the sessions after the newest stored one. That one is computed once more with them: when it comes out differently, the history
    /// it looks back on was revised, and every session that changed gets a new version.
    /// </summary>
    /// <param name="lake">Where to.</param>
    /// <param name="view">Which stored sessions count, usually the view the inputs were read through.</param>
    /// <param name="request">Bars, chains and market of the symbol, with all their history.</param>
    /// <param name="snapshot">Id of the files these were read from.</param>
    /// <param name="calendar">Exchange calendar.</param>
    /// <exception cref="LakeException">The lake cannot be read or written.</exception>
    public static FeatureUpdate Update(DataLake lake, LakeView view, FeatureRequest request, string snapshot, ExchangeCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(lake);
        ArgumentNullException.ThrowIfNull(request);
        BarSeries bars = request.Bars;
        FeatureMatrix? newest = NewestStored(view, bars.Symbol);
        int held = newest is null ? -1 : bars.IndexOf(newest.Sessions[0]);
        if (held >= 0)
        {
            FeatureMatrix tail = FeatureEngine.ComputeNewest(request, calendar, bars.Count - held);
            if (SameRow(newest!, 0, tail, 0))
            {
                FeatureMatrix added = tail with { Sessions = tail.Sessions[1..], Columns = Array.ConvertAll(tail.Columns, column => column[1..]) };
                return new FeatureUpdate(bars.Symbol, tail.Sessions.Length - 1, Append(lake, added, request.Summaries.AsSpan(held + 1), snapshot),
                    Revised: false);
            }
        }

        FeatureMatrix all = FeatureEngine.Compute(bars, request.Summaries, request.Context, calendar);
        if (newest is null)
            return new FeatureUpdate(bars.Symbol, bars.Count, Append(lake, all, request.Summaries, snapshot), Revised: false);
        return new FeatureUpdate(bars.Symbol, bars.Count, AppendChanged(lake, Read(view, bars.Symbol), all, request.Summaries, snapshot), Revised: true);
    }

    /// <summary>Adds all rows of a matrix; a row that is stored with the same values and snapshot writes nothing.</summary>
    /// <param name="lake">Where to.</param>
    /// <param name="features">The rows.</param>
    /// <param name="summaries">The chain summary behind each row; <c>default</c> where there was none.</param>
    /// <param name="snapshot">Id of the files the rows were computed from.</param>
    /// <exception cref="ArgumentException">There is not one summary a row, or the matrix is of another set version.</exception>
    /// <exception cref="LakeException">The lake cannot be written.</exception>
    public static AppendResult Append(DataLake lake, FeatureMatrix features, ReadOnlySpan<ChainSummary> summaries, string snapshot)
    {
        ArgumentNullException.ThrowIfNull(lake);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentException.ThrowIfNullOrEmpty(snapshot);
        int rows = features.Sessions.Length;
        if (summaries.Length != rows)
            throw new ArgumentException(
                Invariant($"{summaries.Length} chain summaries for {rows} feature rows of {features.Symbol}; give one a row, default where there is no chain."),
                nameof(summaries));
        if (features.SetVersion != FeatureCatalog.SetVersion)
            throw new ArgumentException(Invariant($"The features of {features.Symbol} are of set version {features.SetVersion}, ")
                + Invariant($"the lake's columns of {FeatureCatalog.SetVersion}; compute them again."), nameof(features));
        var origins = new string[rows];
        var known = new DateTimeOffset[rows];
        for (int i = 0; i < rows; i++)
        {
            origins[i] = summaries[i].Session == default ? NoChain : summaries[i].Origin.Name();
            known[i] = KnownTime(features.Sessions[i]);
        }

        IEnumerable<Column> columns =
        [
            new Column<string>("symbol", Repeat(features.Symbol, rows)), new Column<DateOnly>("session", features.Sessions),
            new Column<long>("set_version", [.. Enumerable.Repeat((long)features.SetVersion, rows)]), new Column<string>("origin", origins),
            new Column<string>("snapshot", Repeat(snapshot, rows)), new Column<DateTimeOffset>("known_at", known),
            .. features.Columns.Select((values, index) => new Column<double>(FeatureCatalog.All[index].Name, values)),
        ];
        return lake.Append(Datasets.Features, new Frame(columns), Source);
    }

    /// <summary>The stored features of a symbol, ascending by session; no rows when there are none.</summary>
    /// <param name="view">As of when.</param>
    /// <param name="symbol">Symbol.</param>
    /// <param name="from">First session wanted.</param>
    /// <param name="to">Last session wanted.</param>
    /// <exception cref="LakeException">A file is damaged.</exception>
    public static FeatureMatrix Read(LakeView view, string symbol, DateOnly? from = null, DateOnly? to = null)
    {
        Frame rows = ReadFrame(view, symbol, from, to);
        return new FeatureMatrix(
            symbol.ToUpperInvariant(), FeatureCatalog.SetVersion, rows.ToArray<DateOnly>("session"),
            [.. FeatureCatalog.All.Select(feature => rows.ToArray<double>(feature.Name))]);
    }

    /// <summary>The same as a table: session, origin and snapshot id, then one column a feature.</summary>
    /// <inheritdoc cref="Read"/>
    public static Frame ReadFrame(LakeView view, string symbol, DateOnly? from = null, DateOnly? to = null)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(symbol);
        return view.Read(
            Datasets.Features, ["session", "origin", "snapshot", .. FeatureCatalog.All.Select(feature => feature.Name)],
            LakeFilter.Equal("symbol", symbol.ToUpperInvariant()), LakeFilter.Equal("set_version", (long)FeatureCatalog.SetVersion),
            LakeFilter.AtLeast("session", from ?? DateOnly.MinValue), LakeFilter.AtMost("session", to ?? DateOnly.MaxValue));
    }

    private static FeatureMatrix? NewestStored(LakeView view, string symbol)
    {
        ArgumentNullException.ThrowIfNull(view);
        var sessions = (Column<DateOnly>)view.Distinct(
            Datasets.Features, "session", LakeFilter.Equal("symbol", symbol), LakeFilter.Equal("set_version", (long)FeatureCatalog.SetVersion));
        return sessions.Length == 0 ? null : Read(view, symbol, sessions.Span[^1], sessions.Span[^1]);
    }

    private static AppendResult AppendChanged(DataLake lake, FeatureMatrix stored, FeatureMatrix all, ReadOnlySpan<ChainSummary> summaries, string snapshot)
    {
        var rows = new List<int>();
        for (int row = 0; row < all.Sessions.Length; row++)
        {
            int held = Array.BinarySearch(stored.Sessions, all.Sessions[row]);
            if (held < 0 || !SameRow(stored, held, all, row))
                rows.Add(row);
        }

        int[] changed = [.. rows];
        var behind = new ChainSummary[changed.Length];
        for (int i = 0; i < changed.Length; i++)
            behind[i] = summaries[changed[i]];
        FeatureMatrix fresh = all with
        {
            Sessions = Array.ConvertAll(changed, row => all.Sessions[row]),
            Columns = Array.ConvertAll(all.Columns, column => Array.ConvertAll(changed, row => column[row])),
        };
        return Append(lake, fresh, behind, snapshot);
    }

    private static bool SameRow(FeatureMatrix left, int leftRow, FeatureMatrix right, int rightRow)
    {
        for (int column = 0; column < left.Columns.Length; column++)
        {
            double a = left.Columns[column][leftRow], b = right.Columns[column][rightRow];
            bool same = double.IsNaN(a) || double.IsNaN(b) ? double.IsNaN(a)
                && double.IsNaN(b) : Math.Abs(a - b) <= SameValue * Math.Max(1, Math.Max(Math.Abs(a), Math.Abs(b)));
            if (!same)
                return false;
        }

        return true;
    }

    // A bar on a day without trading is known when the next session is over.
    private static DateTimeOffset KnownTime(DateOnly date) =>
        KnownAt.Daily(ExchangeCalendar.Nyse.IsSession(date) ? date : ExchangeCalendar.Nyse.Next(date));

    private static string[] Repeat(string text, int count) => [.. Enumerable.Repeat(text, count)];
}
