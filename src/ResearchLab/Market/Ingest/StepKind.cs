namespace ResearchLab.Market;

/// <summary>What the close does at a split.</summary>
internal enum StepKind : byte
{
    /// <summary>It steps by about the ratio.</summary>
    Raw,

    /// <summary>It does not step.</summary>
    Adjusted,

    /// <summary>Something else.</summary>
    Neither,
}
