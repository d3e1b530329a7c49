namespace ResearchLab.LightGbm;

/// <summary>Measures predictions of a validation set.</summary>
/// <param name="predictions">Probabilities or values, raw scores with <see cref="Objective.Custom"/>: class k of row i at <c>k · rows + i</c>.</param>
/// <param name="labels">One label a row.</param>
public delegate double MetricFunction(ReadOnlySpan<double> predictions, ReadOnlySpan<float> labels);
