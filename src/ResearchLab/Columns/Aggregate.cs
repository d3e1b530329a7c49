namespace ResearchLab.Columns;

/// <summary>A column to compute for each group.</summary>
/// <param name="Column">The column it is computed from.</param>
/// <param name="How">How.</param>
/// <param name="As">Its name; by default the column's name and how, such as <c>close_mean</c>.</param>
public readonly record struct Aggregate(string Column, Aggregation How, string? As = null)
{
    /// <summary>Its name in the result.</summary>
    public string Name => As ?? $"{Column}_{How.ToString().ToLowerInvariant()}";
}
