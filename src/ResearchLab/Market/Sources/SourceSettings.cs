namespace ResearchLab.Market.Sources;

/// <summary>Addresses, keys and limits of all vendors. Nothing here is read from the machine: the caller binds it.</summary>
public sealed record SourceSettings
{
    /// <summary>Folder of the response cache, the day's quota and what vendors were found not to have.</summary>
    public required string Folder { get; init; }

    /// <summary>Sources besides those of <see cref="SourceCatalog.All"/>.</summary>
    public IReadOnlyList<SourceDescription> Added { get; init; } = [];

    /// <summary>Where sources are asked, by name; one that is not named is asked where its description says, without a key.</summary>
    public IReadOnlyDictionary<string, SourceEndpoint> Endpoints { get; init; } = new Dictionary<string, SourceEndpoint>();

    /// <summary>Variables of the sources' own that were set, by <see cref="SourceDescription.Variables"/>.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>All sources.</summary>
    public IEnumerable<SourceDescription> Sources => SourceCatalog.All.Concat(Added);

    /// <summary>Names of all sources.</summary>
    public IReadOnlyList<string> Names => [.. Sources.Select(source => source.Name)];

    /// <summary>Where a source is asked.</summary>
    public SourceEndpoint EndpointOf(SourceDescription source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Endpoints.GetValueOrDefault(source.Name) ?? new SourceEndpoint(source.Url,
            source.RequestsPerMinute)
        { KeyVariable = source.KeyVariables.FirstOrDefault() };
    }

    /// <summary>How answers are fetched.</summary>
    public SourceHttpOptions Http { get; init; } = new();
}
