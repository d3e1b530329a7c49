namespace ResearchLab.Reports;

/// <summary>State of the serve host or of one of its parts.</summary>
public enum HealthState
{
    /// <summary>Works.</summary>
    Healthy,

    /// <summary>Works in part or on old data.</summary>
    Degraded,

    /// <summary>Does not work.</summary>
    Unhealthy,
}
