namespace ResearchLab.Journal;

/// <summary>
/// The tables, as migrations in the dialect that DuckDB and PostgreSQL share. A migration that was released is never changed: a new one
/// is added at the end.
/// </summary>
internal static class JournalSchema
{
    public const string VersionTable =
        "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY, applied_at TIMESTAMPTZ NOT NULL)";

    /// <summary>The tables as the newest version has them.</summary>
    public static readonly JournalTable[] Tables =
    [
        new("runs", "started_at DESC, id", "symbol"),
        new("steps", "ended_at DESC, flow, subject, step", "subject"),
        new("events", "happened_at DESC, kind, message"),
        new("recommendations", "session DESC, recorded_at DESC, symbol", "symbol"),
        new("models", "created_at DESC, id", "symbol"),
        new("promotions", "number DESC", "symbol"),
        new("trials", "recorded_at DESC, id"),
        new("decisions", "decided_at DESC, id", "subject"),
        new("orders", "changed_at DESC, id", "underlying"),
        new("order_events", "happened_at DESC, order_id, number DESC"),
        new("fills", "filled_at DESC, id"),
        new("positions", "opened DESC, id", "underlying"),
        new("position_marks", "marked_at DESC, position_id, kind"),
        new("portfolio_snapshots", "session DESC, account"),
        new("trade_outcomes", "closed DESC, position_id", "underlying"),
        new("alerts", "last_at DESC, id", "subject"),
        new("alert_deliveries", "next_at DESC NULLS LAST, alert_id, channel"),
        new("agent_metrics", "recorded_at DESC, agent"),
    ];

    /// <summary>Statements of each version, from version 1.</summary>
    public static readonly string[][] Migrations =
    [
        [
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
        ],
        // A change of champion was an event whose number two processes could give twice; a recommendation of one model hid that of the next.
        [
            """
            CREATE TABLE promotions (
                number INTEGER PRIMARY KEY, symbol TEXT NOT NULL, model TEXT NOT NULL, action TEXT NOT NULL CHECK (action IN ('promote', 'rollback')),
                reason TEXT NOT NULL, happened_at TIMESTAMPTZ NOT NULL)
            """,
            """
            INSERT INTO promotions (number, symbol, model, action, reason, happened_at)
            SELECT row_number() OVER (ORDER BY CAST(split_part(message, chr(9), 1) AS INTEGER), happened_at, message),
                split_part(message, chr(9), 2), split_part(message, chr(9), 3), split_part(message, chr(9), 4), split_part(message, chr(9), 5), happened_at
            FROM events WHERE kind = 'model_champion'
            """,
            """
            CREATE TABLE recommendations_by_model (
                session DATE NOT NULL, symbol TEXT NOT NULL, config_hash TEXT NOT NULL, model TEXT NOT NULL, run_id TEXT NOT NULL, decision TEXT NOT NULL,
                structure TEXT NOT NULL, document JSON NOT NULL, report_path TEXT, recorded_at TIMESTAMPTZ NOT NULL,
                PRIMARY KEY (symbol, session, config_hash, model))
            """,
            """
            INSERT INTO recommendations_by_model (session, symbol, config_hash, model, run_id, decision, structure, document, report_path, recorded_at)
            SELECT session, symbol, config_hash, coalesce((document->'evidence')->>'model', ''), run_id, decision, structure, document, report_path, recorded_at
            FROM recommendations
            """,
            "DROP TABLE recommendations",
            "ALTER TABLE recommendations_by_model RENAME TO recommendations",
        ],
        // The daily run was the only flow.
        [
            """
            CREATE TABLE steps_by_flow (
                flow TEXT NOT NULL, subject TEXT NOT NULL, session DATE NOT NULL, step TEXT NOT NULL, config_hash TEXT NOT NULL, run_id TEXT NOT NULL,
                status TEXT NOT NULL, output JSON NOT NULL, started_at TIMESTAMPTZ NOT NULL, ended_at TIMESTAMPTZ NOT NULL,
                PRIMARY KEY (flow, subject, session, step, config_hash))
            """,
            """
            INSERT INTO steps_by_flow (flow, subject, session, step, config_hash, run_id, status, output, started_at, ended_at)
            SELECT 'daily', symbol, session, step, config_hash, run_id, status, output, started_at, ended_at FROM steps
            """,
            "DROP TABLE steps",
            "ALTER TABLE steps_by_flow RENAME TO steps",
        ],
        // The desk: what was decided, ordered, filled and held, what the account was worth, and who was told.
        [
            """
            CREATE TABLE decisions (
                id TEXT PRIMARY KEY, agent TEXT NOT NULL, subject TEXT NOT NULL, session DATE NOT NULL, kind TEXT NOT NULL, outcome TEXT NOT NULL,
                reasons JSON NOT NULL, document JSON NOT NULL, decided_at TIMESTAMPTZ NOT NULL)
            """,
            """
            CREATE TABLE orders (
                id TEXT PRIMARY KEY, account TEXT NOT NULL, decision_id TEXT NOT NULL, session DATE NOT NULL, underlying TEXT NOT NULL,
                structure TEXT NOT NULL, action TEXT NOT NULL CHECK (action IN ('open', 'close')), position_id TEXT,
                units INTEGER NOT NULL CHECK (units > 0), limit_price DOUBLE PRECISION, document JSON NOT NULL, state TEXT NOT NULL, reason TEXT,
                broker_id TEXT, intended_at TIMESTAMPTZ NOT NULL, changed_at TIMESTAMPTZ NOT NULL)
            """,
            """
            CREATE TABLE order_events (
                order_id TEXT NOT NULL, number INTEGER NOT NULL, from_state TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL,
                happened_at TIMESTAMPTZ NOT NULL, PRIMARY KEY (order_id, number))
            """,
            """
            CREATE TABLE fills (
                id TEXT PRIMARY KEY, order_id TEXT NOT NULL, session DATE NOT NULL, units INTEGER NOT NULL CHECK (units > 0),
                price DOUBLE PRECISION NOT NULL, costs DOUBLE PRECISION NOT NULL, filled_at TIMESTAMPTZ NOT NULL, document JSON NOT NULL)
            """,
            """
            CREATE TABLE positions (
                id TEXT PRIMARY KEY, account TEXT NOT NULL, underlying TEXT NOT NULL, structure TEXT NOT NULL, opened DATE NOT NULL,
                units INTEGER NOT NULL CHECK (units > 0), entry_price DOUBLE PRECISION NOT NULL, capital_at_risk DOUBLE PRECISION NOT NULL,
                document JSON NOT NULL, state TEXT NOT NULL CHECK (state IN ('open', 'closed')), closed DATE, exit_price DOUBLE PRECISION,
                exit_reason TEXT, costs DOUBLE PRECISION NOT NULL, profit DOUBLE PRECISION)
            """,
            """
            CREATE TABLE position_marks (
                position_id TEXT NOT NULL, session DATE NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('close', 'intraday')),
                marked_at TIMESTAMPTZ NOT NULL, value DOUBLE PRECISION NOT NULL, profit DOUBLE PRECISION NOT NULL,
                from_price DOUBLE PRECISION NOT NULL, from_volatility DOUBLE PRECISION NOT NULL, from_time DOUBLE PRECISION NOT NULL,
                from_costs DOUBLE PRECISION NOT NULL, document JSON NOT NULL, PRIMARY KEY (position_id, kind, marked_at))
            """,
            """
            CREATE TABLE portfolio_snapshots (
                account TEXT NOT NULL, session DATE NOT NULL, equity DOUBLE PRECISION NOT NULL, cash DOUBLE PRECISION NOT NULL,
                open_risk DOUBLE PRECISION NOT NULL, open_positions INTEGER NOT NULL, document JSON NOT NULL, recorded_at TIMESTAMPTZ NOT NULL,
                PRIMARY KEY (account, session))
            """,
            """
            CREATE TABLE trade_outcomes (
                position_id TEXT PRIMARY KEY, account TEXT NOT NULL, underlying TEXT NOT NULL, structure TEXT NOT NULL, opened DATE NOT NULL,
                closed DATE NOT NULL, profit DOUBLE PRECISION NOT NULL, outcome DOUBLE PRECISION NOT NULL, exit_reason TEXT NOT NULL,
                document JSON NOT NULL, recorded_at TIMESTAMPTZ NOT NULL)
            """,
            """
            CREATE TABLE alerts (
                id TEXT PRIMARY KEY, severity TEXT NOT NULL CHECK (severity IN ('info', 'warning', 'critical')), kind TEXT NOT NULL,
                subject TEXT NOT NULL, message TEXT NOT NULL, count INTEGER NOT NULL, raised_at TIMESTAMPTZ NOT NULL,
                last_at TIMESTAMPTZ NOT NULL, acknowledged_at TIMESTAMPTZ, acknowledged_by TEXT)
            """,
            """
            CREATE TABLE alert_deliveries (
                alert_id TEXT NOT NULL, channel TEXT NOT NULL, attempts INTEGER NOT NULL,
                status TEXT NOT NULL CHECK (status IN ('pending', 'sent', 'failed', 'suppressed')), error TEXT, next_at TIMESTAMPTZ,
                sent_at TIMESTAMPTZ, PRIMARY KEY (alert_id, channel))
            """,
            """
            CREATE TABLE agent_metrics (
                agent TEXT NOT NULL, recorded_at TIMESTAMPTZ NOT NULL, events INTEGER NOT NULL, emitted INTEGER NOT NULL,
                abstained INTEGER NOT NULL, failures INTEGER NOT NULL, busy_ms DOUBLE PRECISION NOT NULL, document JSON NOT NULL,
                PRIMARY KEY (agent, recorded_at))
            """,
        ],
    ];

    /// <summary>Brings the tables from one version to another.</summary>
    public static void Apply(JournalDatabase.Session journal, int from, int to, DateTimeOffset at)
    {
        journal.Execute(VersionTable);
        for (int version = from; version < to; version++)
        {
            foreach (string statement in Migrations[version])
                journal.Execute(statement);
            journal.Execute("INSERT INTO schema_version (version, applied_at) VALUES (@version, @at)", new { version = version + 1, at });
        }
    }
}
