namespace ResearchLab.Journal;

/// <summary>Where an order stands; <see cref="OrderTransitions"/> says where it can go from there.</summary>
public enum OrderState
{
    /// <summary>Written down, with the decision that asks for it; not sent yet.</summary>
    Intended,

    /// <summary>Sent; nothing has come back.</summary>
    Submitted,

    /// <summary>The broker has it and works it.</summary>
    Acknowledged,

    /// <summary>Some units are filled, not all.</summary>
    PartlyFilled,

    /// <summary>All units are filled.</summary>
    Filled,

    /// <summary>Withdrawn; what was filled before stays filled.</summary>
    Cancelled,

    /// <summary>The broker, or a limit before it, refused the order.</summary>
    Rejected,

    /// <summary>Its time was over.</summary>
    Expired,

    /// <summary>Nobody can say: the broker has to be asked.</summary>
    Unknown,
}
