namespace ResearchLab.Market;

/// <summary>
/// Daily bars of one symbol in columns of equal length, ascending by session without duplicates, split-adjusted as of the
/// read; a missing number is NaN.
/// </summary>
/// <param name="Symbol">Upper-case ticker.</param>
/// <param name="Sessions">Exchange sessions.</param>
/// <param name="Open">First price of the session.</param>
/// <param name="High">Highest price.</param>
/// <param name="Low">Lowest price.</param>
/// <param name="Close">Last price.</param>
/// <param name="Volume">Shares traded.</param>
public sealed record BarSeries(
    string Symbol, DateOnly[] Sessions, double[] Open, double[] High, double[] Low, double[] Close, double[] Volume)
{
    /// <summary>Number of sessions.</summary>
    public int Count => Sessions.Length;

    /// <summary>Row of <paramref name="session"/>; negative (complement of the insertion point) when it has no bar.</summary>
    public int IndexOf(DateOnly session) => Array.BinarySearch(Sessions, session);

    /// <summary>The first <paramref name="count"/> sessions only.</summary>
    public BarSeries Take(int count) => Slice(0, count);

    /// <summary><paramref name="count"/> sessions from row <paramref name="start"/> on, copied; what <c>bars[a..b]</c> means.</summary>
    public BarSeries Slice(int start, int count)
    {
        Range rows = start..(start + count);
        return new(Symbol, Sessions[rows], Open[rows], High[rows], Low[rows], Close[rows], Volume[rows]);
    }
}
