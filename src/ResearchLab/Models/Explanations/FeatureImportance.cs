namespace ResearchLab.Models;

/// <summary>How much a feature matters, and whether that is the same at other times.</summary>
/// <param name="Feature">Name.</param>
/// <param name="Unit">Unit of its values.</param>
/// <param name="Share">Mean over the folds of its share of all mean absolute contributions out of sample.</param>
/// <param name="LowestShare">Its lowest share in a fold.</param>
/// <param name="HighestShare">Its highest share in a fold.</param>
/// <param name="BestRank">Its best rank in a fold, 1 the most important.</param>
/// <param name="WorstRank">Its worst rank in a fold.</param>
/// <param name="TopTenShare">Share of the folds that have it among their first ten.</param>
/// <param name="GainShare">Its share of the loss reduction in the final model, in sample.</param>
public sealed record FeatureImportance(
    string Feature, string Unit, double Share, double LowestShare, double HighestShare, int BestRank, int WorstRank, double TopTenShare, double GainShare);
