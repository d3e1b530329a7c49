namespace ResearchLab.Options;

/// <summary>Which law prices of a chain break.</summary>
public enum ViolationKind : byte
{
    /// <summary>A vertical spread costs less than nothing, or more than the distance of its strikes, discounted for European options.</summary>
    Vertical,

    /// <summary>A butterfly costs less than nothing: prices are not convex in the strike.</summary>
    Butterfly,

    /// <summary>A nearer option is dearer than the later one at the same strike, for European options the same relative to the forward.</summary>
    Calendar,

    /// <summary>Call less put is off discounted forward less strike, or for American options outside the bounds that early exercise leaves.</summary>
    Parity,
}
