namespace ResearchLab.Options;

/// <summary>When the holder of an option may exercise it.</summary>
public enum ExerciseStyle : byte
{
    /// <summary>At expiry only.</summary>
    European,

    /// <summary>On any day until expiry.</summary>
    American,
}
