namespace ResearchLab.Models;

/// <summary>What one way of splitting says a model is worth.</summary>
/// <param name="Split"><c>shuffled</c>, <c>unpurged</c> or <c>purged</c>.</param>
/// <param name="Samples">Rows predicted by models that were not fitted on them.</param>
/// <param name="Accuracy">Share of them where the likeliest class was the right one; of numbers, where the right side of the median was told.</param>
/// <param name="Low">Lower end of its 95% block-bootstrap interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="MeanReturn">Mean return on capital at risk a session of the picks, after costs; NaN where labels are no trades.</param>
public sealed record LeakMeasure(string Split, int Samples, double Accuracy, double Low, double High, double MeanReturn);
