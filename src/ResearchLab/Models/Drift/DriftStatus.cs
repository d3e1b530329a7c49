namespace ResearchLab.Models;

/// <summary>How far a feature has moved.</summary>
public enum DriftStatus
{
    /// <summary>Below the watch bound, or no further than it moves by chance and by its own slowness.</summary>
    Stable,

    /// <summary>Between the bounds and above the noise.</summary>
    Watch,

    /// <summary>Above the alert bound and above the noise.</summary>
    Alert,
}
