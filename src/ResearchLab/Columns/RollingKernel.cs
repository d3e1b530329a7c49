namespace ResearchLab.Columns;

/// <summary>Computes the windows of a column: values, rows of a window, a destination as long as the values.</summary>
public delegate void RollingKernel(ReadOnlySpan<double> values, int window, Span<double> destination);
