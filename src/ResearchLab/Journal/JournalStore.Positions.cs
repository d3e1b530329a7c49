namespace ResearchLab.Journal;

/// <content>What is held, what it is worth, and what became of it.</content>
public sealed partial class JournalStore
{
    private const string PositionColumns = "id, account, underlying, structure, opened, units, entry_price, capital_at_risk, document, state, closed, "
        + "exit_price, exit_reason, costs, profit";

    private const string MarkColumns = "position_id, session, kind, marked_at, value, profit, from_price, from_volatility, from_time, from_costs, document";

    private const string SnapshotColumns = "account, session, equity, cash, open_risk, open_positions, document, recorded_at";

    private const string OutcomeColumns = "position_id, account, underlying, structure, opened, closed, profit, outcome, exit_reason, document, recorded_at";

    /// <summary>
    /// Keeps what an account and its positions were worth at the close of a session, in one transaction. The first of a session stays for good.
    /// </summary>
    /// <param name="snapshot">The account; its time is set by the clock of the journal.</param>
    /// <param name="marks">The positions, all marked at that session.</param>
    /// <returns>False when the session is there already; then nothing was written.</returns>
    /// <exception cref="ArgumentException">A mark is of another session or of no position of the account, or a number is not finite.</exception>
    public bool RecordSession(PortfolioSnapshotRecord snapshot, IReadOnlyList<PositionMarkRecord> marks)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(marks);
        if (marks.FirstOrDefault(mark => mark.Session != snapshot.Session) is { } other)
            throw new ArgumentException(Invariant($"The mark of position '{other.PositionId}' is of {other.Session:yyyy-MM-dd}, the snapshot of ")
                + Invariant($"{snapshot.Session:yyyy-MM-dd}. Record each session by itself."), nameof(marks));
        Finite(snapshot.Equity, "equity", snapshot.Account);
        Finite(snapshot.Cash, "cash", snapshot.Account);
        Finite(snapshot.OpenRisk, "open risk", snapshot.Account);
        Require(marks);
        return _database.Transact(journal =>
        {
            int written = journal.Execute(
                $"""
                INSERT INTO portfolio_snapshots ({SnapshotColumns})
                VALUES (@Account, CAST(@session AS DATE), @Equity, @Cash, @OpenRisk, @OpenPositions, CAST(@DocumentJson AS JSON), @now)
                ON CONFLICT DO NOTHING
                """,
                new
                {
                    snapshot.Account,
                    session = Text(snapshot.Session),
                    snapshot.Equity,
                    snapshot.Cash,
                    snapshot.OpenRisk,
                    snapshot.OpenPositions,
                    snapshot.DocumentJson,
                    now = _time.GetUtcNow(),
                });
            if (written > 0)
                Insert(journal, marks, snapshot.Account);
            return written > 0;
        });
    }

    /// <summary>Keeps marks by themselves, in one transaction, such as those of an hour within a session; the first of a key stays.</summary>
    /// <returns>How many were written.</returns>
    /// <exception cref="ArgumentException">A mark is of no position, or a number is not finite.</exception>
    public int RecordMarks(IReadOnlyList<PositionMarkRecord> marks)
    {
        ArgumentNullException.ThrowIfNull(marks);
        Require(marks);
        return _database.Transact(journal => Insert(journal, marks, null));
    }

    /// <summary>A position; null when there is none of that id.</summary>
    public PositionRecord? FindPosition(string id) => Positions("id = @id", new { id }).FirstOrDefault();

    /// <summary>The positions of an account that are open now, or were at the end of a session, by when they were opened.</summary>
    public IReadOnlyList<PositionRecord> FindOpenPositions(string account, DateOnly? session = null) => session is { } day
        ? Positions("account = @account AND opened <= CAST(@day AS DATE) AND (closed IS NULL OR closed > CAST(@day AS DATE))",
            new { account, day = Text(day) })
        : Positions("account = @account AND state = 'open'", new { account });

    /// <summary>The marks of a position, of one kind or of both, oldest first.</summary>
    public IReadOnlyList<PositionMarkRecord> FindMarks(string positionId, MarkKind? kind = null) => _database.Transact(journal => journal.Query(
        $"SELECT {MarkColumns} FROM position_marks WHERE position_id = @positionId AND (kind = @kind OR @all) ORDER BY marked_at, kind",
        Mark, new { positionId, kind = Snake(kind ?? MarkKind.Close), all = kind is null }));

    private static PositionMarkRecord Mark(System.Data.IDataRecord row) => new(
        (string)row["position_id"], Date(row["session"]), OfSnake<MarkKind>(row["kind"]), Instant(row["marked_at"]), Double(row["value"]),
        Double(row["profit"]), Double(row["from_price"]), Double(row["from_volatility"]), Double(row["from_time"]), Double(row["from_costs"]),
        (string)row["document"]);

    /// <summary>The snapshots of an account by session.</summary>
    public IReadOnlyList<PortfolioSnapshotRecord> FindSnapshots(string account) => _database.Transact(journal => journal.Query(
        $"SELECT {SnapshotColumns} FROM portfolio_snapshots WHERE account = @account ORDER BY session",
        Snapshot, new { account }));

    private static PortfolioSnapshotRecord Snapshot(System.Data.IDataRecord row) => new(
        (string)row["account"], Date(row["session"]), Double(row["equity"]), Double(row["cash"]), Double(row["open_risk"]), Int(row["open_positions"]),
        (string)row["document"], Instant(row["recorded_at"]));

    /// <summary>What became of the closed positions of one account or of all, by when they were closed.</summary>
    public IReadOnlyList<TradeOutcomeRecord> FindOutcomes(string? account = null) => _database.Transact(journal => journal.Query(
        $"SELECT {OutcomeColumns} FROM trade_outcomes WHERE account = @account OR @all ORDER BY closed, opened, position_id",
        row => new TradeOutcomeRecord(
            (string)row["position_id"], (string)row["account"], (string)row["underlying"], (string)row["structure"], Date(row["opened"]), Date(row["closed"]),
            Double(row["profit"]), Double(row["outcome"]), (string)row["exit_reason"], (string)row["document"], Instant(row["recorded_at"])),
        new { account = account ?? "", all = account is null }));

    private static void Require(IReadOnlyList<PositionMarkRecord> marks)
    {
        foreach (PositionMarkRecord mark in marks)
        {
            foreach (double number in new[] { mark.Value, mark.Profit, mark.FromPrice, mark.FromVolatility, mark.FromTime, mark.FromCosts })
                Finite(number, "mark", mark.PositionId);
        }
    }

    private static int Insert(JournalDatabase.Session journal, IReadOnlyList<PositionMarkRecord> marks, string? account)
    {
        int written = 0;
        foreach (PositionMarkRecord mark in marks)
        {
            string? held = journal.Query("SELECT account FROM positions WHERE id = @PositionId", row => (string)row["account"], new { mark.PositionId })
                .FirstOrDefault();
            if (held is null || held != (account ?? held))
                throw new ArgumentException($"The journal has no position '{mark.PositionId}'{(account is null ? "" : $" of account '{account}'")}. "
                    + "Record the fill that opened it first.", nameof(marks));
            written += journal.Execute(
                $"""
                INSERT INTO position_marks ({MarkColumns})
                VALUES (@PositionId, CAST(@session AS DATE), @kind, @markedAt, @Value, @Profit, @FromPrice, @FromVolatility, @FromTime, @FromCosts,
                    CAST(@DocumentJson AS JSON))
                ON CONFLICT DO NOTHING
                """,
                new
                {
                    mark.PositionId,
                    session = Text(mark.Session),
                    kind = Snake(mark.Kind),
                    markedAt = mark.MarkedAt.ToUniversalTime(),
                    mark.Value,
                    mark.Profit,
                    mark.FromPrice,
                    mark.FromVolatility,
                    mark.FromTime,
                    mark.FromCosts,
                    mark.DocumentJson,
                });
        }

        return written;
    }

    /// <summary>The units of an open position, which no other transaction changes until this one ends.</summary>
    private static int LockOpen(JournalDatabase.Session journal, string id)
    {
        (int units, bool open) = journal.Query("UPDATE positions SET costs = costs WHERE id = @id RETURNING units, state",
            row => (Int(row["units"]), (string)row["state"] == "open"), new { id }).FirstOrDefault();
        return open ? units
            : throw new OrderStateException($"Position '{id}' {(units == 0 ? "is not there" : "is closed")}, so nothing of it can be filled. "
                + "Ask the broker what it holds.");
    }

    private static int Insert(JournalDatabase.Session journal, PositionRecord position) => journal.Execute(
        $"""
        INSERT INTO positions ({PositionColumns})
        VALUES (@Id, @Account, @Underlying, @Structure, CAST(@opened AS DATE), @Units, @EntryPrice, @CapitalAtRisk, CAST(@DocumentJson AS JSON), 'open',
            NULL, NULL, NULL, @Costs, NULL)
        ON CONFLICT DO NOTHING
        """,
        new
        {
            position.Id,
            position.Account,
            position.Underlying,
            position.Structure,
            opened = Text(position.Opened),
            position.Units,
            position.EntryPrice,
            position.CapitalAtRisk,
            position.DocumentJson,
            position.Costs,
        });

    private static void Update(JournalDatabase.Session journal, PositionRecord position) => journal.Execute(
        """
        UPDATE positions SET units = @Units, entry_price = @EntryPrice, capital_at_risk = @CapitalAtRisk, document = CAST(@DocumentJson AS JSON),
            state = @state, closed = CAST(@closed AS DATE), exit_price = @ExitPrice, exit_reason = @ExitReason, costs = @Costs, profit = @Profit
        WHERE id = @Id
        """,
        new
        {
            position.Units,
            position.EntryPrice,
            position.CapitalAtRisk,
            position.DocumentJson,
            state = position.IsOpen ? "open" : "closed",
            closed = position.Closed is { } day ? Text(day) : null,
            position.ExitPrice,
            position.ExitReason,
            position.Costs,
            position.Profit,
            position.Id,
        });

    private List<PositionRecord> Positions(string condition, object parameters) => _database.Transact(journal => journal.Query(
        $"SELECT {PositionColumns} FROM positions WHERE {condition} ORDER BY opened, id",
        row => new PositionRecord(
            (string)row["id"], (string)row["account"], (string)row["underlying"], (string)row["structure"], Date(row["opened"]), Int(row["units"]),
            Double(row["entry_price"]), Double(row["capital_at_risk"]), (string)row["document"], Double(row["costs"]),
            row["closed"] is DBNull ? null : Date(row["closed"]), MaybeDouble(row["exit_price"]), row["exit_reason"] as string, MaybeDouble(row["profit"])),
        parameters));
}
