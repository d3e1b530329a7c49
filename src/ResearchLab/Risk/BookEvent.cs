namespace ResearchLab.Risk;

/// <summary>What became of an order of a book by a session's close.</summary>
public enum BookEvent
{
    /// <summary>Not filled yet.</summary>
    Waiting,

    /// <summary>Filled, and open at the close.</summary>
    Held,

    /// <summary>Ended by the close.</summary>
    Ended,

    /// <summary>It was never filled, and will not be.</summary>
    Lapsed,
}
