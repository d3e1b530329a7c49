namespace ResearchLab.Journal;

/// <summary>What an account's book is made of.</summary>
/// <param name="Snapshots">Its sessions, ascending.</param>
/// <param name="Orders">Its orders, oldest first.</param>
/// <param name="Marks">Marks of its positions at closes, by session.</param>
public sealed record AccountRecords(
    IReadOnlyList<PortfolioSnapshotRecord> Snapshots, IReadOnlyList<OrderRecord> Orders, IReadOnlyList<PositionMarkRecord> Marks);
