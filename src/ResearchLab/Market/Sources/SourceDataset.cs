namespace ResearchLab.Market.Sources;

/// <summary>One thing a vendor has, and how it is kept up to date.</summary>
/// <param name="Name">Name after <c>--dataset</c>.</param>
public sealed record SourceDataset(string Name)
{
    /// <summary>Whether it has a row a session: then only sessions the lake lacks are asked for, with a few before them.</summary>
    public bool BySession { get; init; }

    /// <summary>Days before the last stored value from which a series is asked for again; null asks for the whole range each time.</summary>
    public int? OverlapDays { get; init; }

    /// <summary>Whether it is asked by criteria (<c>--where</c>) instead of by symbols.</summary>
    public bool ByCriteria { get; init; }
}
