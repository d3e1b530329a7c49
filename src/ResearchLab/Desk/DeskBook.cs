using ResearchLab.Risk;

namespace ResearchLab.Desk;

/// <summary>A trade in a book.</summary>
/// <param name="Trade">The trade.</param>
/// <param name="Units">Structure units.</param>
/// <param name="Decided">Position of the session it was decided at.</param>
internal sealed record BookTrade(DeskTrade Trade, int Units, int Decided);

/// <summary>An account walked session by session: marks at mid, idle cash at the T-bill, positions from the session they are decided at.</summary>
internal sealed class DeskBook
{
    private readonly List<BookTrade> _open = [];
    private double _equity, _high, _dayLoss, _shares;
    private int _losses;
    private int? _lastEntry, _lastExit;

    public DeskBook(double accountValue) => (_equity, _high, _shares) = (accountValue, accountValue, accountValue);

    /// <summary>Trades that have ended, in the order of their ends.</summary>
    public List<BookTrade> Closed { get; } = [];

    /// <summary>Account value at the last close.</summary>
    public double Equity => _equity;

    /// <summary>Value of the arm that holds shares at the book's delta of each close until the next, and T-bills.</summary>
    public double Shares => _shares;

    /// <summary>Goes on to a session's close.</summary>
    /// <param name="position">Position of the session on the calendar.</param>
    /// <param name="riskFree">What a dollar of cash earned since the session before.</param>
    public void Mark(int position, double riskFree)
    {
        double before = _equity, pnl = 0, tied = 0, delta = 0, held = 0;
        for (int i = _open.Count - 1; i >= 0; i--)
        {
            (DeskTrade trade, int units, _) = _open[i];
            int at = position - trade.Entry;
            if (trade.Entry < 0 || at < 0)
                continue;
            if (at > 0)
            {
                tied += units * trade.Value[at - 1];
                held += units * trade.DeltaValue[at - 1];
                delta += units * trade.DeltaPnl[at];
            }

            pnl += units * (trade.Profit[at] - (at > 0 ? trade.Profit[at - 1] : 0));
            if (position == trade.Last && trade.IsClosed)
            {
                Closed.Add(_open[i]);
                _open.RemoveAt(i);
                _losses = trade.Outcome.Pnl > 0 ? 0 : _losses + 1;
                _lastExit = position;
            }
        }

        // An order that found no quotes frees its place at the session it should have filled at.
        _open.RemoveAll(one => one.Trade.Entry < 0 && one.Decided < position);
        _equity += pnl + ((before - tied) * riskFree);
        _shares += delta + ((_shares - held) * riskFree);
        _dayLoss = before - _equity;
        _high = Math.Max(_high, _equity);
    }

    /// <summary>The book as limits see it after the close of a session.</summary>
    public PortfolioState State(int position)
    {
        double risk = 0, var95 = 0;
        foreach (BookTrade one in _open)
        {
            risk += one.Units * one.Trade.Position.CapitalAtRisk;
            var95 += one.Units * one.Trade.Var95;
        }

        return new PortfolioState(_equity, risk, _open.Count, _dayLoss, 1 - (_equity / _high), var95)
        {
            SessionsSinceEntry = position - _lastEntry,
            LossesRunning = _losses,
            SessionsSinceExit = position - _lastExit,
        };
    }

    /// <summary>Opens a trade decided at a session's close.</summary>
    public void Open(DeskTrade trade, int units, int position)
    {
        _open.Add(new BookTrade(trade, units, position));
        _lastEntry = position;
    }
}
