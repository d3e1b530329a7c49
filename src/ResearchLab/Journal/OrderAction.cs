namespace ResearchLab.Journal;

/// <summary>What an order does to a position.</summary>
public enum OrderAction
{
    /// <summary>Opens one, or adds to it.</summary>
    Open,

    /// <summary>Closes one, or a part of it.</summary>
    Close,
}
