namespace ResearchLab.Models;

/// <summary>What one feature added to the raw score of a class, and how usual its value is.</summary>
/// <param name="Feature">Name of the feature.</param>
/// <param name="Value">Its value in the row; NaN when missing.</param>
/// <param name="Unit">Unit of the value.</param>
/// <param name="Percentile">Share of the training sessions with a lower value, half of the equal ones counted; NaN when missing.</param>
/// <param name="Contribution">SHAP value in units of the raw score: positive speaks for the class.</param>
public readonly record struct FeatureReason(string Feature, double Value, string Unit, double Percentile, double Contribution);
