namespace ResearchLab.Market.Sources;

/// <summary>What is wanted of each symbol.</summary>
public sealed record SourceIngestOptions
{
    /// <summary>Dataset of the source; null for its first.</summary>
    public string? Dataset { get; init; }

    /// <summary>Interval of bars; null for the first of the source.</summary>
    public string? Interval { get; init; }

    /// <summary>First date; null for all the source has.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last date; null for the last day that is over.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Asks for the whole range again, whatever the lake has.</summary>
    public bool Refresh { get; init; }
}
