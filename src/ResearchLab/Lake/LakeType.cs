namespace ResearchLab.Lake;

/// <summary>What a lake column holds.</summary>
public enum LakeType : byte
{
    /// <summary>Text; a string column.</summary>
    Text,

    /// <summary>A number that may be missing; a double column.</summary>
    Number,

    /// <summary>A whole number; a long column.</summary>
    Whole,

    /// <summary>A date without time; a DateOnly column.</summary>
    Date,

    /// <summary>An instant in UTC, to the microsecond; a DateTimeOffset column.</summary>
    Instant,
}
