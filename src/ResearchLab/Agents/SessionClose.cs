using System.Text.Json.Nodes;
using ResearchLab.Backtesting;
using ResearchLab.Daily;
using ResearchLab.Journal;
using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Risk;
using ResearchLab.Time;

namespace ResearchLab.Agents;

/// <summary>
/// The desk at a close: orders of the session before are filled or end, what is held is marked, exits that are due are taken, and the account is written down.
/// Each part is kept by an id that follows from what it is, so a close that was killed at any instant is done again and makes nothing twice.
/// </summary>
/// <param name="journal">The journal.</param>
/// <param name="accountName">Name of the account.</param>
/// <param name="session">Session.</param>
/// <param name="costs">What fills cost.</param>
/// <param name="dataOf">What is known of a symbol at the close; null where nothing of the session is, and never will be.</param>
internal sealed class SessionClose(JournalStore journal, string accountName, DateOnly session, CostModel costs, Func<string, SessionData?> dataOf)
{
    private readonly List<DeskEvent> _events = [];
    private readonly List<PositionMarkRecord> _marks = [];
    private readonly Dictionary<string, BookMark> _book = new(StringComparer.Ordinal);

    private DateTimeOffset ClosedAt => ExchangeCalendar.Nyse.CloseOf(session);

    /// <summary>Closes the session on an account that stands at the session before.</summary>
    /// <param name="account">The account; goes on to the session.</param>
    /// <param name="riskFree">What a dollar of cash earned since the session before.</param>
    /// <returns>What happened, in order.</returns>
    public IReadOnlyList<DeskEvent> Run(DeskAccount account, double riskFree)
    {
        Dictionary<string, PositionRecord> held = journal.FindAccountPositions(accountName).ToDictionary(one => one.Id, StringComparer.Ordinal);
        foreach (OrderRecord order in journal.FindAccountOrders(accountName).Where(order => order.Action == OrderAction.Open && order.Session <= session))
        {
            PositionRecord? position = held.GetValueOrDefault(order.Id);
            bool over = position is null
                ? order.State is OrderState.Cancelled or OrderState.Rejected or OrderState.Expired && order.Session < session
                : position.Closed < session;
            if (!over)
                Follow(order, position);
        }

        account.Close(session, riskFree, order => _book.GetValueOrDefault(order.Id, BookMark.Waiting));
        PortfolioState state = account.State("");
        double worth = _marks.Sum(mark => mark.Value);
        journal.RecordSession(
            new PortfolioSnapshotRecord(accountName, session, account.Equity, account.Equity - worth, state.OpenRisk, state.OpenPositions,
                new JsonObject
                {
                    ["riskFree"] = riskFree,
                    ["drawdown"] = state.Drawdown,
                    ["var95"] = state.Var95,
                    ["dayLoss"] = state.DayLoss,
                    ["lossesRunning"] = state.LossesRunning,
                }.ToJsonString(), ClosedAt),
            _marks);
        return _events;
    }

    /// <summary>Opens the account at the close of its first session: cash alone.</summary>
    public DeskAccount Open(double accountValue)
    {
        journal.RecordSession(
            new PortfolioSnapshotRecord(accountName, session, accountValue, accountValue, 0, 0, new JsonObject { ["riskFree"] = 0.0 }.ToJsonString(),
                ClosedAt), []);
        return DeskAccount.Opened(accountName, accountValue, session);
    }

    private void Follow(OrderRecord order, PositionRecord? position)
    {
        OrderDocument document = OrderDocument.Of(order);
        if (dataOf(order.Underlying) is not { } data)
        {
            Carry(order, position);
            return;
        }

        TradeAtClose trade = TradeAtClose.Of(document.Position, data.ChainHistory(document.Decided), costs, session);
        if (trade.IsMissed && position is null)
        {
            Lapse(order, trade.MissedBecause);
            return;
        }

        if (trade.Filled is null)
        {
            // It waits; or it was filled on quotes that the lake has taken back since, and stays filled.
            Carry(order, position);
            return;
        }

        position ??= Fill(order, document, trade);
        Mark(order, position, trade);
        if (trade.HasEnded)
            End(order, position, trade);
    }

    private void Lapse(OrderRecord order, string why)
    {
        _book[order.Id] = BookMark.Lapsed;
        if (journal.MoveOrder(order.Id, OrderState.Expired, why))
            _events.Add(new DeskEvent(DeskEventKind.OrderExpired, order.Underlying, Invariant($"{Words(order)} was not filled: {why}")));
    }

    private PositionRecord Fill(OrderRecord order, OrderDocument document, TradeAtClose trade)
    {
        DateOnly filled = trade.Filled!.Value;
        var position = new PositionRecord(
            order.Id, accountName, order.Underlying, order.Structure, filled, order.Units, trade.EntryPrice, document.Position.CapitalAtRisk,
            order.DocumentJson, order.Units * trade.Path.Outcome.Costs);
        bool first = journal.RecordFill(
            new FillRecord($"{order.Id}-1", order.Id, filled, order.Units, trade.EntryPrice, position.Costs,
                ExchangeCalendar.Nyse.CloseOf(filled), "{}"), position);
        if (first)
            _events.Add(new DeskEvent(DeskEventKind.OrderFilled, order.Underlying, Invariant($"{Words(order)} filled at {trade.EntryPrice:0.00}")));
        return position;
    }

    private void Mark(OrderRecord order, PositionRecord position, TradeAtClose trade)
    {
        CloseMark mark = Recorded(trade.Mark, position, trade);
        _book[order.Id] = mark.ForBook;
        (double price, double volatility, double time, double paid) = trade.Split();
        int units = order.Units;
        _marks.Add(new PositionMarkRecord(
            order.Id, session, MarkKind.Close, ClosedAt, units * mark.Value, units * mark.Profit, units * price,
            units * (volatility + mark.Profit - trade.Mark.Profit), units * time, units * paid, mark.ToJson()));
        if (mark.Carried > 0)
            _events.Add(new DeskEvent(DeskEventKind.QuoteCarried, order.Underlying,
                Invariant($"{Words(order)}: {mark.Carried} leg(s) without a quote, marked at the last")));
    }

    // What was filled stays filled at its price, whatever the lake has come to say of that close since.
    private static CloseMark Recorded(CloseMark mark, PositionRecord position, TradeAtClose trade)
    {
        double revised = (trade.EntryPrice - position.EntryPrice) * OptionContract.Multiplier;
        return revised == 0 ? mark : mark with { Profit = mark.Profit + revised };
    }

    private void Carry(OrderRecord order, PositionRecord? position)
    {
        if (position is null || journal.FindMarks(position.Id, MarkKind.Close).LastOrDefault(one => one.Session < session) is not { } last)
            return;
        CloseMark mark = CloseMark.Of(last) with { Carried = -1 };
        _book[order.Id] = mark.ForBook;
        _marks.Add(last with { Session = session, MarkedAt = ClosedAt, DocumentJson = mark.ToJson() });
        _events.Add(new DeskEvent(DeskEventKind.QuoteCarried, order.Underlying,
            Invariant($"{Words(order)}: there are no quotes of {session:yyyy-MM-dd}, marked as at {last.Session:yyyy-MM-dd}; no exit was decided")));
    }

    private void End(OrderRecord order, PositionRecord position, TradeAtClose trade)
    {
        string reason = LabelStore.NameOf(trade.Path.Outcome.Reason), decisionId = $"exit-{position.Id}";
        string id = OrderId.Of(accountName, session, decisionId, 0, 1);
        CloseMark mark = Recorded(trade.Mark, position, trade);
        double profit = order.Units * mark.Profit, paid = order.Units * trade.Path.Outcome.Costs;
        journal.RecordDecision(
            new DecisionRecord(decisionId, "exit", order.Underlying, session, "exit", reason,
                new JsonArray(JsonValue.Create(trade.Path.Events[^1].Text)).ToJsonString(),
                "{}", ClosedAt),
            [new OrderRecord(id, accountName, decisionId, session, order.Underlying, order.Structure, OrderAction.Close, position.Id, order.Units, null, "{}",
                OrderState.Intended, null, null, ClosedAt, ClosedAt)]);
        PaperBroker.Accept(journal, id);
        bool first = journal.RecordFill(
            new FillRecord($"{id}-1", id, session, order.Units, trade.ExitPrice, paid - position.Costs, ClosedAt, "{}"),
            position with { Closed = session, ExitPrice = trade.ExitPrice, ExitReason = reason, Profit = profit, Costs = paid });
        if (first)
            _events.Add(new DeskEvent(DeskEventKind.PositionClosed, order.Underlying,
                Invariant($"{Words(order)} closed ({reason.Replace('_', ' ')}): {profit:+#,0.00;−#,0.00} dollars")));
    }

    private static string Words(OrderRecord order) => Invariant($"{order.Units} × {order.Structure.Replace('_', ' ')} on {order.Underlying}");
}
