namespace ResearchLab.LightGbm;

/// <summary>First and second derivative of an own loss by the raw score, for <see cref="Objective.Custom"/>.</summary>
/// <param name="scores">Raw scores: class k of row i at <c>k · rows + i</c>.</param>
/// <param name="labels">One label a row.</param>
/// <param name="gradients">Receives the first derivatives, laid out like the scores; they include the rows' weights, if there are any.</param>
/// <param name="hessians">Receives the second derivatives, positive.</param>
public delegate void GradientFunction(ReadOnlySpan<double> scores, ReadOnlySpan<float> labels, Span<float> gradients, Span<float> hessians);
