namespace ResearchLab.Runner.Scheduling;

/// <summary>What the desk does for a session, in the order it is done.</summary>
internal enum DueKind
{
    /// <summary>Fills, marks and exits at the close, once its data can be known.</summary>
    Close,

    /// <summary>The recommendation of each symbol, and the orders, on the morning of the next session.</summary>
    Decide,
}
