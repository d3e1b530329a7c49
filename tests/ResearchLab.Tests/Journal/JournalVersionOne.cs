namespace ResearchLab.Tests.Journal;

/// <summary>A journal as the first version of the schema left it, filled: the statements are copies of what that version ran, on either engine.</summary>
internal static class JournalVersionOne
{
    public static readonly DateTimeOffset At = new(2024, 1, 8, 9, 0, 0, TimeSpan.Zero);

    public static readonly string[] Statements =
    [
        "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY, applied_at TIMESTAMPTZ NOT NULL)",
        """
        CREATE TABLE runs (
            id TEXT PRIMARY KEY, symbol TEXT NOT NULL, session DATE NOT NULL, config_hash TEXT NOT NULL,
            started_at TIMESTAMPTZ NOT NULL, ended_at TIMESTAMPTZ, status TEXT NOT NULL, code TEXT NOT NULL, seed TEXT NOT NULL, error TEXT)
        """,
        """
        CREATE TABLE steps (
            session DATE NOT NULL, symbol TEXT NOT NULL, step TEXT NOT NULL, config_hash TEXT NOT NULL, run_id TEXT NOT NULL,
            status TEXT NOT NULL, output JSON NOT NULL, started_at TIMESTAMPTZ NOT NULL, ended_at TIMESTAMPTZ NOT NULL,
            PRIMARY KEY (session, symbol, step, config_hash))
        """,
        "CREATE TABLE events (happened_at TIMESTAMPTZ NOT NULL, run_id TEXT, kind TEXT NOT NULL, message TEXT NOT NULL)",
        """
        CREATE TABLE recommendations (
            session DATE NOT NULL, symbol TEXT NOT NULL, config_hash TEXT NOT NULL, run_id TEXT NOT NULL, decision TEXT NOT NULL,
            structure TEXT NOT NULL, document JSON NOT NULL, report_path TEXT, recorded_at TIMESTAMPTZ NOT NULL,
            PRIMARY KEY (symbol, session, config_hash))
        """,
        """
        CREATE TABLE models (
            id TEXT PRIMARY KEY, symbol TEXT NOT NULL, known_through DATE NOT NULL, card JSON NOT NULL, folder TEXT NOT NULL,
            created_at TIMESTAMPTZ NOT NULL)
        """,
        """
        CREATE TABLE trials (
            id TEXT PRIMARY KEY, run_id TEXT, kind TEXT NOT NULL, spec JSON NOT NULL, metrics JSON NOT NULL, recorded_at TIMESTAMPTZ NOT NULL)
        """,
        $"INSERT INTO schema_version VALUES (1, {Instant(0)})",
        $"INSERT INTO runs VALUES ('run1', 'SPY', DATE '2024-01-05', 'c0ffee', {Instant(0)}, {Instant(1)}, 'done', 'abc', '18446744073709551615', NULL)",
        $$"""INSERT INTO steps VALUES (DATE '2024-01-05', 'SPY', 'data', 'c0ffee', 'run1', 'done', '{"bars": 9}', {{Instant(0)}}, {{Instant(1)}})""",
        // Two promotions met and took the same number.
        Event(0, "000001", "SPY", "SPY-2023-09-29-aaaaaaaa", "promote", "first"), Event(2, "000002", "SPY", "SPY-2023-09-29-bbbbbbbb", "promote", "better"),
        Event(1, "000002", "QQQ", "QQQ-2023-09-29-cccccccc", "promote", "met another"),
        Event(3, "000004", "SPY", "SPY-2023-09-29-aaaaaaaa", "rollback", "worse"),
        $"INSERT INTO events VALUES ({Instant(4)}, 'run1', 'run_failed', 'no data: give some')",
        $$$"""
        INSERT INTO recommendations VALUES (DATE '2024-01-05', 'SPY', 'c0ffee', 'run1', 'hold', 'iron_condor',
            '{"confidence": 0.62, "evidence": {"model": "SPY-2023-12-29-3f2a91c0"}}', 'reports/SPY-2024-01-05.html', {{{Instant(0)}}})
        """,
        $$"""INSERT INTO recommendations VALUES (DATE '2024-01-05', 'QQQ', 'c0ffee', 'run2', 'no_trade', 'no_trade', '{"confidence": 0.3}', NULL, {{Instant(0)}})""",
        $$"""INSERT INTO models VALUES ('m1', 'SPY', DATE '2023-09-29', '{"rows": 10}', 'm1', {{Instant(0)}})""",
        $$"""INSERT INTO trials VALUES ('t1', 'run1', 'training', '{"leaves": 31}', '{"accuracy": 0.2}', {{Instant(0)}})""",
    ];

    private static string Instant(int minutes) => $"TIMESTAMPTZ '{At.AddMinutes(minutes):yyyy-MM-dd HH:mm:ss}+00'";

    private static string Event(int minutes, params string[] parts) =>
        $"INSERT INTO events VALUES ({Instant(minutes)}, NULL, 'model_champion', '{string.Join('\t', parts)}')";
}
