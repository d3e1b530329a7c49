using ResearchLab.Columns;
using ResearchLab.Lake;

namespace ResearchLab.Market;

/// <summary>
/// One instant a session where files recorded at different times left quotes of several: the last file's quotes replace those it has anew, and what only the
/// earlier file had would stand beside them at another price of the underlying.
/// </summary>
/// <remarks>
/// Files whose prices of the underlying overlap are of one instant and belong together, such as calls and puts, or a correction of some quotes.
/// </remarks>
internal static class ChainInstants
{
    // Vendors round the price of the underlying, and some take it quote by quote.
    private const double SamePrice = 2e-4;

    /// <summary>The columns <see cref="Newest"/> needs.</summary>
    public static readonly string[] Columns = ["session", "origin", "spot", "recorded_at"];

    /// <summary>Whether a session has quotes at different prices of the underlying, which is when it is worth reading when they were recorded.</summary>
    /// <param name="rows">Rows sorted by session and origin.</param>
    public static bool MayBeMixed(Frame rows)
    {
        ReadOnlySpan<double> spot = rows.Get<double>("spot");
        ReadOnlySpan<DateOnly> session = rows.Get<DateOnly>("session");
        ReadOnlySpan<string> origin = rows.Get<string>("origin");
        for (int i = 1; i < spot.Length; i++)
        {
            if (session[i] == session[i - 1] && Math.Abs((spot[i] / spot[i - 1]) - 1) > SamePrice && origin[i] == origin[i - 1])
                return true;
        }

        return false;
    }

    /// <summary>Marks the rows of the last instant of each session and origin.</summary>
    /// <param name="rows">Rows sorted by session and origin, with the <see cref="Columns"/>.</param>
    /// <returns>One a row; and each session with rows left out, with the prices of the underlying that were kept and left.</returns>
    public static (bool[] Kept, IReadOnlyList<(DateOnly Session, double Price, int Left, double LeftPrice)> Mixed) Newest(Frame rows)
    {
        DateOnly[] session = rows.ToArray<DateOnly>("session");
        string[] origin = rows.ToArray<string>("origin");
        double[] spot = rows.ToArray<double>("spot");
        DateTimeOffset[] recorded = rows.ToArray<DateTimeOffset>("recorded_at");
        var kept = new bool[session.Length];
        var mixed = new List<(DateOnly, double, int, double)>();
        for (int from = 0, to; from < kept.Length; from = to)
        {
            to = from + 1;
            while (to < kept.Length && session[to] == session[from] && origin[to] == origin[from])
                to++;
            (int[] Rows, double Least, double Most)[] files = [.. Enumerable.Range(from, to - from).GroupBy(row => recorded[row]).OrderBy(file => file.Key)
                .Select(file => (file.ToArray(), file.Select(row => spot[row]).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min(),
                    file.Select(row => spot[row]).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max()))];
            (_, double low, double high) = files[0];
            // A file that does not know the price of the underlying tells nothing against the others.
            bool IsOf((int[] Rows, double Least, double Most) file) => !(Math.Abs(file.Least) + Math.Abs(low) < double.PositiveInfinity)
                || (file.Least <= high * (1 + SamePrice) && file.Most >= low * (1 - SamePrice));
            foreach ((int[] Rows, double Least, double Most) file in files)
                (low, high) = double.IsNaN(file.Least) ? (low, high) : double.IsNaN(low) || !IsOf(file)
                    ? (file.Least, file.Most)
                    : (Math.Min(low, file.Least), Math.Max(high, file.Most));
            foreach (int row in files.Where(IsOf).SelectMany(file => file.Rows))
                kept[row] = true;
            if (kept.AsSpan(from, to - from).IndexOf(false) is >= 0 and var left)
                mixed.Add((session[from], spot[files[^1].Rows[0]], kept.AsSpan(from, to - from).Count(false), spot[from + left]));
        }

        return (kept, mixed);
    }

    /// <summary>A remark for each underlying whose chains a file just added are of another instant than quotes the lake held.</summary>
    /// <param name="lake">Lake after the file was added.</param>
    /// <param name="underlyings">Underlyings of the file.</param>
    /// <param name="from">Its first session.</param>
    /// <param name="to">Its last session.</param>
    public static IEnumerable<string> Remarks(DataLake lake, IEnumerable<string> underlyings, DateOnly from, DateOnly to)
    {
        using LakeView view = lake.AsOf(DateTimeOffset.MaxValue, DateTimeOffset.MaxValue); // a revision in the same instant is recorded a microsecond on
        foreach (string underlying in underlyings)
        {
            Frame rows = view.Read(Datasets.Chains, Columns, LakeFilter.Equal("underlying", underlying), LakeFilter.AtLeast("session", from),
                LakeFilter.AtMost("session", to));
            if (!MayBeMixed(rows) || Newest(rows).Mixed is not { Count: > 0 } mixed)
                continue;
            (DateOnly session, double price, int left, double leftPrice) = mixed[0];
            string more = mixed.Count == 1 ? "" : Invariant($", and likewise on {mixed.Count - 1} more {(mixed.Count == 2 ? "session" : "sessions")}");
            yield return Invariant($"{underlying} {session:yyyy-MM-dd} has quotes of another snapshot in the lake: ")
                + Invariant($"kept this file's 'underlying at {price:0.####}', left out {left} {(left == 1 ? "quote" : "quotes")} of 'underlying at ")
                + Invariant($"{leftPrice:0.####}'{more}. ")
                    + Invariant($"To go back, ingest the other file again.");
        }
    }
}
