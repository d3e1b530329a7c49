namespace ResearchLab.Journal;

/// <content>All that is kept of one account: what its book is made of again.</content>
public sealed partial class JournalStore
{
    /// <summary>All that an account's book is made of, as it stands at one instant.</summary>
    /// <param name="account">Name of the account.</param>
    public AccountRecords FindAccount(string account) => _database.Transact(journal => new AccountRecords(
        journal.Query($"SELECT {SnapshotColumns} FROM portfolio_snapshots WHERE account = @account ORDER BY session", Snapshot, new { account }),
        journal.Query($"SELECT {OrderColumns} FROM orders WHERE account = @account ORDER BY intended_at, id", Order, new { account }),
        journal.Query(
            $"""
            SELECT {MarkColumns} FROM position_marks WHERE kind = @kind AND position_id IN (SELECT id FROM positions WHERE account = @account)
            ORDER BY session, marked_at, position_id
            """,
            Mark, new { account, kind = Snake(MarkKind.Close) })));

    /// <summary>All orders of an account, oldest first.</summary>
    public IReadOnlyList<OrderRecord> FindAccountOrders(string account) => Orders("account = @account", new { account });

    /// <summary>All positions of an account, open and closed, by when they were opened.</summary>
    public IReadOnlyList<PositionRecord> FindAccountPositions(string account) => Positions("account = @account", new { account });

    /// <summary>Decisions of a kind about sessions from one to another, oldest first.</summary>
    public IReadOnlyList<DecisionRecord> FindDecisionsBetween(string kind, DateOnly from, DateOnly to) => _database.Transact(journal => journal.Query(
        $"""
        SELECT {DecisionColumns} FROM decisions WHERE kind = @kind AND session BETWEEN CAST(@from AS DATE) AND CAST(@to AS DATE) ORDER BY session, subject, id
        """,
        Decision, new { kind, from = Text(from), to = Text(to) }));
}
