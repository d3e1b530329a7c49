namespace ResearchLab.Statistics;

/// <summary>A closed interval.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>The interval widened, where needed, to hold <paramref name="value"/>.</summary>
    public Interval Including(double value) => new(Math.Min(Low, value), Math.Max(High, value));
}
