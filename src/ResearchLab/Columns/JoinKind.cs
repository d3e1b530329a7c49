namespace ResearchLab.Columns;

/// <summary>Which rows a join keeps.</summary>
public enum JoinKind
{
    /// <summary>Rows of the left frame with a match, once a match.</summary>
    Inner,

    /// <summary>All rows of the left frame; the right columns are missing where there is no match.</summary>
    Left,
}
