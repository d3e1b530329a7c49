namespace ResearchLab.Daily;

/// <summary>What the desk decided for a session.</summary>
public enum Decision : byte
{
    /// <summary>Open the position at the next session.</summary>
    Recommend,

    /// <summary>A candidate exists but a limit stands against opening it.</summary>
    NotOpened,

    /// <summary>No eligible structure is worth its costs, or none is eligible.</summary>
    NoTrade,
}
