namespace ResearchLab.Models;

/// <summary>One row of a reliability table.</summary>
/// <param name="MeanConfidence">Mean calibrated probability of the predicted class in the bin.</param>
/// <param name="Accuracy">Share of the bin's rows where it was right.</param>
/// <param name="Count">Rows in the bin.</param>
public readonly record struct ReliabilityBin(double MeanConfidence, double Accuracy, int Count);
