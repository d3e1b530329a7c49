namespace ResearchLab.Statistics;

/// <summary>Moments of a series.</summary>
/// <param name="Count">Number of values.</param>
/// <param name="Mean">Mean; NaN without values.</param>
/// <param name="StandardDeviation">Sample standard deviation (n − 1); NaN with fewer than two values.</param>
/// <param name="Skewness">Third central moment over the cube of the population deviation; 0 for a normal law, NaN without variation.</param>
/// <param name="Kurtosis">Fourth central moment over the squared population variance, not in excess: 3 for a normal law; NaN without variation.</param>
public readonly record struct SeriesMoments(int Count, double Mean, double StandardDeviation, double Skewness, double Kurtosis);
