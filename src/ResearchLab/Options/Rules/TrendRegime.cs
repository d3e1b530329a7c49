namespace ResearchLab.Options;

/// <summary>Direction of the market over most of a year.</summary>
public enum TrendRegime : byte
{
    /// <summary>Fewer than 200 sessions are known.</summary>
    Unknown,

    /// <summary>Above its 200-session average.</summary>
    Up,

    /// <summary>Below it.</summary>
    Down,
}
