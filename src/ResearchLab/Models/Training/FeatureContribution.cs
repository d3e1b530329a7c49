namespace ResearchLab.Models;

/// <summary>What one feature added to the raw score of a class.</summary>
/// <param name="Feature">Name of the feature.</param>
/// <param name="Value">Its value in the row; NaN when missing.</param>
/// <param name="Contribution">SHAP value in units of the raw score: positive speaks for the class.</param>
public readonly record struct FeatureContribution(string Feature, double Value, double Contribution);
