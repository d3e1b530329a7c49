namespace ResearchLab.Time;

/// <summary>Kinds of expiry, more than one of which can fall on a session.</summary>
[Flags]
public enum OptionExpiryKinds : byte
{
    /// <summary>Nothing but daily options expires.</summary>
    None = 0,

    /// <summary>The last session of a week: Friday, or the session before when that is a holiday.</summary>
    Weekly = 1,

    /// <summary>The third Friday of a month, or the session before.</summary>
    Monthly = 2,

    /// <summary>The last session of a month.</summary>
    MonthEnd = 4,

    /// <summary>The last session of a calendar quarter.</summary>
    QuarterEnd = 8,

    /// <summary>The final settlement of options and futures on the VIX.</summary>
    Vix = 16,
}
