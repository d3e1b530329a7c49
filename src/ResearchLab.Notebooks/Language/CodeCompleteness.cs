namespace ResearchLab.Notebooks.Language;

/// <summary>Whether code can be run as it is.</summary>
public enum CodeCompleteness
{
    /// <summary>It can be run.</summary>
    Complete,

    /// <summary>More is to come.</summary>
    Incomplete,

    /// <summary>It is wrong and stays so.</summary>
    Invalid,
}
