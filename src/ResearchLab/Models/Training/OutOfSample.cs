namespace ResearchLab.Models;

/// <summary>Predictions of one fold for rows it was not fitted on.</summary>
/// <param name="Rows">Rows.</param>
/// <param name="Probabilities">Calibrated, row-major, twelve a row.</param>
/// <param name="TrainingShares">Share of each class among the rows it was fitted on.</param>
/// <param name="Parameters">LightGBM parameters of the fit.</param>
internal sealed record OutOfSample(int[] Rows, double[] Probabilities, double[] TrainingShares, string Parameters);
