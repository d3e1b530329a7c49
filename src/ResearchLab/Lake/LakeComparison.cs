namespace ResearchLab.Lake;

/// <summary>How a <see cref="LakeFilter"/> compares.</summary>
public enum LakeComparison : byte
{
    /// <summary>The same value.</summary>
    Equal,

    /// <summary>The value or a greater one.</summary>
    AtLeast,

    /// <summary>The value or a smaller one.</summary>
    AtMost,
}
