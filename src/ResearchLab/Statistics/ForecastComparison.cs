namespace ResearchLab.Statistics;

/// <summary>Whether two forecasts of the same things differ in their mean loss.</summary>
/// <param name="MeanDifference">Mean of the first's losses minus the second's: positive when the second is better.</param>
/// <param name="Statistic">Diebold and Mariano's statistic with the small-sample correction.</param>
/// <param name="PValue">Two-sided, by Student's law with n − 1 degrees of freedom; NaN when the losses never differ by more than a constant.</param>
/// <param name="Count">Number of forecasts.</param>
/// <param name="Horizon">Steps ahead.</param>
/// <param name="Weighted">Whether the variance by plain autocovariances was not positive, so that Bartlett weights were used.</param>
public readonly record struct ForecastComparison(double MeanDifference, double Statistic, double PValue, int Count, int Horizon, bool Weighted);
