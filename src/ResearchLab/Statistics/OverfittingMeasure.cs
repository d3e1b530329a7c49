namespace ResearchLab.Statistics;

/// <summary>What strategies are ranked by.</summary>
public enum OverfittingMeasure
{
    /// <summary>Mean over deviation.</summary>
    Sharpe,

    /// <summary>Mean return.</summary>
    Mean,
}
