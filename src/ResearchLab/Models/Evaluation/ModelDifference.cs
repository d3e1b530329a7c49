namespace ResearchLab.Models;

/// <summary>One value in which two models differ.</summary>
/// <param name="Name">What it is.</param>
/// <param name="First">Of the first model.</param>
/// <param name="Second">Of the second.</param>
public sealed record ModelDifference(string Name, string First, string Second);
