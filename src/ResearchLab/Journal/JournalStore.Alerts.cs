namespace ResearchLab.Journal;

/// <content>What people should know and whether they were told, and how the agents work.</content>
public sealed partial class JournalStore
{
    private const string AlertColumns = "id, severity, kind, subject, message, count, raised_at, last_at, acknowledged_at, acknowledged_by";

    private const string DeliveryColumns = "alert_id, channel, attempts, status, error, next_at, sent_at";

    private const string MetricColumns = "agent, recorded_at, events, emitted, abstained, failures, busy_ms, document";

    /// <summary>Keeps an alert and what is to be sent of it, in one transaction; one that is known is counted, and sent no second time.</summary>
    /// <param name="id">Id from what the alert is about: the same thing has the same.</param>
    /// <param name="severity">How much it matters.</param>
    /// <param name="kind">Snake-case kind.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="message">One line.</param>
    /// <param name="channels">Channels it is to be sent on; none is kept only.</param>
    /// <returns>True when it is new.</returns>
    public bool RaiseAlert(string id, AlertSeverity severity, string kind, string subject, string message, IReadOnlyList<string> channels)
    {
        ArgumentNullException.ThrowIfNull(channels);
        return _database.Transact(journal =>
        {
            DateTimeOffset now = _time.GetUtcNow();
            int count = journal.Query(
                $"""
                INSERT INTO alerts ({AlertColumns}) VALUES (@id, @severity, @kind, @subject, @message, 1, @now, @now, NULL, NULL)
                ON CONFLICT (id) DO UPDATE SET count = alerts.count + 1, last_at = excluded.last_at
                RETURNING count
                """,
                row => Int(row["count"]), new { id, severity = Snake(severity), kind, subject, message, now }).Single();
            if (count > 1)
                return false;
            foreach (string channel in channels)
                journal.Execute(
                    $"INSERT INTO alert_deliveries ({DeliveryColumns}) VALUES (@id, @channel, 0, 'pending', NULL, @now, NULL) ON CONFLICT DO NOTHING",
                    new { id, channel, now });
            return true;
        });
    }

    /// <summary>Writes that a person took note of an alert; returns false when there is none of that id or somebody had.</summary>
    public bool Acknowledge(string alertId, string by)
    {
        ArgumentException.ThrowIfNullOrEmpty(by);
        return _database.Transact(journal => journal.Execute(
            "UPDATE alerts SET acknowledged_at = @now, acknowledged_by = @by WHERE id = @alertId AND acknowledged_at IS NULL",
            new { alertId, by, now = _time.GetUtcNow() })) > 0;
    }

    /// <summary>
    /// Writes what became of an attempt to send an alert, unless another sender was faster: what is not pending any more, or was tried more often, stays.
    /// </summary>
    /// <param name="delivery">The delivery as the attempt left it: with one attempt more, or with as many when only its time or status changes.</param>
    /// <returns>False when there is no such delivery or another sender moved it.</returns>
    /// <exception cref="ArgumentException">A pending delivery has no time, or one that is not pending has one.</exception>
    public bool MoveDelivery(AlertDeliveryRecord delivery)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        if ((delivery.Status == DeliveryStatus.Pending) != delivery.NextAt.HasValue)
            throw new ArgumentException($"The delivery of alert '{delivery.AlertId}' on '{delivery.Channel}' is {Snake(delivery.Status)} "
                + $"{(delivery.NextAt is null ? "without" : "with")} a next time. Give one when it is pending, and only then.", nameof(delivery));
        return _database.Transact(journal => journal.Execute(
            """
            UPDATE alert_deliveries SET attempts = @Attempts, status = @status, error = @Error, next_at = @nextAt, sent_at = @sentAt
            WHERE alert_id = @AlertId AND channel = @Channel AND status = 'pending' AND attempts BETWEEN @Attempts - 1 AND @Attempts
            """,
            new
            {
                delivery.Attempts,
                status = Snake(delivery.Status),
                delivery.Error,
                nextAt = delivery.NextAt?.ToUniversalTime(),
                sentAt = delivery.Status == DeliveryStatus.Sent ? delivery.SentAt?.ToUniversalTime() ?? _time.GetUtcNow() : (DateTimeOffset?)null,
                delivery.AlertId,
                delivery.Channel,
            })) > 0;
    }

    /// <summary>The newest alerts, newest first: all, or those nobody has taken note of.</summary>
    public IReadOnlyList<AlertRecord> FindAlerts(bool unacknowledged = false, int count = 100) => _database.Transact(journal => journal.Query(
        $"SELECT {AlertColumns} FROM alerts WHERE acknowledged_at IS NULL OR @all ORDER BY last_at DESC, id LIMIT @count",
        row => new AlertRecord(
            (string)row["id"], OfSnake<AlertSeverity>(row["severity"]), (string)row["kind"], (string)row["subject"], (string)row["message"], Int(row["count"]),
            Instant(row["raised_at"]), Instant(row["last_at"]), MaybeInstant(row["acknowledged_at"]), row["acknowledged_by"] as string),
        new { all = !unacknowledged, count }));

    /// <summary>The deliveries of an alert, by channel.</summary>
    public IReadOnlyList<AlertDeliveryRecord> FindDeliveries(string alertId) =>
        Deliveries("alert_id = @alertId ORDER BY channel", new { alertId });

    /// <summary>The deliveries whose time has come at an instant, the longest due first.</summary>
    public IReadOnlyList<AlertDeliveryRecord> FindDueDeliveries(DateTimeOffset at, int count = 100) =>
        Deliveries("status = 'pending' AND next_at <= @at ORDER BY next_at, alert_id, channel LIMIT @count", new { at = at.ToUniversalTime(), count });

    /// <summary>Keeps what an agent did; the first of an agent and instant stays.</summary>
    /// <returns>False when there is one already.</returns>
    public bool RecordMetric(AgentMetricRecord metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        Finite(metric.BusyMs, "time", metric.Agent);
        return _database.Transact(journal => journal.Execute(
            $"""
            INSERT INTO agent_metrics ({MetricColumns})
            VALUES (@Agent, @recordedAt, @Events, @Emitted, @Abstained, @Failures, @BusyMs, CAST(@DocumentJson AS JSON))
            ON CONFLICT DO NOTHING
            """,
            new
            {
                metric.Agent,
                recordedAt = metric.RecordedAt.ToUniversalTime(),
                metric.Events,
                metric.Emitted,
                metric.Abstained,
                metric.Failures,
                metric.BusyMs,
                metric.DocumentJson,
            })) > 0;
    }

    /// <summary>What an agent did, newest first.</summary>
    public IReadOnlyList<AgentMetricRecord> FindMetrics(string agent, int count = 100) => _database.Transact(journal => journal.Query(
        $"SELECT {MetricColumns} FROM agent_metrics WHERE agent = @agent ORDER BY recorded_at DESC LIMIT @count",
        row => new AgentMetricRecord(
            (string)row["agent"], Instant(row["recorded_at"]), Int(row["events"]), Int(row["emitted"]), Int(row["abstained"]), Int(row["failures"]),
            Double(row["busy_ms"]), (string)row["document"]),
        new { agent, count }));

    private List<AlertDeliveryRecord> Deliveries(string condition, object parameters) => _database.Transact(journal => journal.Query(
        $"SELECT {DeliveryColumns} FROM alert_deliveries WHERE {condition}",
        row => new AlertDeliveryRecord(
            (string)row["alert_id"], (string)row["channel"], Int(row["attempts"]), OfSnake<DeliveryStatus>(row["status"]), row["error"] as string,
            MaybeInstant(row["next_at"]), MaybeInstant(row["sent_at"])),
        parameters));
}
