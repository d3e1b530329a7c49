namespace ResearchLab.Lake;

/// <summary>What is wrong with a file of the lake's folder.</summary>
public enum LakeProblemKind : byte
{
    /// <summary>Its bytes are not those that were written, or it cannot be read.</summary>
    Damaged,

    /// <summary>It was written and is gone, by another hand than the lake's.</summary>
    Missing,

    /// <summary>The lake did not write it; no read sees it.</summary>
    Foreign,

    /// <summary>Left by a writer that stopped; no read sees it and a later write removes it.</summary>
    Leftover,

    /// <summary>Recorded later than now, by a clock that was ahead; no read sees it before that time comes.</summary>
    Ahead,
}
