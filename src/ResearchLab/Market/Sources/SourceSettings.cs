namespace ResearchLab.Market.Sources;

/// <summary>A key that no text shows: printing it, a record that holds it or an error about it gives <c>(secret)</c>.</summary>
/// <param name="value">The key.</param>
public sealed class Secret(string value)
{
    /// <summary>The key itself, for the one place that sends it.</summary>
    internal string Reveal() => value;

    /// <inheritdoc/>
    public override string ToString() => "(secret)";
}

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
        return Endpoints.GetValueOrDefault(source.Name) ?? new SourceEndpoint(source.Url, source.RequestsPerMinute) { KeyVariable = source.KeyVariables.FirstOrDefault() };
    }

    /// <summary>How answers are fetched.</summary>
    public SourceHttpOptions Http { get; init; } = new();
}

/// <summary>Patience and bounds of the requests to every vendor.</summary>
public sealed record SourceHttpOptions
{
    /// <summary>Longest one try may take, body included.</summary>
    public TimeSpan TryTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest a request may take with all its tries.</summary>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Tries after the first.</summary>
    public int Retries { get; init; } = 4;

    /// <summary>Pause before the second try; it doubles from try to try, with jitter.</summary>
    public TimeSpan BaseDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause taken, whether asked for by the vendor (Retry-After) or not.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Failed tries in a row of a host, within 30 seconds, after which it is left alone for <see cref="BreakDuration"/>.</summary>
    public int FailuresToBreak { get; init; } = 10;

    /// <summary>How long a host that keeps failing is left alone.</summary>
    public TimeSpan BreakDuration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Largest answer read, after decompression.</summary>
    public long MaxAnswerBytes { get; init; } = 64L << 20;

    /// <summary>Bound of the response cache on disk.</summary>
    public long MaxCacheBytes { get; init; } = 256L << 20;
}
