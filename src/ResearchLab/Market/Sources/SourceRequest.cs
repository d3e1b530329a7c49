namespace ResearchLab.Market.Sources;

/// <summary>What a vendor is asked.</summary>
/// <param name="Source">Name of the vendor, for messages.</param>
/// <param name="Endpoint">Where.</param>
/// <param name="Path">Path and query without keys.</param>
internal sealed record SourceRequest(string Source, SourceEndpoint Endpoint, string Path)
{
    /// <summary>Query parameter the key goes in; null to send it as a bearer token.</summary>
    public string? KeyParameter { get; init; }

    /// <summary>How long an answer that was kept is used without asking again.</summary>
    public TimeSpan FreshFor { get; init; }

    /// <summary>Called before every try, such as to count it.</summary>
    public Action? BeforeTry { get; init; }
}
