namespace ResearchLab.Journal;

/// <summary>A trained model.</summary>
/// <param name="Id">Id, unique.</param>
/// <param name="Symbol">Symbol it was trained for.</param>
/// <param name="KnownThrough">Last session whose outcome it has seen.</param>
/// <param name="CardJson">Its card as JSON.</param>
/// <param name="Folder">Where its files are, relative to the data folder.</param>
/// <param name="CreatedAt">When it was saved, UTC.</param>
public sealed record ModelRecord(string Id, string Symbol, DateOnly KnownThrough, string CardJson, string Folder, DateTimeOffset CreatedAt);
