namespace ResearchLab.LightGbm;

/// <summary>Which values take a node's default direction.</summary>
internal enum MissingKind
{
    /// <summary>None; NaN counts as 0.</summary>
    None = 0,

    /// <summary>0 and NaN.</summary>
    Zero = 1,

    /// <summary>NaN.</summary>
    NaN = 2,
}
