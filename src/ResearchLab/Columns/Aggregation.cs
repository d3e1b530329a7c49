namespace ResearchLab.Columns;

/// <summary>How many values become one. Missing values are left out, except by <see cref="Rows"/>.</summary>
public enum Aggregation
{
    /// <summary>Rows, missing values included.</summary>
    Rows,

    /// <summary>Values.</summary>
    Count,

    /// <summary>Different values.</summary>
    Distinct,

    /// <summary>Sum: long for whole numbers, else double.</summary>
    Sum,

    /// <summary>Arithmetic mean.</summary>
    Mean,

    /// <summary>Median; of an even number the mean of the two in the middle.</summary>
    Median,

    /// <summary>Standard deviation of a sample (n − 1).</summary>
    StandardDeviation,

    /// <summary>Smallest value.</summary>
    Min,

    /// <summary>Largest value.</summary>
    Max,

    /// <summary>Earliest value; see <see cref="Frame.GroupBy(IReadOnlyList{string}, IReadOnlyList{Aggregate})"/>.</summary>
    First,

    /// <summary>Latest value; see <see cref="Frame.GroupBy(IReadOnlyList{string}, IReadOnlyList{Aggregate})"/>.</summary>
    Last,
}
