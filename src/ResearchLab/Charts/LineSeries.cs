namespace ResearchLab.Charts;

/// <summary>One line of a <see cref="Chart.Line"/> chart.</summary>
/// <param name="Name">Name in the legend.</param>
/// <param name="Values">One value a session; NaN leaves a gap.</param>
public readonly record struct LineSeries(string Name, IReadOnlyList<double> Values);
