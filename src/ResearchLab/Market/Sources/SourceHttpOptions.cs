namespace ResearchLab.Market.Sources;

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
