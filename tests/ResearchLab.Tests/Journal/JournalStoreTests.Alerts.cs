using ResearchLab.Journal;

namespace ResearchLab.Tests.Journal;

/// <content>Alerts, deliveries, and what agents count.</content>
public abstract partial class JournalStoreTests
{
    private bool Raise(string id = "a1", string message = "SPY is within 1% of 480", AlertSeverity severity = AlertSeverity.Warning) =>
        Store.RaiseAlert(id, severity, "short_strike_near", "SPY", message, ["file", "webhook"]);

    [Fact]
    public void Alert_RaisedAgain_IsCounted_AndSentOnce()
    {
        DateTimeOffset first = Clock.Now;
        Assert.True(Raise());
        Clock.Now += TimeSpan.FromMinutes(5);
        Assert.False(Raise(message: "another"));
        Assert.True(Raise("a2", severity: AlertSeverity.Critical));
        Assert.Equal(["a1", "a2"], Store.FindAlerts().Select(alert => alert.Id));
        AlertRecord alert = Store.FindAlerts()[0];
        Assert.Equal(
            new AlertRecord("a1", AlertSeverity.Warning, "short_strike_near", "SPY", "SPY is within 1% of 480", 2, first, Clock.Now, null, null), alert);
        Assert.Equal(
            [new AlertDeliveryRecord("a1", "file", 0, DeliveryStatus.Pending, null, first, null),
                new AlertDeliveryRecord("a1", "webhook", 0, DeliveryStatus.Pending, null, first, null)],
            Store.FindDeliveries("a1"));
        Assert.True(Store.Acknowledge("a1", "jo"));
        Assert.False(Store.Acknowledge("a1", "al"));
        Assert.False(Store.Acknowledge("nothing", "jo"));
        AlertRecord acknowledged = Store.FindAlerts().Single(one => one.Id == "a1");
        Assert.Equal((Clock.Now, "jo"), (acknowledged.AcknowledgedAt, acknowledged.AcknowledgedBy));
        Assert.Equal("a2", Assert.Single(Store.FindAlerts(unacknowledged: true)).Id);
        Assert.Single(Store.FindAlerts(count: 1));
    }

    [Fact]
    public void Delivery_ThatFails_IsDueAgain_UntilItIsSentOrGivenUp()
    {
        Raise();
        DateTimeOffset at = Clock.Now;
        AlertDeliveryRecord file = Store.FindDeliveries("a1")[0], webhook = Store.FindDeliveries("a1")[1];
        Assert.Equal([file, webhook], Store.FindDueDeliveries(at));
        Assert.Empty(Store.FindDueDeliveries(at.AddSeconds(-1)));
        AlertDeliveryRecord failed = webhook with { Attempts = 1, Error = "503", NextAt = at.AddMinutes(1) };
        Assert.True(Store.MoveDelivery(file with { Attempts = 1, Status = DeliveryStatus.Sent, NextAt = null, SentAt = at }));
        Assert.True(Store.MoveDelivery(failed));
        Assert.Empty(Store.FindDueDeliveries(at));
        Assert.Equal(failed, Assert.Single(Store.FindDueDeliveries(at.AddMinutes(1))));
        // Another sender that began from the same state is late, whatever it met.
        Assert.False(Store.MoveDelivery(file with { Attempts = 1, Error = "full", NextAt = at.AddMinutes(9) }));
        Assert.True(Store.MoveDelivery(failed with { Attempts = 2, NextAt = at.AddMinutes(3) }));
        Assert.False(Store.MoveDelivery(webhook with { Attempts = 0, NextAt = at }));
        Assert.True(Store.MoveDelivery(failed with { Attempts = 3, Status = DeliveryStatus.Failed, NextAt = null }));
        Assert.Equal(
            [(DeliveryStatus.Sent, 1, (DateTimeOffset?)at), (DeliveryStatus.Failed, 3, null)],
            Store.FindDeliveries("a1").Select(one => (one.Status, one.Attempts, one.SentAt)));
        Assert.False(Store.MoveDelivery(failed with { AlertId = "nothing" }));
        Assert.Throws<ArgumentException>(() => Store.MoveDelivery(failed with { NextAt = null }));
        Assert.Throws<ArgumentException>(() => Store.MoveDelivery(failed with { Status = DeliveryStatus.Suppressed }));
    }

    [Fact]
    public async Task Alert_RaisedByManyAtOnce_IsNewOnce()
    {
        bool[] isNew = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
            Open(TimeSpan.FromSeconds(60)).RaiseAlert("a1", AlertSeverity.Info, "note", "SPY", "once", ["file"]))));
        Assert.Single(isNew, one => one);
        Assert.Equal(8, Assert.Single(Store.FindAlerts()).Count);
        Assert.Single(Store.FindDeliveries("a1"));
    }

    [Fact]
    public void Metrics_OfAnAgent_NewestFirst()
    {
        var metric = new AgentMetricRecord("risk", Clock.Now, 10, 4, 5, 1, 12.5, """{"limits": 14}""");
        Assert.True(Store.RecordMetric(metric));
        Assert.False(Store.RecordMetric(metric with { Events = 11 }));
        Assert.True(Store.RecordMetric(metric with { RecordedAt = Clock.Now.AddHours(1) }));
        Assert.True(Store.RecordMetric(metric with { Agent = "exit" }));
        Assert.Equal([metric with { RecordedAt = Clock.Now.AddHours(1) }, metric], Store.FindMetrics("risk"));
        Assert.Single(Store.FindMetrics("risk", 1));
    }
}
