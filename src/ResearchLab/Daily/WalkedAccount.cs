using ResearchLab.Risk;

namespace ResearchLab.Daily;

/// <summary>
/// The account of a walk: a <see cref="Book"/> whose orders fill and end as the trades that were followed say, and beside it the arm that holds shares at the
/// book's delta of each close until the next. Marks at mid, idle cash at the T-bill, positions from the session they are decided at.
/// </summary>
/// <param name="underlying">Ticker of the underlying.</param>
/// <param name="accountValue">Dollars at the start.</param>
internal sealed class WalkedAccount(string underlying, double accountValue)
{
    private readonly Book _book = new(accountValue);
    private readonly List<BookTrade> _taken = [];
    private readonly List<int> _ended = [];

    /// <summary>Trades that have ended, in the order of their ends.</summary>
    public IReadOnlyList<BookTrade> Closed => [.. _ended.Select(id => _taken[id])];

    /// <summary>Account value at the last close.</summary>
    public double Equity => _book.Equity;

    /// <summary>Value of the arm of shares, in T-bills where it holds none.</summary>
    public double Shares { get; private set; } = accountValue;

    /// <summary>Goes on to a session's close.</summary>
    /// <param name="position">Position of the session on the calendar.</param>
    /// <param name="riskFree">What a dollar of cash earned since the session before.</param>
    public void Close(int position, double riskFree)
    {
        double delta = 0, held = 0;
        _book.Close(position, riskFree, order =>
        {
            (DeskTrade trade, int units, int decided) = _taken[order.Id];
            int at = position - trade.Entry;
            // An order that found no quotes frees its place at the session it should have filled at.
            if (trade.Entry < 0)
                return decided < position ? BookMark.Lapsed : BookMark.Waiting;
            if (at < 0)
                return BookMark.Waiting;
            if (at > 0)
            {
                held += units * trade.DeltaValue[at - 1];
                delta += units * trade.DeltaPnl[at];
            }

            if (position < trade.Last || !trade.IsClosed)
                return BookMark.Held(trade.Profit[at], trade.Value[at]);
            _ended.Add(order.Id);
            return BookMark.Ended(trade.Profit[at]);
        });
        Shares += delta + ((Shares - held) * riskFree);
    }

    /// <summary>The book as limits see it after the close of a session.</summary>
    public PortfolioState State(int position) => _book.State(position, underlying);

    /// <summary>Takes a trade decided at a session's close.</summary>
    public void Take(DeskTrade trade, int units, int position)
    {
        _book.Take(new BookOrder(_taken.Count, underlying, units, trade.Position.CapitalAtRisk, trade.Var95, position));
        _taken.Add(new BookTrade(trade, units, position));
    }
}
