using System.Globalization;
using ResearchLab.Basics;
using ResearchLab.Market;
using ResearchLab.Time;

namespace ResearchLab.Daily;

/// <summary>The newest value of a market series where it is older than the session that uses it.</summary>
/// <param name="Name">What it is, in words, with the name in the lake, such as <c>volatility index 'vix'</c>.</param>
/// <param name="Value">The value, as the lake holds it: index points, a fraction a year, or a price.</param>
/// <param name="Session">Date of the value.</param>
/// <param name="SessionsOld">Sessions of the exchange after it, up to the one that uses it; 1 or more.</param>
public sealed record CarriedValue(string Name, double Value, DateOnly Session, int SessionsOld)
{
    /// <summary>Oldest value that is used, in sessions; of an older one nothing is known, and a daily run does not decide on it.</summary>
    public const int MostSessions = DailySeries.MaxCarrySessions;

    /// <summary>Such as <c>the volatility index 'vix' is that of 2023-12-22 (13.03), 4 sessions old</c>.</summary>
    public string InWords =>
        Invariant($"the {Name} is that of {Session:yyyy-MM-dd} ({Value.ToString("0.####", CultureInfo.InvariantCulture)}), {Age(SessionsOld)}");

    /// <summary>Whether it is a value of a series.</summary>
    internal bool Names(DailySeries series) => Name.Contains($"'{series.Name}'", StringComparison.Ordinal);

    /// <summary>Every series that a session uses and whose newest value is older; a series without a value by then is not among them.</summary>
    /// <param name="session">The session.</param>
    /// <param name="context">The market around a symbol.</param>
    /// <param name="fedFunds">Effective fed funds rate, used where there is no T-bill yield at all.</param>
    /// <param name="names">Names of the market's series.</param>
    internal static IReadOnlyList<CarriedValue> Of(DateOnly session, MarketContext context, DailySeries fedFunds, MarketNames names)
    {
        bool hasBill = Newest(context.TBill13W, session) >= 0;
        (string, DailySeries)[] used =
        [
            ($"market's close '{names.Market}'", new DailySeries(names.Market, context.Market.Sessions, context.Market.Close)),
            ($"volatility index '{names.Vix}'", context.Vix),
            ($"3-month volatility index '{names.Vix3M}'", context.Vix3M),
            ($"skew index '{names.Skew}'", context.Skew ?? DailySeries.Empty(names.Skew)),
            hasBill ? ($"T-bill yield '{names.TBill13W}'", context.TBill13W) : ($"fed funds rate '{names.FedFunds}'", fedFunds),
        ];
        return [.. used.Select(one => At(one.Item1, one.Item2, session)).OfType<CarriedValue>()];
    }

    /// <summary>Throws when one is too old to decide on.</summary>
    /// <param name="data">What is decided on, at its last bar.</param>
    /// <exception cref="DataUnusableException">One is older than <see cref="MostSessions"/>; the message names all that are.</exception>
    public static void RequireFresh(SessionData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        CarriedValue[] stale = [.. data.Carried.Where(one => one.SessionsOld > MostSessions)];
        if (stale.Length > 0)
            throw new DataStaleException(Invariant($"The data of {data.Bars.Sessions[^1]:yyyy-MM-dd} are stale: ")
                + Invariant($"{string.Join("; ", stale.Select(one => one.InWords))}. At most {MostSessions} sessions are carried. ")
                + Invariant($"Ingest newer values of {(stale.Length == 1 ? "it" : "them")}, ")
                + Invariant($"or ask for '--session {stale.Min(one => one.Session):yyyy-MM-dd}'."));
    }

    /// <summary>Date and age of a carried series, to stand behind its value; empty where it is the session's own.</summary>
    internal static string Dated(DailySeries series, IReadOnlyList<CarriedValue> carried) => carried.FirstOrDefault(one => one.Names(series)) is { } old
        ? Invariant($" of {old.Session:yyyy-MM-dd}, {Age(old.SessionsOld)}")
        : "";

    /// <summary>Such as <c>1 session old</c>.</summary>
    internal static string Age(int sessions) => sessions == 1 ? "1 session old" : Invariant($"{sessions:#,0} sessions old");

    private static CarriedValue? At(string name, DailySeries series, DateOnly session)
    {
        int newest = Newest(series, session);
        return newest < 0 || series.Sessions[newest] == session ? null
            : ExchangeCalendar.Nyse.CountSessions(series.Sessions[newest], session) is > 0 and var old
                ? new CarriedValue(name, series.Values[newest], series.Sessions[newest], old)
                : null;
    }

    private static int Newest(DailySeries series, DateOnly session)
    {
        int found = Array.BinarySearch(series.Sessions, session);
        int row = found >= 0 ? found : ~found - 1;
        while (row >= 0 && double.IsNaN(series.Values[row]))
            row--;
        return row;
    }
}
