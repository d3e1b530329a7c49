namespace ResearchLab.Journal;

/// <summary>How far an alert is on a channel.</summary>
public enum DeliveryStatus
{
    /// <summary>To be sent when its time has come.</summary>
    Pending,

    /// <summary>Sent.</summary>
    Sent,

    /// <summary>Given up after its last attempt.</summary>
    Failed,

    /// <summary>Not to be sent: too many in a short time, or below what the channel takes.</summary>
    Suppressed,
}
