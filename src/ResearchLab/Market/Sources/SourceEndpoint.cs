namespace ResearchLab.Market.Sources;

/// <summary>Where a vendor is asked, with which key and how fast.</summary>
/// <param name="Url">Base address; a proxy or a test server can stand in for the vendor.</param>
/// <param name="RequestsPerMinute">Requests a minute; as many may go out at once after a pause.</param>
public sealed record SourceEndpoint(Uri Url, double RequestsPerMinute)
{
    /// <summary>The key; null when none was set.</summary>
    public Secret? Key { get; init; }

    /// <summary>Environment variable the key is read from, named by the error when it is missing; null when the vendor needs none.</summary>
    public string? KeyVariable { get; init; }
}
