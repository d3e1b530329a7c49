namespace ResearchLab.Market.Sources;

/// <summary>An answer as it was kept: what it can be asked again by, and its body.</summary>
/// <param name="ETag">Tag the vendor gave it; null when none.</param>
/// <param name="LastModified">When the vendor says it changed, as the vendor wrote it; null when it does not.</param>
/// <param name="Stored">When it was fetched or last confirmed.</param>
/// <param name="Body">The body.</param>
internal sealed record CachedAnswer(string? ETag, string? LastModified, DateTimeOffset Stored, byte[] Body);
