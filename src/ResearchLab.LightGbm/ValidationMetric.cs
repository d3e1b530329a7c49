namespace ResearchLab.LightGbm;

/// <summary>An own measure that takes the place of the objective's in reports and early stopping.</summary>
/// <param name="Measure">The measure.</param>
/// <param name="HigherIsBetter">Whether training should raise it.</param>
public sealed record ValidationMetric(MetricFunction Measure, bool HigherIsBetter = false);
