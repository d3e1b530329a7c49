namespace ResearchLab.Daily;

/// <summary>How a step went.</summary>
public enum StepState
{
    /// <summary>It is under way.</summary>
    Running,

    /// <summary>Done now, for the first time.</summary>
    Done,

    /// <summary>What it makes was there: nothing was made again.</summary>
    Reused,

    /// <summary>Computed again, and it is what was written down.</summary>
    Same,

    /// <summary>Computed again, and it is not what was written down: code or data are others now. What was written down stays.</summary>
    Changed,

    /// <summary>Done in part; the next run does it again.</summary>
    Partial,
}
