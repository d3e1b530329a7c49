namespace ResearchLab.Notebooks;

/// <summary>A number by which a notebook is compared with its last accepted run.</summary>
/// <param name="Name">Name within the notebook.</param>
/// <param name="Value">Its value.</param>
/// <param name="Tolerance">Largest difference that still counts as the same, ≥ 0.</param>
public sealed record ReportMetric(string Name, double Value, double Tolerance);
