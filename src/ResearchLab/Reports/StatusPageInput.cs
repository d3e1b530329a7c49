namespace ResearchLab.Reports;

/// <summary>What the status page shows.</summary>
public sealed record StatusPageInput
{
    /// <summary>When the page was made.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Checks; the page's state is the worst of them.</summary>
    public required IReadOnlyList<HealthCheck> Health { get; init; }

    /// <summary>When the next run starts; null when none is scheduled.</summary>
    public required DateTimeOffset? NextRun { get; init; }

    /// <summary>Session of the next run; null when none is scheduled.</summary>
    public required DateOnly? NextSession { get; init; }

    /// <summary>Recent runs, newest first.</summary>
    public required IReadOnlyList<StatusRun> Runs { get; init; }

    /// <summary>Latest recommendations, newest first.</summary>
    public required IReadOnlyList<StatusRecommendation> Recommendations { get; init; }

    /// <summary>Code version.</summary>
    public required string Code { get; init; }
}
