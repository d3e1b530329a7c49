namespace ResearchLab.Market.Sources;

/// <summary>What a source is asked for one symbol.</summary>
/// <param name="Symbol">Symbol as the vendor writes it; FRED calls it a series.</param>
/// <param name="Dataset">One of the datasets of the source.</param>
/// <param name="Interval"><c>1d</c>, or one of <see cref="LakeMarket.Intervals"/> where the source has them.</param>
/// <param name="From">First date wanted.</param>
/// <param name="To">Last date wanted; never after the last day that is over.</param>
/// <param name="Now">The instant of asking: what is not known by then is not stored.</param>
public sealed record SourceQuery(string Symbol, string Dataset, string Interval, DateOnly From, DateOnly To, DateTimeOffset Now)
{
    /// <summary>Calendar of the symbol.</summary>
    public required Time.ExchangeCalendar Calendar { get; init; }
}
