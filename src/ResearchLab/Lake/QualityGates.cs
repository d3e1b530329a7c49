using ResearchLab.Time;

namespace ResearchLab.Lake;

/// <summary>
/// The checks at the door of the lake: pure functions from columns to one reason a row. The first gate that a row fails names it; rows
/// that already have a reason are left alone and play no part in the checks of their neighbours.
/// </summary>
public static class QualityGates
{
    /// <summary>How far open and close may lie outside low to high, as a fraction of the price: vendors round the four apart.</summary>
    public const double RangeTolerance = 1e-3;

    /// <summary>Largest close-to-close move without an action, as a fraction.</summary>
    public const double DefaultMaxJump = 0.60;

    /// <summary>Length of a run of equal bars that counts as stale.</summary>
    public const int StaleRun = 5;

    /// <summary>Columns of bars, in any order of symbols, ascending by session within each symbol or not.</summary>
    /// <param name="Symbol">Symbol of each row.</param>
    /// <param name="Session">Session of each row.</param>
    /// <param name="Open">First price.</param>
    /// <param name="High">Highest price.</param>
    /// <param name="Low">Lowest price.</param>
    /// <param name="Close">Last price.</param>
    /// <param name="Volume">Units traded; NaN when unknown.</param>
    public sealed record BarColumns(string[] Symbol, DateOnly[] Session, double[] Open, double[] High, double[] Low, double[] Close, double[] Volume);

    /// <summary>Columns of option quotes.</summary>
    /// <param name="Underlying">Underlying of each row.</param>
    /// <param name="Session">Session of each row.</param>
    /// <param name="Expiry">Expiry.</param>
    /// <param name="Strike">Strike.</param>
    /// <param name="Right">C or P.</param>
    /// <param name="Bid">Bid; 0 or NaN when there is none.</param>
    /// <param name="Ask">Ask; 0 or NaN when there is none.</param>
    /// <param name="Spot">Price of the underlying; NaN when unknown.</param>
    public sealed record QuoteColumns(
        string[] Underlying, DateOnly[] Session, DateOnly[] Expiry, double[] Strike, string[] Right, double[] Bid, double[] Ask, double[] Spot);

    /// <summary>Columns of bars within sessions, in any order.</summary>
    /// <param name="Symbol">Symbol of each row.</param>
    /// <param name="Time">Start of each bar.</param>
    /// <param name="Session">Session each bar belongs to.</param>
    /// <param name="Open">First price.</param>
    /// <param name="High">Highest price.</param>
    /// <param name="Low">Lowest price.</param>
    /// <param name="Close">Last price.</param>
    /// <param name="Volume">Units traded; NaN when unknown.</param>
    public sealed record IntradayColumns(
        string[] Symbol, DateTimeOffset[] Time, DateOnly[] Session, double[] Open, double[] High, double[] Low, double[] Close, double[] Volume);

    /// <summary>Checks bars.</summary>
    /// <param name="bars">The rows.</param>
    /// <param name="reasons">One a row; rows with a reason are skipped, found reasons are written here.</param>
    /// <param name="calendar">Sessions of the exchange; null when the market never closes.</param>
    /// <param name="maxJump">Largest close-to-close move without an action, as a fraction; infinity switches the gate off.</param>
    /// <param name="previousClose">Last close before the first row of a symbol; NaN when there is none.</param>
    /// <param name="splitRatio">New shares for one old of the split into that session; NaN when there is none.</param>
    public static void CheckBars(
        BarColumns bars, Span<QualityReason> reasons, ExchangeCalendar? calendar, double maxJump = DefaultMaxJump,
        Func<string, DateOnly, double>? previousClose = null, Func<string, DateOnly, double>? splitRatio = null)
    {
        var seen = new HashSet<(string, DateOnly)>(reasons.Length);
        for (int i = 0; i < reasons.Length; i++)
        {
            if (reasons[i] == QualityReason.None)
                reasons[i] = CheckBar(bars.Open[i], bars.High[i], bars.Low[i], bars.Close[i], bars.Volume[i]);
            if (reasons[i] == QualityReason.None && !IsSession(calendar, bars.Session[i]))
                reasons[i] = QualityReason.NotASession;
            if (reasons[i] == QualityReason.None && !seen.Add((bars.Symbol[i], bars.Session[i])))
                reasons[i] = QualityReason.DuplicateKey;
        }

        int[] order = Good(reasons);
        Array.Sort(order, (left, right) =>
        {
            int bySymbol = string.CompareOrdinal(bars.Symbol[left], bars.Symbol[right]);
            return bySymbol != 0 ? bySymbol : bars.Session[left].CompareTo(bars.Session[right]);
        });
        for (int from = 0, to; from < order.Length; from = to)
        {
            to = from + 1;
            while (to < order.Length && bars.Symbol[order[to]] == bars.Symbol[order[from]])
                to++;
            ReadOnlySpan<int> rows = order.AsSpan(from, to - from);
            MarkStale(bars, rows, reasons);
            if (double.IsFinite(maxJump))
                BadPrints.Mark(bars, rows, reasons);
            PriceJumps.Mark(bars, rows, reasons, maxJump, previousClose, splitRatio);
        }
    }

    /// <summary>Checks bars within sessions; a run of equal bars is usual where little trades and is no defect.</summary>
    /// <param name="bars">The rows.</param>
    /// <param name="reasons">One a row; rows with a reason are skipped, found reasons are written here.</param>
    /// <param name="calendar">Sessions of the market; null when every day is one.</param>
    /// <param name="maxJump">Largest move from one close to the next, as a fraction.</param>
    public static void CheckIntraday(IntradayColumns bars, Span<QualityReason> reasons, ExchangeCalendar? calendar, double maxJump = DefaultMaxJump)
    {
        var seen = new HashSet<(string, DateTimeOffset)>(reasons.Length);
        for (int i = 0; i < reasons.Length; i++)
        {
            if (reasons[i] == QualityReason.None)
                reasons[i] = CheckBar(bars.Open[i], bars.High[i], bars.Low[i], bars.Close[i], bars.Volume[i]);
            if (reasons[i] == QualityReason.None && double.IsFinite(maxJump) && BadPrints.IsExtreme(bars.Open[i], bars.High[i], bars.Low[i], bars.Close[i]))
                reasons[i] = QualityReason.Implausible;
            if (reasons[i] == QualityReason.None && !IsSession(calendar, bars.Session[i]))
                reasons[i] = QualityReason.NotASession;
            if (reasons[i] == QualityReason.None && !seen.Add((bars.Symbol[i], bars.Time[i])))
                reasons[i] = QualityReason.DuplicateKey;
        }

        int[] order = Good(reasons);
        Array.Sort(order, (left, right) =>
        {
            int bySymbol = string.CompareOrdinal(bars.Symbol[left], bars.Symbol[right]);
            return bySymbol != 0 ? bySymbol : bars.Time[left].CompareTo(bars.Time[right]);
        });
        double reference = double.NaN;
        int start = 0;
        for (int i = 0; i < order.Length; i++)
        {
            int row = order[i];
            bool first = i == 0 || bars.Symbol[order[i - 1]] != bars.Symbol[row];
            start = first ? i : start;
            if (!first && double.IsFinite(maxJump) && BadPrints.Farthest(reference, bars.Open[row], bars.High[row], bars.Low[row],
                bars.Close[row]) is > BadPrints.FarPrice and var far
                && Math.Log(far) > BadPrints.Limit(bars.High, bars.Low, bars.Close, Same(order, start), i - start))
            {
                reasons[row] = QualityReason.Implausible;
                continue;
            }

            bool last = i + 1 == order.Length || bars.Symbol[order[i + 1]] != bars.Symbol[row];
            bool takenBack = !first && !last && PriceJumps.IsTakenBack(reference, bars.Close[row], bars.Close[order[i + 1]], maxJump);
            if (!first && (takenBack || IsJump(reference, bars.Close[row], maxJump)))
            {
                reasons[row] = QualityReason.Jump;
                if (takenBack)
                    continue;
            }

            reference = bars.Close[row];
        }

        ReadOnlySpan<int> Same(int[] rows, int from)
        {
            int to = from + 1;
            while (to < rows.Length && bars.Symbol[rows[to]] == bars.Symbol[rows[from]])
                to++;
            return rows.AsSpan(from, to - from);
        }
    }

    /// <summary>Checks one bar on its own.</summary>
    public static QualityReason CheckBar(double open, double high, double low, double close, double volume)
    {
        if (!double.IsFinite(open) || !double.IsFinite(high) || !double.IsFinite(low) || !double.IsFinite(close) || double.IsInfinity(volume))
            return QualityReason.NotFinite;
        if (open <= 0 || high <= 0 || low <= 0 || close <= 0 || volume < 0)
            return QualityReason.NonPositivePrice;
        if (high < low)
            return QualityReason.HighBelowLow;
        double slack = RangeTolerance * close;
        return Math.Min(open, close) < low - slack || Math.Max(open, close) > high + slack ? QualityReason.OutsideRange : QualityReason.None;
    }

    /// <summary>Checks option quotes; a quote with an ask but no bid is marked and kept.</summary>
    /// <param name="quotes">The rows.</param>
    /// <param name="reasons">One a row; rows with a reason are skipped, found reasons are written here.</param>
    /// <param name="calendar">Sessions of the exchange; null when the market never closes.</param>
    public static void CheckQuotes(QuoteColumns quotes, Span<QualityReason> reasons, ExchangeCalendar? calendar)
    {
        var seen = new HashSet<(string, DateOnly, DateOnly, double, string)>(reasons.Length);
        for (int i = 0; i < reasons.Length; i++)
        {
            if (reasons[i] == QualityReason.None)
                reasons[i] = CheckQuote(quotes.Strike[i], quotes.Bid[i], quotes.Ask[i], quotes.Spot[i]);
            if (!reasons[i].IsKept())
                continue;
            if (quotes.Expiry[i] < quotes.Session[i])
                reasons[i] = QualityReason.Expired;
            else if (!IsSession(calendar, quotes.Session[i]))
                reasons[i] = QualityReason.NotASession;
            else if (!seen.Add((quotes.Underlying[i], quotes.Session[i], quotes.Expiry[i], quotes.Strike[i], quotes.Right[i])))
                reasons[i] = QualityReason.DuplicateKey;
        }
    }

    /// <summary>Checks one quote on its own. A missing bid or ask is NaN or 0; <paramref name="spot"/> NaN is unknown and passes.</summary>
    public static QualityReason CheckQuote(double strike, double bid, double ask, double spot)
    {
        if (!double.IsFinite(strike) || double.IsInfinity(bid) || double.IsInfinity(ask) || double.IsInfinity(spot))
            return QualityReason.NotFinite;
        if (strike <= 0 || bid < 0 || ask < 0 || spot <= 0)
            return QualityReason.NonPositivePrice;
        bool hasBid = bid > 0, hasAsk = ask > 0;
        return (hasBid, hasAsk) switch
        {
            (false, false) => QualityReason.NoQuote,
            (false, true) => QualityReason.ZeroBid,
            _ when bid > ask || ask == 0 => QualityReason.Crossed,
            _ => QualityReason.None,
        };
    }

    /// <summary>Checks a series of values by date: numbers are finite, dates are sessions (unless it is kept on all days) and not repeated.</summary>
    public static void CheckSeries(ReadOnlySpan<DateOnly> dates, ReadOnlySpan<double> values, Span<QualityReason> reasons, ExchangeCalendar? calendar)
    {
        var seen = new HashSet<DateOnly>(dates.Length);
        for (int i = 0; i < reasons.Length; i++)
        {
            if (reasons[i] != QualityReason.None)
                continue;
            if (!double.IsFinite(values[i]))
                reasons[i] = QualityReason.NotFinite;
            else if (!IsSession(calendar, dates[i]))
                reasons[i] = QualityReason.NotASession;
            else if (!seen.Add(dates[i]))
                reasons[i] = QualityReason.DuplicateKey;
        }
    }

    /// <summary>Whether a date is a session; every date is without a calendar, none is that the calendar does not cover.</summary>
    public static bool IsSession(ExchangeCalendar? calendar, DateOnly date) =>
        calendar is null || (date >= ExchangeCalendar.FirstDay && date <= ExchangeCalendar.LastDay && calendar.IsSession(date));

    private static void MarkStale(BarColumns bars, ReadOnlySpan<int> rows, Span<QualityReason> reasons)
    {
        for (int from = 0, to; from < rows.Length; from = to)
        {
            to = from + 1;
            while (to < rows.Length && SameBar(bars, rows[from], rows[to]))
                to++;
            for (int repeat = from + 1; repeat < to; repeat++)
            {
                // Where nothing was traded there is no range of prices: it is that of another day.
                if (to - from >= StaleRun || (bars.Volume[rows[repeat]] == 0 && bars.High[rows[repeat]] > bars.Low[rows[repeat]]))
                    reasons[rows[repeat]] = QualityReason.Stale;
            }
        }
    }

    // The four prices of a bar with a range are not met again bar after bar, however much is traded.
    private static bool SameBar(BarColumns bars, int left, int right) =>
        bars.Close[left].Equals(bars.Close[right]) && bars.Open[left].Equals(bars.Open[right]) && bars.High[left].Equals(bars.High[right])
        && bars.Low[left].Equals(bars.Low[right]) && (bars.High[left] > bars.Low[left] || bars.Volume[left].Equals(bars.Volume[right]));

    internal static bool IsJump(double from, double to, double limit) => Math.Abs((to / from) - 1) > limit;

    private static int[] Good(ReadOnlySpan<QualityReason> reasons)
    {
        var rows = new List<int>(reasons.Length);
        for (int i = 0; i < reasons.Length; i++)
        {
            if (reasons[i] == QualityReason.None)
                rows.Add(i);
        }

        return [.. rows];
    }
}
