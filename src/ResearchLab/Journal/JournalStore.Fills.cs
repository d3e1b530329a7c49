namespace ResearchLab.Journal;

/// <content>What was traded, and what it did to positions.</content>
public sealed partial class JournalStore
{
    private const string FillColumns = "id, order_id, session, units, price, costs, filled_at, document";

    /// <summary>
    /// Keeps a fill with everything it changes, in one transaction: the order is partly or wholly filled, its position is opened, grown or closed, and a closed
    /// one has its outcome. The same fill again changes nothing.
    /// </summary>
    /// <param name="fill">The fill.</param>
    /// <param name="position">
    /// The position as the fill leaves it. That of an opening order has as many units as were opened so far. A closing order closes it with the fill that takes
    /// back the last of them; before, give it still open, or null when nothing of it changes.
    /// </param>
    /// <returns>False when the fill is there already.</returns>
    /// <exception cref="OrderStateException">More units than ordered or held, or an order that cannot be filled (any more).</exception>
    /// <exception cref="ArgumentException">The order is not there, or the position is not the one that the fill leaves.</exception>
    public bool RecordFill(FillRecord fill, PositionRecord? position = null)
    {
        ArgumentNullException.ThrowIfNull(fill);
        if (fill.Units < 1)
            throw new ArgumentException(Invariant($"Fill '{fill.Id}' has {fill.Units} units. A fill has at least one."), nameof(fill));
        Finite(fill.Price, "price", fill.Id);
        Finite(fill.Costs, "costs", fill.Id);
        if (position is not null)
            Require(position);
        return _database.Transact(journal =>
        {
            OrderRecord order = Lock(journal, fill.OrderId);
            if (Known(journal, fill))
                return false;
            int before = FilledUnits(journal, order.Id);
            if (fill.Units > order.Units - before)
                throw new OrderStateException(Invariant($"Fill '{fill.Id}' of {fill.Units} units is more than is left of order '{order.Id}', of whose ")
                    + Invariant($"{order.Units} units {before} are filled. Ask the broker for its executions and record those."));
            int filled = before + fill.Units;
            string? positionId = order.PositionId ?? position?.Id;
            OrderState state = StateOf(filled, order.Units);
            if (order.State != state)
                Move(journal, order, state, Invariant($"{filled} of {order.Units} units filled"), order.BrokerId, positionId);
            Insert(journal, fill);
            Apply(journal, fill, order, position);
            return true;
        });
    }

    /// <summary>The fills of an order, oldest first.</summary>
    public IReadOnlyList<FillRecord> FindFills(string orderId) => _database.Transact(journal => journal.Query(
        $"SELECT {FillColumns} FROM fills WHERE order_id = @orderId ORDER BY filled_at, id",
        row => new FillRecord(
            (string)row["id"], (string)row["order_id"], Date(row["session"]), Int(row["units"]), Double(row["price"]), Double(row["costs"]),
            Instant(row["filled_at"]), (string)row["document"]),
        new { orderId }));

    private static void Require(PositionRecord position)
    {
        Finite(position.EntryPrice, "entry price", position.Id);
        Finite(position.Costs, "costs", position.Id);
        Finite(position.ExitPrice ?? 0, "exit price", position.Id);
        Finite(position.Profit ?? 0, "profit", position.Id);
        if (!(position.CapitalAtRisk > 0 && double.IsFinite(position.CapitalAtRisk)))
            throw new ArgumentException(Invariant($"Position '{position.Id}' has a capital at risk of {position.CapitalAtRisk}. It is what one unit can lose, ")
                + "above 0.", nameof(position));
        int given = (position.Closed is null ? 0 : 1) + (position.ExitPrice is null ? 0 : 1) + (position.ExitReason is null ? 0 : 1)
            + (position.Profit is null ? 0 : 1);
        if (given is not (0 or 4))
            throw new ArgumentException($"Position '{position.Id}' is closed in part of its fields. Give session, price, reason and profit, or none of them.",
                nameof(position));
    }

    private static bool Known(JournalDatabase.Session journal, FillRecord fill)
    {
        string? order = journal.Query("SELECT order_id FROM fills WHERE id = @Id", row => (string)row["order_id"], new { fill.Id }).FirstOrDefault();
        return order is null || order == fill.OrderId ? order is not null : throw Foreign(fill, $"order '{order}'");
    }

    private static ArgumentException Foreign(FillRecord fill, string order) =>
        new($"Fill '{fill.Id}' of order '{fill.OrderId}' is known as one of {order}. Ask the broker whose it is.", nameof(fill));

    private static int FilledUnits(JournalDatabase.Session journal, string orderId) => journal.Query(
        "SELECT CAST(coalesce(sum(units), 0) AS BIGINT) AS units FROM fills WHERE order_id = @orderId", row => Int(row["units"]), new { orderId }).Single();

    private static void Insert(JournalDatabase.Session journal, FillRecord fill)
    {
        int written = journal.Execute(
            $"""
            INSERT INTO fills ({FillColumns})
            VALUES (@Id, @OrderId, CAST(@session AS DATE), @Units, @Price, @Costs, @filledAt, CAST(@DocumentJson AS JSON))
            ON CONFLICT DO NOTHING
            """,
            new
            {
                fill.Id,
                fill.OrderId,
                session = Text(fill.Session),
                fill.Units,
                fill.Price,
                fill.Costs,
                filledAt = fill.FilledAt.ToUniversalTime(),
                fill.DocumentJson,
            });
        // Only this transaction writes fills of this order, so the one that came between is of another.
        if (written == 0)
            throw Foreign(fill, "another order");
    }

    private void Apply(JournalDatabase.Session journal, FillRecord fill, OrderRecord order, PositionRecord? position)
    {
        if (position is not null && (position.Account, position.Underlying, position.Structure) != (order.Account, order.Underlying, order.Structure))
            throw new ArgumentException($"Position '{position.Id}' is {position.Structure} on {position.Underlying} in '{position.Account}', "
                + $"order '{order.Id}' {order.Structure} on {order.Underlying} in '{order.Account}'. Give the position of the order.", nameof(position));
        if (position is not null && order.PositionId is { } named && named != position.Id)
            throw new ArgumentException($"Position '{position.Id}' is not '{named}', which order '{order.Id}' names. Give the position of the order.",
                nameof(position));
        if (order.Action == OrderAction.Open)
            Open(journal, fill, order, position);
        else
            Close(journal, fill, order.PositionId!, position);
    }

    private static void Open(JournalDatabase.Session journal, FillRecord fill, OrderRecord order, PositionRecord? position)
    {
        if (position is not { IsOpen: true })
            throw new ArgumentException($"Fill '{fill.Id}' of the opening order '{order.Id}' comes without an open position. Give it as the fill leaves it.",
                nameof(position));
        if (order.PositionId is null)
        {
            if (Insert(journal, position) == 0)
                throw new ArgumentException($"Position '{position.Id}' is there already, and order '{order.Id}' does not name it. Give the new one another id.",
                    nameof(position));
        }
        else
        {
            LockOpen(journal, position.Id);
            Update(journal, position);
        }

        int opened = Units(journal, position.Id, OrderAction.Open);
        if (opened != position.Units)
            throw new ArgumentException(Invariant($"Position '{position.Id}' has {position.Units} units, but {opened} were opened. ")
                + "Give it as the fill leaves it.", nameof(position));
    }

    private void Close(JournalDatabase.Session journal, FillRecord fill, string id, PositionRecord? position)
    {
        int held = LockOpen(journal, id), closed = Units(journal, id, OrderAction.Close);
        if (closed > held)
            throw new OrderStateException(Invariant($"Fill '{fill.Id}' closes {closed} units of position '{id}', which has {held}. ")
                + "Ask the broker for its executions and record those.");
        bool last = closed == held;
        if (last ? position is not { IsOpen: false } : position is { IsOpen: false })
            throw new ArgumentException(Invariant($"{closed} of {held} units of position '{id}' are closed with fill '{fill.Id}', so the position is ")
                + $"{(last ? "closed" : "still open")}. Give it so.", nameof(position));
        if (position is null)
            return;
        if (position.Units != held)
            throw new ArgumentException(Invariant($"Position '{id}' has {held} units, not {position.Units}. They stay what was opened."), nameof(position));
        Update(journal, position);
        if (last)
            Insert(journal, position, position.Closed!.Value, position.Profit!.Value);
    }

    private static int Units(JournalDatabase.Session journal, string positionId, OrderAction action) => journal.Query(
        """
        SELECT CAST(coalesce(sum(fills.units), 0) AS BIGINT) AS units FROM fills JOIN orders ON orders.id = fills.order_id
        WHERE orders.position_id = @positionId AND orders.action = @action
        """,
        row => Int(row["units"]), new { positionId, action = Snake(action) }).Single();

    private void Insert(JournalDatabase.Session journal, PositionRecord position, DateOnly closed, double profit) => journal.Execute(
        $"""
        INSERT INTO trade_outcomes ({OutcomeColumns})
        VALUES (@Id, @Account, @Underlying, @Structure, CAST(@opened AS DATE), CAST(@closed AS DATE), @profit, @outcome, @ExitReason,
            CAST(@DocumentJson AS JSON), @now)
        """,
        new
        {
            position.Id,
            position.Account,
            position.Underlying,
            position.Structure,
            opened = Text(position.Opened),
            closed = Text(closed),
            profit,
            outcome = profit / (position.CapitalAtRisk * position.Units),
            position.ExitReason,
            position.DocumentJson,
            now = _time.GetUtcNow(),
        });
}
