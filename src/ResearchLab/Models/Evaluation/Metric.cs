namespace ResearchLab.Models;

/// <summary>A measured number with its interval and context; it cannot be built without them.</summary>
public sealed record Metric
{
    /// <summary>Creates the metric.</summary>
    /// <param name="name">Snake-case name such as <c>accuracy</c>.</param>
    /// <param name="value">Point value.</param>
    /// <param name="low">Lower end of the 95% interval.</param>
    /// <param name="high">Upper end.</param>
    /// <param name="context">Where it was measured.</param>
    /// <exception cref="ArgumentException">A part of the context is missing, or the value lies outside its interval.</exception>
    public Metric(string name, double value, double low, double high, MetricContext context)
    {
        MetricContext.Require(name, context);
        MetricContext.RequireInside(name, value, low, high);
        (Name, Value, Low, High, Context) = (name, value, low, high, context);
    }

    /// <summary>Snake-case name.</summary>
    public string Name { get; }

    /// <summary>Point value.</summary>
    public double Value { get; }

    /// <summary>Lower end of the 95% interval.</summary>
    public double Low { get; }

    /// <summary>Upper end of the 95% interval.</summary>
    public double High { get; }

    /// <summary>Where it was measured.</summary>
    public MetricContext Context { get; }
}
