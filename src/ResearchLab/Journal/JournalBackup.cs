namespace ResearchLab.Journal;

/// <summary>What a backup of a journal holds.</summary>
/// <param name="Version">Version of the schema.</param>
/// <param name="CreatedAt">The instant at which its tables stood so, UTC.</param>
/// <param name="Rows">Rows of all tables.</param>
/// <param name="Replaced">The file with what a restore replaced; null when it replaced nothing.</param>
public sealed record JournalBackup(int Version, DateTimeOffset CreatedAt, long Rows, string? Replaced = null);
