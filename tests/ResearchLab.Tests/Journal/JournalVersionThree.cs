namespace ResearchLab.Tests.Journal;

/// <summary>A journal as version 3 of the schema left it, filled: the tables are those of that version, on either engine.</summary>
internal static class JournalVersionThree
{
    public static readonly DateTimeOffset At = new(2026, 11, 30, 14, 0, 0, TimeSpan.Zero);

    public static readonly string[] Statements =
    [
        "CREATE TABLE schema_version (version INTEGER PRIMARY KEY, applied_at TIMESTAMPTZ NOT NULL)",
        """
        CREATE TABLE runs (
            id TEXT PRIMARY KEY, symbol TEXT NOT NULL, session DATE NOT NULL, config_hash TEXT NOT NULL,
            started_at TIMESTAMPTZ NOT NULL, ended_at TIMESTAMPTZ, status TEXT NOT NULL, code TEXT NOT NULL, seed TEXT NOT NULL, error TEXT)
        """,
        """
        CREATE TABLE steps (
            flow TEXT NOT NULL, subject TEXT NOT NULL, session DATE NOT NULL, step TEXT NOT NULL, config_hash TEXT NOT NULL, run_id TEXT NOT NULL,
            status TEXT NOT NULL, output JSON NOT NULL, started_at TIMESTAMPTZ NOT NULL, ended_at TIMESTAMPTZ NOT NULL,
            PRIMARY KEY (flow, subject, session, step, config_hash))
        """,
        "CREATE TABLE events (happened_at TIMESTAMPTZ NOT NULL, run_id TEXT, kind TEXT NOT NULL, message TEXT NOT NULL)",
        """
        CREATE TABLE recommendations (
            session DATE NOT NULL, symbol TEXT NOT NULL, config_hash TEXT NOT NULL, model TEXT NOT NULL, run_id TEXT NOT NULL, decision TEXT NOT NULL,
            structure TEXT NOT NULL, document JSON NOT NULL, report_path TEXT, recorded_at TIMESTAMPTZ NOT NULL,
            PRIMARY KEY (symbol, session, config_hash, model))
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
        """
        CREATE TABLE promotions (
            number INTEGER PRIMARY KEY, symbol TEXT NOT NULL, model TEXT NOT NULL, action TEXT NOT NULL CHECK (action IN ('promote', 'rollback')),
            reason TEXT NOT NULL, happened_at TIMESTAMPTZ NOT NULL)
        """,
        $"INSERT INTO schema_version VALUES (1, {Instant(-9)}), (2, {Instant(-8)}), (3, {Instant(-7)})",
        $"INSERT INTO runs VALUES ('run1', 'SPY', DATE '2026-11-27', 'c0ffee', {Instant(0)}, {Instant(1)}, 'done', 'abc', '18446744073709551615', NULL)",
        $"INSERT INTO runs VALUES ('run2', 'SPY', DATE '2026-11-25', 'c0ffee', {Instant(2)}, {Instant(3)}, 'failed', 'abc', '1', 'no data: give some')",
        $$"""INSERT INTO steps VALUES ('daily', 'SPY', DATE '2026-11-27', 'data', 'c0ffee', 'run1', 'done', '{"bars": 9}', {{Instant(0)}}, {{Instant(1)}})""",
        $"INSERT INTO events VALUES ({Instant(4)}, 'run2', 'run_failed', 'no data: give some')",
        $$"""
        INSERT INTO recommendations VALUES (DATE '2026-11-27', 'SPY', 'c0ffee', 'm1', 'run1', 'recommend', 'iron_condor',
            '{"confidence": 0.62, "name": "Σ ✓ quoted"}', 'reports/SPY.html', {{Instant(1)}})
        """,
        $$"""INSERT INTO models VALUES ('m1', 'SPY', DATE '2026-09-30', '{"rows": 10}', 'm1', {{Instant(0)}})""",
        $$"""INSERT INTO trials VALUES ('t1', 'run1', 'training', '{"leaves": 31}', '{"accuracy": 0.2}', {{Instant(0)}})""",
        $"INSERT INTO promotions VALUES (1, 'SPY', 'm1', 'promote', 'first', {Instant(0)})",
    ];

    private static string Instant(int minutes) => $"TIMESTAMPTZ '{At.AddMinutes(minutes):yyyy-MM-dd HH:mm:ss}+00'";
}
