namespace ResearchLab.Journal;

/// <summary>Which prices a mark is from.</summary>
public enum MarkKind
{
    /// <summary>Those of a session's close: exits are decided on them.</summary>
    Close,

    /// <summary>Those of an instant within a session.</summary>
    Intraday,
}
