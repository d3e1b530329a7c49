using System.Data;

namespace ResearchLab.Journal;

/// <content>What was decided and ordered.</content>
public sealed partial class JournalStore
{
    private const string DecisionColumns = "id, agent, subject, session, kind, outcome, reasons, document, decided_at";

    private const string OrderColumns = "id, account, decision_id, session, underlying, structure, action, position_id, units, limit_price, document, state, "
        + "reason, broker_id, intended_at, changed_at";

    /// <summary>
    /// Keeps a decision with the orders it asks for, in one transaction: no order is without its decision, and none of a decision's orders is missing. The
    /// first of an id stays for good.
    /// </summary>
    /// <param name="decision">The decision; its time is set by the clock of the journal.</param>
    /// <param name="orders">The orders, which become <see cref="OrderState.Intended"/>; their times are set by the clock of the journal.</param>
    /// <returns>False when the decision is there already; then nothing was written.</returns>
    /// <exception cref="ArgumentException">An order is of another decision, its id is taken, it has no units, or it closes no position.</exception>
    /// <exception cref="JournalException">A document is not JSON, or the journal cannot be used.</exception>
    public bool RecordDecision(DecisionRecord decision, IReadOnlyList<OrderRecord> orders)
    {
        ArgumentNullException.ThrowIfNull(decision);
        ArgumentNullException.ThrowIfNull(orders);
        foreach (OrderRecord order in orders)
            Require(order, decision);
        return _database.Transact(journal =>
        {
            DateTimeOffset now = _time.GetUtcNow();
            int written = journal.Execute(
                $"""
                INSERT INTO decisions ({DecisionColumns})
                VALUES (@Id, @Agent, @Subject, CAST(@session AS DATE), @Kind, @Outcome, CAST(@ReasonsJson AS JSON), CAST(@DocumentJson AS JSON), @now)
                ON CONFLICT DO NOTHING
                """,
                new
                {
                    decision.Id,
                    decision.Agent,
                    decision.Subject,
                    session = Text(decision.Session),
                    decision.Kind,
                    decision.Outcome,
                    decision.ReasonsJson,
                    decision.DocumentJson,
                    now,
                });
            if (written == 0)
                return false;
            foreach (OrderRecord order in orders)
                Insert(journal, order, now);
            return true;
        });
    }

    /// <summary>Writes that an order came to a state, and the event of it; nothing when it is there already.</summary>
    /// <param name="id">The order.</param>
    /// <param name="state">The state it came to. What was filled is written with <see cref="RecordFill"/>, not so.</param>
    /// <param name="reason">Why, in words.</param>
    /// <param name="brokerId">The broker's id for it; null leaves it as it is.</param>
    /// <returns>False when it was in that state.</returns>
    /// <exception cref="OrderStateException">It cannot go there, or its fills say otherwise.</exception>
    /// <exception cref="ArgumentException">There is no such order.</exception>
    public bool MoveOrder(string id, OrderState state, string reason, string? brokerId = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        return _database.Transact(journal =>
        {
            OrderRecord order = Lock(journal, id);
            if (order.State == state)
                return false;
            if (state is OrderState.PartlyFilled or OrderState.Filled)
            {
                int filled = FilledUnits(journal, id);
                if (filled == 0 || state != StateOf(filled, order.Units))
                    throw new OrderStateException(Invariant($"Order '{id}' cannot become {state}: {filled} of its {order.Units} units are filled. ")
                        + "Record the fills; they move the order.");
            }

            Move(journal, order, state, reason, brokerId ?? order.BrokerId, order.PositionId);
            return true;
        });
    }

    /// <summary>A decision; null when there is none of that id.</summary>
    public DecisionRecord? FindDecision(string id) => Decisions("id = @id", new { id, count = 1 }).FirstOrDefault();

    /// <summary>The newest decisions about one subject or about all, newest first.</summary>
    public IReadOnlyList<DecisionRecord> FindDecisions(string? subject = null, int count = 100) =>
        Decisions(subject is null ? "true" : "subject = @subject", new { subject, count });

    /// <summary>An order; null when there is none of that id.</summary>
    public OrderRecord? FindOrder(string id) => Orders("id = @id", new { id }).FirstOrDefault();

    /// <summary>The orders in a state, of one account or of all, oldest first.</summary>
    public IReadOnlyList<OrderRecord> FindOrders(OrderState state, string? account = null) => account is null
        ? Orders("state = @state", new { state = Snake(state) })
        : Orders("state = @state AND account = @account", new { state = Snake(state), account });

    /// <summary>The orders of a decision, oldest first.</summary>
    public IReadOnlyList<OrderRecord> FindOrdersOf(string decisionId) => Orders("decision_id = @decisionId", new { decisionId });

    /// <summary>How an order came to where it stands, in order.</summary>
    public IReadOnlyList<OrderEventRecord> FindOrderEvents(string orderId) => _database.Transact(journal => journal.Query(
        "SELECT order_id, number, from_state, state, reason, happened_at FROM order_events WHERE order_id = @orderId ORDER BY number",
        row => new OrderEventRecord(
            (string)row["order_id"], Int(row["number"]), OfSnake<OrderState>(row["from_state"]), OfSnake<OrderState>(row["state"]), (string)row["reason"],
            Instant(row["happened_at"])),
        new { orderId }));

    private static void Require(OrderRecord order, DecisionRecord decision)
    {
        if (order.DecisionId != decision.Id)
            throw new ArgumentException($"Order '{order.Id}' is of decision '{order.DecisionId}', not of '{decision.Id}'. Record it with its own.",
                nameof(order));
        if (order.Units < 1)
            throw new ArgumentException(Invariant($"Order '{order.Id}' has {order.Units} units. Order at least one, or none at all."), nameof(order));
        if (order.Action == OrderAction.Close && order.PositionId is null)
            throw new ArgumentException($"Order '{order.Id}' closes no position. Name the position.", nameof(order));
        Finite(order.LimitPrice ?? 0, "limit price", order.Id);
    }

    private static void Insert(JournalDatabase.Session journal, OrderRecord order, DateTimeOffset now)
    {
        int written = journal.Execute(
            $"""
            INSERT INTO orders ({OrderColumns})
            VALUES (@Id, @Account, @DecisionId, CAST(@session AS DATE), @Underlying, @Structure, @action, @PositionId, @Units, @LimitPrice,
                CAST(@DocumentJson AS JSON), @state, NULL, @BrokerId, @now, @now)
            ON CONFLICT DO NOTHING
            """,
            new
            {
                order.Id,
                order.Account,
                order.DecisionId,
                session = Text(order.Session),
                order.Underlying,
                order.Structure,
                action = Snake(order.Action),
                order.PositionId,
                order.Units,
                order.LimitPrice,
                order.DocumentJson,
                state = Snake(OrderState.Intended),
                order.BrokerId,
                now,
            });
        if (written == 0)
            throw new ArgumentException($"Order '{order.Id}' of decision '{order.DecisionId}' is there already. Give each order an id of OrderId.",
                nameof(order));
    }

    /// <summary>The order, which no other transaction changes until this one ends.</summary>
    private static OrderRecord Lock(JournalDatabase.Session journal, string id) =>
        journal.Query($"UPDATE orders SET changed_at = changed_at WHERE id = @id RETURNING {OrderColumns}", Order, new { id }).FirstOrDefault()
            ?? throw new ArgumentException($"The journal has no order '{id}'. Record the decision that asks for it first.", nameof(id));

    private void Move(JournalDatabase.Session journal, OrderRecord order, OrderState state, string reason, string? brokerId, string? positionId)
    {
        if (!OrderTransitions.IsLegal(order.State, state))
            throw new OrderStateException($"Order '{order.Id}' is {order.State} and cannot become {state}: "
                + (OrderTransitions.From(order.State) is { Count: > 0 } next ? $"only {string.Join(", ", next)} can follow." : "that is final."));
        DateTimeOffset now = _time.GetUtcNow();
        journal.Execute(
            "UPDATE orders SET state = @state, reason = @reason, broker_id = @brokerId, position_id = @positionId, changed_at = @now WHERE id = @Id",
            new { state = Snake(state), reason, brokerId, positionId, now, order.Id });
        journal.Execute(
            """
            INSERT INTO order_events (order_id, number, from_state, state, reason, happened_at)
            SELECT @Id, coalesce(max(number), 0) + 1, @from, @to, @reason, CAST(@now AS TIMESTAMPTZ) FROM order_events WHERE order_id = @Id
            """,
            new { order.Id, from = Snake(order.State), to = Snake(state), reason, now });
    }

    private static OrderState StateOf(int filled, int units) => filled == units ? OrderState.Filled : OrderState.PartlyFilled;

    private List<DecisionRecord> Decisions(string condition, object parameters) => _database.Transact(journal => journal.Query(
        $"SELECT {DecisionColumns} FROM decisions WHERE {condition} ORDER BY decided_at DESC, id LIMIT @count",
        Decision, parameters));

    private static DecisionRecord Decision(IDataRecord row) => new(
        (string)row["id"], (string)row["agent"], (string)row["subject"], Date(row["session"]), (string)row["kind"], (string)row["outcome"],
        (string)row["reasons"], (string)row["document"], Instant(row["decided_at"]));

    private List<OrderRecord> Orders(string condition, object parameters) => _database.Transact(journal => journal.Query(
        $"SELECT {OrderColumns} FROM orders WHERE {condition} ORDER BY intended_at, id", Order, parameters));

    private static OrderRecord Order(IDataRecord row) => new(
        (string)row["id"], (string)row["account"], (string)row["decision_id"], Date(row["session"]), (string)row["underlying"], (string)row["structure"],
        OfSnake<OrderAction>(row["action"]), row["position_id"] as string, Int(row["units"]), MaybeDouble(row["limit_price"]), (string)row["document"],
        OfSnake<OrderState>(row["state"]), row["reason"] as string, row["broker_id"] as string, Instant(row["intended_at"]), Instant(row["changed_at"]));
}
