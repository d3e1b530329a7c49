namespace ResearchLab.Charts;

/// <summary>A value to mark in a <see cref="Chart.Histogram"/>.</summary>
/// <param name="Label">Short text such as <c>VaR 95%</c>.</param>
/// <param name="Value">Place on the x axis.</param>
public readonly record struct ValueMark(string Label, double Value);
