namespace ResearchLab.Models;

/// <summary>A difference with its 95% interval.</summary>
/// <param name="Mean">The difference.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public readonly record struct LeakDifference(double Mean, double Low, double High);
