namespace ResearchLab.Notebooks;

/// <summary>Tags that runs without a person know, as nbclient names them.</summary>
public static class CellTags
{
    /// <summary>The cell is left out.</summary>
    public const string SkipExecution = "skip-execution";

    /// <summary>The cell may fail, and the run goes on.</summary>
    public const string RaisesException = "raises-exception";
}
