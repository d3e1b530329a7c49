using System.Text.Json;
using ResearchLab.Journal;
using ResearchLab.Risk;
using ResearchLab.Time;

namespace ResearchLab.Agents;

/// <summary>
/// The desk's account as of a close: the book made again from what the journal holds of orders, marks and sessions, from its first session on. Nothing of it
/// lives anywhere else, so a process that was killed knows as much as one that ran through.
/// </summary>
public sealed class DeskAccount
{
    private readonly Book _book;
    private readonly List<OrderRecord> _orders = [];

    private DeskAccount(string name, double started, DateOnly first) => (Name, _book, FirstSession, LastSession) = (name, new Book(started), first, first);

    /// <summary>Name of the account.</summary>
    public string Name { get; }

    /// <summary>Session at whose close it was opened.</summary>
    public DateOnly FirstSession { get; }

    /// <summary>Session it stands at the close of.</summary>
    public DateOnly LastSession { get; private set; }

    /// <summary>Newest session the journal knows it at the close of, which may be later.</summary>
    public DateOnly NewestSession { get; private set; }

    /// <summary>Account value in dollars.</summary>
    public double Equity => _book.Equity;

    /// <summary>The account as of a close; null when the journal knows none by then.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="name">Name of the account.</param>
    /// <param name="session">Latest session it may stand at the close of; null for the newest.</param>
    /// <exception cref="JournalException">What the journal holds of it contradicts itself.</exception>
    public static DeskAccount? AsOf(JournalStore journal, string name, DateOnly? session = null)
    {
        ArgumentNullException.ThrowIfNull(journal);
        AccountRecords records = journal.FindAccount(name);
        PortfolioSnapshotRecord[] snapshots = [.. records.Snapshots.Where(one => session is null || one.Session <= session)];
        if (snapshots.Length == 0)
            return null;
        DateOnly through = snapshots[^1].Session;
        ILookup<DateOnly, (OrderRecord Order, OrderDocument Document)> decided = records.Orders.Where(order => order.Action == OrderAction.Open)
            .Select(order => (Order: order, Document: OrderDocument.Of(order)))
            .Where(one => one.Document.Decided <= through).OrderBy(one => one.Document.Rank).ToLookup(one => one.Document.Decided);
        var marks = records.Marks.Where(mark => mark.Session <= through).ToDictionary(mark => (mark.PositionId, mark.Session), CloseMark.Of);
        var account = new DeskAccount(name, snapshots[0].Equity, snapshots[0].Session);
        Dictionary<DateOnly, double> earned = snapshots.ToDictionary(one => one.Session, RiskFree);
        foreach (PortfolioSnapshotRecord snapshot in snapshots)
        {
            if (snapshot.Session > account.FirstSession)
            {
                account.Close(snapshot.Session, earned[snapshot.Session], order => marks.TryGetValue((order.Id, snapshot.Session), out CloseMark mark)
                    ? mark.ForBook
                    : IsGone(order, snapshot.Session) ? BookMark.Lapsed : BookMark.Waiting);
            }

            foreach ((OrderRecord order, OrderDocument document) in decided[snapshot.Session])
                account.Take(order, document);
        }

        // The same sums in the same order: anything else would be a journal that somebody wrote into.
        if (account.Equity != snapshots[^1].Equity)
            throw new JournalException(Invariant($"Account {name} was worth {snapshots[^1].Equity:0.00} at the close of {through:yyyy-MM-dd}, and its orders ")
                + Invariant($"and marks make {account.Equity:0.00}. Restore the journal from a backup."));
        account.NewestSession = records.Snapshots[^1].Session;
        return account;
    }

    /// <summary>An account that is opened at a close, with cash.</summary>
    internal static DeskAccount Opened(string name, double accountValue, DateOnly session) => new(name, accountValue, session);

    /// <summary>The book as limits see it.</summary>
    /// <param name="underlying">Underlying of the trade that would join it.</param>
    public PortfolioState State(string underlying) => _book.State(Number(LastSession), underlying);

    internal void Take(OrderRecord order, OrderDocument document)
    {
        _orders.Add(order);
        _book.Take(new BookOrder(_orders.Count - 1, order.Underlying, order.Units, document.Position.CapitalAtRisk, document.Var95, Number(document.Decided)));
    }

    /// <summary>Goes on to a session's close.</summary>
    /// <param name="session">The session.</param>
    /// <param name="riskFree">What a dollar of cash earned since the session before.</param>
    /// <param name="markOf">What the close means to an order.</param>
    internal void Close(DateOnly session, double riskFree, Func<OrderRecord, BookMark> markOf)
    {
        _book.Close(Number(session), riskFree, taken => markOf(_orders[taken.Id]));
        LastSession = session;
    }

    // An order that was never filled ends at the close it was to be filled at.
    private static bool IsGone(OrderRecord order, DateOnly session) =>
        order.State is OrderState.Expired or OrderState.Cancelled or OrderState.Rejected && order.Session <= session;

    private static int Number(DateOnly session) => ExchangeCalendar.Nyse.CountSessions(ExchangeCalendar.FirstDay, session);

    private static double RiskFree(PortfolioSnapshotRecord snapshot)
    {
        using var json = JsonDocument.Parse(snapshot.DocumentJson);
        return json.RootElement.GetProperty("riskFree").GetDouble();
    }
}
