namespace ResearchLab.LightGbm;

/// <summary>How a feature's importance is measured.</summary>
public enum ImportanceKind
{
    /// <summary>Number of splits that use it.</summary>
    Splits = 0,

    /// <summary>Total loss reduction of the splits that use it.</summary>
    Gain = 1,
}
