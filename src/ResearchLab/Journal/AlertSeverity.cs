namespace ResearchLab.Journal;

/// <summary>How much an alert matters, in rising order.</summary>
public enum AlertSeverity
{
    /// <summary>Good to know.</summary>
    Info,

    /// <summary>Look at it today.</summary>
    Warning,

    /// <summary>Act now.</summary>
    Critical,
}
