namespace ResearchLab.Lake;

/// <summary>A condition on one column that a reader can use to skip folders, files and row groups.</summary>
/// <param name="Column">Column of the dataset.</param>
/// <param name="Comparison">Equal, at least or at most.</param>
/// <param name="Value">string, DateOnly, double, long, int or DateTimeOffset.</param>
public readonly record struct LakeFilter(string Column, LakeComparison Comparison, object Value)
{
    /// <summary>The column equals <paramref name="value"/>.</summary>
    public static LakeFilter Equal(string column, object value) => new(column, LakeComparison.Equal, value);

    /// <summary>The column is <paramref name="value"/> or greater.</summary>
    public static LakeFilter AtLeast(string column, object value) => new(column, LakeComparison.AtLeast, value);

    /// <summary>The column is <paramref name="value"/> or smaller.</summary>
    public static LakeFilter AtMost(string column, object value) => new(column, LakeComparison.AtMost, value);

    /// <summary>The condition as SQL.</summary>
    internal string ToSql()
    {
        string comparison = Comparison switch { LakeComparison.Equal => "=", LakeComparison.AtLeast => ">=", _ => "<=" };
        return $"{LakeSql.Name(Column)} {comparison} {LakeSql.Literal(Value)}";
    }
}
