namespace ResearchLab.Agents;

/// <summary>What happened to the desk.</summary>
public enum DeskEventKind
{
    /// <summary>An order was placed.</summary>
    OrderPlaced,

    /// <summary>A recommended trade was not placed: the book had no room for it, or another symbol's came first.</summary>
    OrderPassedOver,

    /// <summary>An order was filled.</summary>
    OrderFilled,

    /// <summary>An order ended without a fill.</summary>
    OrderExpired,

    /// <summary>A leg or a whole position was marked at older quotes.</summary>
    QuoteCarried,

    /// <summary>A position was closed.</summary>
    PositionClosed,
}
