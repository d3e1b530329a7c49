namespace ResearchLab.Risk;

/// <summary>
/// An account from close to close: orders, fills, marks and interest in, <see cref="PortfolioState"/> out. Pure: it reads no clock and no store, and the same
/// events give the same state to the bit, whether an evaluation, the paper desk or a broker's account tells them. Cash that no position ties up earns the rate
/// it is given.
/// Sessions are numbered by the caller, one apart.
/// </summary>
public sealed class Book
{
    private readonly List<Entry> _open = [];
    private readonly Dictionary<string, int> _lastDecided = new(StringComparer.Ordinal);
    private double _high, _dayLoss;
    private int _losses;
    private int? _lastExit;

    /// <summary>An account without positions.</summary>
    /// <param name="accountValue">Dollars; must be positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public Book(double accountValue)
    {
        if (!(accountValue > 0 && double.IsFinite(accountValue)))
            throw new ArgumentOutOfRangeException(nameof(accountValue), accountValue, "The account value must be a positive number of dollars.");
        Equity = _high = accountValue;
    }

    /// <summary>Account value at the last close, in dollars.</summary>
    public double Equity { get; private set; }

    /// <summary>Takes an order that was decided at a session's close.</summary>
    /// <exception cref="ArgumentException">It has no unit, or its id is open already.</exception>
    public void Take(BookOrder order)
    {
        if (order.Units < 1)
            throw new ArgumentException(Invariant($"Order {order.Id} has {order.Units} units; give at least 1."), nameof(order));
        if (_open.Exists(entry => entry.Order.Id == order.Id))
            throw new ArgumentException(Invariant($"Order {order.Id} is in the book already."), nameof(order));
        _open.Add(new Entry(order));
        _lastDecided[order.Underlying] = order.Decided;
    }

    /// <summary>Goes on to a session's close.</summary>
    /// <param name="session">Number of the session.</param>
    /// <param name="riskFree">What a dollar of cash earned since the session before.</param>
    /// <param name="markOf">What the close means to an order; asked once for each that is in the book, newest first.</param>
    public void Close(int session, double riskFree, Func<BookOrder, BookMark> markOf)
    {
        double before = Equity, pnl = 0, tied = 0;
        for (int i = _open.Count - 1; i >= 0; i--)
        {
            Entry entry = _open[i];
            BookMark mark = markOf(entry.Order);
            if (mark.Event is BookEvent.Held or BookEvent.Ended)
            {
                tied += entry.Order.Units * entry.Value;
                pnl += entry.Order.Units * (mark.Profit - entry.Profit);
                (entry.Profit, entry.Value) = (mark.Profit, mark.Value);
            }

            if (mark.Event is BookEvent.Ended)
                (_losses, _lastExit) = (mark.Profit > 0 ? 0 : _losses + 1, session);
            if (mark.Event is BookEvent.Ended or BookEvent.Lapsed)
                _open.RemoveAt(i);
        }

        Equity += pnl + ((before - tied) * riskFree);
        _dayLoss = before - Equity;
        _high = Math.Max(_high, Equity);
    }

    /// <summary>The book as limits see it after the close of a session.</summary>
    /// <param name="session">Number of the session.</param>
    /// <param name="underlying">Underlying of the trade that would join it.</param>
    public PortfolioState State(int session, string underlying)
    {
        double risk = 0, var95 = 0;
        foreach (Entry entry in _open)
        {
            risk += entry.Order.Units * entry.Order.CapitalAtRisk;
            var95 += entry.Order.Units * entry.Order.Var95;
        }

        return new PortfolioState(Equity, risk, _open.Count, _dayLoss, 1 - (Equity / _high), var95)
        {
            HasTraded = _lastDecided.Count > 0,
            SessionsSinceEntry = _lastDecided.TryGetValue(underlying, out int last) ? session - last : null,
            LossesRunning = _losses,
            SessionsSinceExit = session - _lastExit,
        };
    }

    private sealed class Entry(BookOrder order)
    {
        public BookOrder Order => order;

        public double Profit { get; set; }

        public double Value { get; set; }
    }
}
