using ResearchLab.Options;

namespace ResearchLab.Models;

/// <summary>Rows that a contender may learn from: sessions whose every outcome was known before the first one it is to score.</summary>
/// <param name="Sessions">Sessions, ascending.</param>
/// <param name="Features">The 84 features, column after column; NaN where missing.</param>
/// <param name="Best">Class of each row: the eligible structure with the highest return, or no trade.</param>
/// <param name="Weights">Weight of each row by how little its outcome overlaps those of others and how sure its class is; the lab's own models use them
/// too.</param>
/// <param name="Returns">Return of each of the eleven structures on capital at risk after costs, row after row; NaN where one was not eligible or not
/// traded.</param>
public sealed record ContenderRows(DateOnly[] Sessions, double[] Features, Structure[] Best, double[] Weights, double[] Returns)
{
    /// <summary>Number of rows.</summary>
    public int Count => Sessions.Length;
}
