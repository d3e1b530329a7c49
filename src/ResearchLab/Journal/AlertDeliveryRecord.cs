namespace ResearchLab.Journal;

/// <summary>An alert on one channel.</summary>
/// <param name="AlertId">The alert.</param>
/// <param name="Channel">Name of the channel, such as <c>webhook</c>.</param>
/// <param name="Attempts">How often it was tried to send it.</param>
/// <param name="Status">How far it is.</param>
/// <param name="Error">Why the last attempt failed, in one line.</param>
/// <param name="NextAt">When to try, UTC; null when it is not tried any more.</param>
/// <param name="SentAt">When it was sent, UTC.</param>
public sealed record AlertDeliveryRecord(
    string AlertId, string Channel, int Attempts, DeliveryStatus Status, string? Error, DateTimeOffset? NextAt, DateTimeOffset? SentAt);
